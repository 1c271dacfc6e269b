"""CP-SAT on the program, or on the part of it that is free while the rest stays as it is."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from roster.solver.budget import Budget
from roster.solver.program import Program

Answer = Literal["optimal", "feasible", "infeasible", "unknown"]
_ANSWERS: dict[object, Answer] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
}
_FAR = 10**12


@dataclass(frozen=True)
class PartModel:
    """A CP-SAT model of the free variables, by the program's numbers."""

    model: cp_model.CpModel
    variables: dict[int, cp_model.IntVar]


def part_model(program: Program, free: Collection[int] | None, values: Sequence[int]) -> PartModel:
    """Build the model with every cell outside ``free`` kept at its value (None: all are free)."""
    still = program.still(free)
    is_broken = bool(program.contradictions) or program.is_outside(values, still)
    model = cp_model.CpModel()
    variables = {
        v: model.new_int_var(program.lower[v], program.upper[v], "")
        for v in range(len(program.lower))
        if not still[v]
    }
    for v, variable in variables.items():
        model.add_hint(variable, min(max(values[v], program.lower[v]), program.upper[v]))
    for row in program.rows:
        terms = [(variables[v], c) for v, c in row.terms if not still[v]]
        settled = sum(c * values[v] for v, c in row.terms if still[v])
        if terms:
            expression = cp_model.LinearExpr.weighted_sum([v for v, _ in terms], [c for _, c in terms])
            low = -_FAR if row.low is None else row.low - settled
            high = _FAR if row.high is None else row.high - settled
            model.add_linear_constraint(expression, low, high)
        elif not row.holds_at(settled):
            is_broken = True
    if is_broken:
        model.add_bool_or([])
    paid = [v for v in variables if program.cost[v]]
    settled = program.constant + sum(c * values[v] for v, c in enumerate(program.cost) if still[v])
    model.minimize(
        cp_model.LinearExpr.weighted_sum([variables[v] for v in paid], [program.cost[v] for v in paid])
        + settled
    )
    return PartModel(model, variables)


class _Report(cp_model.CpSolverSolutionCallback):
    """Hands every solution on; an error ends the whole solve and is raised by the budget."""

    def __init__(self, part: PartModel, values: Sequence[int], found: "Found", budget: Budget) -> None:
        super().__init__()
        self._part, self._values, self._found, self._budget = part, values, found, budget

    def on_solution_callback(self) -> None:
        variables = self._part.variables
        try:
            self._found(lambda v: (self.value(variables[v]) if v in variables else self._values[v]) == 1)
        except Exception as error:  # noqa: BLE001 - must not pass through the C++ code
            self._budget.fail(error)


Found = Callable[[Callable[[int], bool]], object]


def run_cp(
    program: Program,
    values: Sequence[int],
    *,
    free: Collection[int] | None,
    amount: float,
    budget: Budget,
    found: Found,
    bounded: Callable[[float], None] | None = None,
    workers: int = 1,
    seed: int = 0,
    first_only: bool = False,
) -> Answer:
    """Search the free part of the program, starting from ``values``.

    Parameters
    ----------
    values
        Values of all variables; those of the free ones are a hint.
    free
        Cells that may change, None for all.
    amount
        Seconds, or units of work when the budget is repeatable; never more than the budget has left.
    found
        Called with a test "is this cell 1?" for every solution, from another thread.
    bounded
        Called with every better bound; only true for the whole month when ``free`` is None.
    first_only
        End with the first solution.
    """
    part = part_model(program, free, values)
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1 if budget.is_repeatable else workers
    parameters.random_seed = seed
    parameters.stop_after_first_solution = first_only
    limit = min(amount, budget.left)
    if budget.is_repeatable:
        parameters.max_deterministic_time = limit
    else:
        parameters.max_time_in_seconds = limit
    if bounded is not None:
        solver.best_bound_callback = bounded
    with budget.engine(solver.stop_search):
        status = solver.solve(part.model, _Report(part, values, found, budget))
    budget.charge(solver.deterministic_time)
    answer = _ANSWERS.get(status, "unknown")
    if bounded is not None and answer in ("optimal", "feasible"):
        bounded(solver.best_objective_bound)
    return answer
