"""From the master of months down to rosters: bound the month, dive, complete what the dive leaves open."""

import random
from collections.abc import Sequence
from dataclasses import replace

from roster.problem import Person, Roster
from roster.solver.best_response import best_responses
from roster.solver.column_dive import CLOSE, ROUNDS, Actions, dive
from roster.solver.generation import Generation
from roster.solver.incumbent import Incumbent
from roster.solver.search import PartEngine

ROOT_SHARE, DIVE_SHARE = 0.5, 0.5
"""Shares of the time then left, at which bounding and a dive end."""
COMPLETE_SHARE, MOST_TO_COMPLETE, MOST_AROUND = 1 / 20, 12.0, 4.0
"""Share of the budget, and most of it, for one completion of a whole dive, and of one around the best."""
SHARES_KEPT, SHARES_KEPT_AROUND = (1.0, 0.85, 0.7), (1.0, 0.7)
"""Of the dive's actions, the surest: what is kept while the rest is solved again."""

FIRST_PEOPLE, LEAST_PEOPLE, GROW, SHRINK = 12.0, 2.0, 1.1, 0.95
"""People whose months are free in a dive around the best roster, and how their number follows success."""
SAME = 1e-6


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
        self._dives = 0
        self._some = FIRST_PEOPLE

    def bound(self) -> bool:
        """Price months until none helps; return whether the master has a value to dive from."""
        incumbent, budget = self._incumbent, self._incumbent.budget
        if incumbent.roster is not None:
            self._generation.take(incumbent.roster)
        value = self._generation.converge(
            budget,
            until=budget.elapsed + ROOT_SHARE * budget.left,
            told=lambda bound: incumbent.raise_bound(bound, "bound"),
        )
        return value is not None

    def dive(self) -> None:
        """Dive once, and offer what its completion finds.

        The first dive accepts some loss unpriced and is quick, the second takes care, later ones fix in
        another order.
        """
        dived = dive(
            self._generation,
            self._incumbent.budget,
            self._until(),
            close=-1.0 if self._dives else CLOSE,
            rng=self._rng if self._dives > 1 else None,
        )
        self._dives += 1
        if dived.root is not None:
            people = self._incumbent.cells.problem.people
            self._complete({}, dived.fixed, people, shares=SHARES_KEPT, most=MOST_TO_COMPLETE)

    def dive_around(self) -> None:
        """Dive for some people alone, beside everybody else's months of the best roster.

        Their part of the master is small, and its value tells at once whether they can do better: what
        a search by whole-number programs has to find out at length. The more people, the more can be gained.
        """
        incumbent, budget, people = (
            self._incumbent,
            self._incumbent.budget,
            self._incumbent.cells.problem.people,
        )
        if incumbent.roster is None or incumbent.cost is None:
            self.dive()
            return
        self._generation.take(incumbent.roster)
        cost, count = incumbent.cost, min(len(people), round(self._some))
        chosen = set(self._rng.sample(range(len(people)), count))
        base = {
            (number, day): int(action)
            for number in range(len(people))
            if number not in chosen
            for day, action in enumerate(self._generation.pricing.actions_of(number, incumbent.roster))
        }
        dived = dive(
            self._generation,
            budget,
            self._until(),
            base=base,
            rounds=ROUNDS,
            most=cost - 1 + SAME * cost,
            rng=self._rng,
        )
        if dived.root is None:
            return
        is_best = dived.root > cost - 1 + SAME * cost
        if not is_best:
            some = [people[number] for number in sorted(chosen)]
            self._complete(base, dived.fixed, some, shares=SHARES_KEPT_AROUND, most=MOST_AROUND)
        if is_best:
            self._some = min(float(len(people)), self._some * GROW)
        elif incumbent.cost == cost:
            self._some = max(LEAST_PEOPLE, self._some * SHRINK)

    def _until(self) -> float:
        return self._incumbent.budget.elapsed + DIVE_SHARE * self._incumbent.budget.left

    def _complete(
        self, base: Actions, fixed: Actions, people: Sequence[Person], *, shares: Sequence[float], most: float
    ) -> None:
        """Solve the dive's roster again around its surest actions.

        Fewer kept actions leave more choice to the engine, and help where the kept ones are not the best.
        It begins from the dive's roster, not from the best one, whose other cells would not fit those kept.
        """
        budget, cells = self._incumbent.budget, self._incumbent.cells
        order = list(fixed)
        number_of = {person.id: number for number, person in enumerate(cells.problem.people)}
        values, legal = cells.program.complete(cells.ones(self._responded(base | fixed))), False
        for share in shares:
            if budget.is_over:
                return
            kept = set(order[: int(len(order) * share)])
            free = [
                variable
                for person in people
                for day in range(cells.problem.days)
                if (number_of[person.id], day) not in kept
                for variable in cells.variables(person, day)
            ]
            if not free:
                continue
            amount = min(budget.amount * COMPLETE_SHARE, most)
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
        if len(kept) == len(problem.people) * problem.days:
            roster = Roster((cell, code) for cell, code in kept.items() if code is not None)
        else:
            around = replace(problem, locked=dict(problem.locked) | kept)
            *_, roster = best_responses(around, seed=self._seed, should_end=lambda: budget.is_over)
        self._incumbent.offer_roster(roster, "dive")
        return roster
