"""Words of attendance: acts, states, findings, what holds somebody, what a rule is off for."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from roster.attendance.absence import AbsenceCause
from roster.attendance.events import ClockAct, Whereabouts
from roster.attendance.judging import Finding, FindingCode
from roster.attendance.sanctions import Proposal
from web.attendance.board import Status
from web.attendance.card import ClockCard
from web.attendance.release import Gate, Hold
from web.attendance.tables import (
    ClockCorrection,
    ClockSource,
    CorrectionState,
    RollCallState,
)
from web.i18n import N_, day_time, language_tag
from web.policy.parameters import BY_KEY
from web.policy.vocabulary.conduct import Sanction
from web.policy.vocabulary.handover import ReleaseGate
from web.refusal import Refusal
from web.rosters.words import role_name
from web.wording import add_refusals, refusal_words

add_refusals(
    {
        "away_not_on_shift": N_("Leaving the post is asked for during a shift, from the post."),
        "away_free": N_("Nobody need allow it here: leave the post with a reason."),
        "away_limit": N_("Name whole minutes from 1 to %(limit)s: no more is allowed at a time."),
        "away_open": N_("You have asked already. Wait for the answer, or take it back and ask anew."),
        "away_own": N_("Nobody allows their own leaving."),
        "away_decided": N_("This has been answered, used or taken back meanwhile."),
        "clock_same_minute": N_("You clocked the same in this minute already. Try again in a minute."),
        "clock_not_extending": N_(
            "This shift does not go on by itself under the regulation. Overtime needs the application form."
        ),
        "clock_shift_runs": N_("The shift still runs; this is asked for after its end only."),
        "correction_there": N_(
            "The same event is stored for that minute already, perhaps set aside. Name the minute beside it."
        ),
        "register_shift_runs": N_("The last shift of %(measured)s still runs; publish after its end."),
        "clock_held": N_("%(measured)s cannot go yet: see what is missing below."),
        "clock_wrong_act": N_("This cannot follow now. Look at the present state and choose again."),
        "clock_not_here": N_("%(measured)s is not clocked in."),
        "clock_not_held": N_("%(measured)s is not held; clocking out is possible."),
        "clock_release_own": N_("Nobody lets themselves go; another leader or the supervisor does."),
        "roll_called": N_("The roll of this shift has been called already."),
        "roll_incomplete": N_("%(measured)s people have no mark yet."),
        "correction_own": N_("Nobody decides on a correction of their own."),
        "correction_decided": N_("This correction has been decided meanwhile."),
        "correction_empty": N_("Say which event is missing, or which one is to be set aside."),
        "correction_time": N_("The time must lie in the past, at most %(limit)s days ago."),
        "correction_struck": N_("This event has been set aside already."),
        "register_month_runs": N_("%(measured)s is not over yet; it is published afterwards."),
        "register_published": N_("%(measured)s is published already; corrections stand beside it."),
        "register_empty": N_("In %(measured)s nobody had a shift; there is nothing to publish."),
        "register_never": N_("The policy of this department does not publish attendance."),
        "clock_time_unreadable": N_("Date or time cannot be read, or the clock showed that time twice."),
    }
)

ACTS: Mapping[ClockAct, str] = {
    ClockAct.IN: N_("Clock in"),
    ClockAct.OUT: N_("Clock out"),
    ClockAct.AWAY: N_("Leave the post"),
    ClockAct.BACK: N_("Back at the post"),
    ClockAct.CLOSED: N_("Last contact closed"),
}
DONE: Mapping[ClockAct, str] = {
    ClockAct.IN: N_("Clocked in."),
    ClockAct.OUT: N_("Clocked out."),
    ClockAct.AWAY: N_("Noted: away from the post."),
    ClockAct.BACK: N_("Noted: back at the post."),
    ClockAct.CLOSED: N_("Noted: the last contact is closed."),
}
WHERE: Mapping[Whereabouts, tuple[str, str]] = {
    Whereabouts.NOT_IN: (N_("not clocked in"), ""),
    Whereabouts.HERE: (N_("at the post"), "ok"),
    Whereabouts.AWAY: (N_("away from the post"), "warn"),
    Whereabouts.GONE: (N_("clocked out"), ""),
}
STATUS: Mapping[Status, tuple[str, str]] = {
    Status.MISSING: (N_("missing"), "danger"),
    Status.HELD: (N_("held"), "warn"),
    Status.AWAY: (N_("away"), "warn"),
    Status.LATE: (N_("here, came late"), "warn"),
    Status.EXTENDED: (N_("shift goes on"), "info"),
    Status.HERE: (N_("here"), "ok"),
    Status.FORGOTTEN: (N_("has not clocked out"), "warn"),
    Status.EXPECTED: (N_("expected"), ""),
    Status.GONE: (N_("gone"), ""),
}
MARKS: Mapping[RollCallState, str] = {
    RollCallState.PRESENT: N_("present"),
    RollCallState.LATE: N_("came late"),
    RollCallState.ABSENT: N_("absent"),
    RollCallState.ELSEWHERE: N_("at another post"),
}
SOURCES: Mapping[ClockSource, str] = {
    ClockSource.WEB: N_("on the page"),
    ClockSource.API: N_("by a device"),
    ClockSource.IMPORT: N_("from a file"),
    ClockSource.CORRECTION: N_("by a correction"),
}
CORRECTIONS: Mapping[CorrectionState, tuple[str, str]] = {
    CorrectionState.OPEN: (N_("waits for the leader"), "info"),
    CorrectionState.APPROVED: (N_("approved"), "ok"),
    CorrectionState.REFUSED: (N_("not approved"), "warn"),
}
CAUSES: Mapping[AbsenceCause, str] = {
    AbsenceCause.LEAVE_NOT_ASKED: N_("no leave was asked for (R-5.5)"),
    AbsenceCause.LEAVE_ON_SWAPPED: N_("leave on a swapped shift (R-4.15)"),
    AbsenceCause.UNCLEAR_SWAP: N_("unclear handover of a swap (R-4.13)"),
}
HEADINGS: Mapping[str, str] = {
    "number": N_("Employee number"),
    "name": N_("Name"),
    "team": N_("Team"),
    "shifts": N_("Shifts"),
    "present": N_("Present, minutes"),
    "late_times": N_("Late, times"),
    "late": N_("Late, minutes"),
    "early_times": N_("Left early, times"),
    "early": N_("Left early, minutes"),
    "away_times": N_("Away from the post, times"),
    "away": N_("Away from the post, minutes"),
    "away_long": N_("Away too long, times"),
    "absent_shifts": N_("Missed shifts"),
    "absent": N_("Missed, minutes"),
    "unexcused": N_("Absence without leave, shifts"),
    "not_clocked": N_("Clocking forgotten, times"),
    "leave_days": N_("Leave, days"),
    "leave_sick": N_("Sick leave, days"),
    "leave_personal": N_("Personal leave, days"),
    "leave_emergency": N_("Emergency treatment, days"),
    "leave_official": N_("Official leave, days"),
    "leave_work_injury": N_("Work injury, days"),
    "leave_marriage": N_("Marriage leave, days"),
    "leave_bereavement": N_("Bereavement leave, days"),
    "leave_home_visit": N_("Home visit, days"),
    "leave_maternity": N_("Maternity leave, days"),
    "leave_annual": N_("Annual leave, days"),
    "overtime": N_("Overtime, minutes"),
    "training": N_("Training, minutes"),
}


def said(refusal: Refusal) -> str:
    """Return why something was not done."""
    if refusal.code == "away_not_allowed":
        return _(
            "The regulation asks for consent first (R-7.9): %(role)s allows it. Ask below; what cannot wait"
            " is marked so.",
            role=role_words(str(refusal.limit)),
        )
    if refusal.code == "not_your_step":
        return _("This step is taken by: %(role)s.", role=role_words(str(refusal.limit)))
    return refusal_words(refusal)


def role_words(role: str) -> str:
    """Return the name of a role."""
    return role_name(role)


def act_name(act: ClockAct) -> str:
    """Return the words of a button."""
    return _(ACTS[act])


def done_words(act: ClockAct) -> str:
    """Return what is said once it is stored."""
    return _(DONE[act])


def where_tag(where: Whereabouts) -> tuple[str, str]:
    """Return word and colour of a state."""
    text, kind = WHERE[where]
    return _(text), kind


def status_tag(status: Status, minutes: int) -> tuple[str, str]:
    """Return word and colour of a line of the board."""
    text, kind = STATUS[status]
    if not minutes:
        return _(text), kind
    return _("%(status)s, %(minutes)s min", status=_(text), minutes=minutes), kind


def mark_name(state: RollCallState) -> str:
    """Return the word of a mark at the roll call."""
    return _(MARKS[state])


def source_name(source: ClockSource) -> str:
    """Return where an event comes from."""
    return _(SOURCES[source])


def correction_tag(row: ClockCorrection) -> tuple[str, str]:
    """Return word and colour of a correction's state."""
    text, kind = CORRECTIONS[row.state]
    return _(text), kind


