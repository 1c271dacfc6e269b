"""From the master of months down to rosters: bound the month, dive, complete what the dive leaves open."""

import random
from dataclasses import replace

from roster.problem import Roster
from roster.solver.best_response import best_responses
from roster.solver.column_dive import CLOSE, Actions, dive
from roster.solver.generation import Generation
from roster.solver.incumbent import Incumbent
from roster.solver.search import PartEngine

ROOT_SHARE, DIVE_SHARE = 0.5, 0.5
"""Shares of the time then left, at which bounding and a dive end."""
COMPLETE_SHARE, MOST_TO_COMPLETE = 1 / 20, 12.0
"""Share of the budget, and most of it, for one completion."""
SHARES_KEPT = (1.0, 0.85, 0.7)
"""Of the dive's actions, the surest: what is kept while the rest is solved again."""


class Descent:
    """Bounds the month by column generation, then dives to rosters, each time to another one.

    Parameters
    ----------
    incumbent
        Told of bounds and rosters.
    engine
        Solves what a dive leaves open.
    seed
        Of the dives' order.
    """

    def __init__(self, incumbent: Incumbent, engine: PartEngine, *, seed: int) -> None:
        self._incumbent, self._engine, self._seed = incumbent, engine, seed
        self._rng = random.Random(seed)  # noqa: S311 - order of a search, no secret
        self._generation = Generation(incumbent.cells)
        self._root: float | None = None
        self._dives = 0

    def bound(self) -> bool:
        """Price months until none helps; return whether the master has a value to dive from."""
        incumbent, budget = self._incumbent, self._incumbent.budget
        if incumbent.roster is not None:
            self._generation.take(incumbent.roster)
        self._root = self._generation.converge(
            budget,
            until=budget.elapsed + ROOT_SHARE * budget.left,
            told=lambda bound: incumbent.raise_bound(bound, "bound"),
        )
        return self._root is not None

    def dive(self) -> None:
        """Dive once, and offer what its completion finds.

        The first dive accepts some loss unpriced and is quick, the second takes care, later ones fix in
        another order.
        """
        if self._root is None:
            raise LookupError("no root yet")
        budget = self._incumbent.budget
        fixed = dive(
            self._generation,
            self._root,
            budget,
            budget.elapsed + DIVE_SHARE * budget.left,
            close=-1.0 if self._dives else CLOSE,
            rng=self._rng if self._dives > 1 else None,
        )
        self._dives += 1
        self._complete(self._responded(fixed), fixed)

    def _complete(self, roster: Roster, fixed: Actions) -> None:
        """Solve the dive's roster again around its surest actions.

        Fewer kept actions leave more choice to the engine, and help where the kept ones are not the best.
        It begins from the dive's roster, not from the best one, whose other cells would not fit those kept.
        """
        budget, cells = self._incumbent.budget, self._incumbent.cells
        order = list(fixed)
        values, legal = cells.program.complete(cells.ones(roster)), False
        for share in SHARES_KEPT:
            if budget.is_over:
                return
            kept = set(order[: int(len(order) * share)])
            free = [
                variable
                for number, person in enumerate(cells.problem.people)
                for day in range(cells.problem.days)
                if (number, day) not in kept
                for variable in cells.variables(person, day)
            ]
            amount = min(budget.amount * COMPLETE_SHARE, MOST_TO_COMPLETE)
            part = self._engine(values, free, amount=amount, seed=self._seed, phase="dive", legal=legal)
            if part.values is not None:
                values, legal = part.values, True

    def _responded(self, fixed: Actions) -> Roster:
        """Offer best responses around the dive's actions: its own roster where everything is fixed."""
        problem, budget = self._incumbent.cells.problem, self._incumbent.budget
        codes = [None, *(kind.code for kind in problem.kinds)]
        kept = {
            (problem.people[person].id, problem.date_of(day)): codes[action]
            for (person, day), action in fixed.items()
        }
        around = replace(problem, locked=dict(problem.locked) | kept)
        *_, roster = best_responses(around, seed=self._seed, should_end=lambda: budget.is_over)
        self._incumbent.offer_roster(roster, "dive")
        return roster
