"""People on break as variables of the program: so many of each shift and day begin in each slot.

Nobody is named: whose break is when makes no difference to coverage, so it is said after the solve.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from roster.meal_breaks import BreakPeriod, Group
from roster.problem import Problem
from roster.solver.program import Program, Sum, add_up


class BreakVariables:
    """Variables of all breaks that have to be placed, and their rows: everybody on the shift has one.

    Parameters
    ----------
    problem, program
        The month, and where the variables go.
    count
        People of a kind on a day as an expression.
    """

    def __init__(self, problem: Problem, program: Program, count: Callable[[int, str], Sum]) -> None:
        self._problem, self._program, self._count = problem, program, count
        self._taken: dict[int, list[int]] = defaultdict(list)
        for period in problem.breaks.periods:
            if period.running:
                self._add(period)

    def on_break(self, slot: int) -> tuple[int, ...]:
        """Variables of the breaks that take the slot, counted from the month's first midnight."""
        return tuple(self._taken.get(slot, ()))

    def _add(self, period: BreakPeriod) -> None:
        people = {group: self._count(*group) for group in period.inputs}
        placed = _Placed(self._problem, period, people)
        for group, starts in period.starts.items():
            most = self._program.range_of(people[group])[1]
            if not most:
                continue
            begun = [
                self._program.defined(0, most, list(people.values()), placed.reader(group, number))
                for number in range(len(starts))
            ]
            self._program.row(add_up(Sum(((v, 1),)) for v in begun) - people[group], 0, 0)
            for first, variable in zip(starts, begun, strict=True):
                for slot in range(first, first + period.length):
                    self._taken[slot].append(variable)


class _Placed:
    """Where the breaks of a period go for given values of the counts: exactly as the rules place them."""

    def __init__(self, problem: Problem, period: BreakPeriod, people: dict[Group, Sum]) -> None:
        self._problem, self._period, self._people = problem, period, people
        self._last: tuple[list[int], dict[Group, tuple[int, ...]]] = ([], {})

    def reader(self, group: Group, number: int) -> Callable[[Sequence[int]], int]:
        """Return what reads the people of the group who begin in the start of that number."""
        return lambda values: self._at(values)[group][number]

    def _at(self, values: Sequence[int]) -> dict[Group, tuple[int, ...]]:
        counts = [amount.value(values) for amount in self._people.values()]
        # all variables of the period are asked for one after the other
        known, placed = self._last
        if counts != known:
            on = dict(zip(self._people, counts, strict=True))
            placed = self._period.place(on.__getitem__, self._problem.rules)
            self._last = counts, placed
        return placed
