"""What the time makes of leave: undecided it is over, it begins, ends, asks for its proof, runs over.

Any number of processes may call `leave_due` as often as they like: each step is one conditional write.
"""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.leave.life import FROM, WAITING, LeaveAct, LeaveState
from web.leave.expiring import expire_if_due, until_of
from web.leave.files import forget_due
from web.leave.loading import local_date
from web.leave.proving import faults_of
from web.leave.steps import sign, take
from web.leave.tables import LeaveRequest
from web.leave.telling import (
    PROOF_DUE,
    PROOF_OVERDUE,
    SOON,
    tell_approvers,
    tell_proof,
)
from web.people.tables import Department
from web.people.turns import one_at_a_time

REMIND = dt.timedelta(hours=12)
"""So long before nobody can decide any more, the approvers are reminded."""


def leave_due(session: Session, now: dt.datetime) -> int:
    """Take every step that is due at `now`, and commit each; return how many steps and notices are new."""
    count = _expire(session, now) + _begin(session, now) + _end(session, now) + _prove(session, now)
    return count + forget_due(session, now)


def _expire(session: Session, now: dt.datetime) -> int:
    """What nobody allowed before the first shift began is over; shortly before, remind.

    Only what was asked for too late becomes a proposed absence (R-5.5). An emergency waits, however long.
    """
    count = 0
    for row in _in(session, WAITING):
        if row.state is LeaveState.NOTIFIED:
            count += _remind_of_emergency(session, row, now)
            continue
        # a roster that was published meanwhile may have brought shifts, or moved them
        until = until_of(session, row)
        if until <= now:
            one_at_a_time(session, row.department_id)  # as everybody does who decides
            count += expire_if_due(session, row, now=now)
            continue
        if until != row.expires_at:
            row.expires_at = until
            session.commit()
        if until - now <= REMIND and now - row.changed_at >= REMIND:
            count += tell_approvers(session, row, now=now, kind=SOON)
            session.commit()
    return count


def _remind_of_emergency(session: Session, row: LeaveRequest, now: dt.datetime) -> int:
    """Remind at most once a day: nobody's deadline decides on what was properly reported (R-5.12)."""
    if now - row.changed_at < REMIND:
        return 0
    told = tell_approvers(session, row, now=now, kind=SOON, on=_today(session, row, now))
    session.commit()
    return told


def _begin(session: Session, now: dt.datetime) -> int:
    begun = [row for row in _in(session, FROM[LeaveAct.BEGIN]) if row.first_day <= _today(session, row, now)]
    return sum(_stepped(session, row, LeaveAct.BEGIN, LeaveState.ON_LEAVE, now) for row in begun)


def _end(session: Session, now: dt.datetime) -> int:
    """Once the last day is over the person is back: the proof is asked for, or it is closed."""
    count = 0
    for row in _in(session, FROM[LeaveAct.RETURN]):
        is_over = row.until < _today(session, row, now)
        if is_over and _step(session, row, LeaveAct.RETURN, LeaveState.RETURNED, now):
            if row.needs_proof:
                _step(session, row, LeaveAct.ASK_PROOF, LeaveState.PROOF_DUE, now)
                count += tell_proof(session, row, PROOF_DUE, now=now)
            else:
                _step(session, row, LeaveAct.CLOSE, LeaveState.CLOSED, now)
            session.commit()
            count += 1
    return count


def _prove(session: Session, now: dt.datetime) -> int:
    """Say once that a proof is overdue; without one for all days absence is proposed (R-5.5, R-5.9).

    What lies there and nobody has looked at is no fault of the person: it waits.
    """
    count = 0
    for row in _in(session, FROM[LeaveAct.MISS_PROOF]):
        if row.proof_due is None or row.proof_due >= _today(session, row, now):
            continue
        if faults_of(session, row):
            count += _step(session, row, LeaveAct.MISS_PROOF, LeaveState.UNPROVEN, now)
        count += tell_proof(session, row, PROOF_OVERDUE, now=now)
        session.commit()
    return count


def _in(session: Session, states: Iterable[LeaveState]) -> list[LeaveRequest]:
    rows = session.scalars(
        select(LeaveRequest)
        .options(joinedload(LeaveRequest.person), selectinload(LeaveRequest.consents))
        .where(LeaveRequest.state.in_(tuple(states)))
        .order_by(LeaveRequest.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def _stepped(session: Session, row: LeaveRequest, act: LeaveAct, state: LeaveState, now: dt.datetime) -> int:
    is_done = _step(session, row, act, state, now)
    session.commit()
    return int(is_done)


def _step(session: Session, row: LeaveRequest, act: LeaveAct, state: LeaveState, now: dt.datetime) -> bool:
    one_at_a_time(session, row.department_id)  # as everybody does who decides
    if not take(session, row, seen=row.lock_version, states=FROM[act], now=now, state=state):
        session.rollback()
        return False
    sign(session, None, row, act, now=now)
    return True


def _zone(session: Session, row: LeaveRequest) -> str:
    return session.get_one(Department, row.department_id).time_zone


def _today(session: Session, row: LeaveRequest, now: dt.datetime) -> dt.date:
    return local_date(now, _zone(session, row))
