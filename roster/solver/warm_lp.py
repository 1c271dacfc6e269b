"""A linear program that grows by columns and is solved again and again, each time from the last basis.

HiGHS by its own interface: MathOpt rebuilds it at each solve, and GLOP by MathOpt ends abnormally on masters.
"""

from collections.abc import Mapping

import highspy
import numpy as np
import numpy.typing as npt

from roster.solver.budget import Budget

DUAL, PRIMAL = 1, 4
"""HiGHS's numbers: after new columns the last basis is primal feasible, after new rows dual feasible."""

FAR = float("inf")
_NOTHING: Mapping[int, float] = {}


class WarmLp:
    """Minimises over rows with bounds and columns with costs; everything is numbered from 0."""

    def __init__(self) -> None:
        self._highs = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1)):
            self._highs.setOptionValue(name, value)
        self._columns = 0
        self._has_new_rows = False

    def row(self, low: float, high: float, amounts: Mapping[int, float] = _NOTHING) -> None:
        """Add a row with its coefficients by column; an infinite side is open."""
        columns, values = _arrays(amounts)
        self._highs.addRow(low, high, len(columns), columns, values)
        self._has_new_rows = bool(amounts)

    def column(self, cost: float, low: float, high: float, amounts: Mapping[int, float]) -> int:
        """Add a column with its coefficients by row; return its number."""
        rows, values = _arrays(amounts)
        self._highs.addCol(cost, low, high, len(rows), rows, values)
        self._columns += 1
        return self._columns - 1

    def limit(self, column: int, upper: float) -> None:
        """Bound a column from above; its lower bound is 0."""
        self._highs.changeColBounds(column, 0.0, upper)

    def solve(self, budget: Budget, *, until: float = float("inf")) -> float | None:
        """Return the optimum, None when the time ended first or there is none."""
        seconds = FAR if budget.is_repeatable else max(0.01, min(budget.left, until - budget.elapsed))
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + seconds)
        self._highs.setOptionValue("simplex_strategy", DUAL if self._has_new_rows else PRIMAL)
        self._has_new_rows = False
        with budget.engine(self._interrupt):
            self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return float(self._highs.getInfo().objective_function_value)

    def _interrupt(self) -> None:
        # it looks at its time often; to be cancelled it would have to call back into Python as often
        self._highs.setOptionValue("time_limit", 0.0)

    def prices(self) -> npt.NDArray[np.float64]:
        """Return the dual values of all rows, shape (rows,)."""
        return np.array(self._highs.getSolution().row_dual)

    def values(self) -> npt.NDArray[np.float64]:
        """Return the values of all columns, shape (columns,)."""
        return np.array(self._highs.getSolution().col_value)


def _arrays(amounts: Mapping[int, float]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    numbers = np.fromiter(amounts.keys(), dtype=np.int32, count=len(amounts))
    return numbers, np.fromiter(amounts.values(), dtype=np.float64, count=len(amounts))
