"""Words of overtime: origins, states, times, reasons, what stands against somebody."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from roster.overtime.counting import LONG, NO_PRIOR_APPROVAL, NOT_EXTENDING, STAYED_AFTER
from roster.overtime.life import OvertimeState
from roster.overtime.origins import Origin
from roster.violation import Violation
from web.answer import Reason
from web.i18n import N_, RANGE, day_time, day_weekday, local, month, time
from web.overtime.booking import LEFT_BEFORE
from web.overtime.ledger import Line
from web.overtime.tables import OfferState
from web.refusal import Refusal
from web.rosters.words import reason_words, role_name
from web.rule_names import rule_name
from web.shift_marks import shift_name
from web.wording import Words, add_refusals, dates_words, refusal_words

add_refusals(
    {
        "overtime_malformed": N_("Date and times do not make overtime. Enter them once more."),
        "overtime_no_shift": N_("On %(measured)s there is no shift to go on after. Enter from when to when."),
        "overtime_begun": N_(
            "It began %(measured)s minutes ago. Overtime is asked for, approved and agreed to beforehand."
        ),
        "overtime_no_orders": N_(
            "The regulation knows only overtime that people ask for themselves. Offer it, or let them ask."
        ),
        "overtime_not_active": N_("Is not on the list of active people any more."),
        "overtime_own": N_("Nobody decides on overtime of their own."),
        "overtime_not_asked": N_("Only the person who is to work is asked, and answers personally."),
        "overtime_not_yours": N_("Only who asked for it, or the supervisor, can take it back."),
        "overtime_in_roster": N_("The shift is in the roster by now. Swap it, or change the roster."),
        "overtime_minutes": N_("%(measured)s minutes; between 0 and %(limit)s can be confirmed."),
        "overtime_in_future": N_("Leaving lies in the future."),
        "overtime_too_long": N_("%(measured)s minutes past the end of the shift; at most %(limit)s."),
        "overtime_confirmed": N_("The minutes are confirmed already and cannot be moved any more."),
        "wrong_overtime_state": N_("The overtime is “%(state)s” now, so this is not possible any more."),
        "stale_overtime": N_("The overtime has changed at %(at)s. Look at it as it is now, then decide."),
        "offer_wanted": N_("%(measured)s people; between 1 and %(limit)s can be called in."),
        "offer_deadline": N_("The deadline lies between now and the beginning of the overtime."),
        "offer_full": N_("All places are taken. Thank you; nothing changes for you."),
        "offer_over": N_("The offer is over."),
        "offer_answered": N_("You have answered this offer already."),
    }
)


def overtime_words(reason: Reason) -> Words:
    """Return why overtime is refused, or what is to be noted of it; whose it is stands beside."""
    if isinstance(reason, Refusal):
        return Words(level="danger", sentence=refusal_words(_readable(reason)), detail="")
    if reason.code == "overtime_at_work":
        kind = shift_name(str(reason.details.get("kind", "O")))
        return Words(
            level="danger",
            sentence=_("Is at work then: %(kind)s", kind=kind),
            detail=dates_words(reason.dates),
        )
    return reason_words(replace(reason, person=None), {})


def all_words(reasons: Iterable[Reason]) -> list[Words]:
    """Return the words of several reasons, each once."""
    return list(dict.fromkeys(overtime_words(reason) for reason in reasons))


def _readable(refusal: Refusal) -> Refusal:
    details, measured = dict(refusal.details), refusal.measured
    if refusal.code == "wrong_overtime_state":
        details["state"] = state_tag(OvertimeState(str(measured)))[0]
    if refusal.code == "stale_overtime":
        details["at"] = day_time(dt.datetime.fromisoformat(str(details["at"])))
    if refusal.code == "overtime_no_shift":
        measured = day_weekday(dt.date.fromisoformat(str(measured)))
    if refusal.code == "swap_not_published":
        measured = month(dt.date.fromisoformat(f"{measured}-01"))
    if refusal.code == "not_your_step":
        details["role"] = role_name(str(refusal.limit))
    return replace(refusal, measured=measured, details=details)


def origin_name(origin: Origin) -> str:
    """Return how it came about."""
    return {
        Origin.REQUESTED: _("asked for"),
        Origin.ORDERED: _("ordered"),
        Origin.OFFERED: _("call-in"),
        Origin.EXTENDED: _("extended by itself"),
        Origin.HELD_OVER: _("relief was absent"),
        Origin.CHECK_HELD: _("record had not passed"),
    }[origin]


def state_tag(state: OvertimeState) -> tuple[str, str]:
    """Return the name of a state and the kind of its tag."""
    return {
        OvertimeState.REQUESTED: (_("Waits for approval"), "warn"),
        OvertimeState.ASKED: (_("Waits for consent"), "warn"),
        OvertimeState.APPROVED: (_("Agreed on"), "ok"),
        OvertimeState.WORKED: (_("Worked, to be confirmed"), "info"),
        OvertimeState.CONFIRMED: (_("Confirmed"), "ok"),
        OvertimeState.REGISTERED: (_("In the register"), "ok"),
        OvertimeState.UNAPPROVED: (_("Not approved, not counted"), "danger"),
        OvertimeState.REJECTED: (_("Returned"), "danger"),
        OvertimeState.DECLINED: (_("Refused by the person"), "warn"),
        OvertimeState.WITHDRAWN: (_("Taken back"), ""),
        OvertimeState.EXPIRED: (_("Expired"), ""),
    }[state]


def offer_tag(state: OfferState) -> tuple[str, str]:
    """Return the name of an offer's state and the kind of its tag."""
    return {
        OfferState.OPEN: (_("Open for answers"), "warn"),
        OfferState.FILLED: (_("All places taken"), "ok"),
        OfferState.EXPIRED: (_("Deadline passed"), ""),
        OfferState.CLOSED: (_("Taken back"), ""),
    }[state]


