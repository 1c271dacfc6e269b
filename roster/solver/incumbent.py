"""The best roster so far and the best bound, shared by all engines of one solve."""

import math
import threading
from collections.abc import Callable, Iterable, Sequence

from roster.problem import Roster
from roster.rules import judge
from roster.solver.budget import Budget
from roster.solver.cells import Cells
from roster.solver.outcome import Phase, Progress

TINY = 1e-6
"""Bounds are floating-point numbers; costs are whole."""


class WrongCostError(AssertionError):
    """The program and the rules disagree about a roster: a bug in a constraint or its rule."""


class WrongBoundError(AssertionError):
    """A roster costs less than what was held to be the least possible: a bug in what bounds the month."""


class Incumbent:
    """Keeps the best; judges each better roster again by the rules before it counts.

    Parameters
    ----------
    cells
        Variables of the month.
    budget
        Ended as soon as the best is proved.
    on_progress
        Told of every better roster and bound, one at a time.
    """

    def __init__(
        self, cells: Cells, budget: Budget, on_progress: Callable[[Progress], None] | None = None
    ) -> None:
        self.cells = cells
        self.budget = budget
        self.values: list[int] | None = None
        self.roster: Roster | None = None
        self.cost: int | None = None
        self.bound = 0
        self._on_progress = on_progress or (lambda _: None)
        self._lock = threading.Lock()

    @property
    def is_proved(self) -> bool:
        """Whether no roster can be better than the one held."""
        return self.cost is not None and self.bound >= self.cost

    def offer(self, is_one: Callable[[int], bool], phase: Phase) -> bool:
        """Take the roster if it is better than the one held.

        Returns
        -------
        bool
            Whether it was taken.

        Raises
        ------
        WrongCostError
            When the rules find a hard violation or another cost than the program.
        WrongBoundError
            When the roster costs less than the bound: an error is better than a false proof.
        """
        roster = self.cells.roster(is_one)
        values = self.cells.program.complete(self.cells.ones(roster))
        cost = self.cells.program.price(values)
        with self._lock:
            if self.cost is not None and cost >= self.cost:
                return False
            judgement = judge(self.cells.problem, roster)
            if judgement.hard or judgement.cost != cost:
                raise WrongCostError(
                    f"program says {cost}, rules say {judgement.cost} and {[v.code for v in judgement.hard]}"
                )
            if cost < self.bound:
                raise WrongBoundError(f"a roster costs {cost}, the bound said {self.bound}")
            self.values, self.roster, self.cost = values, roster, cost
            self._tell(phase)
        return True

    def offer_roster(self, roster: Roster, phase: Phase) -> None:
        """Take a given roster when it breaks no hard rule; otherwise it is left alone."""
        if judge(self.cells.problem, roster).hard_count == 0:
            ones = set(self.cells.ones(roster))
            self.offer(ones.__contains__, phase)

    def offer_part(
        self, is_one: Callable[[int], bool], free: Iterable[int], before: Sequence[int], phase: Phase
    ) -> None:
        """Take a part's roster, or where that is no longer the best what the part changed of it.

        Two engines that work on different parts of a roster lose nothing of each other's.

        Parameters
        ----------
        free
            Cells that the part could change.
        before
            Values from which it started.
        """
        if self.offer(is_one, phase):
            return
        now = self.values
        if now is None or now is before:
            return
        changed = {v: is_one(v) for v in free if is_one(v) != (before[v] == 1)}
        if changed:
            self.offer_roster(self.cells.roster(lambda v: changed.get(v, now[v] == 1)), phase)

    def raise_bound(self, bound: float, phase: Phase) -> None:
        """Note that no roster costs less; rounded up, since costs are whole.

        Raises
        ------
        WrongBoundError
            When a roster that costs less is held.
        """
        whole = math.ceil(bound - TINY * max(1.0, abs(bound)))
        with self._lock:
            if whole <= self.bound:
                return
            if self.cost is not None and whole > self.cost:
                raise WrongBoundError(f"a roster costs {self.cost}, the bound says {whole}")
            self.bound = whole
            self._tell(phase)

    def start(self) -> list[int]:
        """Values of the best roster, or those of an empty one."""
        values = self.values
        return self.cells.program.complete(()) if values is None else values

    def _tell(self, phase: Phase) -> None:
        self._on_progress(
            Progress(
                seconds=self.budget.elapsed,
                phase=phase,
                cost=self.cost,
                bound=self.bound,
                roster=self.roster,
            )
        )
        if self.is_proved:
            self.budget.end()
