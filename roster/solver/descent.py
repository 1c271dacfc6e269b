"""From the master of months down to rosters: bound the month, dive, complete what the dive leaves open."""

from dataclasses import replace

from roster.solver.best_response import best_responses
from roster.solver.column_dive import CLOSE, Actions, dive
from roster.solver.generation import Generation
from roster.solver.incumbent import Incumbent
from roster.solver.search import PartEngine

ROOT_SHARE, DIVE_SHARE = 0.5, 0.75
"""Shares of the time left at the beginning, at which bounding and diving end."""
COMPLETE_SHARE = 1 / 20
SHARES_KEPT = (0.85, 0.7)
"""Of the dive's actions, the surest: what is kept while the rest is solved again."""
DIVES = (CLOSE, -1.0)
"""Loss that each dive accepts unpriced: the first is quick, the next takes care."""


def descend(incumbent: Incumbent, engine: PartEngine, *, seed: int) -> None:
    """Bound the month by column generation, dive to a roster, and solve the unsure part of it again.

    Fewer kept actions leave more choice to the engine, and help where the kept ones are not the best.
    """
    budget, cells = incumbent.budget, incumbent.cells
    begun, left = budget.elapsed, budget.left
    generation = Generation(cells)
    if incumbent.roster is not None:
        generation.take(incumbent.roster)
    root = generation.converge(
        budget, until=begun + ROOT_SHARE * left, told=lambda bound: incumbent.raise_bound(bound, "bound")
    )
    if root is None:
        return
    for close in DIVES:
        if budget.is_over or budget.is_past(begun + DIVE_SHARE * left):
            return
        fixed = dive(generation, root, budget, begun + DIVE_SHARE * left, close=close)
        _offer(incumbent, fixed, seed=seed)
        _complete(incumbent, fixed, engine, seed=seed)


def _complete(incumbent: Incumbent, fixed: Actions, engine: PartEngine, *, seed: int) -> None:
    """Solve the best roster again around the dive's surest actions."""
    budget, cells = incumbent.budget, incumbent.cells
    order = list(fixed)
    for share in SHARES_KEPT:
        if budget.is_over or incumbent.values is None:
            return
        kept = set(order[: int(len(order) * share)])
        free = [
            variable
            for number, person in enumerate(cells.problem.people)
            for day in range(cells.problem.days)
            if (number, day) not in kept
            for variable in cells.variables(person, day)
        ]
        amount = budget.amount * COMPLETE_SHARE
        engine(incumbent.start(), free, amount=amount, seed=seed, phase="dive", legal=True)


def _offer(incumbent: Incumbent, fixed: Actions, *, seed: int) -> None:
    """Offer best responses around the dive's actions: its own roster where everything is fixed."""
    problem, budget = incumbent.cells.problem, incumbent.budget
    codes = [None, *(kind.code for kind in problem.kinds)]
    kept = {
        (problem.people[person].id, problem.date_of(day)): codes[action]
        for (person, day), action in fixed.items()
    }
    around = replace(problem, locked=dict(problem.locked) | kept)
    *_, roster = best_responses(around, seed=seed, should_end=lambda: budget.is_over)
    incumbent.offer_roster(roster, "dive")
