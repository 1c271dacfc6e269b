"""Counts over the month that a person's best month must respect by a price per unit.

Nights and weekend days are not in the state of the dynamic programme. A price per unit that is
raised or lowered by bisection steers them (Lagrangian relaxation of one row).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from roster.problem import Limit, Person, Problem
from roster.rules.kinds_in_month import most_of_kind
from roster.rules.spread import like_people
from roster.solver.duty import price_of
from roster.solver.habits import BROKEN, Numbers


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
        counted: npt.NDArray[np.bool_],
        *,
        fairness: Limit | None,
        groups: list[tuple[Person, ...]],
        most: Callable[[Person], Limit | None] = lambda _: None,
    ) -> None:
        self.counted = counted
        """What counts, shape (days, kinds + 1)."""
        self._days = np.arange(problem.days)
        self._fairness, self._most = fairness, most
        self._group_of = {person.id: group for group in groups for person in group} if fairness else {}
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
            price = BROKEN if most_allowed.hard else most_allowed.weight
            found.append(Range(0, most_allowed.value, price))
        group = self._group_of.get(person.id, ())
        if self._fairness is not None and group and all(other.id in self._counts for other in group):
            total = sum(self._counts[other.id] for other in group)
            least, most = total // len(group), -(-total // len(group))
            found.append(Range(least, max(most, least + self._fairness.value), price_of(self._fairness)))
        return found


def turns_of(problem: Problem) -> list[Turns]:
    """Return the counts that active rules look at."""
    rules = problem.rules
    found = []
    if rules.night_fairness is not None or rules.nights_in_month is not None:
        nights = np.zeros((problem.days, len(problem.kinds) + 1), dtype=bool)
        nights[:, [k for k, kind in enumerate(problem.kinds, 1) if kind.is_night]] = True
        groups = like_people(problem, nights=True)
        found.append(
            Turns(
                problem,
                nights,
                fairness=rules.night_fairness,
                groups=groups,
                most=lambda _: rules.nights_in_month,
            )
        )
    if rules.weekend_fairness is not None:
        weekends = np.zeros((problem.days, len(problem.kinds) + 1), dtype=bool)
        weekends[[problem.calendar.is_weekend(problem.date_of(day)) for day in range(problem.days)], 1:] = (
            True
        )
        groups = like_people(problem, nights=False)
        found.append(Turns(problem, weekends, fairness=rules.weekend_fairness, groups=groups))
    return found + _of_kinds(problem)


def _of_kinds(problem: Problem) -> list[Turns]:
    """Return the counts of the kinds that anybody's month may have only so often."""
    limit = problem.rules.kinds_in_month
    if limit is None:
        return []
    most = {person.id: most_of_kind(problem, person) for person in problem.people}
    found = []
    for number, kind in enumerate(problem.kinds, 1):
        if any(problem.days > own.get(kind.code, problem.days) for own in most.values()):
            counted = np.zeros((problem.days, len(problem.kinds) + 1), dtype=bool)
            counted[:, number] = True

            def most_of(person: Person, code: str = kind.code) -> Limit | None:
                own = most[person.id].get(code)
                return None if own is None else limit.with_own(own)

            found.append(Turns(problem, counted, fairness=None, groups=[], most=most_of))
    return found
