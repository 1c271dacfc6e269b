"""Neighbourhood search: free some people on some days, solve that part, keep what is better."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from roster.solver.cells import Cells
from roster.solver.cp import Answer, run_cp
from roster.solver.incumbent import Incumbent
from roster.solver.outcome import Phase
from roster.solver.part import run_part
from roster.solver.program import Program
from roster.solver.reach import Reach
from roster.solver.wandering import Wandering

Shape = Literal["window", "people", "block"]
GROW, SHRINK = 1.08, 0.93
PATIENCE, MORE, MOST_SHARE = 25, 1.5, 1 / 40
"""Parts in a row without a better roster, after which parts get so much more time, up to a share of all."""
SMALL_MONTH, WHOLE_SHARE = 2000, 1 / 4
"""Cells up to which a whole month is worth trying as one part, and the share of what is left for it."""
MOST_PEOPLE = 40
"""People in one neighbourhood: what keeps a part small, however large the department is."""


@dataclass
class Sizes:
    """How much each shape of neighbourhood frees; adapted by how hard it turned out."""

    days: float = 6.0
    people: float = 4.0
    block_days: float = 11.0

    def adapt(self, shape: Shape, *, easy: bool) -> None:
        """Free more after an easy part, less after a hard one."""
        factor = GROW if easy else SHRINK
        if shape == "window":
            self.days = max(2.0, self.days * factor)
        elif shape == "people":
            self.people = max(1.0, self.people * factor)
        else:
            self.block_days = max(2.0, self.block_days * factor)


MOST_DAYS = 62
"""Days on which few people are free: a longer roster is worked through in stretches."""
LEAST_GAIN = 0.5
"""Costs are whole: what saves less saves nothing."""
PARTS_BETWEEN, WALK_SHARE = 6, 1 / 10
"""Parts between two walks over the whole roster, and the share of the budget for a walk."""


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
            count, length = round(self.sizes.people), MOST_DAYS
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


class Part(NamedTuple):
    """Whether a part was solved to its end, and the values of a dive's best, None without any."""

    answer: Answer
    values: list[int] | None


class PartEngine(Protocol):
    """Solves what is free, the rest staying at its values, and offers what it finds."""

    def __call__(
        self, values: Sequence[int], free: list[int], *, amount: float, seed: int, phase: Phase, legal: bool
    ) -> Part:
        """Solve within the amount of seconds or work; ``legal`` values are a roster that may be used."""


def cp_engine(incumbent: Incumbent) -> PartEngine:
    """Parts by CP-SAT: repeatable, since its work can be limited in deterministic units."""

    def engine(
        values: Sequence[int], free: list[int], *, amount: float, seed: int, phase: Phase, legal: bool
    ) -> Part:
        del legal  # CP-SAT's parts look at all rows in any case
        program, cells = incumbent.cells.program, incumbent.cells.all_variables
        best: list[list[int]] = []

        def found(is_one: Callable[[int], bool]) -> None:
            best[:] = [program.complete(v for v in cells if is_one(v))]
            incumbent.offer(is_one, phase)

        answer = run_cp(
            program, values, free=free, amount=amount, budget=incumbent.budget, found=found, seed=seed
        )
        return Part(answer, best[0] if best else None)

    return engine


def mip_engine(incumbent: Incumbent, program: Program) -> PartEngine:
    """Parts by HiGHS: much stronger, above all in the run formulation, but limited by the clock only."""
    reach = Reach(program)

    def engine(
        values: Sequence[int], free: list[int], *, amount: float, seed: int, phase: Phase, legal: bool
    ) -> Part:
        part = run_part(
            reach, values, free=free, amount=amount, budget=incumbent.budget, seed=seed, legal=legal
        )
        if part.ones is None:
            return Part(part.answer, None)
        if phase != "search":
            incumbent.offer(part.ones.__contains__, phase)
            return Part(part.answer, incumbent.cells.program.complete(part.ones))
        # to judge a long roster takes a moment, and most parts of a search find nothing better
        if not legal or part.cost < program.price(values) - LEAST_GAIN:
            incumbent.offer_part(part.ones.__contains__, free, values, phase)
        return Part(part.answer, None)

    return engine


class Search:
    """Improves the incumbent by one part after the other.

    Parameters
    ----------
    part_amount
        Seconds, or units of work, for one part at first; more after many parts in vain.
    whole
        Whether to try the whole month as one part, once, after so many parts in vain, if it is small.
    wandering
        Takes its turn between the parts.
    """

    def __init__(
        self,
        incumbent: Incumbent,
        engine: PartEngine,
        *,
        seed: int,
        part_amount: float,
        whole: bool = False,
        wandering: Wandering | None = None,
    ) -> None:
        self._incumbent, self._engine, self._amount = incumbent, engine, part_amount
        self._rng = random.Random(seed)  # noqa: S311 - choices of a search, no secret
        self._neighbourhoods = Neighbourhoods(incumbent.cells, self._rng)
        self._in_vain, self._parts, self._wandering = 0, 0, wandering
        self._whole = whole and incumbent.cells.cell_count <= SMALL_MONTH

    def run(self, down_to: float = 0.0) -> None:
        """Search until so much of the budget is left, or the whole month was solved as one part."""
        incumbent, everything = self._incumbent, self._incumbent.cells.cell_count
        while not incumbent.budget.is_over and incumbent.budget.left > down_to:
            if self._wandering is not None and self._parts % PARTS_BETWEEN == 0:
                walked = incumbent.budget.elapsed + WALK_SHARE * incumbent.budget.amount
                self._wandering.walk("search", until=walked)
            self._parts += 1
            shape, free = self._neighbourhoods.draw()
            cost = incumbent.cost
            answer = self._solve(free, self._amount)
            if answer == "optimal" and len(free) == everything:
                return
            self._neighbourhoods.sizes.adapt(shape, easy=answer == "optimal")
            self._in_vain = 0 if incumbent.cost != cost else self._in_vain + 1
            if self._in_vain >= PATIENCE:
                self._in_vain = 0
                self._amount = min(self._amount * MORE, incumbent.budget.amount * MOST_SHARE)
                if self._whole:
                    self._whole = False
                    self._solve(incumbent.cells.all_variables, incumbent.budget.left * WHOLE_SHARE)

    def _solve(self, free: list[int], amount: float) -> Answer:
        """Solve a part of the best roster; all of it, solved to its end, is a proof."""
        incumbent = self._incumbent
        legal, values = incumbent.values is not None, incumbent.start()
        seed = self._rng.randrange(1 << 30)
        answer, _ = self._engine(values, free, amount=amount, seed=seed, phase="search", legal=legal)
        if answer == "optimal" and len(free) == incumbent.cells.cell_count and incumbent.cost is not None:
            incumbent.raise_bound(incumbent.cost, "search")
        return answer
