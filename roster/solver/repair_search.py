"""Solves the model of a repair: its best level of goals with a proof, and all changes of that level."""

from collections.abc import Collection
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass

from ortools.sat.python import cp_model

from roster.solver.budget import POLL_SECONDS, Budget
from roster.solver.repair_model import MOST_CELLS, MOST_TOUCHED, Change, Expression, RepairModel

MOST_TIES, MOST_SOLUTIONS = 300, 5000
"""Different changes of one level that are looked at, and solutions that may lead to them."""

_ANSWERED = (cp_model.OPTIMAL, cp_model.FEASIBLE)
_PROVED = (cp_model.OPTIMAL, cp_model.INFEASIBLE)

Changes = tuple[Change, ...]


@dataclass(frozen=True)
class Level:
    """What the goals reach together at best, and a change that reaches it."""

    need: int
    people: int
    cells: int
    nearness: int
    changes: Changes
    proven: bool


@dataclass(frozen=True)
class Ties:
    """Changes that reach the same level; ``complete`` when there are no others."""

    changes: tuple[Changes, ...]
    complete: bool


class RepairSearch:
    """Asks the model for one level after the other, with the least missing by hard rules that there is.

    Parameters
    ----------
    model
        Changed by each question.
    budget
        Common to all questions.
    least_must
        What is missing by hard rules at least: less was looked at before.

    Attributes
    ----------
    must
        What is missing by hard rules in all that is found.
    is_exhausted
        Whether it is proved that nothing more is there.
    """

    def __init__(
        self, model: RepairModel, budget: Budget, *, workers: int, seed: int, least_must: int = 0
    ) -> None:
        self._model, self._budget = model, budget
        self._workers, self._seed = workers, seed
        self.is_exhausted, self._is_least = False, True
        self.must = least_must
        if model.torn_must > least_must:
            model.keep_must(least_must, model.torn_must)
            solver, status = self._solve(model.must)
            self._is_least = status == cp_model.OPTIMAL
            self.must = solver.value(model.must) if status in _ANSWERED else model.torn_must
        model.keep_must(self.must, self.must)

    def forbid_asking(self, people: Collection[str]) -> None:
        """Look only for what does not ask all these people."""
        self._model.forbid_asking(people)

    def best(self) -> Level | None:
        """Return the best level that is left; None when nothing is, or the time ended first."""
        model = self._model
        solver, status = self._solve(model.order)
        if status not in _ANSWERED:
            self.is_exhausted = self._is_least and status == cp_model.INFEASIBLE
            return None
        people, cells = solver.value(model.people), solver.value(model.cells)
        is_in_order = cells <= MOST_CELLS and people + model.absent_count <= MOST_TOUCHED
        return Level(
            need=solver.value(model.need),
            people=people,
            cells=cells,
            nearness=solver.value(model.nearness),
            changes=model.changes(solver.value),
            proven=self._is_least and status == cp_model.OPTIMAL and is_in_order,
        )

    def ties(self, level: Level) -> Ties:
        """Return all changes of the level, with the one that is known, in half of the time that is left."""
        model = self._model.at(level.need, level.people, level.cells, level.nearness)
        listing = _Listing(self._model, level.changes)
        solver = self._solver()
        solver.parameters.enumerate_all_solutions = True
        solver.parameters.max_time_in_seconds /= 2
        with self._budget.engine(solver.stop_search):
            status = solver.solve(model, listing)
        if listing.error is not None:
            raise listing.error
        return Ties(tuple(sorted(listing.found)), status == cp_model.OPTIMAL and not listing.was_cut)

    def pass_over(self, level: Level) -> None:
        """Look only for what comes after the level, all of whose changes are known."""
        model = self._model
        model.model.add(model.order > model.order_at(level.need, level.people, level.cells, level.nearness))

    def _solve(self, goal: Expression) -> tuple[cp_model.CpSolver, object]:
        """Minimise; with two workers two ways of search race for the proof.

        Both prove the same, so that the answer does not depend on the winner. Two workers of one search
        would share the work worse: the second only looks for better solutions, which are found at once.
        """
        self._model.model.minimize(goal)
        solvers = [self._solver() for _ in range(self._workers)]
        for level, solver in enumerate(solvers, 1):
            solver.parameters.linearization_level = level
        with ThreadPoolExecutor(len(solvers)) as pool:
            running = {pool.submit(self._run, solver): solver for solver in solvers}
            ended, left = wait(running, return_when=FIRST_COMPLETED)
            while left and any(run.result() in _PROVED for run in ended):
                # repeated, since a solver that is just starting would miss a single call
                for run in left:
                    running[run].stop_search()
                _, left = wait(left, timeout=POLL_SECONDS)
        results = [(run.result(), solver) for run, solver in running.items()]
        answered = [each for each in results if each[0] in _ANSWERED]
        proved = [each for each in results if each[0] in _PROVED]
        status, solver = min(
            proved or answered or results,
            key=lambda each: each[1].objective_value if answered else 0,
        )
        return solver, status

    def _run(self, solver: cp_model.CpSolver) -> object:
        with self._budget.engine(solver.stop_search):
            return solver.solve(self._model.model)

    def _solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        solver.parameters.max_time_in_seconds = max(0.01, self._budget.left)
        return solver


class _Listing(cp_model.CpSolverSolutionCallback):
    """Collects different changes; variables that follow from the cells may have several values each."""

    def __init__(self, model: RepairModel, known: Changes) -> None:
        super().__init__()
        self.found = {known}
        self.was_cut = False
        self.error: Exception | None = None
        self._model, self._solutions = model, 0

    def on_solution_callback(self) -> None:
        try:
            self._solutions += 1
            self.found.add(self._model.changes(self.value))
        except Exception as error:  # noqa: BLE001 - must not pass through the C++ code
            self.error = error
        if self.error or len(self.found) >= MOST_TIES or self._solutions >= MOST_SOLUTIONS:
            self.was_cut = True
            self.stop_search()
