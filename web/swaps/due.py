"""What the time makes of swaps: they expire, are worked, fall due for pay-back, run over.

Any number of processes may call `swaps_due` as often as they like: each step is one conditional write.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from roster.swaps.life import FROM, SwapAct, SwapState
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.swaps.debts import debts_of_swap
from web.swaps.offering import offers_due
from web.swaps.steps import sign, take
from web.swaps.tables import SwapDebt, SwapMove, SwapRequest
from web.swaps.telling import PAYBACK_OVERDUE, PAYBACK_SOON, tell_debt, tell_expired

REMIND_DAYS = 3
"""Days before a pay-back is due on which both sides are reminded."""

FAILABLE_DAYS = 7
"""Days after the last shift in which a leader can still decide that a swap failed (our number)."""


def swaps_due(session: Session, now: dt.datetime) -> int:
    """Take every step that is due at `now`, and commit each; return how many steps and notices are new."""
    count = _expire(session, now) + _work(session, now) + _pay_back(session, now) + _close(session, now)
    return count + offers_due(session, now) + _remind(session, now)


def _expire(session: Session, now: dt.datetime) -> int:
    late = SwapRequest.expires_at <= now
    return sum(_expire_one(session, row, now) for row in _in(session, SwapAct.EXPIRE, late))


def _expire_one(session: Session, row: SwapRequest, now: dt.datetime) -> int:
    if not _step(session, row, SwapAct.EXPIRE, SwapState.EXPIRED, now):
        return 0
    told = tell_expired(session, row, now=now)
    session.commit()
    return 1 + told


def _work(session: Session, now: dt.datetime) -> int:
    """Shifts that change hands are worked once the last of them has ended."""
    to_come = exists().where(SwapMove.swap_id == SwapRequest.id, ~SwapMove.is_payback, SwapMove.ends_at > now)
    count = 0
    for row in _in(session, SwapAct.WORK, ~to_come):
        if _step(session, row, SwapAct.WORK, SwapState.WORKED, now):
            if debts_of_swap(session, row.id):
                _step(session, row, SwapAct.OWE, SwapState.PAYBACK_DUE, now)
            session.commit()
            count += 1
    return count


def _close(session: Session, now: dt.datetime) -> int:
    """What was worked, or failed, is closed once nobody can decide on a failure any more."""
    count = 0
    for row in _in(session, SwapAct.CLOSE, SwapRequest.changed_at <= now - dt.timedelta(days=FAILABLE_DAYS)):
        if _step(session, row, SwapAct.CLOSE, SwapState.CLOSED, now):
            session.commit()
            count += 1
    return count


def _pay_back(session: Session, now: dt.datetime) -> int:
    """A debt is paid once the shift that pays it has ended; past its due day it is overdue."""
    count = 0
    for row in _in(session, SwapAct.PAY_BACK):
        debts = debts_of_swap(session, row.id)
        paying = [
            None if debt.paid_by_id is None else session.get(SwapMove, debt.paid_by_id) for debt in debts
        ]
        if all(move is not None and move.ends_at <= now for move in paying):
            if _step(session, row, SwapAct.PAY_BACK, SwapState.PAYBACK_WORKED, now):
                _step(session, row, SwapAct.CLOSE, SwapState.CLOSED, now)
                session.commit()
                count += 1
            continue
        today = _today(session, row.department_id, now)
        late = [debt for debt in debts if debt.paid_on is None and debt.due is not None and debt.due < today]
        is_new = bool(late) and row.state is SwapState.PAYBACK_DUE
        if is_new and _step(session, row, SwapAct.RUN_OVER, SwapState.OVERDUE, now):
            count += 1 + sum(tell_debt(session, debt, PAYBACK_OVERDUE, now=now) for debt in late)
            session.commit()
    return count


def _remind(session: Session, now: dt.datetime) -> int:
    told = 0
    for department in session.scalars(select(Department).order_by(Department.id)).all():
        today = _today(session, department.id, now)
        soon = session.scalars(
            select(SwapDebt)
            .join(SwapRequest, SwapRequest.id == SwapDebt.swap_id)
            .where(
                SwapRequest.department_id == department.id,
                SwapRequest.state.in_((SwapState.EFFECTIVE, SwapState.WORKED, SwapState.PAYBACK_DUE)),
                SwapDebt.paid_on.is_(None),
                ~SwapDebt.cancelled,
                SwapDebt.due.between(today, today + dt.timedelta(days=REMIND_DAYS)),
            )
        )
        told += sum(tell_debt(session, debt, PAYBACK_SOON, now=now) for debt in soon.all())
    session.commit()
    return told


def _in(session: Session, act: SwapAct, *further: ColumnElement[bool]) -> list[SwapRequest]:
    rows = session.scalars(
        select(SwapRequest)
        .where(SwapRequest.state.in_(tuple(FROM[act])), *further)
        .order_by(SwapRequest.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def _step(session: Session, row: SwapRequest, act: SwapAct, state: SwapState, now: dt.datetime) -> bool:
    one_at_a_time(
        session, row.department_id
    )  # as everybody does who decides: else two would wait for each other
    if not take(session, row, seen=row.lock_version, states=FROM[act], now=now, state=state):
        session.rollback()
        return False
    sign(session, None, row, act, now=now)
    return True


def _today(session: Session, department_id: int, now: dt.datetime) -> dt.date:
    zone = session.get_one(Department, department_id).time_zone
    return now.astimezone(ZoneInfo(zone)).date()
