"""Yes and no to overtime: the approver, the person who is ordered, who takes back, who confirms minutes."""

import datetime as dt

from sqlalchemy.orm import Session

from roster.overtime.counting import Window
from roster.overtime.fitness import Extra
from roster.overtime.life import FROM, TO, OvertimeAct, OvertimeState
from roster.overtime.origins import Origin
from web.accounts.actor import Actor
from web.answer import Reason
from web.overtime.loading import load_day
from web.overtime.steps import OvertimeAnswer, done, open_entry, refused, sign, state_reasons, take
from web.overtime.tables import OvertimeEntry
from web.overtime.telling import tell_decided, tell_refused
from web.overtime.terms import APPROVER
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.refusal import Refusal
from web.said import faults, plain

CONFIRMERS = frozenset({"leader", APPROVER})


def approve(session: Session, actor: Actor, entry_id: int, *, seen: int, now: dt.datetime) -> OvertimeAnswer:
    """Approve what somebody asks for, before it begins, and commit; it is judged once more.

    Raises
    ------
    NotFound
        When it is not within the actor's reach (so for every act here).
    """
    row = _locked(session, actor, entry_id)
    reasons = state_reasons(row, OvertimeAct.APPROVE, seen=seen)
    reasons = reasons or [*_not_the_approver(row, actor), *_too_late(row, now), *judged(session, row)]
    return _act(session, actor, row, OvertimeAct.APPROVE, reasons, seen=seen, now=now)


def reject(
    session: Session, actor: Actor, entry_id: int, *, reason: str, seen: int, now: dt.datetime
) -> OvertimeAnswer:
    """Return it with a reason in words, and commit."""
    row = _locked(session, actor, entry_id)
    reasons = state_reasons(row, OvertimeAct.REJECT, seen=seen)
    reasons = reasons or [*_not_the_approver(row, actor), *faults(reason)]
    return _act(session, actor, row, OvertimeAct.REJECT, reasons, seen=seen, now=now, reason=reason)


def agree(session: Session, actor: Actor, entry_id: int, *, seen: int, now: dt.datetime) -> OvertimeAnswer:
    """Agree to ordered overtime, personally and before it begins, and commit; it is judged once more."""
    row = _locked(session, actor, entry_id)
    reasons = state_reasons(row, OvertimeAct.AGREE, seen=seen)
    reasons = reasons or [*_not_asked(row, actor), *_too_late(row, now), *judged(session, row)]
    return _act(session, actor, row, OvertimeAct.AGREE, reasons, seen=seen, now=now)


def decline(
    session: Session, actor: Actor, entry_id: int, *, reason: str, seen: int, now: dt.datetime
) -> OvertimeAnswer:
    """Refuse ordered overtime, and commit; the refusal is on record, a reason may be given."""
    row = _locked(session, actor, entry_id)
    reasons = state_reasons(row, OvertimeAct.DECLINE, seen=seen)
    reasons = reasons or [*_not_asked(row, actor), *faults(reason, needed=False)]
    return _act(session, actor, row, OvertimeAct.DECLINE, reasons, seen=seen, now=now, reason=reason)


def withdraw(
    session: Session, actor: Actor, entry_id: int, *, reason: str = "", seen: int, now: dt.datetime
) -> OvertimeAnswer:
    """Take back what has not begun, and commit: by whoever asked for or ordered it.

    A whole shift is in the roster; it leaves it by a swap or a change of the roster.
    """
    row = _locked(session, actor, entry_id)
    reasons = state_reasons(row, OvertimeAct.WITHDRAW, seen=seen)
    if not reasons:
        reasons = [*_too_late(row, now), *faults(reason, needed=False)]
        if not asked_for(row, actor) and not supervises(row, actor):
            reasons.append(Refusal(code="overtime_not_yours"))
        if row.shift_kind_id is not None:
            reasons.append(Refusal(code="overtime_in_roster"))
    return _act(session, actor, row, OvertimeAct.WITHDRAW, reasons, seen=seen, now=now, reason=reason)


