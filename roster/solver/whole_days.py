"""Rows that hold for whole numbers of people on one day: they lift the bound of the master.

The master's linear program lets 2.4 people share six moments for a break without a gap; 2 or 3 people
cannot. A cut of a day says what the day costs at least, given prices on its people per shift: the least
cost over whole numbers, by a small mixed-integer program. The prices are the master's own, so that each
cut takes away the master's last solution where the day is not whole by itself (a Lagrangian cut; the
bound is that of Dantzig and Wolfe's reformulation by days).
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from roster.solver.budget import Budget
from roster.solver.cells import Cells
from roster.solver.habits import Numbers
from roster.solver.program import Program, Row

Prices = npt.NDArray[np.float64]
MOST_NODES = 200
"""Of a day's search: where it ends too soon, its bound holds all the same."""
SCALE = 64.0
"""Weights are rounded to this part of a unit of cost: then the least cost is rounded up to one, too."""
SAFETY = 1e-6
"""Share of a cut's value that is given away to rounding errors."""
LEAST_GAIN = 1e-3
DAY_WORK = 0.01
"""Work of one day's program, in units of repeatable work."""


@dataclass(frozen=True)
class Cut:
    """``sum of weights times variables >= least``, by the master's numbers of variables common to all."""

    variables: Numbers
    weights: Prices
    least: float


class WholeDays:
    """The days of a month as whole-number programs, each with the rows that speak of no single person.

    Parameters
    ----------
    cells
        The month.
    rows
        Rows of the master, in its order.
    shared
        The program's numbers of the variables common to all, in the master's order.
    """

    def __init__(self, cells: Cells, rows: Sequence[Row], shared: Sequence[int]) -> None:
        self._rows = len(rows)
        program, place = cells.program, {v: number for number, v in enumerate(shared)}
        day_of = _single_days(cells)
        by_day: dict[int, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            days = [day_of[v] for v, _ in row.terms if v in day_of]
            if days and all(v in place for v, _ in row.terms):
                by_day[max(days)].append(number)
        home = {v: day for day in sorted(by_day) for n in by_day[day] for v, _ in rows[n].terms}
        self._days = [
            _Day(program, [(n, rows[n]) for n in numbers], place, {v for v, at in home.items() if at == day})
            for day, numbers in sorted(by_day.items())
        ]

    def cuts(self, prices: Prices, reduced: Prices, values: Prices, budget: Budget) -> list[Cut]:
        """Return the cuts that the master's solution does not keep; each is to become its next row.

        Parameters
        ----------
        prices
            Of the master's rows.
        reduced, values
            Reduced costs and values of the variables common to all.
        budget
            Asked before each day whether to go on.
        """
        found = []
        for day in self._days:
            if budget.is_over:
                break
            budget.charge(DAY_WORK)
            cut = day.cut(prices, reduced)
            if cut is not None and cut.least - float(cut.weights @ values[cut.variables]) > LEAST_GAIN:
                day.take(self._rows, cut)
                self._rows += 1
                found.append(cut)
        return found


class _Day:
    """One day's program, kept from one question to the next."""

    def __init__(
        self, program: Program, rows: Sequence[tuple[int, Row]], place: dict[int, int], own: set[int]
    ) -> None:
        variables = sorted({v for _, row in rows for v, _ in row.terms})
        number = {v: n for n, v in enumerate(variables)}
        self._shared = np.array([place[v] for v in variables])
        self._is_own = np.array([v in own for v in variables])
        entries = [(n, number[v], c) for n, row in rows for v, c in row.terms]
        self._row, self._column, self._coefficient = (np.array(part) for part in zip(*entries, strict=True))
        self._highs = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("mip_max_nodes", MOST_NODES)):
            self._highs.setOptionValue(name, value)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        for n, v in enumerate(variables):
            self._highs.addVar(program.lower[v], program.upper[v])
            self._highs.changeColIntegrality(n, highspy.HighsVarType.kInteger)
        for _, row in rows:
            self._highs.addRow(
                -highspy.kHighsInf if row.low is None else row.low,
                highspy.kHighsInf if row.high is None else row.high,
                len(row.terms),
                np.array([number[v] for v, _ in row.terms], dtype=np.int32),
                np.array([c for _, c in row.terms], dtype=np.float64),
            )

    def take(self, row: int, cut: Cut) -> None:
        """Note that a cut of the day is a row of the master now."""
        self._row = np.append(self._row, np.full(len(self._shared), row))
        self._column = np.append(self._column, np.arange(len(self._shared)))
        self._coefficient = np.append(self._coefficient, cut.weights)

    def cut(self, prices: Prices, reduced: Prices) -> Cut | None:
        """Return what the day costs at least, at the prices that the master pays for what it has.

        None where that is not known, for example because the day alone is impossible.
        """
        paid = np.bincount(
            self._column,
            weights=prices[self._row] * self._coefficient,
            minlength=len(self._shared),
        )
        weights = paid + np.where(self._is_own, reduced[self._shared], 0.0)
        weights = np.rint(weights * SCALE)
        self._highs.clearSolver()
        for n, weight in enumerate(weights.tolist()):
            self._highs.changeColCost(n, weight)
        self._highs.run()
        bound = self._highs.getInfo().mip_dual_bound
        if not math.isfinite(bound):
            return None
        return Cut(self._shared, weights / SCALE, math.ceil(bound - SAFETY * max(1.0, abs(bound))) / SCALE)


def _single_days(cells: Cells) -> dict[int, int]:
    """Return the day of each variable that counts cells of one day only."""
    days = {
        variable: {day}
        for person in cells.problem.people
        for day in range(cells.problem.days)
        for variable in cells.variables(person, day)
    }
    for variable, inputs, _ in cells.program.definitions:
        days[variable] = set().union(*(days[v] for v in inputs))
    own = set(cells.all_variables)
    return {v: min(on) for v, on in days.items() if len(on) == 1 and v not in own}
