"""The part of the program that is free while the rest stays, in the run formulation, by HiGHS.

On such parts HiGHS with the path rows finds and proves far more in two seconds than CP-SAT does.
It is interrupted by taking its time away, which it looks at often, but not inside a long step: then the part
is left behind (`roster.solver.leaving`).
"""

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from roster.solver.budget import POLL_SECONDS, Budget
from roster.solver.cp import Answer
from roster.solver.leaving import note_left
from roster.solver.program import Program
from roster.solver.reach import Numbers, Reach
from roster.solver.runs import PATH

FAR = float("inf")
PATIENCE_SECONDS = 0.5
OPTIONS = {
    "output_flag": False,
    "threads": 1,
    # costs are whole: less than 1 apart is the same, a ten-thousandth is not
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.99,
}


@dataclass(frozen=True)
class PartAnswer:
    """What HiGHS found: the cells that are 1 in the best solution, None without one; a bound; the cost."""

    answer: Answer
    ones: frozenset[int] | None
    bound: float
    cost: float = FAR


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
    built = _Model.of(reach, values, free, legal=legal)
    if built is None:
        return PartAnswer("infeasible", None, FAR)
    outcome: list[PartAnswer] = []

    def work() -> None:
        try:
            outcome.append(built.solve())
        except Exception as error:  # noqa: BLE001 - raised again when the budget is left
            budget.fail(error)

    built.limit(max(0.05, min(amount, budget.left)), seed=seed)
    runner = threading.Thread(target=work, daemon=True, name="roster-part")
    runner.start()
    waited_since = None
    with budget.engine(built.interrupt):
        while runner.is_alive():
            runner.join(POLL_SECONDS)
            if budget.is_over:
                built.interrupt()
                waited_since = budget.elapsed if waited_since is None else waited_since
                if budget.elapsed - waited_since > PATIENCE_SECONDS:
                    note_left(runner)
                    break
    return outcome[0] if outcome else PartAnswer("unknown", None, -FAR)


class _Model:
    """The part's model, and how to read its solution."""

    def __init__(self, reach: Reach, values: Sequence[int], free: Collection[int], moving: Numbers) -> None:
        self._values, self._free = values, free
        self._moving = moving
        column = np.full(len(reach.lower), -1)
        column[moving] = np.arange(len(moving))
        entries = reach.entries(moving)
        moves = column[entries.variable] >= 0
        stay, of_row = (
            entries.variable[~moves],
            np.repeat(np.arange(len(entries.rows)), np.diff(entries.begin)),
        )
        amounts = entries.coefficient[~moves] * _values_of(reach, values, stay)
        settled = np.bincount(of_row[~moves], weights=amounts, minlength=len(entries.rows))
        begin = np.concatenate(([0], np.cumsum(np.bincount(of_row[moves], minlength=len(entries.rows)))))
        now = _values_of(reach, values, moving)
        whole = moving < len(values)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(moving), len(entries.rows)
        model.col_lower_, model.col_upper_ = reach.lower[moving], reach.upper[moving]
        model.col_cost_ = reach.cost[moving]
        # path variables, which lie beyond the values, cost nothing
        model.offset_ = float(reach.program.price(values) - (reach.cost[moving] * now)[whole].sum())
        model.row_lower_ = reach.low[entries.rows] - settled
        model.row_upper_ = reach.high[entries.rows] - settled
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_, matrix.index_ = begin, column[entries.variable[moves]]
        matrix.value_ = entries.coefficient[moves].astype(np.float64)
        kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
        model.integrality_ = [kinds[is_whole] for is_whole in whole.tolist()]
        self._highs = highspy.Highs()
        for name, value in OPTIONS.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(model)
        start = highspy.HighsSolution()
        start.col_value = now.astype(np.float64)
        self._highs.setSolution(start)

    @classmethod
    def of(
        cls, reach: Reach, values: Sequence[int], free: Collection[int], *, legal: bool
    ) -> "_Model | None":
        """Build the model; None when what is kept breaks a row by itself."""
        moving = reach.variables(free)
        if reach.program.contradictions or not (legal or _keeps(reach.program, values, set(moving.tolist()))):
            return None
        return cls(reach, values, free, moving)

    def limit(self, seconds: float, *, seed: int) -> None:
        """Set the time that `solve` has."""
        self._highs.setOptionValue("time_limit", seconds)
        self._highs.setOptionValue("random_seed", seed)

    def interrupt(self) -> None:
        """Take the time away from a solve that runs in another thread."""
        self._highs.setOptionValue("time_limit", 0.0)

    def solve(self) -> PartAnswer:
        """Solve within the limit."""
        self._highs.run()
        status, info = self._highs.getModelStatus(), self._highs.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return PartAnswer("infeasible", None, FAR)
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return PartAnswer("unknown", None, info.mip_dual_bound)
        found = np.array(self._highs.getSolution().col_value)
        free = set(self._free)
        ones = {v for v, value in enumerate(self._values) if value == 1 and v not in free}
        ones.update(
            v
            for v, value in zip(self._moving.tolist(), found.tolist(), strict=True)
            if value > 0.5 and v in free
        )
        cost = info.objective_function_value
        is_best = status == highspy.HighsModelStatus.kOptimal
        return PartAnswer("optimal" if is_best else "feasible", frozenset(ones), info.mip_dual_bound, cost)


def _values_of(reach: Reach, values: Sequence[int], variables: Numbers) -> Numbers:
    return np.array([reach.value(v, values) for v in variables.tolist()], dtype=np.int64)


def _keeps(program: Program, values: Sequence[int], moving: set[int]) -> bool:
    """Whether the variables that do not move lie inside their bounds and rows."""
    still = [v not in moving for v in range(len(program.lower))]
    settled = (row for row in program.rows if moving.isdisjoint(v for v, _ in row.terms))
    return not program.is_outside(values, still) and all(
        row.holds_at(sum(c * values[v] for v, c in row.terms)) for row in settled if row.rule != PATH
    )
