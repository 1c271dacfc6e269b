"""Counts over the month that a person's best month must respect by a price per unit.

Nights and weekend days are not in the state of the dynamic programme. A price per unit that is
raised or lowered by bisection steers them (Lagrangian relaxation of one row).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from roster.problem import Limit, Person, Problem
from roster.rules import month_shape
from roster.rules.kinds_in_month import most_of_kind
from roster.rules.spread import HOLIDAYS, NIGHTS, TURNS, WEEKEND_DAYS, Load, like_people, shared_cells
from roster.solver.duty_rules import price_of
from roster.solver.habits import BROKEN, Numbers

FAR = 10**6
"""Below every count."""


@dataclass(frozen=True)
class Range:
    """How often a count may occur without cost, and the price of each unit outside."""

    least: int
    most: int
    price: int

    def beyond(self, count: int) -> int:
        """Units above (positive) or below (negative) the range."""
        return max(0, count - self.most) + min(0, count - self.least)

    def cost(self, count: int) -> int:
        """Price of all units outside."""
        return self.price * abs(self.beyond(count))


class Turns:
    """Nights or weekend days of everybody, and how many more or fewer would be fair.

    Fairness prices the spread of a group; a person alone can rarely change that, so everybody is
    drawn towards the group's mean instead.
    """

    def __init__(
        self,
        problem: Problem,
        counted: Numbers,
        *,
        fairness: Limit | None,
        load: Load | None = None,
        most: Callable[[Person], Range | None] = lambda _: None,
    ) -> None:
        self.counted = counted
        """How much each action counts, shape (days, kinds + 1)."""
        self._days = np.arange(problem.days)
        self._fairness, self._most = fairness, most
        groups = [] if fairness is None or load is None else like_people(problem, load)
        self._group_of = {person.id: group for group in groups for person in group}
        self._carried = {
            person.id: 0 if load is None else load.carried(person.carried) for person in problem.people
        }
        self._counts: dict[str, int] = {}

    def count(self, actions: Numbers) -> int:
        """How often the month has what is counted."""
        return int(self.counted[self._days, actions].sum())

    def put(self, person: Person, actions: Numbers) -> None:
        """Note the person's month."""
        self._counts[person.id] = self.count(actions)

    def ranges(self, person: Person) -> list[Range]:
        """Return what holds for the person now; fairness only once the whole group has months."""
        found = []
        most_allowed = self._most(person)
        if most_allowed is not None:
            found.append(most_allowed)
        group = self._group_of.get(person.id, ())
        if self._fairness is not None and group and all(other.id in self._counts for other in group):
            total = sum(self._counts[other.id] + self._carried[other.id] for other in group)
            least, most = (max(0, mean - self._carried[person.id]) for mean in _around(total, len(group)))
            found.append(Range(least, max(most, least + self._fairness.value), price_of(self._fairness)))
        return found


def _at_most(limit: Limit | None, value: int) -> Range | None:
    if limit is None:
        return None
    return Range(-FAR, value, BROKEN if limit.hard else limit.weight)


def _around(total: int, people: int) -> tuple[int, int]:
    """Return the mean of the total, rounded down and up."""
    return total // people, -(-total // people)


def turns_of(problem: Problem) -> list[Turns]:
    """Return the counts that active rules look at."""
    rules = problem.rules
    loads = (
        (NIGHTS, rules.night_fairness, rules.nights_in_month),
        (WEEKEND_DAYS, rules.weekend_fairness, None),
        (HOLIDAYS, rules.holiday_fairness, None),
        (TURNS, rules.turn_fairness, None),
    )
    found = []
    for load, fairness, most in loads:
        shared = shared_cells(problem, load)
        if shared and (fairness is not None or most is not None):
            counted = np.zeros((problem.days, len(problem.kinds) + 1), dtype=np.int64)
            for day, codes in shared.items():
                counted[day, 1:] = [kind.code in codes for kind in problem.kinds]
            range_of = _at_most(most, 0 if most is None else most.value)
            found.append(
                Turns(problem, counted, fairness=fairness, load=load, most=lambda _, own=range_of: own)  # type: ignore[misc]
            )
    return found + _of_kinds(problem) + _of_shape(problem)


def _of_shape(problem: Problem) -> list[Turns]:
    """Return the working days of the month's end less those of its start, for those who start busy."""
    limit = problem.rules.month_shape
    bound = {person.id for person in problem.people if month_shape.is_bound(problem, person)}
    if limit is None or not bound:
        return []
    at_start, at_end = month_shape.stretches(problem)
    counted = np.zeros((problem.days, len(problem.kinds) + 1), dtype=np.int64)
    counted[at_start, 1:], counted[at_end, 1:] = -1, 1
    range_of = _at_most(limit, -limit.value)
    return [
        Turns(problem, counted, fairness=None, most=lambda person: range_of if person.id in bound else None)
    ]


def _of_kinds(problem: Problem) -> list[Turns]:
    """Return the counts of the kinds that anybody's month may have only so often."""
    limit = problem.rules.kinds_in_month
    if limit is None:
        return []
    most = {person.id: most_of_kind(problem, person) for person in problem.people}
    found = []
    for number, kind in enumerate(problem.kinds, 1):
        if any(problem.days > own.get(kind.code, problem.days) for own in most.values()):
            counted = np.zeros((problem.days, len(problem.kinds) + 1), dtype=np.int64)
            counted[:, number] = 1

            def most_of(person: Person, code: str = kind.code) -> Range | None:
                own = most[person.id].get(code)
                return None if own is None else _at_most(limit, own)

            found.append(Turns(problem, counted, fairness=None, most=most_of))
    return found
