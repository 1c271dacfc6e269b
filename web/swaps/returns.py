"""Further shifts of a swap: worked in return, now or later for what is owed, or given with the first."""

import datetime as dt
from dataclasses import dataclass, replace

from roster.swaps.judging import SwapVerdict
from roster.swaps.moves import Move, Swap
from web.swaps.asking import any_ground, judged
from web.swaps.loading import SwapMonth
from web.swaps.tables import SwapDebt


@dataclass(frozen=True, kw_only=True)
class Return:
    """A shift of who stands in, worked by the requester on another date."""

    date: dt.date
    kind: str
    verdict: SwapVerdict


def returns(month: SwapMonth, swap: Swap, *, now: dt.datetime, today: dt.date) -> tuple[Return, ...]:
    """Judge every shift of the stand-in on which the requester is off; past ones are left out."""
    move = swap.moves[0]
    judge = month.judge()
    found = []
    for when, kind in sorted(month.roster.of_person(move.taker).items()):
        if when <= today or when == move.date or month.roster.kind(move.giver, when) is not None:
            continue
        back = Move(date=when, giver=move.taker, taker=move.giver)
        whole = replace(swap, paybacks=(back,), ground=any_ground(month))
        found.append(Return(date=when, kind=kind, verdict=judged(month, judge, whole, now=now, today=today)))
    return tuple(each for each in found if each.verdict.is_lawful)


def payments(month: SwapMonth, debt: SwapDebt, *, now: dt.datetime, today: dt.date) -> tuple[Return, ...]:
    """Judge every coming shift of the creditor on which the debtor is off: one of them pays the debt back."""
    judge = month.judge()
    creditor, debtor = debt.creditor.employee_number, debt.debtor.employee_number
    found = []
    for when, kind in sorted(month.roster.of_person(creditor).items()):
        # what is owed is paid back after it was worked
        if when <= max(today, debt.move.date) or month.roster.kind(debtor, when) is not None:
            continue
        swap = Swap(moves=(Move(date=when, giver=creditor, taker=debtor),), settles=True)
        found.append(Return(date=when, kind=kind, verdict=judged(month, judge, swap, now=now, today=today)))
    return tuple(each for each in found if each.verdict.is_lawful)


def further(month: SwapMonth, swap: Swap, *, now: dt.datetime, today: dt.date) -> tuple[Return, ...]:
    """Judge every other shift of the requester that the same person could take together with the first.

    Shifts of the month after count where `month` holds it as well (`web.swaps.loading.together`).

    Who has another kind that day exchanges, who is off stands in; each is judged with the first alone, the
    whole once it is asked for.
    """
    first = swap.moves[0]
    judge, alone = month.judge(), replace(month, then=None)
    found = []
    for when, kind in sorted(month.shifts.of_person(first.giver).items()):
        if when <= today or when == first.date or month.shifts.kind(first.taker, when) == kind:
            continue
        moves = day_moves(month, first.giver, first.taker, when)
        whole = replace(swap, moves=(*swap.moves, *moves), ground=any_ground(month))
        of = month if len(whole.months) > 1 else alone
        found.append(Return(date=when, kind=kind, verdict=judged(of, judge, whole, now=now, today=today)))
    return tuple(each for each in found if each.verdict.is_lawful)


def day_moves(month: SwapMonth, giver: str, taker: str, when: dt.date) -> tuple[Move, ...]:
    """Return how a shift changes hands: against the other's shift of that day, else as a stand-in."""
    move = Move(date=when, giver=giver, taker=taker)
    return (move,) if month.shifts.kind(taker, when) is None else (move, move.back)
