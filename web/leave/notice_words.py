"""Words of the notices about leave."""

import datetime as dt

from flask_babel import gettext as _

from roster.leave.asking import LeaveKind
from web.i18n import N_, day_time, day_weekday
from web.leave.words import kind_name, span_words
from web.notices.words import NoticeWords, Payload, link, notice_words


def _facts(payload: Payload) -> dict[str, str]:
    first, last = (dt.date.fromisoformat(payload[name]) for name in ("first", "last"))
    due, back = payload.get("due"), payload.get("back_on")
    return {
        "person": payload["person"],
        "kind": kind_name(LeaveKind(payload["kind"])),
        "days": span_words(first, last),
        "by": payload.get("by", ""),
        "back": day_weekday(dt.date.fromisoformat(back)) if back else "",
        "due": day_weekday(dt.date.fromisoformat(due)) if due else "",
    }


def _reason(payload: Payload) -> str:
    reason = payload.get("reason", "")
    return _("Reason: %(reason)s", reason=reason) if reason else ""


def _until(payload: Payload) -> str:
    expires = payload.get("expires")
    return (
        _("To be decided before %(time)s", time=day_time(dt.datetime.fromisoformat(expires)))
        if expires
        else ""
    )


def _due(payload: Payload) -> str:
    due = _facts(payload)["due"]
    return _("Certificate to be handed in to the supervisor on %(due)s", due=due) if due else ""


def _leave(kind: str, level: str, icon: str, title: str) -> None:
    def words(payload: Payload) -> NoticeWords:
        details = {
            "leave_to_approve": _until,
            "leave_expires_soon": _until,
            "leave_approved": _due,
            "leave_proof_due": _due,
            "leave_proof_overdue": _due,
        }
        return NoticeWords(
            icon=icon,
            level=level,
            title=_(title, **_facts(payload)),
            detail=details.get(kind, _reason)(payload),
            address=link("leave.show", leave_id=payload["leave"]),
        )

    notice_words(kind)(words)


for _kind, _level, _icon, _title in (
    ("leave_to_approve", "warn", "list-check", N_("%(kind)s of %(person)s waits for you: %(days)s")),
    ("leave_expires_soon", "danger", "clock", N_("%(kind)s of %(person)s is still undecided: %(days)s")),
    ("leave_asked_for", "info", "beach", N_("%(by)s has asked for your leave: %(kind)s, %(days)s")),
    ("leave_approved", "ok", "circle-check", N_("Your leave is approved: %(kind)s, %(days)s")),
    ("leave_rejected", "warn", "arrow-back-up", N_("Your leave was returned: %(kind)s, %(days)s")),
    ("leave_withdrawn", "info", "arrow-back-up", N_("%(kind)s of %(person)s was withdrawn: %(days)s")),
    ("leave_expired", "warn", "clock", N_("Nobody decided on your leave in time: %(kind)s, %(days)s")),
    ("leave_undecided", "danger", "clock",
     N_("%(kind)s of %(person)s was not decided in time: %(days)s")),
    ("leave_unexcused", "danger", "alert-circle",
     N_("%(person)s, %(days)s: leave was not approved, absence without leave is proposed")),
    ("leave_cut_short", "info", "calendar-month",
     N_("Your leave ends early: %(kind)s, at work again from %(back)s")),
    ("leave_proof_due", "warn", "clipboard-check", N_("Certificate is due: %(kind)s, %(days)s")),
    ("leave_proof_overdue", "danger", "alert-circle",
     N_("Certificate of %(person)s is overdue: %(kind)s, %(days)s")),
    ("leave_proof_accepted", "ok", "circle-check", N_("Certificate accepted: %(kind)s, %(days)s")),
    ("leave_proof_refused", "warn", "arrow-back-up",
     N_("Certificates refused, hand in others: %(kind)s, %(days)s")),
):  # fmt: skip
    _leave(_kind, _level, _icon, _title)


@notice_words("leave_stand_in")
def _stand_in(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="calendar-month",
        level="warn",
        title=_(
            "You stand in for %(person)s on %(day)s",
            person=payload["person"],
            day=day_weekday(dt.date.fromisoformat(payload["date"])),
        ),
        detail="",
        address=link("my.month"),
    )


@notice_words("leave_stand_in_stays")
def _stays(payload: Payload) -> NoticeWords:
    return NoticeWords(
        icon="calendar-month",
        level="info",
        title=_("%(person)s is back; the shift on %(day)s stays yours", **_shift(payload)),
        detail="",
        address=link("my.month"),
    )


@notice_words("leave_free_again")
def _free_again(payload: Payload) -> NoticeWords:
    who = payload.get("stand_in", "")
    return NoticeWords(
        icon="calendar-month",
        level="warn",
        title=_("%(person)s can be rostered again on %(day)s", **_shift(payload)),
        detail=_("%(name)s keeps the shift.", name=who) if who else _("The shift is still open."),
        address=link("leave.show", leave_id=payload["leave"]),
    )


def _shift(payload: Payload) -> dict[str, str]:
    return {"person": payload["person"], "day": day_weekday(dt.date.fromisoformat(payload["date"]))}
