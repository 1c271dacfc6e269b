"""Neighbourhood search: free some people on some days, solve that part, keep what is better."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from roster.solver.cells import Cells
from roster.solver.cp import Answer, run_cp
from roster.solver.incumbent import Incumbent
from roster.solver.outcome import Phase
from roster.solver.part import run_part
from roster.solver.program import Program
from roster.solver.reach import Reach

Shape = Literal["window", "people", "block"]
GROW, SHRINK = 1.08, 0.93
MOST_PEOPLE = 40
"""People in one neighbourhood: what keeps a part small, however large the department is."""


@dataclass
class Sizes:
    """How much each shape of neighbourhood frees; adapted by how hard it turned out."""

    days: float = 6.0
    people: float = 4.0
    block_days: float = 11.0
    tried: dict[str, int] = field(default_factory=dict)

    def adapt(self, shape: Shape, *, easy: bool) -> None:
        """Free more after an easy part, less after a hard one."""
        factor = GROW if easy else SHRINK
        if shape == "window":
            self.days = max(2.0, self.days * factor)
        elif shape == "people":
            self.people = max(1.0, self.people * factor)
        else:
            self.block_days = max(2.0, self.block_days * factor)


class Neighbourhoods:
    """Chooses what is free: many people on some days, few people all month, or some on more days."""

    def __init__(self, cells: Cells, rng: random.Random) -> None:
        self._problem = cells.problem
        self._cells = cells
        self._rng = rng
        self.sizes = Sizes()

    def draw(self) -> tuple[Shape, list[int]]:
        """Return a shape and the cells that it frees."""
        shape: Shape = self._rng.choice(("window", "people", "block"))
        people, days = list(self._problem.people), self._problem.days
        if shape == "people":
            count, length = round(self.sizes.people), days
        elif shape == "window":
            count, length = MOST_PEOPLE, round(self.sizes.days)
        else:
            count = max(2, min(len(people), MOST_PEOPLE) * 45 // 100)
            length = round(self.sizes.block_days)
        length = min(length, days)
        first = self._rng.randrange(days - length + 1)
        chosen = self._rng.sample(people, min(count, len(people)))
        free = [
            variable
            for person in chosen
            for day in range(first, first + length)
            for variable in self._cells.variables(person, day)
        ]
        return shape, free


class PartEngine(Protocol):
    """Solves what is free, the rest staying at its values, and offers what it finds."""

    def __call__(
        self, values: Sequence[int], free: list[int], *, amount: float, seed: int, phase: Phase, legal: bool
    ) -> Answer:
        """Say whether the part was solved to its end; ``legal`` values are a roster that may be used."""


def cp_engine(incumbent: Incumbent) -> PartEngine:
    """Parts by CP-SAT: repeatable, since its work can be limited in deterministic units."""

    def engine(
        values: Sequence[int], free: list[int], *, amount: float, seed: int, phase: Phase, legal: bool
    ) -> Answer:
        del legal  # CP-SAT's parts look at all rows in any case
        return run_cp(
            incumbent.cells.program,
            values,
            free=free,
            amount=amount,
            budget=incumbent.budget,
            found=lambda is_one: incumbent.offer(is_one, phase),
            seed=seed,
        )

    return engine


def mip_engine(incumbent: Incumbent, program: Program) -> PartEngine:
    """Parts by HiGHS: much stronger, above all in the run formulation, but limited by the clock only."""
    reach = Reach(program)

    def engine(
        values: Sequence[int], free: list[int], *, amount: float, seed: int, phase: Phase, legal: bool
    ) -> Answer:
        part = run_part(
            reach, values, free=free, amount=amount, budget=incumbent.budget, seed=seed, legal=legal
        )
        if part.ones is not None:
            incumbent.offer(part.ones.__contains__, phase)
        return part.answer

    return engine


def search(incumbent: Incumbent, engine: PartEngine, *, seed: int, part_amount: float) -> None:
    """Improve the incumbent until the budget is over or the whole month is solved as one part.

    Parameters
    ----------
    part_amount
        Seconds, or units of work, for one part.
    """
    rng = random.Random(seed)  # noqa: S311 - choices of a search, no secret
    neighbourhoods = Neighbourhoods(incumbent.cells, rng)
    everything = incumbent.cells.cell_count
    while not incumbent.budget.is_over:
        shape, free = neighbourhoods.draw()
        legal, values = incumbent.values is not None, incumbent.start()
        answer = engine(
            values, free, amount=part_amount, seed=rng.randrange(1 << 30), phase="search", legal=legal
        )
        if answer == "optimal" and len(free) == everything and incumbent.cost is not None:
            incumbent.raise_bound(incumbent.cost, "search")
            return
        neighbourhoods.sizes.adapt(shape, easy=answer == "optimal")
