"""Words of the notices about overtime."""

import datetime as dt

from flask_babel import gettext as _

from roster.overtime.life import OvertimeState
from roster.overtime.origins import Origin
from web.i18n import day_time, day_weekday
from web.notices.words import NoticeWords, Payload, link, notice_words
from web.overtime.tables import OfferState
from web.overtime.words import (
    flag_words,
    minutes_words,
    offer_tag,
    origin_name,
    places_words,
    state_tag,
    when_words,
)


def _facts(payload: Payload) -> dict[str, str]:
    starts, ends = (dt.datetime.fromisoformat(payload[each]) for each in ("starts_at", "ends_at"))
    return {
        "person": payload.get("person", ""),
        "date": day_weekday(dt.date.fromisoformat(payload["date"])),
        "time": when_words(starts, ends),
        "minutes": minutes_words(int(payload.get("minutes", 0))),
    }


def _reason(payload: Payload) -> str:
    reason = payload.get("reason", "")
    return _("Reason: %(reason)s", reason=reason) if reason else ""


def _entry(payload: Payload) -> str | None:
    return link("overtime.show", entry_id=payload["entry"])


def _offer(payload: Payload) -> str | None:
    return link("overtime.offer_page", offer_id=payload["offer"])


@notice_words("overtime_to_approve")
def _to_approve(payload: Payload) -> NoticeWords:
    facts = _facts(payload)
    return NoticeWords(
        icon="list-check",
        level="warn",
        title=_("Reminder: overtime of %(person)s still waits for you: %(date)s %(time)s", **facts)
        if payload.get("again")
        else _("%(person)s asks for overtime: %(date)s %(time)s", **facts),
        detail=_reason(payload),
        address=_entry(payload),
    )


@notice_words("overtime_asked")
def _asked(payload: Payload) -> NoticeWords:
    facts = _facts(payload)
    return NoticeWords(
        icon="clock-plus",
        level="warn",
        title=_("Reminder: your answer to overtime is missing: %(date)s %(time)s", **facts)
        if payload.get("again")
        else _("You are asked to work overtime: %(date)s %(time)s", **facts),
        detail=_reason(payload),
        address=_entry(payload),
    )


@notice_words("overtime_decided")
def _decided(payload: Payload) -> NoticeWords:
    state, level = state_tag(OvertimeState(payload["state"]))
    return NoticeWords(
        icon="clock-plus",
        level=level or "info",
        title=_("Overtime of %(person)s, %(date)s %(time)s: %(state)s", state=state, **_facts(payload)),
        detail=_reason(payload),
        address=_entry(payload),
    )


@notice_words("overtime_refused")
def _refused(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="x",
        level="warn",
        title=_("%(person)s does not agree to overtime: %(date)s %(time)s", **_facts(payload)),
        detail=_reason(payload),
        address=_entry(payload),
    )


@notice_words("overtime_flagged")
def _flagged(payload: Payload) -> NoticeWords:
    said = _(", ").join(flag_words(flag) for flag in payload.get("flags", []))
    return NoticeWords(
        icon="alert-triangle",
        level="warn",
        title=_("%(person)s worked past the shift: %(date)s %(time)s", **_facts(payload)),
        detail=f"{origin_name(Origin(payload['origin']))} · {said}",
        address=_entry(payload),
    )


def _called(payload: Payload, title: str) -> NoticeWords:
    deadline = day_time(dt.datetime.fromisoformat(payload["deadline"]))
    return NoticeWords(
        icon="clock-plus",
        level="warn",
        title=title,
        detail=_("Answer by %(deadline)s. First come, first served.", deadline=deadline),
        address=_offer(payload),
    )


@notice_words("overtime_offered")
def _offered(payload: Payload) -> NoticeWords:
    return _called(payload, _("Overtime is offered: %(date)s %(time)s", **_facts(payload)))


@notice_words("overtime_offer_soon")
def _soon(payload: Payload) -> NoticeWords:
    return _called(payload, _("Overtime is still offered: %(date)s %(time)s", **_facts(payload)))


@notice_words("overtime_offer_over")
def _over(payload: Payload) -> NoticeWords:
    state, level = offer_tag(OfferState(payload["state"]))
    missing = payload["taken"] < payload["wanted"]
    return NoticeWords(
        icon="clock-plus",
        level="warn" if missing else level or "info",
        title=_("The overtime offer of %(date)s %(time)s: %(state)s", state=state, **_facts(payload)),
        detail=places_words(payload["taken"], payload["wanted"]),
        address=_offer(payload),
    )
