"""The part of the program that is free while the rest stays, in the run formulation, by HiGHS.

On such parts HiGHS with the path rows finds and proves far more in two seconds than CP-SAT does.
It cannot be interrupted, so a part is short, or is left behind when the budget ends first.
"""

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt

from roster.solver.budget import POLL_SECONDS, Budget
from roster.solver.cp import Answer
from roster.solver.program import Program
from roster.solver.reach import Reach
from roster.solver.runs import PATH

FAR = float("inf")
PATIENCE_SECONDS = 0.5


@dataclass(frozen=True)
class PartAnswer:
    """What HiGHS found: the cells that are 1 in the best solution, None without one, and a bound."""

    answer: Answer
    ones: frozenset[int] | None
    bound: float


def run_part(
    reach: Reach,
    values: Sequence[int],
    *,
    free: Collection[int],
    amount: float,
    budget: Budget,
    seed: int = 0,
    legal: bool = False,
) -> PartAnswer:
    """Solve the free part, starting from ``values``.

    Parameters
    ----------
    reach
        Of the tightened program; its path variables may be continuous.
    values
        Values of the untightened program's variables; those of the free ones are the start.
    free
        Cells that may change; all others keep their value.
    amount
        Seconds at most.
    legal
        Whether the values are known to be a roster without hard violation: saves looking at all rows.
    """
    built = _model(reach, values, free, legal=legal)
    if built is None:
        return PartAnswer("infeasible", None, FAR)
    model, variables = built
    hint = mathopt.SolutionHint(
        variable_values={variable: reach.value(v, values) for v, variable in variables.items()}
    )
    outcome: list[PartAnswer] = []

    def work() -> None:
        try:
            result = mathopt.solve(
                model,
                mathopt.SolverType.HIGHS,
                params=mathopt.SolveParameters(
                    time_limit=timedelta(seconds=max(0.05, min(amount, budget.left))),
                    random_seed=seed,
                    # costs are whole: less than 1 apart is the same, a ten-thousandth is not
                    relative_gap_tolerance=0.0,
                    absolute_gap_tolerance=0.99,
                ),
                model_params=mathopt.ModelSolveParameters(solution_hints=[hint]),
            )
            outcome.append(_answer(result, variables, values, free))
        except Exception as error:  # noqa: BLE001 - raised again when the budget is left
            budget.fail(error)

    runner = threading.Thread(target=work, daemon=True, name="roster-part")
    runner.start()
    waited_since = None
    while runner.is_alive() and not budget.was_stopped:
        runner.join(POLL_SECONDS)
        # HiGHS looks at the clock seldom, but is then worth a moment of patience
        if budget.is_over:
            waited_since = budget.elapsed if waited_since is None else waited_since
            if budget.elapsed - waited_since > PATIENCE_SECONDS:
                break
    return outcome[0] if outcome else PartAnswer("unknown", None, -FAR)


def _model(
    reach: Reach, values: Sequence[int], free: Collection[int], *, legal: bool
) -> tuple[mathopt.Model, dict[int, mathopt.Variable]] | None:
    """Build the part's model; None when what is kept breaks a row by itself."""
    program = reach.program
    moving = reach.variables(free)
    if program.contradictions or not (legal or _keeps(program, values, set(moving))):
        return None
    model = mathopt.Model()
    variables = {
        v: model.add_variable(lb=program.lower[v], ub=program.upper[v], is_integer=v < len(values))
        for v in moving
    }
    for row in reach.rows(moving):
        settled = sum(c * reach.value(v, values) for v, c in row.terms if v not in variables)
        line = model.add_linear_constraint(
            lb=-FAR if row.low is None else row.low - settled,
            ub=FAR if row.high is None else row.high - settled,
        )
        for v, coefficient in row.terms:
            if v in variables:
                line.set_coefficient(variables[v], coefficient)
    paid = [v for v in moving if program.cost[v]]
    # path variables, which lie beyond the values, cost nothing
    settled = program.price(values) - sum(program.cost[v] * values[v] for v in paid)
    model.minimize(mathopt.fast_sum(program.cost[v] * variables[v] for v in paid) + settled)
    return model, variables


def _keeps(program: Program, values: Sequence[int], moving: set[int]) -> bool:
    """Whether the variables that do not move lie inside their bounds and rows."""
    still = [v not in moving for v in range(len(program.lower))]
    settled = (row for row in program.rows if moving.isdisjoint(v for v, _ in row.terms))
    return not program.is_outside(values, still) and all(
        row.holds_at(sum(c * values[v] for v, c in row.terms)) for row in settled if row.rule != PATH
    )


def _answer(
    result: mathopt.SolveResult,
    variables: dict[int, mathopt.Variable],
    values: Sequence[int],
    free: Collection[int],
) -> PartAnswer:
    reason = result.termination.reason
    if reason is mathopt.TerminationReason.INFEASIBLE:
        return PartAnswer("infeasible", None, FAR)
    bound = float(result.termination.objective_bounds.dual_bound)
    if not result.has_primal_feasible_solution():
        return PartAnswer("unknown", None, bound)
    cells = [v for v in free if v in variables]
    found = result.variable_values([variables[v] for v in cells])
    moving = set(free)
    kept = {v for v, value in enumerate(values) if value == 1 and v not in moving}
    ones = kept | {v for v, value in zip(cells, found, strict=True) if value > 0.5}
    is_best = reason is mathopt.TerminationReason.OPTIMAL
    return PartAnswer("optimal" if is_best else "feasible", frozenset(ones), bound)
