"""Words of leave: kinds, states, steps, reasons, what the regulation asks for."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

import web.files.words  # noqa: F401 - registers the words of files that are refused
from roster.leave.asking import Channel, LeaveKind
from roster.leave.balance import PER_DAY
from roster.leave.life import GRANTED, LeaveAct, LeaveState
from roster.leave.terms import LeaveTerms
from roster.violation import Violation
from web.answer import Reason
from web.i18n import N_, day, day_time, day_weekday, language_tag
from web.leave.balance_tables import EntryKind
from web.leave.covering import StandIn
from web.leave.file_tables import LeaveFile
from web.leave.loading import life_of
from web.leave.tables import LeaveRequest
from web.policy.vocabulary.requests import LeaveType
from web.refusal import Refusal
from web.rosters.words import role_name
from web.swaps.words import hours_words, swap_words
from web.wording import Words, add_refusals, dates_words, refusal_words

add_refusals(
    {
        "leave_malformed": N_("Choose a kind of leave, and how it was told. Then ask once more."),
        "leave_reason_missing": N_("Write the reason."),
        "leave_day_missing": N_("Say the first and the last day."),
        "leave_caller_missing": N_("Write who called for the person."),
        "leave_no_policy": N_("No rules are in force on these days. The administrator chooses them first."),
        "leave_asked_already": N_("Leave is asked for or granted on these days already. Look at that first."),
        "leave_own": N_("Nobody decides on leave of their own."),
        "leave_not_over": N_("The person can still come until %(at)s. Decide once the last shift is over."),
        "leave_not_yours": N_("Only the person, or who asked on behalf, can take it back."),
        "leave_signed_already": N_(
            "You have signed a step of this leave already; somebody else takes this one."
        ),
        "leave_entered_by_you": N_("You have entered this leave for somebody; another person decides on it."),
        "leave_no_entitlement": N_("This kind of leave has no entitlement of so many days a year."),
        "leave_year": N_("Write the year with four digits."),
        "leave_entry_days": N_(
            "Write whole or half days, at most %(limit)s: more than none, in a correction also fewer."
        ),
        "leave_granted_below_zero": N_("More would be taken away than was granted."),
        "leave_is_under_way": N_(
            "The leave has begun. Team leader, supervisor or HR records the day on which the person is back."
        ),
        "leave_back_on": N_("Say the first day at work: after the first day of the leave, up to its last."),
        "leave_file_not_now": N_("No file can be added to this leave any more, or not by you."),
        "leave_file_closed": N_("Only HR and who decides on it now may open the file."),
        "leave_cover_missing": N_("%(date)s: say who stands in, or that the shift is left open."),
        "leave_open_reason": N_("%(date)s: write why the shift is left open."),
        "leave_cover_beyond": N_("%(person)s cannot be put on this shift by you. Choose somebody else."),
        "leave_roster_changed": N_("%(date)s: the roster has changed, there is no such shift any more."),
        "leave_needs_no_proof": N_("This leave needs no certificate."),
        "leave_no_proof": N_("No certificate is registered."),
        "wrong_leave_state": N_("The leave is “%(state)s” now, so this is not possible any more."),
        "stale_leave": N_("The leave has changed at %(at)s. Look at it as it is now, then decide."),
    }
)

SENTENCES: Mapping[str, Callable[[Violation], str]] = {
    "leave_kind": lambda v: _("“%(kind)s” is no kind of leave here", kind=_kind_of(v)),
    "leave_in_person": lambda v: _("%(kind)s must be asked for by the person", kind=_kind_of(v)),
    "leave_proxy": lambda _v: _("The person must call; nobody else may"),
    "leave_begun": lambda v: ngettext(
        "The shift began %(num)s minute ago. What was not asked for before is absence",
        "The shift began %(num)s minutes ago. What was not asked for before is absence",
        v.measured,
    ),
    "leave_past": lambda _v: _("These days are over"),
    "leave_swapped": lambda _v: _(
        "Swapped or to be paid back: no leave on this shift, else absence without leave"
    ),
    "leave_holiday_notice": lambda v: _(
        "Holiday duty: asked for %(measured)s days before; at least %(limit)s",
        measured=v.measured,
        limit=v.limit,
    ),
    "leave_holiday": lambda _v: _(
        "Holiday duty: in principle no leave is given; only in special circumstances"
    ),
    "leave_notice": lambda v: (
        _("Asked for %(measured)s minutes before; at least %(limit)s", measured=v.measured, limit=v.limit)
        if v.unit == "minutes"
        else _("Asked for %(measured)s days before; at least %(limit)s", measured=v.measured, limit=v.limit)
    ),
    "leave_balance": lambda v: _(
        "Beyond the balance: %(days)s days asked for, %(free)s free in %(year)s; it does not forbid it",
        days=v.measured,
        free=half_days_words(int(v.details["free_half_days"])),
        year=v.details["year"],
    ),
    "proof_gap": lambda _v: _("The certificates do not join: no certificate for these days"),
    "proof_missing": lambda v: _(
        "The certificates state %(measured)s of %(limit)s days", measured=v.measured, limit=v.limit
    ),
}


def leave_words(reason: Reason, names: Mapping[str, str]) -> Words:
    """Return why leave is refused, or what is to be noted of it; a person's name comes first."""
    if isinstance(reason, Refusal):
        return Words(level="danger", sentence=refusal_words(_readable(reason, names)), detail="")
    sentence = SENTENCES.get(reason.code)
    if sentence is None:
        return swap_words(reason, names)
    who = "" if reason.person is None else names.get(reason.person, reason.person)
    return Words(
        level="danger" if reason.hard else "warn",
        sentence=sentence(reason),
        detail=f"{who} {dates_words(reason.dates)}".strip(),
    )


