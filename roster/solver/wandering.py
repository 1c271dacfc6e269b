"""A walk among rosters: everybody in turn takes a best month, at rising prices of shortage."""

import numpy as np

from roster.rules import judge
from roster.solver.best_response import Table
from roster.solver.incumbent import Incumbent
from roster.solver.outcome import Phase

RISING = 0.8
"""Share of a walk's time in which the least price rises to the full one."""
LEAST_GAIN = 0.0005
"""Share of the cost that a pass at full prices must save, for the next to be worth its time."""
MOST_IDLE = 2
"""Passes one after the other that save less."""


class Wandering:
    """Walks from the best roster, one person's month after the other.

    Parameters
    ----------
    incumbent
        Where to begin, and whom to tell.
    seed
        Of the choices between months that cost the same, and of the prices.
    table
        Of the problem, where there is one already.
    """

    def __init__(self, incumbent: Incumbent, *, seed: int, table: Table | None = None) -> None:
        self._incumbent = incumbent
        self._table = table or Table(incumbent.cells.problem)
        self._rng = np.random.default_rng(seed)

    def walk(self, phase: Phase, *, until: float) -> None:
        """Pass over everybody again and again, until that saves hardly anything or the time has gone by.

        The slower the prices rise, the better where it ends: so they rise over the time there is.

        Parameters
        ----------
        phase
            Of the rosters offered.
        until
            Elapsed seconds of the budget.
        """
        incumbent, budget = self._incumbent, self._incumbent.budget
        begun = budget.elapsed
        seconds = RISING * (until - begun)
        if incumbent.roster is None or seconds <= 0:
            return

        def should_end() -> bool:
            return budget.is_over or budget.is_past(until)

        self._table.take(incumbent.roster)
        idle, before = 0, float("inf")
        while idle < MOST_IDLE and not should_end():
            ease = min(1.0, (budget.elapsed - begun) / seconds)
            roster = self._table.wander(self._rng, should_end, ease)
            judgement = judge(incumbent.cells.problem, roster)
            # what breaks a rule is walked on from, but is no roster
            cost = float("inf") if judgement.hard else float(judgement.cost)
            if incumbent.cost is None or cost < incumbent.cost:
                incumbent.offer_roster(roster, phase)
            if ease == 1.0:
                idle = 0 if before - cost > LEAST_GAIN * cost else idle + 1
                before = cost
