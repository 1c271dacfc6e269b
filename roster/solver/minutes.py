"""Paid minutes in few, equal units, and what a month's total of them costs a person."""

import numpy as np

from roster.problem import Limit, Person, Problem
from roster.rules.average_week import most_minutes
from roster.rules.contract_max import ceiling
from roster.rules.contract_min import floor
from roster.shifts import MINUTES_PER_DAY
from roster.solver.habits import BROKEN, Numbers

HOUR = 60
BEYOND_SOFT = 2400
"""Minutes above a soft limit that are still looked at where a good month will do."""


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
        rules = problem.rules
        self._problem = problem
        self._beyond_soft = problem.days * MINUTES_PER_DAY if most_units is None else BEYOND_SOFT
        self._is_on = any(x is not None for x in (rules.average_week, rules.contract_max, rules.contract_min))
        paid = [kind.paid_minutes for kind in problem.kinds]
        top = max((self._top(person, max(paid, default=0)) for person in problem.people), default=0)
        self._unit = _unit(paid, top, most_units)
        self.units = [0, *(-(-minutes // self._unit) if self._is_on else 0 for minutes in paid)]
        """Units of each action."""
        self._costs: dict[tuple[int | None, ...], Numbers] = {}

    def cost(self, person: Person) -> Numbers:
        """Cost of each total of the month, shape (units + 1,); hard limits at a high price per hour."""
        if not self._is_on:
            return np.zeros(1, dtype=np.int64)
        problem, rules = self._problem, self._problem.rules
        top = self._top(person, max(kind.paid_minutes for kind in problem.kinds))
        limits = person.limits.most_minutes, person.limits.least_minutes
        due = most_minutes(problem, person, 7 * HOUR), person.weekly_minutes, *limits
        if due not in self._costs:
            total = np.arange(top // self._unit + 1, dtype=np.int64) * self._unit
            cost = np.zeros_like(total)
            if rules.average_week is not None:
                most = most_minutes(problem, person, rules.average_week.value)
                cost += _excess(total - most, rules.average_week)
            if rules.contract_max is not None:
                cost += _excess(
                    total - ceiling(problem, person, rules.contract_max.value), rules.contract_max
                )
            if rules.contract_min is not None:
                cost += _excess(floor(problem, person, rules.contract_min.value) - total, rules.contract_min)
            self._costs[due] = cost
        return self._costs[due]

    def _top(self, person: Person, longest: int) -> int:
        """Most minutes of the month that are looked at."""
        problem, rules = self._problem, self._problem.rules
        tops = [problem.days * longest]
        if rules.average_week is not None:
            beyond = 0 if rules.average_week.hard else self._beyond_soft
            tops.append(most_minutes(problem, person, rules.average_week.value) + beyond)
        if rules.contract_max is not None:
            beyond = 0 if rules.contract_max.hard else self._beyond_soft
            tops.append(ceiling(problem, person, rules.contract_max.value) + beyond)
        return min(tops)


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
