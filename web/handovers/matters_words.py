"""Words of open matters: why a holder is not there, why one cannot be given away, the notices of it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from roster.handovers.life import HandoverState
from web.answer import Reason
from web.handovers.figures_charts import age_classes
from web.handovers.giving import MATTER_GIVEN, MATTER_RECEIVED
from web.handovers.holders import Absence
from web.handovers.words import all_words, state_tag
from web.i18n import N_, day_time, day_weekday
from web.notices.words import NoticeWords, Payload, link, notice_words
from web.refusal import Refusal
from web.shift_marks import shift_name
from web.wording import add_refusals

add_refusals(
    {
        "stale_matter": N_("The matter has changed hands meanwhile: %(holder)s has it now."),
        "matter_closed": N_("The matter was closed on %(at)s. Nobody goes on with it."),
        "matter_in_handover": N_(
            "It stands in the handover of %(holder)s, %(day)s %(shift)s: “%(state)s”."
            " It goes where that goes; finish or return that one first."
        ),
        "matter_same_holder": N_("This person has the matter already. Choose somebody else."),
    }
)

ABSENCES: Final[Mapping[Absence, tuple[str, str, str]]] = {
    Absence.LEFT: (N_("has left"), "danger", "user"),
    Absence.ON_LEAVE: (N_("on leave today"), "warn", "beach"),
    Absence.NO_SHIFT: (N_("no shift for seven days"), "warn", "calendar-month"),
}


def absence_tag(absence: Absence) -> tuple[str, str, str]:
    """Return why a holder is not there: words, colour, icon."""
    words, kind, icon = ABSENCES[absence]
    return _(words), kind, icon


def age_bars(ages: Iterable[int]) -> list[tuple[str, int, str]]:
    """Return the classes of age with their numbers and colours: what is older is worse."""
    kinds = ["", "", "", "warn", "danger"]
    return list(zip(age_classes(), ages, kinds, strict=True))


def old_words(opened_at: dt.datetime, now: dt.datetime) -> str:
    """Return for how long a matter has been open: in whole days, on the first one in whole hours."""
    days, rest = divmod(now - opened_at, dt.timedelta(days=1))
    if days > 0:
        return ngettext("%(num)s day", "%(num)s days", days)
    return ngettext("%(num)s hour", "%(num)s hours", rest // dt.timedelta(hours=1))


def matter_problems(reasons: Iterable[Reason]) -> list[tuple[str | None, str]]:
    """Return why a matter was not given to somebody: the field that it belongs to, and the sentence."""
    targets = {"person": "give-person", "reason": "give-reason"}
    return [
        (targets.get(reason.field) if isinstance(reason, Refusal) else None, words.sentence)
        for reason in reasons
        for words in all_words([_readable(reason)])
    ]


def _readable(reason: Reason) -> Reason:
    """Replace what only programs read by words."""
    if not isinstance(reason, Refusal):
        return reason
    details = dict(reason.details)
    if reason.code == "matter_closed":
        details["at"] = day_time(dt.datetime.fromisoformat(str(details["at"])))
    if reason.code == "matter_in_handover":
        details["state"] = state_tag(HandoverState(str(reason.measured)))[0]
        details["day"] = day_weekday(dt.date.fromisoformat(str(details["date"])))
        details["shift"] = shift_name(str(details["shift"]))
    return replace(reason, details=details)


@notice_words(MATTER_GIVEN)
def _given(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="arrows-exchange",
        level="info",
        title=_(
            "%(by)s gave an open matter of yours to %(person)s", by=payload["by"], person=payload["person"]
        ),
        address=link("handovers.matters", _anchor="given"),
    )


@notice_words(MATTER_RECEIVED)
def _received(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="arrows-exchange",
        level="warn",
        title=_(
            "%(by)s gave you an open matter of %(person)s: go on with it",
            by=payload["by"],
            person=payload["person"],
        ),
        address=link("handovers.matters", holder=payload["holder"], _anchor=f"matter-{payload['matter']}"),
    )
