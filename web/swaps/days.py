"""The days around a swap, of everybody whose shifts it moves: before, after, and the people per shift."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from roster.coverage import Coverage, coverage
from roster.problem import Problem, ShiftKind
from roster.problem import Roster as Shifts
from roster.swaps.moves import Swap
from web.rosters.coverage_rows import coverage_by_kind, strip_kinds

AROUND = 4
"""Days shown before the first and after the last date of a swap."""
MOST = 15


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One day of one person; None is a day off."""

    before: str | None
    after: str | None

    @property
    def changes(self) -> bool:
        """Whether the swap changes it."""
        return self.before != self.after


@dataclass(frozen=True, kw_only=True)
class Around:
    """The days around a swap.

    Parameters
    ----------
    dates
        All of one month.
    swapped
        Dates of the swap itself.
    rows
        Cells in the order of the dates, by employee number.
    deltas
        People beyond the need after the swap, by shift kind, in the order of the dates; and before it.
    """

    dates: tuple[dt.date, ...]
    swapped: frozenset[dt.date]
    rows: Mapping[str, tuple[Cell, ...]]
    deltas: Mapping[str, tuple[tuple[int, int], ...]]


def around(problem: Problem, roster: Shifts, after: Shifts, swap: Swap) -> Around:
    """Return the days from some before the first date to some after the last, of one month."""
    first = max(problem.first_day, swap.dates[0] - dt.timedelta(days=AROUND))
    last = min(problem.last_day, swap.dates[-1] + dt.timedelta(days=AROUND))
    dates = [first + dt.timedelta(days=day) for day in range((last - first).days + 1)]
    if len(dates) > MOST:
        near = {when + dt.timedelta(days=step) for when in swap.dates for step in (-1, 0, 1)}
        dates = [when for when in dates if when in near]
    old, new = coverage(problem, roster), coverage(problem, after)
    numbers = [problem.day_of(when) for when in dates]
    return Around(
        dates=tuple(dates),
        swapped=frozenset(swap.dates),
        rows={
            person: tuple(
                Cell(before=roster.kind(person, day), after=after.kind(person, day)) for day in dates
            )
            for person in swap.parties
        },
        deltas={kind.code: _deltas(problem, old, new, kind, numbers) for kind in strip_kinds(problem, new)},
    )


def _deltas(
    problem: Problem, old: Coverage, new: Coverage, kind: ShiftKind, days: list[int]
) -> tuple[tuple[int, int], ...]:
    before, after = coverage_by_kind(problem, old, kind), coverage_by_kind(problem, new, kind)
    return tuple((before[day].delta, after[day].delta) for day in days)