def flag_words(flag: str) -> str:
    """Return what a flag of an overtime says: a remark, or the name of a rule that it breaks."""
    remarks: Mapping[str, Callable[[], str]] = {
        NO_PRIOR_APPROVAL: lambda: _("no prior approval"),
        NOT_EXTENDING: lambda: _("this shift does not extend itself"),
        STAYED_AFTER: lambda: _("the minutes that everybody stays are no overtime"),
        LONG: lambda: _("longer than an hour"),
        LEFT_BEFORE: lambda: _("left before it began"),
    }
    if flag in remarks:
        return remarks[flag]()
    return _("beyond the rule “%(rule)s”", rule=rule_name(flag))


def act_name(kind: str) -> str:
    """Return what a record says was done."""
    return {
        "overtime.ask": _("Asked for"),
        "overtime.order": _("Ordered"),
        "overtime.take": _("Offer taken"),
        "overtime.book": _("Booked"),
        "overtime.approve": _("Approved"),
        "overtime.reject": _("Returned"),
        "overtime.agree": _("Agreed to"),
        "overtime.decline": _("Refused"),
        "overtime.withdraw": _("Taken back"),
        "overtime.expire": _("Expired"),
        "overtime.work": _("Worked"),
        "overtime.confirm": _("Minutes confirmed"),
        "overtime.register": _("Entered in the register"),
    }.get(kind, kind)


def when_words(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """18:00–20:00; the end with its date where that is another."""
    start, end = local(starts_at), local(ends_at)
    last = time(ends_at) if start.date() == end.date() else day_time(ends_at)
    return f"{time(starts_at)}{RANGE}{last}"


def minutes_words(minutes: int) -> str:
    """25 min; 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min", minutes=rest)
    return (
        _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest) if rest else _("%(hours)s h", hours=hours)
    )


def places_words(taken: int, wanted: int) -> str:
    """Return how many places are taken."""
    return ngettext(
        "%(taken)s of %(num)s place taken", "%(taken)s of %(num)s places taken", wanted, taken=taken
    )


def export_heading() -> dict[str, str]:
    """Return the headings of the workbook by column."""
    return {
        "employee_number": _("Employee number"),
        "name": _("Name"),
        "team": _("Team"),
        "date": _("Booked on"),
        "from": _("From"),
        "to": _("Until"),
        "minutes": _("Minutes"),
        "at_150": f"150% {_('Minutes')}",
        "at_200": f"200% {_('Minutes')}",
        "at_300": f"300% {_('Minutes')}",
        "plain": _("Within the norm, min"),
        "origin": _("Origin"),
        "state": _("State"),
        "approver": _("Approved by"),
        "record": _("Record No."),
        "reason": _("Reason"),
    }


def export_names(line: Line) -> dict[str, str]:
    """Return the words of a line of the workbook."""
    return {
        "origin": origin_name(line.row.origin),
        "state": state_tag(line.row.state)[0],
        "approver": line.approver or _("by the regulation"),
    }


def note_words(notes: Iterable[Violation]) -> list[str]:
    """Return the sentences of notes."""
    return [overtime_words(note).sentence for note in notes]
