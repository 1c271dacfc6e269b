"""How a day's total spreads over its slots."""

from __future__ import annotations

import numpy as np

from forecasting.demand_days import DemandDays, DemandKind
from forecasting.slots import BoolArray, DayMatrix, FloatArray

HALF_LIFE_DAYS = 45.0
POOL_PRIOR_DAYS = 3.0
KIND_PRIOR_DAYS = 2.0


class ProfileTable:
    """Shares of the day's total per slot, by demand kind and effective weekday.

    Recent days weigh more (half-life 45 days); a weekday with few days leans on all days together, a
    special kind leans on its effective weekday.

    Parameters
    ----------
    matrix
        History, days × slots.
    used
        Days to learn from; outliers left out, shape (days,).
    days
        Features of the same days.
    """

    def __init__(self, matrix: DayMatrix, used: BoolArray, days: DemandDays) -> None:
        ages = np.arange(matrix.n_days - 1, -1, -1.0)
        self._weights = 0.5 ** (ages / HALF_LIFE_DAYS)
        self._calls, self._used, self._days = matrix.calls, used, days
        self._open = matrix.open_slots

    def share(self, kind: int, weekday: int, own_weekday: int) -> FloatArray:
        """Share of each slot of a day of this kind, shape (slots,): sums to 1, or all 0 for a closed day."""
        same_weekday = self._used & (self._days.weekdays == weekday)
        normal = self._days.kinds == DemandKind.NORMAL
        everything, pool = self._mean(self._used & normal)
        if everything == 0.0:
            return np.zeros(self._calls.shape[1])
        count, own = self._mean(same_weekday & normal)
        share = (count * own + POOL_PRIOR_DAYS * pool) / (count + POOL_PRIOR_DAYS)
        may_open = self._open[weekday] | self._open[own_weekday]
        if kind != DemandKind.NORMAL:
            count, own = self._mean(same_weekday & (self._days.kinds == kind))
            share = (count * own + KIND_PRIOR_DAYS * share) / (count + KIND_PRIOR_DAYS)
        if may_open.any():
            share = np.where(may_open, share, 0.0)
        total = share.sum()
        return share / total if total > 0 else share

    def _mean(self, rows: BoolArray) -> tuple[float, FloatArray]:
        """Weight of the rows and their weighted mean share."""
        rows = rows & (self._calls.sum(axis=1) > 0)
        weights = self._weights[rows]
        calls = weights @ self._calls[rows]
        total = calls.sum()
        if total <= 0:
            return 0.0, np.zeros(self._calls.shape[1])
        return float(weights.sum()), calls / total