def correction_words(row: ClockCorrection) -> str:
    """Return what a correction changes."""
    parts = []
    if row.strikes is not None:
        parts.append(
            _("set aside: %(act)s %(at)s", act=act_name(row.strikes.act), at=day_time(row.strikes.at))
        )
    if row.act is not None and row.at is not None:
        parts.append(_("add: %(act)s %(at)s", act=act_name(row.act), at=day_time(row.at)))
    return _("; ").join(parts)


def hold_words(gate: Gate) -> list[str]:
    """Return what holds somebody, in plain words."""
    words = {
        Hold.RELIEF_MISSING: _(
            "%(name)s, who relieves you, has not clocked in yet", name=gate.known.relief or ""
        ),
        Hold.CHECK_MISSING: _("the relief has not finished the check yet"),
        Hold.RECORD_NOT_PASSED: _("the team leader has not passed the handover record yet"),
        Hold.NOT_SIGNED: _("the record has passed: sign your handover, then you can go"),
        Hold.MATTERS_OPEN: _("there are matters that are not finished"),
        Hold.NOT_RECEIVED: _("the handover is not signed by both sides yet"),
    }
    return [words[each] for each in gate.holds]


def unknown_words(gate: Gate) -> str:
    """Return what the regulation asks for before going and cannot be known here; empty where nothing is."""
    known = gate.known
    missing = (
        (known.gate is ReleaseGate.LEADER_PASSED and known.passed is None)
        or (known.gate is ReleaseGate.RELIEF_PRESENT_AND_CHECKED and known.checked is None)
        or (known.gate is ReleaseGate.MATTERS_FINISHED and known.finished is None)
        or (known.gate is ReleaseGate.RECEIVER_SIGNED and known.complete is None)
    )
    if not missing or known.gate is None:
        return ""
    return _(
        "The regulation lets you go when %(gate)s. No record of this shift has been begun here, so the clock"
        " cannot see it: the team leader does.",
        gate=_worded(known.gate),
    )


