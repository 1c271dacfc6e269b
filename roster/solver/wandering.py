"""A walk among rosters of equal cost: where everybody has a best month, there are many such months."""

import numpy as np

from roster.rules import judge
from roster.solver.best_response import Table
from roster.solver.incumbent import Incumbent
from roster.solver.outcome import Phase

LEAST_GAIN = 0.0005
"""Share of the cost that a pass must save, for the next to be worth its time."""
MOST_IDLE = 6
"""Passes one after the other that save less."""


class Wandering:
    """Walks from the best roster, one person's month after the other.

    Parameters
    ----------
    incumbent
        Where to begin, and whom to tell.
    seed
        Of the choices between months that cost the same.
    table
        Of the problem, where there is one already.
    """

    def __init__(self, incumbent: Incumbent, *, seed: int, table: Table | None = None) -> None:
        self._incumbent = incumbent
        self._table = table or Table(incumbent.cells.problem)
        self._cost = float("inf")
        self._rng = np.random.default_rng(seed)

    def walk(self, phase: Phase, *, until: float = float("inf")) -> None:
        """Pass over everybody again and again, until that saves hardly anything or the time has gone by."""
        incumbent, budget, idle = self._incumbent, self._incumbent.budget, 0

        def should_end() -> bool:
            return budget.is_over or budget.is_past(until)

        while idle < MOST_IDLE and not should_end():
            best, cost = incumbent.roster, incumbent.cost
            if best is None or cost is None:
                return
            if cost < self._cost:
                self._table.take(best)
                self._cost = cost
            before = self._cost
            roster = self._table.wander(self._rng, should_end)
            judgement = judge(incumbent.cells.problem, roster)
            # what breaks a rule is left behind for the best roster
            self._cost = judgement.cost if not judgement.hard else float("inf")
            incumbent.offer_roster(roster, phase)
            idle = 0 if before - self._cost > LEAST_GAIN * before else idle + 1
