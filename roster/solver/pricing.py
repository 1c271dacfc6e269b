"""Pricing of column generation: each person's best month at the prices of the master, exactly."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from roster.problem import Problem, Roster
from roster.rules import judge_person
from roster.rules.average_week import spans
from roster.solver.best_month import BestMonth
from roster.solver.habits import BROKEN, Numbers
from roster.solver.own_month import allowed_actions, own_costs

UNPRICED = frozenset({"nights_in_month", "kinds_in_month", "month_shape"})
"""Rules on one person that the states of `BestMonth` do not know: the master has their rows instead."""


def unpriced(problem: Problem) -> frozenset[str]:
    """Return the rules on one person that the master has as rows: further ones where a cycle cuts the month.

    `BestMonth` counts the minutes of the whole month, not those of its parts.
    """
    return UNPRICED | {"average_week"} if len(spans(problem)) > 1 else UNPRICED


class Pricing:
    """Finds the months that the master lacks.

    Parameters
    ----------
    problem
        The month.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.days = problem.days
        """Days of a month's actions."""
        self._months = BestMonth(problem, exact=True)
        self._allowed = [allowed_actions(problem, person) for person in problem.people]
        self._own = [own_costs(problem, person).astype(float) for person in problem.people]
        self._days = np.arange(problem.days)
        self._unpriced = unpriced(problem)

    def find(
        self, person: int, prices: npt.NDArray[np.float64], fixed: Mapping[int, int] | None = None
    ) -> tuple[float, Numbers, float]:
        """Return the least total, its month, and what the month costs the person alone.

        Parameters
        ----------
        prices
            What the master charges for each action of each day, shape (days, kinds + 1).
        fixed
            Actions by day that the month must have.

        Returns
        -------
        tuple[float, Numbers, float]
            Cost with prices; actions, shape (days,); cost without prices.
        """
        allowed = self._allowed[person]
        if fixed:
            allowed = allowed.copy()
            for day, action in fixed.items():
                allowed[day] = False
                allowed[day, action] = True
        total, actions = self._months.find(self._problem.people[person], self._own[person] + prices, allowed)
        return total, actions, total - float(prices[self._days, actions].sum())

    def is_legal(self, total: float) -> bool:
        """Whether the total is that of a month without a hard breach."""
        return total < BROKEN / 2

    def cost_of(self, person: int, actions: Numbers) -> int | None:
        """Return what a given month costs the person alone, None when it breaks a hard rule."""
        problem, who = self._problem, self._problem.people[person]
        roster = Roster(
            ((who.id, problem.date_of(day)), problem.kinds[action - 1].code)
            for day, action in enumerate(actions.tolist())
            if action
        )
        found = [v for v in judge_person(problem, roster, who.id) if v.code not in self._unpriced]
        return None if any(violation.hard for violation in found) else sum(v.cost for v in found)

    def actions_of(self, person: int, roster: Roster) -> Numbers:
        """Return the person's month in the roster as actions."""
        problem, who = self._problem, self._problem.people[person]
        number = {None: 0} | {kind.code: k for k, kind in enumerate(problem.kinds, 1)}
        codes = [roster.kind(who.id, problem.date_of(day)) for day in range(problem.days)]
        return np.array([number[code] for code in codes], dtype=np.int64)