def off_words(card: ClockCard) -> list[str]:
    """Return the rules that are off, with the reason."""
    found = []
    zh = language_tag().startswith("zh")
    for key, why in card.terms.off:
        parameter = BY_KEY[key]
        label = parameter.label_zh if zh else parameter.label_en
        if why == "blank":
            found.append(_("%(rule)s: left blank by the regulation, off until it is set", rule=label))
        else:
            found.append(_("%(rule)s: the regulation says nothing, off", rule=label))
    return found


def finding_words(finding: Finding) -> str:
    """Return one finding with what was measured, and the limit."""
    facts = {"measured": finding.measured, "limit": finding.limit}
    sentence = {
        FindingCode.ABSENT: _("not there, %(measured)s min", **facts),
        FindingCode.LATE: _("late by %(measured)s min", **facts),
        FindingCode.EARLY: _("left %(measured)s min early", **facts),
        FindingCode.ARRIVED_SHORT: _("came %(measured)s min before the shift; at least %(limit)s", **facts),
        FindingCode.LEFT_SOON: _(
            "left %(measured)s min after the shift; %(limit)s are asked for (a reminder only)", **facts
        ),
        FindingCode.AWAY_LONG: _("away for %(measured)s min at a time; at most %(limit)s", **facts),
        FindingCode.NO_CLOCK_IN: _("did not clock in; counted from the start of the shift"),
        FindingCode.NO_CLOCK_OUT: _("did not clock out; counted to the end of the shift"),
    }
    return sentence[finding.code]


def proposal_words(proposal: Proposal) -> str:
    """Return a proposed consequence with its cause."""
    sanction = {each.value: each for each in Sanction}[proposal.sanction]
    name = _worded(sanction)
    if proposal.yuan is not None:
        name = _("%(sanction)s of %(yuan)s yuan", sanction=name, yuan=proposal.yuan)
    if proposal.rule == "R-7.3":
        return _(
            "%(what)s: late and early minutes of the month reach %(minutes)s (%(rule)s)",
            what=name,
            minutes=proposal.minutes,
            rule=proposal.rule,
        )
    if proposal.count is not None:
        return _(
            "%(what)s: away too long, time no. %(count)s this month (%(rule)s)",
            what=name,
            count=proposal.count,
            rule=proposal.rule,
        )
    return _(
        "%(what)s: %(minutes)s min late or early (%(rule)s)",
        what=name,
        minutes=proposal.minutes,
        rule=proposal.rule,
    )


def cause_words(cause: AbsenceCause) -> str:
    """Return why a missed shift is absence without leave."""
    return _(CAUSES[cause])


def headings(columns: Sequence[str]) -> dict[str, str]:
    """Return the headings of the register."""
    return {column: _(HEADINGS[column]) for column in columns}


def _worded(member: ReleaseGate | Sanction) -> str:
    return member.zh if language_tag().startswith("zh") else member.en