def all_words(reasons: Iterable[Reason], names: Mapping[str, str]) -> list[Words]:
    """Return the words of all reasons, the same sentence once."""
    found = [leave_words(reason, names) for reason in reasons]
    return list({(words.sentence, words.detail): words for words in found}.values())


def _readable(refusal: Refusal, names: Mapping[str, str]) -> Refusal:
    """Replace what only programs read by words."""
    details = dict(refusal.details)
    if refusal.code == "wrong_leave_state":
        details["state"] = state_name(LeaveState(str(refusal.measured)))
    if refusal.code in ("stale_leave", "leave_not_over"):
        details["at"] = day_time(dt.datetime.fromisoformat(str(details["at"])))
    if "date" in details:
        details["date"] = day_weekday(dt.date.fromisoformat(str(details["date"])))
    if refusal.code == "leave_cover_beyond":
        details["person"] = names.get(str(refusal.measured), str(refusal.measured))
    if refusal.code == "not_your_step":
        details["role"] = role_name(str(refusal.limit))
    return replace(refusal, details=details)


def _kind_of(violation: Violation) -> str:
    return kind_name(LeaveKind(str(violation.details["kind"])))


def kind_name(kind: LeaveKind) -> str:
    """Return the name of a kind of leave; it is data of the policy, in both languages."""
    words = next(each.words for each in LeaveType if each.value == kind.value)
    return words.zh if language_tag() == "zh-CN" else words.en


def file_words(file: LeaveFile) -> str:
    """Return what a file is and how large: PDF, 120 KB."""
    return f"{file.kind.value.upper()}, {-(-file.size_bytes // 1024)} KB"


def half_days_words(half_days: int) -> str:
    """Return half days as days: 7.5, or 7 without a fraction.

    Examples
    --------
    >>> half_days_words(15), half_days_words(-4)
    ('7.5', '-2')
    """
    return f"{half_days / PER_DAY:g}"


def signed_half_days(half_days: int) -> str:
    """Return a change in days with its sign: +7.5."""
    return f"{half_days / PER_DAY:+g}"


def entry_name(entry: EntryKind) -> str:
    """Return what an entry of a balance is."""
    return {EntryKind.GRANT: _("Grant"), EntryKind.CORRECTION: _("Correction")}[entry]


def kind_options(terms: LeaveTerms) -> list[tuple[str, str]]:
    """Return the kinds that there are as choices of a field."""
    return [(kind.value, kind_name(kind)) for kind in LeaveKind if kind in terms.kinds]


def state_name(state: LeaveState) -> str:
    """Return the name of a state in the present language."""
    return {
        LeaveState.DRAFT: _("Draft"),
        LeaveState.SUBMITTED: _("Waits for approval"),
        LeaveState.LATE_NOTICE: _("Too late, waits for management"),
        LeaveState.NOTIFIED: _("Reported, waits for approval"),
        LeaveState.APPROVED: _("Approved"),
        LeaveState.COVER_ARRANGED: _("Approved, shifts settled"),
        LeaveState.ON_LEAVE: _("On leave"),
        LeaveState.RETURNED: _("Back at work"),
        LeaveState.PROOF_DUE: _("Certificate due"),
        LeaveState.PROOF_ACCEPTED: _("Certificate accepted"),
        LeaveState.CLOSED: _("Closed"),
        LeaveState.REJECTED: _("Returned"),
        LeaveState.UNEXCUSED: _("Absence without leave proposed"),
        LeaveState.WITHDRAWN: _("Withdrawn"),
        LeaveState.EXPIRED: _("Expired"),
        LeaveState.UNPROVEN: _("No certificate, absence without leave proposed"),
    }[state]


KINDS = {
    LeaveState.SUBMITTED: "warn",
    LeaveState.LATE_NOTICE: "danger",
    LeaveState.NOTIFIED: "warn",
    LeaveState.COVER_ARRANGED: "ok",
    LeaveState.ON_LEAVE: "ok",
    LeaveState.CLOSED: "ok",
    LeaveState.PROOF_DUE: "warn",
    LeaveState.UNEXCUSED: "danger",
    LeaveState.UNPROVEN: "danger",
    LeaveState.REJECTED: "",
    LeaveState.WITHDRAWN: "",
    LeaveState.EXPIRED: "",
}


