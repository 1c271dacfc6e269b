"""Pay-back (还班): what is owed after a stand-in, until when, and what settles it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from roster.problem import Problem, Roster
from roster.swaps.moves import Move, Swap
from roster.swaps.terms import PayBack


@dataclass(frozen=True, kw_only=True, order=True)
class Debt:
    """One shift that somebody owes somebody.

    Parameters
    ----------
    debtor, creditor
        Employee numbers: who gave the shift, who worked it.
    date
        Of the shift that was worked for the debtor.
    kind
        Its kind.
    due
        Last date on which it may be paid back; None where no date is agreed yet.
    paid_on
        Date of the shift that pays it back; None while it is open.
    """

    debtor: str
    creditor: str
    date: dt.date
    kind: str
    due: dt.date | None = None
    paid_on: dt.date | None = None


def debts_of(swap: Swap, roster: Roster, *, payback: PayBack, due: dt.date | None) -> tuple[Debt, ...]:
    """Return what a swap leaves owed, paybacks that it names set against it in order of dates.

    A shift given in exchange for one of the same person is not owed. Under `PayBack.NONE` nothing is.

    Parameters
    ----------
    roster
        The one before the swap.
    due
        Last date for what is not paid back by the swap itself.
    """
    if payback is PayBack.NONE:
        return ()
    paid = {pair: list(dates) for pair, dates in _paid(swap.paybacks).items()}
    balance: dict[tuple[str, str], int] = {}
    for move in swap.moves:
        balance[move.taker, move.giver] = balance.get((move.taker, move.giver), 0) + 1
    found = []
    for move in sorted(swap.moves):
        returned = balance.get((move.giver, move.taker), 0)
        if returned:
            balance[move.giver, move.taker] = returned - 1
            continue
        dates = paid.get((move.giver, move.taker), [])
        paid_on = dates.pop(0) if dates else None
        kind = roster.kind(move.giver, move.date) or ""
        found.append(
            Debt(
                debtor=move.giver,
                creditor=move.taker,
                date=move.date,
                kind=kind,
                due=paid_on or due,
                paid_on=paid_on,
            )
        )
    return tuple(found)


def _paid(paybacks: Iterable[Move]) -> dict[tuple[str, str], list[dt.date]]:
    """Return by debtor and creditor the dates on which the debtor takes a shift of the creditor."""
    dates: dict[tuple[str, str], list[dt.date]] = {}
    for move in sorted(paybacks):
        dates.setdefault((move.taker, move.giver), []).append(move.date)
    return dates


def next_day_of_kind(problem: Problem, roster: Roster, kind: str, after: dt.date) -> dt.date | None:
    """Return the next date of the month on which the kind is worked (S3c, A-25); None beyond its end."""
    worked = {day for (_, day), code in roster.items() if code == kind and day > after}
    inside = [day for day in worked if day <= problem.last_day and not problem.calendar.is_closed(day)]
    return min(inside, default=None)


def payback_on_next_day(problem: Problem, roster: Roster, swap: Swap) -> Move | None:
    """Return the shift of the next duty day by which a single stand-in is paid back at once (S3c, A-25).

    None where it is an exchange, where who stands in does not work that duty on that day, or where the giver
    works then anyway: the shift is owed until that day all the same.
    """
    if len(swap.moves) != 1 or swap.paybacks:
        return None
    move = swap.moves[0]
    kind = roster.kind(move.giver, move.date)
    when = None if kind is None else next_day_of_kind(problem, roster, kind, move.date)
    if when is None or roster.kind(move.taker, when) != kind or roster.kind(move.giver, when) is not None:
        return None
    return Move(date=when, giver=move.taker, taker=move.giver)
