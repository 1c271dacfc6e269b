"""A linear program that grows by columns and is solved again and again, each time from the last basis.

HiGHS by its own interface: MathOpt rebuilds it at each solve, and GLOP by MathOpt ends abnormally on masters.
"""

from collections.abc import Mapping

import highspy
import numpy as np
import numpy.typing as npt

from roster.solver.budget import Budget

PRIMAL = 4
"""HiGHS's number of the primal simplex: after new columns the last basis is primal feasible."""


class WarmLp:
    """Minimises over rows with bounds and columns with costs; everything is numbered from 0."""

    def __init__(self) -> None:
        self._highs = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("simplex_strategy", PRIMAL)):
            self._highs.setOptionValue(name, value)
        self._columns = 0

    def row(self, low: float, high: float) -> None:
        """Add an empty row; an infinite side is open."""
        self._highs.addRow(low, high, 0, _NO_ROWS, _NO_VALUES)

    def column(self, cost: float, low: float, high: float, amounts: Mapping[int, int]) -> int:
        """Add a column with its coefficients by row; return its number."""
        rows = np.fromiter(amounts.keys(), dtype=np.int32, count=len(amounts))
        values = np.fromiter(amounts.values(), dtype=np.float64, count=len(amounts))
        self._highs.addCol(cost, low, high, len(rows), rows, values)
        self._columns += 1
        return self._columns - 1

    def limit(self, column: int, upper: float) -> None:
        """Bound a column from above; its lower bound is 0."""
        self._highs.changeColBounds(column, 0.0, upper)

    def solve(self, budget: Budget, *, until: float = float("inf")) -> float | None:
        """Return the optimum, None when the time ended first or there is none."""
        if not budget.is_repeatable:
            seconds = max(0.01, min(budget.left, until - budget.elapsed))
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + seconds)
        with budget.engine(self._highs.cancelSolve):
            self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return float(self._highs.getInfo().objective_function_value)

    def prices(self) -> npt.NDArray[np.float64]:
        """Return the dual values of all rows, shape (rows,)."""
        return np.array(self._highs.getSolution().row_dual)

    def values(self) -> npt.NDArray[np.float64]:
        """Return the values of all columns, shape (columns,)."""
        return np.array(self._highs.getSolution().col_value)


_NO_ROWS = np.empty(0, dtype=np.int32)
_NO_VALUES = np.empty(0, dtype=np.float64)
