"""Which demands clash by the linear relaxation: Farkas' certificate, from a program whose rows may bend."""

from itertools import accumulate

import highspy
import numpy as np

from roster.solver.budget import Budget
from roster.solver.explain.part import Part

EPSILON = 1e-7


def clashing(part: Part, budget: Budget) -> set[int] | None:
    """Return atoms that cannot hold together, None when the relaxation finds no such set in time.

    Rows of an atom may be missed at a price of 1 per unit. Where the least price is above 0, the rows
    that have a dual value are infeasible by themselves, with the bounds that have a reduced cost. At
    first only rows over people bend, which takes half the time; it fails where one person's clash.
    """
    if part.clash:
        return {min(part.clash)}
    order = list(part.low)
    for bends in (part.over_people, set(part.atoms)):
        highs = _solved(_program(part, order, bends), budget)
        status = highs.getModelStatus()
        if status != highspy.HighsModelStatus.kInfeasible:
            break
    if status != highspy.HighsModelStatus.kOptimal or highs.getInfo().objective_function_value < EPSILON:
        return None
    solution = highs.getSolution()
    found = {
        atom
        for (_, atom), price in zip(part.rows, solution.row_dual, strict=True)
        if atom is not None and abs(price) > EPSILON
    }
    for variable, reduced in zip(order, solution.col_dual, strict=False):
        if reduced < -EPSILON and variable in part.set_by:
            found.add(part.set_by[variable])
    return found


def _solved(lp: highspy.HighsLp, budget: Budget) -> highspy.Highs:
    highs = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("time_limit", max(0.01, budget.left))):
        highs.setOptionValue(name, value)
    highs.passModel(lp)
    with budget.engine(highs.cancelSolve):
        highs.run()
    return highs


def _program(part: Part, order: list[int], bends: set[int]) -> highspy.HighsLp:
    """Return the elastic program; the missed units are the columns behind the variables of `order`."""
    place = {variable: column for column, variable in enumerate(order)}
    far, columns = highspy.kHighsInf, len(order)
    rows: list[list[tuple[int, int]]] = []
    for row, atom in part.rows:
        entries = [(place[variable], factor) for variable, factor in row.terms]
        if atom in bends:
            for is_open, sign in ((row.low is None, 1), (row.high is None, -1)):
                if not is_open:
                    entries.append((columns, sign))
                    columns += 1
        rows.append(entries)
    missed = columns - len(order)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(rows)
    lp.col_cost_ = np.array([0.0] * len(order) + [1.0] * missed)
    lp.col_lower_ = np.array([*(part.low[v] for v in order), *([0.0] * missed)], dtype=float)
    lp.col_upper_ = np.array([*(part.high[v] for v in order), *([far] * missed)], dtype=float)
    lp.row_lower_ = np.array([-far if row.low is None else row.low for row, _ in part.rows], dtype=float)
    lp.row_upper_ = np.array([far if row.high is None else row.high for row, _ in part.rows], dtype=float)
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.array([0, *accumulate(len(entries) for entries in rows)], dtype=np.int32)
    matrix.index_ = np.array([column for entries in rows for column, _ in entries], dtype=np.int32)
    matrix.value_ = np.array([factor for entries in rows for _, factor in entries], dtype=float)
    return lp
