"""Words of the notices, made from kind and payload when they are shown, in the reader's language.

A feature that writes notices says here, or in a module of its own with `notice_words`, what they mean.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from web.i18n import RANGE, day_weekday, month
from web.navigation import ROLE_NAMES, exists
from web.notices.tables import Notice
from web.shift_marks import shift_name

Payload = Mapping[str, Any]
MOST_CHANGES = 3
"""Changed days that a notice names; the own month shows all."""


@dataclass(frozen=True, kw_only=True)
class NoticeWords:
    """One notice as the list shows it.

    Attributes
    ----------
    icon
        Name in the sprite.
    level
        ``info``, ``ok``, ``warn`` or ``danger``.
    address
        Where reading on leads; None where there is nothing more, or no right to see it.
    """

    icon: str
    level: str
    title: str
    detail: str = ""
    address: str | None = None


Maker = Callable[[Payload], NoticeWords]
MAKERS: dict[str, Maker] = {}
"""Who makes the words, by kind of notice."""


def notice_words(kind: str) -> Callable[[Maker], Maker]:
    """Let the decorated function make the words of all notices of a kind."""

    def register(maker: Maker) -> Maker:
        MAKERS[kind] = maker
        return maker

    return register


def words_of(notice: Notice) -> NoticeWords:
    """Return the words of a notice; one of a kind that no feature knows is still told."""
    maker = MAKERS.get(notice.kind)
    if maker is None:
        return NoticeWords(icon="bell", level="info", title=_("News from Lunban"), detail=notice.kind)
    return maker(notice.payload)


def link(endpoint: str, **arguments: Any) -> str | None:
    """Return an address where the page exists and the reader may open it, else None."""
    return url_for(endpoint, **arguments) if exists(endpoint) else None


def month_of(payload: Payload) -> dt.date:
    """Return the month that a payload speaks of."""
    return dt.date.fromisoformat(payload["month"])


def _own_month(payload: Payload) -> str | None:
    return link("my.month", month=payload["month"][:7])


def _version(payload: Payload) -> str | None:
    return link("rosters.version", version_id=payload["version_id"])


@notice_words("roster_published")
def _published(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="calendar-month",
        level="info",
        title=_("The roster of %(month)s is published", month=month(month_of(payload))),
        detail=_("Look at your shifts and answer: got it, or a problem."),
        address=_own_month(payload),
    )


@notice_words("roster_changed")
def _changed(payload: Payload) -> NoticeWords:
    changes = payload.get("changes", [])
    named = [
        f"{day_weekday(dt.date.fromisoformat(change['date']))} "
        f"{shift_name(change['old'] or '')} → {shift_name(change['new'] or '')}"
        for change in changes[:MOST_CHANGES]
    ]
    if len(changes) > MOST_CHANGES:
        more = len(changes) - MOST_CHANGES
        named.append(ngettext("and %(num)s day more", "and %(num)s days more", more))
    return NoticeWords(
        icon="calendar-event",
        level="warn",
        title=ngettext(
            "Your roster changed on %(num)s day", "Your roster changed on %(num)s days", len(changes)
        ),
        detail=_("; ").join(named),
        address=_own_month(payload),
    )


@notice_words("roster_submitted")
def _submitted(payload: Payload) -> NoticeWords:
    role = ROLE_NAMES.get(payload.get("role", ""))
    return NoticeWords(
        icon="list-check",
        level="warn",
        title=_("The roster of %(month)s waits for your approval", month=month(month_of(payload))),
        detail=_("Version %(number)s", number=payload["version"])
        + ("" if role is None else f" {RANGE} {_(role)}"),
        address=link("approvals.index") or _version(payload),
    )


@notice_words("roster_returned")
def _returned(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="arrow-back-up",
        level="danger",
        title=_("The roster of %(month)s was returned", month=month(month_of(payload))),
        detail=_("Reason: %(reason)s", reason=payload.get("reason", "")),
        address=_version(payload),
    )


@notice_words("solve_ended")
def _solve_ended(payload: Payload) -> NoticeWords:
    name = month(month_of(payload))
    titles = {
        "done": ("ok", _("The roster of %(month)s is generated", month=name)),
        "cancelled": ("warn", _("Generating %(month)s was stopped", month=name)),
        "discarded": ("info", _("Generating %(month)s was discarded", month=name)),
    }
    level, title = titles.get(
        payload.get("state", ""), ("danger", _("Generating %(month)s gave no roster", month=name))
    )
    changed = _("The month was changed meanwhile. The page of the solve says what the draft lacks.")
    return NoticeWords(
        icon="wand",
        level=level,
        title=title,
        detail=changed if payload.get("changed") else "",
        address=link("jobs.show", job_id=payload["job"]),
    )
