"""Whether some of a month's demands can hold together."""

from collections.abc import Iterable, Mapping

from ortools.sat.python import cp_model

from roster.solver.budget import Budget
from roster.solver.explain.atoms import Demands
from roster.solver.explain.elastic import clashing
from roster.solver.explain.part import Parts

FAR = 10**12
LEAST_SECONDS = 0.02


class Asking:
    """Answers questions about sets of atoms, given by their numbers.

    Parameters
    ----------
    demands
        The month.
    budget
        Ends every question; a question that it ended has no answer.
    workers
        Threads of search.
    """

    def __init__(self, demands: Demands, budget: Budget, *, workers: int = 1, seed: int = 0) -> None:
        self.demands, self.budget = demands, budget
        self._workers, self._seed = workers, seed
        self._parts = Parts(demands)

    def about(self, demands: Demands) -> "Asking":
        """Return the same for another month, within the same budget."""
        return Asking(demands, self.budget, workers=self._workers, seed=self._seed)

    def clashing(self, atoms: Iterable[int]) -> set[int] | None:
        """Return some of the atoms that clash by the linear relaxation, None where it finds none."""
        return clashing(self._parts.of(atoms), self.budget)

    def can_hold(
        self, atoms: Iterable[int], *, seconds: float = FAR, bent: Mapping[int, int] | None = None
    ) -> bool | None:
        """Return whether some roster keeps all of the atoms, None when that was not settled in time.

        Parameters
        ----------
        bent
            Units by which the rows of some atoms may be missed.
        """
        part = self._parts.of(atoms, bent)
        if part.clash:
            return False
        left = min(seconds, self.budget.left)
        if self.budget.is_over or left < LEAST_SECONDS:
            return None
        model = cp_model.CpModel()
        variables = {v: model.new_int_var(low, part.high[v], "") for v, low in part.low.items()}
        for row, _ in part.rows:
            amount = cp_model.LinearExpr.weighted_sum(
                [variables[v] for v, _ in row.terms], [factor for _, factor in row.terms]
            )
            low = -FAR if row.low is None else row.low
            high = FAR if row.high is None else row.high
            model.add_linear_constraint(amount, low, high)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self._workers
        solver.parameters.random_seed = self._seed
        solver.parameters.max_time_in_seconds = left
        with self.budget.engine(solver.stop_search):
            status = solver.solve(model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return True
        return False if status == cp_model.INFEASIBLE else None