def state_tag(state: LeaveState) -> tuple[str, str]:
    """Return words and kind of a state's tag."""
    return state_name(state), KINDS.get(state, "info")


def act_name(kind: str) -> str:
    """Return what a signed record says was done, by its kind such as ``leave.approve``."""
    return {
        LeaveAct.SUBMIT.value: _("Asked for"),
        LeaveAct.APPROVE.value: _("Approved"),
        LeaveAct.REJECT.value: _("Returned"),
        LeaveAct.WITHDRAW.value: _("Withdrawn"),
        LeaveAct.EXPIRE.value: _("Nobody decided in time"),
        LeaveAct.ARRANGE_COVER.value: _("Shifts settled"),
        LeaveAct.BEGIN.value: _("On leave"),
        LeaveAct.RETURN.value: _("Back at work"),
        LeaveAct.ASK_PROOF.value: _("Certificate due"),
        LeaveAct.ACCEPT_PROOF.value: _("Certificate accepted"),
        LeaveAct.CLOSE.value: _("Closed"),
        LeaveAct.SETTLE.value: _("Absence decided on"),
        LeaveAct.CUT_SHORT.value: _("Back early"),
        LeaveAct.MISS_PROOF.value: _("No certificate in time"),
        "add_file": _("Certificate file handed in"),
        "forget_file": _("Certificate file deleted by policy"),
        "register_proof": _("Certificate registered"),
        "refuse_proof": _("Certificates refused"),
    }[kind.partition(".")[2]]


def channel_name(channel: Channel) -> str:
    """Return how it was told."""
    return {
        Channel.IN_PERSON: _("by the person"),
        Channel.PHONE: _("the person called"),
        Channel.PROXY: _("somebody called for the person"),
    }[channel]


def span_words(first: dt.date, last: dt.date) -> str:
    """12月8日 周二, or 12月8日–12月10日 with the number of days."""
    days = (last - first).days + 1
    if days == 1:
        return day_weekday(first)
    return _("%(first)s–%(last)s, %(count)s days", first=day(first), last=day(last), count=days)


def title_of(row: LeaveRequest) -> str:
    """郑嘉豪 病假."""
    return f"{row.person.name} · {kind_name(row.kind)}"


def waits_words(row: LeaveRequest) -> str:
    """Return whose word is missing; empty when nobody's is."""
    role = life_of(row).next_role
    return "" if role is None else _("%(role)s to approve", role=role_name(role))


def steps_of(row: LeaveRequest) -> list[tuple[str, str, str]]:
    """Return the life of a leave as steps: words, done/now/todo/failed, time."""
    steps: list[tuple[str, str, str]] = [
        (_("%(name)s asks", name=row.person.name), "done", day_time(row.created_at))
    ]
    ats = [consent.at for consent in row.consents]
    for place, role in enumerate(row.chain):
        at = ats[place] if place < len(ats) else None
        steps.append(
            (
                _("%(role)s approves", role=role_name(role)),
                "done" if at else "todo",
                day_time(at) if at else "",
            )
        )
    over = {
        LeaveState.RETURNED,
        LeaveState.PROOF_DUE,
        LeaveState.PROOF_ACCEPTED,
        LeaveState.UNPROVEN,
        LeaveState.CLOSED,
    }
    granted = len(ats) == len(row.chain) and row.state in GRANTED | over
    steps.append((_("Shifts settled"), "done" if granted else "todo", ""))
    steps.append((_("On leave"), "done" if granted and row.state in over else "todo", ""))
    if row.needs_proof:
        done = granted and row.state in (LeaveState.PROOF_ACCEPTED, LeaveState.CLOSED)
        steps.append((_("Certificate"), "done" if done else "todo", ""))
    present = next((place for place, step in enumerate(steps) if step[1] == "todo"), None)
    if present is None:
        return steps
    ended = {
        LeaveState.REJECTED,
        LeaveState.WITHDRAWN,
        LeaveState.EXPIRED,
        LeaveState.UNEXCUSED,
        LeaveState.UNPROVEN,
        LeaveState.CLOSED,
    }
    if row.state in ended:
        return [*steps[:present], (state_name(row.state), "failed", day_time(row.changed_at))]
    words, _state, time = steps[present]
    return [*steps[:present], (words, "now", time), *steps[present + 1 :]]


def stand_in_options(may: Iterable[StandIn]) -> list[tuple[str, str]]:
    """Return who may stand in as choices of a field, the cheapest first; leaving it open is always one."""
    people = [(one.person, stand_in_words(one)) for one in may]
    if not people:
        return [("open", _("leave it open: nobody within reach may stand in"))]
    return [("", _("choose")), *people, ("open", _("leave it open"))]


def stand_in_words(one: StandIn) -> str:
    """梁慧：工时 +7.5 h; 1 项注意."""
    effect = one.verdict.effect
    words = one.name if effect is None else hours_words(one.name, effect.hours[one.person])
    notes = len(one.verdict.notes)
    return words + (ngettext("; %(num)s note", "; %(num)s notes", notes) if notes else "")
