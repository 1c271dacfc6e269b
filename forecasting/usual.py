"""What is usual of each day of a history, by medians: one wild day, or ten, moves none of them.

This is no forecast: the days after count as much as the days before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.demand_days import DemandDays, DemandKind, IntArray
from forecasting.slots import BoolArray, DayMatrix, FloatArray

ROBUST = 1.4826
"""Standard deviation of a normal distribution, in median absolute deviations."""
LEVEL_DAYS = 21
"""The level of a day is the median of its neighbours so many days before and after it."""
KIND_SPREAD = 0.5
"""How far apart special days of one kind may lie in ln(total)."""
SPECIAL_FACTOR = 2.0
"""Holidays, eves and the days after them are rare and wild: their spread is taken to be so much wider."""
LEAST_SPREAD = 0.06
"""Smallest spread of ln(total): a very regular centre is not suspicious for a trifle."""
PASSES = 2


@dataclass(frozen=True, kw_only=True)
class UsualDays:
    """What is usual of consecutive days.

    Parameters
    ----------
    days
        Features of the days.
    log_totals, spread
        ``ln(total + 0.5)`` of each day and its robust standard deviation, shapes (days,).
    normal
        Days that were learnt from: recorded, and of the normal kind, shape (days,).
    """

    days: DemandDays
    log_totals: FloatArray
    spread: FloatArray
    normal: BoolArray

    def total(self, index: int) -> float:
        """Usual calls of a day."""
        return max(float(np.exp(self.log_totals[index])) - 0.5, 0.0)

    def slots(self, calls: FloatArray, rows: IntArray) -> FloatArray:
        """Usual calls per slot of some days that share an effective weekday, shape (rows, slots).

        The weekday's shares are medians over its normal days; a day that is high or low as a whole, judged
        by the median of its busier slots that have calls, is measured by its own level.

        Parameters
        ----------
        calls
            All days of the history, shape (days, slots).
        rows
            Indices of days.
        """
        totals = np.maximum(np.exp(self.log_totals[rows]) - 0.5, 0.0)
        learnt = self.normal[rows] if self.normal[rows].any() else np.ones(len(rows), dtype=np.bool_)
        relative = calls[rows] / np.maximum(totals, 1.0)[:, None]
        shares = np.median(relative[learnt], axis=0)
        expected = totals[:, None] * shares
        busy = shares > np.median(shares[shares > 0]) if (shares > 0).any() else shares > 0
        own = np.ones(len(rows))
        for place, row in enumerate(calls[rows]):
            telling = busy & (row > 0)
            if telling.any():
                own[place] = np.median(row[telling] / np.maximum(expected[place, telling], 0.5))
        return np.asarray(expected * own[:, None], dtype=np.float64)


def usual_days(matrix: DayMatrix, days: DemandDays) -> UsualDays:
    """Learn weekdays, level and kinds of days by medians in turn."""
    actual = np.log(matrix.calls.sum(axis=1) + 0.5)
    normal = matrix.recorded & (days.kinds == DemandKind.NORMAL)
    if not normal.any():
        normal = matrix.recorded
    fitted = np.full(matrix.n_days, float(np.median(actual[normal])))
    for _ in range(PASSES):
        fitted += _by_weekday(actual - fitted, normal, days.weekdays)
        fitted += _level(actual - fitted, normal)
    rest = np.abs(actual - fitted)[normal]
    own = max(ROBUST * float(np.median(rest)), LEAST_SPREAD)
    effect, doubt = _kinds(actual - fitted, matrix.recorded, days.kinds)
    fitted += effect
    wide = np.where(days.kinds == DemandKind.NORMAL, 1.0, SPECIAL_FACTOR)
    counting = np.exp(-np.maximum(fitted, 0.0))
    spread = wide * np.sqrt(own**2 + doubt**2 + counting)
    return UsualDays(days=days, log_totals=fitted, spread=np.asarray(spread, dtype=np.float64), normal=normal)


def _by_weekday(left: FloatArray, counts: BoolArray, weekdays: IntArray) -> FloatArray:
    effect = np.zeros(len(left))
    for weekday in range(7):
        here = counts & (weekdays == weekday)
        if here.any():
            effect[weekdays == weekday] = np.median(left[here])
    return effect


def _level(left: FloatArray, counts: BoolArray) -> FloatArray:
    level = np.zeros(len(left))
    for index in range(len(left)):
        window = slice(max(0, index - LEVEL_DAYS), index + LEVEL_DAYS + 1)
        near = left[window][counts[window]]
        level[index] = np.median(near) if len(near) else 0.0
    return level


def _kinds(left: FloatArray, recorded: BoolArray, kinds: IntArray) -> tuple[FloatArray, FloatArray]:
    """Effect of each special day's kind and how uncertain it is, shapes (days,).

    A special day is judged by the others of its kind: alone it would explain itself.
    """
    effect, doubt = np.zeros(len(left)), np.zeros(len(left))
    for index in np.flatnonzero(kinds != DemandKind.NORMAL):
        others = recorded & (kinds == kinds[index])
        others[index] = False
        n = int(others.sum())
        effect[index] = np.median(left[others]) * n / (n + 0.5) if n else 0.0
        doubt[index] = KIND_SPREAD / np.sqrt(n + 1.0)
    return effect, doubt
