"""From the master of months down to rosters: bound the month, dive, complete what the dive leaves open."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from roster.problem import Person, Roster
from roster.solver.best_response import best_responses
from roster.solver.column_dive import CLOSE, ROUNDS, Actions, dive
from roster.solver.generation import Generation
from roster.solver.incumbent import Incumbent
from roster.solver.search import MOST_DAYS, PartEngine

ROOT_SHARE, DIVE_SHARE = 0.5, 0.5
"""Shares of the time then left, at which bounding and a dive end."""
COMPLETE_SHARE, MOST_TO_COMPLETE, MOST_AROUND = 1 / 20, 12.0, 4.0
"""Share of the budget, and most of it, for one completion of a whole dive, and of one around the best."""
SHARES_KEPT, SHARES_KEPT_AROUND = (1.0, 0.85, 0.7), (1.0, 0.7)
"""Of the dive's actions, the surest: what is kept while the rest is solved again."""

Shape = Literal["people", "stretch"]
"""Of what a dive around the best roster frees: a few people's months, or many people's days in a stretch."""
SHAPES: tuple[Shape, ...] = ("people", "stretch")
FIRST_PEOPLE, FIRST_DAYS, LEAST_SIZE, MOST_PEOPLE, GROW, SHRINK = 12.0, 14.0, 2, 60, 1.1, 0.95
"""People free all month, days of a stretch, the least of both, people in a stretch; steps of the sizes."""
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
        self._sizes: dict[Shape, float] = {"people": FIRST_PEOPLE, "stretch": FIRST_DAYS}

    def bound(self, share: float = ROOT_SHARE) -> bool:
        """Price months until none helps, or a share of the time is over; say whether there is a value."""
        incumbent, budget = self._incumbent, self._incumbent.budget
        if incumbent.roster is not None:
            self._generation.take(incumbent.roster)
        value = self._generation.converge(
            budget,
            until=budget.elapsed + share * budget.left,
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
            problem = self._incumbent.cells.problem
            everybody, days = problem.people, range(problem.days)
            roster = self._responded(dived.fixed)
            self._complete(roster, dived.fixed, everybody, days, shares=SHARES_KEPT, most=MOST_TO_COMPLETE)

    def dive_around(self) -> bool:
        """Dive for a few people, or for many on some days, beside the rest of the best roster.

        Their part of the master is small, and its value tells at once whether they can do better: what
        a search by whole-number programs has to find out at length. The more is free, the more can be gained.

        Returns
        -------
        bool
            Whether the master came to a value; without one, no further dive is worth its time.
        """
        incumbent, pricing = self._incumbent, self._generation.pricing
        roster, cost, people = incumbent.roster, incumbent.cost, incumbent.cells.problem.people
        if roster is None or cost is None:
            self.dive()
            return False
        self._generation.take(roster)
        shape, chosen, days = self._draw()
        base = {
            (number, day): int(action)
            for number in range(len(people))
            for day, action in enumerate(pricing.actions_of(number, roster))
            if number not in chosen or day not in days
        }
        enough = cost - 1 + SAME * cost
        dived = dive(
            self._generation,
            incumbent.budget,
            self._until(),
            base=base,
            rounds=ROUNDS,
            most=enough,
            rng=self._rng,
        )
        if dived.root is None:
            return False
        if dived.root > enough:
            self._grow(shape)
            return True
        some = [people[number] for number in sorted(chosen)]
        laid_over = self._with_actions(roster, dived.fixed)
        incumbent.offer_roster(laid_over, "dive")
        self._complete(laid_over, dived.fixed, some, days, shares=SHARES_KEPT_AROUND, most=MOST_AROUND)
        if incumbent.cost == cost:
            self._sizes[shape] *= SHRINK
        elif len(dived.fixed) == len(chosen) * len(days):
            self._grow(shape)
        return True

    def _grow(self, shape: Shape) -> None:
        problem = self._incumbent.cells.problem
        most = len(problem.people) if shape == "people" else problem.days
        self._sizes[shape] = min(float(most), self._sizes[shape] * GROW)

    def _draw(self) -> tuple[Shape, set[int], range]:
        """Return the shape of what is free, numbers of people, and days."""
        problem = self._incumbent.cells.problem
        # over a year a few people alone never do better
        shape = self._rng.choice(SHAPES) if problem.days <= MOST_DAYS else "stretch"
        size = max(LEAST_SIZE, round(self._sizes[shape]))
        length = problem.days if shape == "people" else min(size, problem.days)
        count = min(len(problem.people), size if shape == "people" else MOST_PEOPLE)
        first = self._rng.randrange(problem.days - length + 1)
        return shape, set(self._rng.sample(range(len(problem.people)), count)), range(first, first + length)

    def _until(self) -> float:
        return self._incumbent.budget.elapsed + DIVE_SHARE * self._incumbent.budget.left

    def _complete(
        self,
        roster: Roster,
        fixed: Actions,
        people: Sequence[Person],
        days: range,
        *,
        shares: Sequence[float],
        most: float,
    ) -> None:
        """Solve the dive's roster again around its surest actions.

        Fewer kept actions leave more choice to the engine, and help where the kept ones are not the best.
        It begins from the dive's roster, not from the best one, whose other cells would not fit those kept.
        """
        budget, cells = self._incumbent.budget, self._incumbent.cells
        order = list(fixed)
        number_of = {person.id: number for number, person in enumerate(cells.problem.people)}
        values, legal = cells.program.complete(cells.ones(roster)), False
        for share in shares:
            if budget.is_over:
                return
            kept = set(order[: int(len(order) * share)])
            free = [
                variable
                for person in people
                for day in days
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
        """Offer best responses around the dive's actions."""
        problem, budget = self._incumbent.cells.problem, self._incumbent.budget
        around = replace(problem, locked=dict(problem.locked) | self._codes(fixed))
        *_, roster = best_responses(around, seed=self._seed, should_end=lambda: budget.is_over)
        self._incumbent.offer_roster(roster, "dive")
        return roster

    def _with_actions(self, roster: Roster, fixed: Actions) -> Roster:
        """Return the roster with the dive's actions instead of its own."""
        cells = dict(roster.items()) | self._codes(fixed)
        return Roster((cell, code) for cell, code in cells.items() if code is not None)

    def _codes(self, fixed: Actions) -> dict[tuple[str, date], str | None]:
        """Return the actions as codes by person and date, None for a day off."""
        problem = self._incumbent.cells.problem
        codes = [None, *(kind.code for kind in problem.kinds)]
        return {
            (problem.people[person].id, problem.date_of(day)): codes[action]
            for (person, day), action in fixed.items()
        }
