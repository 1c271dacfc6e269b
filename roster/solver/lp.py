"""The program without wholeness: a bound for every roster."""

from collections.abc import Iterable
from datetime import timedelta

from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter

from roster.solver.budget import Budget
from roster.solver.program import Program


class Relaxation:
    """The linear relaxation, solved by GLOP.

    Parameters
    ----------
    program
        Read once; later changes to it are not seen.
    """

    def __init__(self, program: Program) -> None:
        self._model = mathopt.Model()
        self._variables = [
            self._model.add_variable(lb=low, ub=high)
            for low, high in zip(program.lower, program.upper, strict=True)
        ]
        far = float("inf")
        for row in program.rows:
            line = self._model.add_linear_constraint(
                lb=-far if row.low is None else row.low, ub=far if row.high is None else row.high
            )
            for variable, coefficient in row.terms:
                line.set_coefficient(self._variables[variable], coefficient)
        self._model.minimize(
            mathopt.fast_sum(c * self._variables[v] for v, c in enumerate(program.cost) if c)
            + program.constant
        )
        self._engine = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
        self._result: mathopt.SolveResult | None = None

    def solve(self, budget: Budget, *, until: float = float("inf")) -> float | None:
        """Return the optimum, None when the time ended first or nothing is feasible.

        Parameters
        ----------
        until
            Elapsed seconds of the budget at which to give up; a repeatable budget does not mind.
        """
        interrupter = SolveInterrupter()
        seconds = max(0.01, min(budget.left, until - budget.elapsed))
        limit = None if budget.is_repeatable else timedelta(seconds=seconds)
        with budget.engine(interrupter.interrupt):
            result = self._engine.solve(
                params=mathopt.SolveParameters(time_limit=limit), interrupter=interrupter
            )
        if result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
            return None
        self._result = result
        return float(result.objective_value())

    def values(self, variables: Iterable[int]) -> list[float]:
        """Values of the variables in the last solution."""
        if self._result is None:
            raise LookupError("nothing solved yet")
        return list(self._result.variable_values([self._variables[v] for v in variables]))
