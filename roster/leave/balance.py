"""How much leave a person has in a year (余额): granted, taken, asked for, left; in half days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from roster.leave.asking import LeaveAsk, LeaveKind
from roster.violation import Violation

PER_DAY = 2
"""Half days of a day; leave itself is asked for by whole days (A-16)."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What was granted, or put right, for one kind and calendar year; a correction may be negative."""

    kind: LeaveKind
    year: int
    half_days: int


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days of one leave, both included; `is_granted` is False while somebody's decision is waited for."""

    kind: LeaveKind
    first: date
    last: date
    is_granted: bool


@dataclass(frozen=True, kw_only=True)
class Balance:
    """One kind of leave in one calendar year, all in half days.

    Parameters
    ----------
    granted
        Sum of all entries.
    taken
        Of granted leave, in the past or to come.
    pending
        Asked for and undecided.
    """

    kind: LeaveKind
    year: int
    granted: int
    taken: int = 0
    pending: int = 0

    @property
    def left(self) -> int:
        """What is not taken; below zero where more was taken than granted."""
        return self.granted - self.taken

    @property
    def free(self) -> int:
        """What neither is taken nor asked for."""
        return self.left - self.pending


Balances = Mapping[tuple[LeaveKind, int], Balance]
"""By kind and year; what was never granted has none."""


def balances_of(entries: Iterable[Entry], spans: Iterable[Span]) -> Balances:
    """Return the balance of every kind and year of which an entry is there.

    Every day of a leave counts, whether or not a shift lay on it, as for its approvers (R-5.7); one that
    reaches across the turn of the year counts in each year with its own days.
    """
    granted: dict[tuple[LeaveKind, int], int] = {}
    for entry in entries:
        key = entry.kind, entry.year
        granted[key] = granted.get(key, 0) + entry.half_days
    taken, pending = dict.fromkeys(granted, 0), dict.fromkeys(granted, 0)
    for span in spans:
        into = taken if span.is_granted else pending
        for year, days in days_by_year(span.first, span.last).items():
            if (span.kind, year) in into:
                into[span.kind, year] += days * PER_DAY
    return {
        key: Balance(kind=key[0], year=key[1], granted=sum_, taken=taken[key], pending=pending[key])
        for key, sum_ in granted.items()
    }


def beyond_balance(ask: LeaveAsk, balances: Balances) -> tuple[Violation, ...]:
    """Return ``leave_balance`` for each year of which more days are asked for than are free.

    It never refuses: no regulation says so, and whoever decides is told. `balances` do not hold the request
    itself. Measured are days; ``free_half_days`` and ``year`` stand among the details.
    """
    return tuple(
        Violation(
            code="leave_balance",
            person=ask.person,
            dates=(max(ask.first, date(year, 1, 1)), min(ask.last, date(year, 12, 31))),
            measured=days,
            limit=max(0, balances[ask.kind, year].free) // PER_DAY,
            unit="days",
            hard=False,
            extra=(
                ("kind", ask.kind.value),
                ("year", year),
                ("free_half_days", balances[ask.kind, year].free),
            ),
        )
        for year, days in days_by_year(ask.first, ask.last).items()
        if (ask.kind, year) in balances and days * PER_DAY > balances[ask.kind, year].free
    )


def days_by_year(first: date, last: date) -> dict[int, int]:
    """Return how many of the days, both included, lie in each calendar year."""
    return {
        year: (min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1
        for year in range(first.year, last.year + 1)
    }
