"""Yes and no to a swap: who takes a shift agrees or declines, approvers decide, the requester withdraws."""

import datetime as dt

from sqlalchemy.orm import Session

from roster.swaps.life import FROM, SwapAct, SwapState
from web.accounts.actor import Actor
from web.answer import Reason
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.refusal import Refusal
from web.rosters.comparing import changes_between
from web.rosters.loading import load_roster
from web.said import faults, plain
from web.swaps.approving import step_reasons
from web.swaps.asking import judged
from web.swaps.effecting import advance
from web.swaps.loading import SwapMonth, life_of, load_swap_months, swap_of, waited_for
from web.swaps.steps import SwapAnswer, done, open_swap, overtaken, refused, sign, state_reasons, take
from web.swaps.tables import SwapConsent, SwapRequest
from web.swaps.telling import tell_declined, tell_rejected, tell_withdrawn


def agree(
    session: Session, actor: Actor, swap_id: int, *, seen: int, now: dt.datetime, today: dt.date
) -> SwapAnswer:
    """Agree to take a shift (R-4.4), personally, and commit.

    With the last agreement the rules are checked on the roster as it is now; what they forbid refuses the
    agreement, so that nobody waits for an approval that cannot come.

    Raises
    ------
    NotFound
        When the swap is not within the actor's reach (so for every act here).
    """
    row, department = open_swap(session, actor, swap_id)
    one_at_a_time(session, department.id)
    reasons = state_reasons(row, SwapAct.AGREE, seen=seen) or _not_asked(row, actor)
    if reasons:
        return refused(session, actor, swap_id, reasons)
    return _say_yes(
        session,
        actor,
        row,
        department,
        SwapConsent(swap_id=row.id, person_id=actor.person_id, user_id=actor.user_id, at=now),
        act=SwapAct.AGREE,
        seen=seen,
        now=now,
        today=today,
    )


def approve(
    session: Session, actor: Actor, swap_id: int, *, seen: int, now: dt.datetime, today: dt.date
) -> SwapAnswer:
    """Give the approval whose turn it is (P-50, in order), and commit; the last one changes the roster.

    Raises
    ------
    NotFound
        When the swap is not within the actor's reach.
    """
    row, department = open_swap(session, actor, swap_id)
    one_at_a_time(session, department.id)
    reasons = state_reasons(row, SwapAct.APPROVE, seen=seen) or step_reasons(row, actor)
    if reasons:
        return refused(session, actor, swap_id, reasons)
    consent = SwapConsent(
        swap_id=row.id,
        step=len(life_of(row).approved) + 1,
        role=life_of(row).next_role,
        user_id=actor.user_id,
        at=now,
    )
    return _say_yes(
        session, actor, row, department, consent, act=SwapAct.APPROVE, seen=seen, now=now, today=today
    )


def decline(
    session: Session, actor: Actor, swap_id: int, *, reason: str, seen: int, now: dt.datetime
) -> SwapAnswer:
    """Decline to take a shift, and commit; a reason may be given."""
    row, _ = open_swap(session, actor, swap_id)
    reasons = state_reasons(row, SwapAct.DECLINE, seen=seen) or _not_asked(row, actor)
    return _end(session, actor, row, SwapAct.DECLINE, reasons, reason=reason, seen=seen, now=now)


def reject(
    session: Session, actor: Actor, swap_id: int, *, reason: str, seen: int, now: dt.datetime
) -> SwapAnswer:
    """Return a swap with a reason in words instead of approving it, and commit."""
    row, _ = open_swap(session, actor, swap_id)
    reasons = state_reasons(row, SwapAct.REJECT, seen=seen) or step_reasons(row, actor)
    if not plain(reason):
        reasons += faults(reason)
    return _end(session, actor, row, SwapAct.REJECT, reasons, reason=reason, seen=seen, now=now)


def withdraw(
    session: Session, actor: Actor, swap_id: int, *, seen: int, now: dt.datetime, reason: str = ""
) -> SwapAnswer:
    """Take back a swap that is not in effect yet, and commit; by the requester, or who asked on behalf."""
    row, _ = open_swap(session, actor, swap_id)
    reasons = state_reasons(row, SwapAct.WITHDRAW, seen=seen)
    if actor.person_id != row.requester_id and actor.user_id != row.created_by_id:
        reasons.append(Refusal(code="swap_not_yours"))
    return _end(session, actor, row, SwapAct.WITHDRAW, reasons, reason=reason, seen=seen, now=now)