def confirm(
    session: Session,
    actor: Actor,
    entry_id: int,
    *,
    minutes: int | None,
    reason: str,
    seen: int,
    now: dt.datetime,
) -> OvertimeAnswer:
    """Confirm the minutes worked, or fewer with a reason, and commit; they go into the register.

    Parameters
    ----------
    minutes
        None for those that stand there.
    """
    row = _locked(session, actor, entry_id)
    reasons = state_reasons(row, OvertimeAct.CONFIRM, seen=seen)
    if not reasons:
        fewer = minutes is not None and minutes != row.minutes
        reasons = [*_not_a_confirmer(row, actor), *faults(reason, needed=fewer)]
        if minutes is not None and not 0 <= minutes <= row.minutes:
            reasons.append(Refusal(code="overtime_minutes", measured=minutes, limit=row.minutes))
    values = {} if minutes is None else {"minutes": minutes}
    return _act(
        session, actor, row, OvertimeAct.CONFIRM, reasons, seen=seen, now=now, reason=reason, **values
    )


def judged(session: Session, row: OvertimeEntry) -> list[Reason]:
    """Judge planned overtime on the roster as it is now; a person who is gone cannot work it."""
    department = session.get_one(Department, row.department_id)
    day = load_day(session, department, row.date, person_ids={row.person_id}, besides=row.id)
    if row.person_id not in day.people:
        return [Refusal(code="overtime_not_active")]
    window = Window(starts_at=row.starts_at, ends_at=row.ends_at)
    extra = Extra(date=row.date, window=window, consent=True, emergency=row.emergency)
    return [found for found in day.against(row.person_id, extra) if found.hard]


def _locked(session: Session, actor: Actor, entry_id: int) -> OvertimeEntry:
    one_at_a_time(session, actor.department_id)
    return open_entry(session, actor, entry_id)


def _act(
    session: Session,
    actor: Actor,
    row: OvertimeEntry,
    act: OvertimeAct,
    reasons: list[Reason],
    *,
    seen: int,
    now: dt.datetime,
    reason: str = "",
    **values: int,
) -> OvertimeAnswer:
    entry_id, words = row.id, plain(reason)
    if reasons:
        return refused(session, actor, entry_id, reasons)
    if not take(session, row, seen=seen, states=FROM[act], now=now, state=TO[act], **values):
        session.rollback()
        row = open_entry(session, actor, entry_id)
        return refused(session, actor, entry_id, state_reasons(row, act, seen=seen))
    number = sign(session, actor, row, act.value, now=now, content={"reason": words})
    if act is OvertimeAct.APPROVE:
        row.approved_by_id, row.record_number = actor.user_id, number
    if act is OvertimeAct.DECLINE:
        tell_refused(session, row, now=now, reason=words)
    else:
        tell_decided(session, row, now=now, reason=words, by=actor.user_id)
    session.commit()
    return done(row)


def asked_for(row: OvertimeEntry, actor: Actor) -> bool:
    """Tell whether the actor asked for or ordered it; who has taken an offer is counted on."""
    return row.created_by_id == actor.user_id and row.origin is not Origin.OFFERED


def supervises(row: OvertimeEntry, actor: Actor) -> bool:
    """Tell whether the supervisor may take it back; what only waits for approval is returned instead."""
    waits = row.state is OvertimeState.REQUESTED
    return APPROVER in actor.roles and row.person_id != actor.person_id and not waits


def _not_the_approver(row: OvertimeEntry, actor: Actor) -> list[Reason]:
    """The role that the policy names, and never one's own (P-70)."""
    if row.person_id == actor.person_id:
        return [Refusal(code="overtime_own")]
    if APPROVER not in actor.roles:
        return [Refusal(code="not_your_step", limit=APPROVER, details={"role": APPROVER})]
    return []


def _not_a_confirmer(row: OvertimeEntry, actor: Actor) -> list[Reason]:
    if row.person_id == actor.person_id:
        return [Refusal(code="overtime_own")]
    if not CONFIRMERS & actor.roles:
        return [Refusal(code="not_your_step", limit="leader", details={"role": "leader"})]
    return []


def _not_asked(row: OvertimeEntry, actor: Actor) -> list[Reason]:
    asked = row.origin is Origin.ORDERED and row.person_id == actor.person_id
    return [] if asked else [Refusal(code="overtime_not_asked")]


def _too_late(row: OvertimeEntry, now: dt.datetime) -> list[Reason]:
    """Approval and consent come before the work (R-6.1)."""
    if row.starts_at > now:
        return []
    return [Refusal(code="overtime_begun", measured=int((now - row.starts_at).total_seconds() // 60))]
