"""Whether a swap may take an earlier one back, or pay a debt back: what it says must be what it does."""

from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.swaps.life import IN_EFFECT, SwapState
from roster.swaps.moves import Swap
from web.errors import NotFound
from web.refusal import Refusal
from web.swaps.debts import debts_of_swap
from web.swaps.loading import SwapMonth, swap_of
from web.swaps.tables import SwapDebt, SwapRequest


class Settling(Protocol):
    """What somebody asks for, as far as it settles an earlier swap."""

    @property
    def requester_id(self) -> int: ...  # noqa: D102

    @property
    def undoes_id(self) -> int | None: ...  # noqa: D102

    @property
    def pays_id(self) -> int | None: ...  # noqa: D102


def settling_reasons(session: Session, month: SwapMonth, ask: Settling, swap: Swap) -> list[Refusal]:
    """Return why the swap does not settle what it says it does; empty when it does, or settles nothing.

    Raises
    ------
    NotFound
        When the earlier swap or the debt is not of the department.
    """
    reasons: list[Refusal] = []
    if ask.undoes_id is not None:
        reasons += _undoing(session, month, ask.undoes_id, swap)
    if ask.pays_id is not None:
        reasons += _paying(session, month, ask.pays_id, ask.requester_id, swap)
    return reasons


def _undoing(session: Session, month: SwapMonth, swap_id: int, swap: Swap) -> list[Refusal]:
    """Every shift must still be where the earlier swap put it, and no other swap may hang on its debts."""
    earlier = session.get(SwapRequest, swap_id)
    if earlier is None or earlier.department_id != month.department.id:
        raise NotFound(f"no swap {swap_id} in the department")
    if set(swap_of(earlier).undone.all_moves) != set(swap.all_moves):
        return [Refusal(code="swap_malformed", field="moves")]
    if earlier.state is not SwapState.EFFECTIVE:
        return [Refusal(code="swap_already_undone")]
    own = {move.id for move in earlier.moves}
    paid_elsewhere = any(
        debt.paid_by_id is not None and debt.paid_by_id not in own
        for debt in debts_of_swap(session, earlier.id)
    )
    moved_on = any(
        month.shifts.kind(move.taker.employee_number, move.date) != move.shift_kind.code
        for move in earlier.moves
    )
    if paid_elsewhere or moved_on or earlier.payment is not None:
        return [Refusal(code="swap_moved_on")]
    return []


def _paying(session: Session, month: SwapMonth, debt_id: int, requester_id: int, swap: Swap) -> list[Refusal]:
    """One later shift of the creditor goes to the debtor; either of them may ask."""
    debt = session.get(SwapDebt, debt_id)
    earlier = None if debt is None else session.get_one(SwapRequest, debt.swap_id)
    if debt is None or earlier is None or earlier.department_id != month.department.id:
        raise NotFound(f"no debt {debt_id} in the department")
    pair = [(move.giver, move.taker) for move in swap.all_moves]
    is_theirs = requester_id in (debt.creditor_id, debt.debtor_id)
    is_later = swap.dates[0] > debt.move.date
    if pair != [(debt.creditor.employee_number, debt.debtor.employee_number)] or not (is_theirs and is_later):
        return [Refusal(code="swap_malformed", field="moves")]
    if debt.paid_on is not None or debt.cancelled or earlier.state not in IN_EFFECT:
        return [Refusal(code="swap_already_paid")]
    return []


def debt_of(session: Session, department_id: int, debt_id: int) -> SwapDebt:
    """Return a debt of the department.

    Raises
    ------
    NotFound
        When there is none.
    """
    found = session.scalars(
        select(SwapDebt)
        .join(SwapRequest, SwapRequest.id == SwapDebt.swap_id)
        .where(SwapDebt.id == debt_id, SwapRequest.department_id == department_id)
    ).one_or_none()
    if found is None:
        raise NotFound(f"no debt {debt_id} in the department")
    return found