def _say_yes(
    session: Session,
    actor: Actor,
    row: SwapRequest,
    department: Department,
    consent: SwapConsent,
    *,
    act: SwapAct,
    seen: int,
    now: dt.datetime,
    today: dt.date,
) -> SwapAnswer:
    """Count the swap up first: of several who say yes at once, one goes on to the costly part."""
    swap_id, seen_version_id = row.id, row.seen_version_id
    if not take(session, row, seen=seen, states=FROM[act], now=now):
        return overtaken(session, actor, swap_id, act, seen=seen)
    month = load_swap_months(
        session, department, swap_of(row).months, today=today, besides=row.undoes_id or row.id
    )
    if isinstance(month, Refusal):
        return refused(session, actor, swap_id, [month])
    reasons = _still_lawful(session, row, month, seen_version_id, now=now, today=today)
    if reasons:
        return refused(session, actor, swap_id, reasons)
    session.add(consent)
    session.flush()
    session.refresh(row)
    sign(session, actor, row, act, now=now, content={"role": consent.role or ""})
    stopped = advance(session, actor, row, month, now=now)
    if stopped:
        return refused(session, actor, swap_id, stopped)
    session.commit()
    return done(row)


def _still_lawful(
    session: Session,
    row: SwapRequest,
    month: SwapMonth,
    seen_version_id: int,
    *,
    now: dt.datetime,
    today: dt.date,
) -> list[Reason]:
    """Judge the swap once more on the roster as it is now; name what changed since it was last judged."""
    swap = swap_of(row)
    verdict = judged(month, month.judge(), swap, now=now, today=today)
    reasons: list[Reason] = list(verdict.reasons)
    moved = _moved(session, row, month, seen_version_id)
    return [*moved, *reasons]


def _moved(session: Session, row: SwapRequest, month: SwapMonth, seen_version_id: int) -> list[Refusal]:
    """Return the swapped shifts that are no longer what they were when the swap was asked for."""
    later = [] if month.then is None else _moved_later(row, month.then)
    if month.version.id == seen_version_id:
        return later
    parties, dates = set(swap_of(row).parties), set(swap_of(row).dates)
    before = load_roster(session, row.seen_version)
    return later + [
        Refusal(
            code="swap_roster_changed",
            measured=change.new or "",
            limit=change.old or "",
            details={"person": change.number, "date": change.date.isoformat()},
        )
        for change in changes_between(before, month.roster)
        if change.number in parties and change.date in dates
    ]


def _moved_later(row: SwapRequest, month: SwapMonth) -> list[Refusal]:
    """Return the same of the second month: each given shift is compared with what it was when asked for."""
    return [
        Refusal(
            code="swap_roster_changed",
            measured=month.roster.kind(move.giver.employee_number, move.date) or "",
            limit=move.shift_kind.code,
            details={"person": move.giver.employee_number, "date": move.date.isoformat()},
        )
        for move in row.moves
        if move.date >= month.problem.first_day
        and month.roster.kind(move.giver.employee_number, move.date) != move.shift_kind.code
    ]


def _end(
    session: Session,
    actor: Actor,
    row: SwapRequest,
    act: SwapAct,
    reasons: list[Reason],
    *,
    reason: str,
    seen: int,
    now: dt.datetime,
) -> SwapAnswer:
    swap_id, reason = row.id, plain(reason)
    one_at_a_time(session, row.department_id)
    reasons = [*reasons, *faults(reason, needed=False)]
    if reasons:
        return refused(session, actor, swap_id, reasons)
    if not take(session, row, seen=seen, states=FROM[act], now=now, state=_ENDS[act]):
        return overtaken(session, actor, swap_id, act, seen=seen)
    sign(session, actor, row, act, now=now, content={"reason": reason})
    _TELL[act](session, row, now=now, reason=reason)
    session.commit()
    return done(row)


_ENDS = {
    SwapAct.DECLINE: SwapState.DECLINED,
    SwapAct.REJECT: SwapState.REJECTED,
    SwapAct.WITHDRAW: SwapState.WITHDRAWN,
}
_TELL = {
    SwapAct.DECLINE: tell_declined,
    SwapAct.REJECT: tell_rejected,
    SwapAct.WITHDRAW: tell_withdrawn,
}


def _not_asked(row: SwapRequest, actor: Actor) -> list[Reason]:
    """Only who takes a shift and has not said yes yet is asked, and answers personally."""
    return [] if actor.person_id in waited_for(row) else [Refusal(code="swap_not_asked")]
