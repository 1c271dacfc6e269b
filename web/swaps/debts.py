"""Shifts that are owed (还班): stored with the swap that makes them, settled by the shift that pays them."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from roster.swaps.debts import debts_of, next_day_of_kind
from roster.swaps.life import IN_EFFECT
from roster.swaps.moves import Swap
from roster.swaps.terms import PayBack
from web.rosters.months import days_in
from web.swaps.loading import SwapMonth
from web.swaps.tables import SwapDebt, SwapMove, SwapRequest


def due_day(month: SwapMonth, swap: Swap) -> dt.date | None:
    """Return the last day on which what a swap leaves owed may be paid back.

    By the policy the next day of that duty (S3c, A-25); else the end of the month after, in which the next
    roster is made. None where nothing is to be paid back.
    """
    payback = month.terms.payback
    if payback is PayBack.NONE:
        return None
    last = max(move.date for move in swap.moves)
    kind, problem = month.shifts.kind(swap.moves[0].giver, swap.moves[0].date), month.each[-1].problem
    if payback is PayBack.NEXT_DAY and kind is not None:
        following = next_day_of_kind(problem, month.shifts, kind, last)
        return following or problem.last_day + dt.timedelta(days=1)
    after = problem.last_day + dt.timedelta(days=1)
    return after + dt.timedelta(days=days_in(after) - 1)


def store_debts(session: Session, month: SwapMonth, row: SwapRequest, swap: Swap) -> None:
    """Add what the swap leaves owed; nothing where it takes back, pays back, or the company asks for it."""
    if row.undoes_id is not None or row.payment is not None or row.by_company:
        return
    moves = {(move.giver.employee_number, move.date): move for move in row.moves}
    for debt in debts_of(swap, month.shifts, payback=month.terms.payback, due=row.payback_due):
        paying = next((move for move in row.moves if move.is_payback and move.date == debt.paid_on), None)
        session.add(
            SwapDebt(
                swap_id=row.id,
                move_id=moves[debt.debtor, debt.date].id,
                debtor_id=month.people[debt.debtor].id,
                creditor_id=month.people[debt.creditor].id,
                due=debt.due,
                paid_on=debt.paid_on,
                paid_by_id=None if paying is None else paying.id,
            )
        )
    session.flush()


def pay(session: Session, row: SwapRequest) -> bool:
    """Settle the debt that a swap pays back, once; tell whether it was still open."""
    if row.payment is None:
        return False
    move = row.moves[0]
    result = session.execute(
        update(SwapDebt)
        .where(SwapDebt.id == row.payment.debt_id, SwapDebt.paid_on.is_(None), ~SwapDebt.cancelled)
        .values(paid_on=move.date, paid_by_id=move.id)
        .execution_options(synchronize_session="fetch")
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def cancel(session: Session, swap_id: int) -> None:
    """Take back what a swap left owed."""
    session.execute(
        update(SwapDebt)
        .where(SwapDebt.swap_id == swap_id)
        .values(cancelled=True)
        .execution_options(synchronize_session="fetch")
    )


def cancel_of_move(session: Session, move_id: int) -> None:
    """Take back what one shift left owed: nobody worked it."""
    session.execute(
        update(SwapDebt)
        .where(SwapDebt.move_id == move_id, SwapDebt.paid_on.is_(None))
        .values(cancelled=True)
        .execution_options(synchronize_session="fetch")
    )


def unworked(session: Session, person_id: int, dates: Collection[dt.date]) -> None:
    """Take back what shifts that a person took and does not work left owed, or paid back."""
    taken = select(SwapMove.id).where(SwapMove.taker_id == person_id, SwapMove.date.in_(dates))
    session.execute(
        update(SwapDebt)
        .where(SwapDebt.move_id.in_(taken), SwapDebt.paid_on.is_(None))
        .values(cancelled=True)
        .execution_options(synchronize_session="fetch")
    )
    session.execute(
        update(SwapDebt)
        .where(SwapDebt.paid_by_id.in_(taken))
        .values(paid_on=None, paid_by_id=None)
        .execution_options(synchronize_session="fetch")
    )


def open_debts(session: Session, person_id: int) -> list[SwapDebt]:
    """Return what a person owes or is owed, the earliest due first; of swaps that took effect only."""
    rows = session.scalars(
        select(SwapDebt)
        .join(SwapRequest, SwapRequest.id == SwapDebt.swap_id)
        .where(
            (SwapDebt.debtor_id == person_id) | (SwapDebt.creditor_id == person_id),
            SwapDebt.paid_on.is_(None),
            ~SwapDebt.cancelled,
            SwapRequest.state.in_(tuple(IN_EFFECT)),
        )
    )
    return sorted(rows, key=lambda debt: (debt.due or dt.date.max, debt.id))


def debts_of_swap(session: Session, swap_id: int) -> list[SwapDebt]:
    """Return what a swap left owed, paid or open."""
    return list(
        session.scalars(
            select(SwapDebt).where(SwapDebt.swap_id == swap_id, ~SwapDebt.cancelled).order_by(SwapDebt.id)
        )
    )
