"""Column generation: price months until none helps. Its bound is nearly what the best roster costs."""

from collections.abc import Callable, Mapping

import numpy as np

from roster.problem import Roster
from roster.solver.budget import Budget
from roster.solver.cells import Cells
from roster.solver.master import Column, Duals, Master
from roster.solver.pricing import Pricing

STABILITY = 0.7
"""Weight of the prices with the best bound so far (Wentges, Int. Trans. in Operational Research 4, 1997)."""
LEAST_STABILITY = 0.1
SAVES = 1e-6
CLOSE = 1e-4
"""Share of its value within which master and bound are one."""
MONTH_WORK = 0.002
"""Work of pricing one person's month, in units of repeatable work."""

Fixed = Mapping[tuple[int, int], int]


class Generation:
    """The master with its pricing, from the first columns to the proof that no further one helps.

    Parameters
    ----------
    cells
        The month with all rules.
    """

    def __init__(self, cells: Cells) -> None:
        self.master = Master(cells)
        self.pricing = Pricing(cells.problem)
        self.bound = float("-inf")
        """No roster costs less."""
        self._people = range(len(cells.problem.people))
        self._best: Duals | None = None

    def take(self, roster: Roster) -> None:
        """Add everybody's month of a roster, as far as it is legal by itself."""
        for person in self._people:
            actions = self.pricing.actions_of(person, roster)
            if self.master.knows(person, actions):
                continue
            cost = self.pricing.cost_of(person, actions)
            if cost is not None:
                self.master.add(Column(person, actions, cost))

    def converge(self, budget: Budget, *, until: float, told: Callable[[float], object]) -> float | None:
        """Price until master and bound meet, or the time ends; return the master's value, None without one.

        Parameters
        ----------
        until
            Elapsed seconds of the budget at which to give up; a repeatable budget does not mind.
        told
            Called with every better bound.
        """
        weight, value = STABILITY, None
        if self._best is None:
            # the first prices of the master are wild: prices of 0 are a better place to stay near
            self._improve(self.master.no_prices(), self.master.no_prices(), budget, told)
        while not (budget.is_over or budget.is_past(until)):
            solved = self.master.solve(budget, until=until)
            if solved is None:
                return value
            value = solved
            duals = self.master.duals()
            added = self._improve(self._smoothed(duals, weight), duals, budget, told)
            if added is None:
                return value
            close = CLOSE * max(1.0, abs(value))
            if value - self.bound <= close:
                if self.master.tighten(duals, budget) <= close:
                    return value
                weight = STABILITY
            elif not added:
                if weight == 0:
                    return value
                weight = weight / 2 if weight > LEAST_STABILITY else 0.0
        return value

    def _improve(
        self, prices: Duals, duals: Duals, budget: Budget, told: Callable[[float], object]
    ) -> int | None:
        """Price everybody and keep the bound if it is better; return the columns added, None when stopped."""
        months, added = self._price(prices, duals, {}, budget)
        if months is None:
            return None
        bound = self.master.bound(prices, months)
        if bound > self.bound:
            self.bound, self._best = bound, prices
            told(bound)
        return added

    def refine(
        self, budget: Budget, fixed: Fixed, *, rounds: int, until: float, enough: float = float("-inf")
    ) -> float | None:
        """Price a few rounds with some actions fixed; return the master's value, None without one.

        Parameters
        ----------
        enough
            Value at which no further round is worth its time.
        """
        self.master.restrict(fixed)
        value = self.master.solve(budget, until=until)
        for _ in range(rounds):
            if value is None or value <= enough or budget.is_over or budget.is_past(until):
                return value
            duals = self.master.duals()
            _, added = self._price(duals, duals, fixed, budget)
            if not added:
                return value
            value = self.master.solve(budget, until=until)
        return value

    def _smoothed(self, duals: Duals, weight: float) -> Duals:
        if self._best is None or weight == 0:
            return duals
        # rows that the best bound did not know yet had no price there
        new = len(duals.rows) - len(self._best.rows)
        rows = weight * np.pad(self._best.rows, (0, new)) + (1 - weight) * duals.rows
        return Duals(rows, duals.people)

    def _price(self, prices: Duals, duals: Duals, fixed: Fixed, budget: Budget) -> tuple[float | None, int]:
        """Price everybody; return the sum of the least months, None when stopped, and the columns added."""
        charged, total, added = self.master.cell_prices(prices), 0.0, 0
        of_person: dict[int, dict[int, int]] = {}
        for (person, day), action in fixed.items():
            of_person.setdefault(person, {})[day] = action
        days, priced = self.pricing.days, 0
        for person in self._people:
            if budget.is_over:
                return None, added
            if len(of_person.get(person, ())) == days:
                # nothing is left to choose; only sums over nothing fixed are asked for
                continue
            priced += 1
            least, actions, cost = self.pricing.find(person, charged[person], of_person.get(person))
            total += least
            column = Column(person, actions, round(cost, 6))
            if self.pricing.is_legal(least) and self.master.reduced_cost(column, duals) < -SAVES:
                added += self.master.add(column)
        budget.charge(MONTH_WORK * max(1, priced))
        return total, added
