"""Paid minutes in few, equal units, and what a month's total of them costs a person."""

import numpy as np

from roster.problem import Limit, Person, Problem
from roster.rules import average_week, no_overtime, overtime_month
from roster.rules.contract_max import ceiling
from roster.rules.contract_min import floor
from roster.shifts import MINUTES_PER_DAY
from roster.solver.habits import BROKEN, Numbers

HOUR = 60
BEYOND_SOFT = 2400
"""Minutes above a soft limit, or below hours due, that are still looked at where a good month will do."""

_Ceiling = tuple[int, Limit]
"""Most minutes of a month, and what is beyond them costs."""


class Minutes:
    """The axis of paid minutes in the search for a person's best month.

    The unit divides all kinds' minutes where that leaves few enough units; otherwise each kind's
    minutes are rounded up a little, so that upper limits hold anyway.

    Parameters
    ----------
    problem
        The month.
    most_units
        Units wanted at most; None for as many as it takes to round nothing and leave no month out.
    """

    def __init__(self, problem: Problem, most_units: int | None) -> None:
        self._problem = problem
        self._beyond_soft = problem.days * MINUTES_PER_DAY if most_units is None else BEYOND_SOFT
        self._ceilings = {person.id: _ceilings(problem, person) for person in problem.people}
        self._is_on = problem.rules.contract_min is not None or any(self._ceilings.values())
        paid = [kind.paid_minutes for kind in problem.kinds]
        top = max((self._top(person, max(paid, default=0)) for person in problem.people), default=0)
        self._unit = _unit(paid, top, most_units)
        self.far = BEYOND_SOFT // self._unit
        """Units that a good month is off the due hours at most."""
        self.units = [0, *(-(-minutes // self._unit) if self._is_on else 0 for minutes in paid)]
        """Units of each action."""
        self._costs: dict[tuple[int, int, tuple[_Ceiling, ...]], Numbers] = {}

    def cost(self, person: Person) -> Numbers:
        """Cost of each total of the month, shape (units + 1,); hard limits at a high price per hour."""
        if not self._is_on:
            return np.zeros(1, dtype=np.int64)
        problem, least = self._problem, self._problem.rules.contract_min
        top = self._top(person, max(kind.paid_minutes for kind in problem.kinds))
        due = 0 if least is None else floor(problem, person, least.value)
        key = top, due, self._ceilings[person.id]
        if key not in self._costs:
            total = np.arange(top // self._unit + 1, dtype=np.int64) * self._unit
            cost = np.zeros_like(total)
            for most, limit in self._ceilings[person.id]:
                cost += _excess(total - most, limit)
            if least is not None:
                cost += _excess(due - total, least)
            self._costs[key] = cost
        return self._costs[key]

    def _top(self, person: Person, longest: int) -> int:
        """Most minutes of the month that are looked at."""
        tops = [most + (0 if limit.hard else self._beyond_soft) for most, limit in self._ceilings[person.id]]
        return min([self._problem.days * longest, *tops])


def _ceilings(problem: Problem, person: Person) -> tuple[_Ceiling, ...]:
    """Most minutes of the month by each rule that is on, with how it is applied."""
    rules = problem.rules
    found: list[_Ceiling] = []
    spans = average_week.spans(problem)
    if rules.average_week is not None and len(spans) == 1:
        weekly = rules.average_week.with_own(person.limits.average_week).value
        most = average_week.most_minutes(problem, person, spans[0], weekly)
        found.append((most, rules.average_week))
    if rules.contract_max is not None:
        found.append((ceiling(problem, person, rules.contract_max.value), rules.contract_max))
    if rules.overtime_month is not None:
        most = overtime_month.most_minutes(problem, person, rules.overtime_month.value)
        found.append((most, rules.overtime_month))
    spared = None if rules.no_overtime is None else no_overtime.most_minutes(problem, person)
    if rules.no_overtime is not None and spared is not None:
        found.append((spared, rules.no_overtime))
    return tuple(found)


def _excess(beyond: Numbers, limit: Limit) -> Numbers:
    hours: Numbers = -(-np.maximum(beyond, 0) // HOUR)
    return hours * (BROKEN if limit.hard else limit.weight)


def _unit(paid: list[int], top: int, most_units: int | None) -> int:
    """Return the unit that loses least by rounding up, the largest of those."""
    divisor = int(np.gcd.reduce(paid)) if any(paid) else 1
    if most_units is None or top <= divisor * most_units:
        return divisor
    least = -(-top // most_units)
    return min(
        range(least, 2 * least + 1), key=lambda unit: (sum(-minutes % unit for minutes in paid), -unit)
    )
