"""Words of the notices about attendance."""

import datetime as dt

from flask_babel import gettext as _

from web.attendance.due import FORGOTTEN, MISSING
from web.i18n import day_weekday, month
from web.notices.words import NoticeWords, Payload, link, notice_words
from web.shift_marks import shift_name


def _facts(payload: Payload) -> dict[str, str]:
    return {
        "name": payload["name"],
        "number": payload["number"],
        "day": day_weekday(dt.date.fromisoformat(payload["date"])),
        "shift": shift_name(payload["shift"]),
    }


@notice_words(MISSING)
def _missing(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="user-minus",
        level="danger",
        title=_("%(name)s (%(number)s) has not clocked in: %(day)s, %(shift)s", **_facts(payload)),
        detail=_("Look at the board; call, or find somebody else."),
        address=link("attendance.board"),
    )


@notice_words(FORGOTTEN)
def _forgotten(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="clock",
        level="warn",
        title=_("%(name)s (%(number)s) has not clocked out: %(day)s, %(shift)s", **_facts(payload)),
        detail=_("Clock out, or ask for a correction with the time of leaving."),
        address=link("attendance.index"),
    )


@notice_words("attendance_corrected")
def _corrected(payload: Payload) -> NoticeWords:
    approved = payload["state"] == "approved"
    return NoticeWords(
        icon="circle-check" if approved else "x",
        level="ok" if approved else "warn",
        title=_("Your correction was approved") if approved else _("Your correction was refused"),
        detail=payload.get("answer", ""),
        address=link("attendance.index"),
    )


@notice_words("attendance_correction")
def _asked(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="clock",
        level="warn",
        title=_("%(name)s (%(number)s) asks for a correction of the attendance", **_who(payload)),
        detail=_("Reason: %(reason)s", reason=payload["reason"]),
        address=link("attendance.index"),
    )


@notice_words("attendance_away_asked")
def _away_asked(payload: Payload) -> NoticeWords:
    facts = _who(payload) | {"minutes": payload["minutes"]}
    if payload["urgent"]:
        title = _("%(name)s (%(number)s) left the post at once, for at most %(minutes)s min", **facts)
    else:
        title = _("%(name)s (%(number)s) wants to leave the post for %(minutes)s min", **facts)
    return NoticeWords(
        icon="clock",
        level="warn",
        title=title,
        detail=_("Reason: %(reason)s", reason=payload["reason"]),
        address=link("attendance.index"),
    )


@notice_words("attendance_away_decided")
def _away_decided(payload: Payload) -> NoticeWords:
    allowed = payload["state"] != "refused"
    minutes = payload["minutes"]
    return NoticeWords(
        icon="circle-check" if allowed else "x",
        level="ok" if allowed else "warn",
        title=_("You may leave the post, for at most %(minutes)s min", minutes=minutes)
        if allowed
        else _("You may not leave the post"),
        detail=payload.get("answer", ""),
        address=link("attendance.index"),
    )


@notice_words("attendance_published")
def _published(payload: Payload) -> NoticeWords:
    day = dt.date.fromisoformat(f"{payload['month']}-01")
    return NoticeWords(
        icon="clipboard-list",
        level="info",
        title=_("The attendance of %(month)s is published", month=month(day)),
        detail=_("Look at your row; what is wrong can still be corrected."),
        address=link("attendance.register", month=payload["month"]),
    )


def _who(payload: Payload) -> dict[str, str]:
    return {"name": payload["name"], "number": payload["number"]}
