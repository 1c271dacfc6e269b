"""How a day's total spreads over its slots."""

from __future__ import annotations

import numpy as np

from forecasting.demand_days import DemandDays, DemandKind
from forecasting.slots import MINUTES_PER_DAY, BoolArray, DayMatrix, FloatArray

HALF_LIFE_DAYS = 60.0
POOL_PRIOR_DAYS = 3.0
# Days of another size (a Saturday beside weekdays) spread otherwise: asked only where nothing else is known.
OTHERS_PRIOR_DAYS = 0.3
KIND_PRIOR_DAYS = 2.0
# Weekdays whose usual totals are within this factor of each other are alike.
ALIKE_FACTOR = 1.6
# What sets a weekday apart from those like it does not change from one minute to the next.
SMOOTHING_MINUTES = 24.0


class ProfileTable:
    """Shares of the day's total per slot, by demand kind and effective weekday.

    Recent days weigh more (half-life 60 days). A weekday leans on all weekdays like it, from which it differs
    by a factor that is smooth over the day; a special kind leans on its effective weekday.

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
        self._calls, self._days = matrix.calls, days
        self._open = matrix.open_slots
        totals = matrix.calls.sum(axis=1)
        self._used = used & (totals > 0)
        self._normal = self._used & (days.kinds == DemandKind.NORMAL)
        self._usual = np.array([_median(totals[self._normal & (days.weekdays == day)]) for day in range(7)])
        self._smoother = _smoother(matrix.calls.shape[1])

    def share(self, kind: int, weekday: int, own_weekday: int) -> FloatArray:
        """Share of each slot of a day of this kind, shape (slots,): sums to 1, or all 0 for a closed day."""
        everything, others = self._mean(self._normal)
        if everything == 0.0:
            return np.zeros(self._calls.shape[1])
        same_weekday = self._days.weekdays == weekday
        count, pool = self._mean(self._normal & np.isin(self._days.weekdays, self._alike(weekday)))
        pool = (count * pool + OTHERS_PRIOR_DAYS * others) / (count + OTHERS_PRIOR_DAYS)
        count, own = self._mean(self._normal & same_weekday)
        share = (count * self._smoothed(own, pool) + POOL_PRIOR_DAYS * pool) / (count + POOL_PRIOR_DAYS)
        if kind != DemandKind.NORMAL:
            count, own = self._mean(self._used & same_weekday & (self._days.kinds == kind))
            share = (count * own + KIND_PRIOR_DAYS * share) / (count + KIND_PRIOR_DAYS)
        may_open = self._open[weekday] | self._open[own_weekday]
        if may_open.any():
            share = np.where(may_open, share, 0.0)
        total = share.sum()
        return share / total if total > 0 else share

    def _alike(self, weekday: int) -> list[int]:
        """Weekdays with about as many calls as this one, itself included."""
        apart = np.abs(np.log(self._usual / self._usual[weekday]))
        return [day for day in range(7) if day == weekday or apart[day] < np.log(ALIKE_FACTOR)]

    def _smoothed(self, own: FloatArray, pool: FloatArray) -> FloatArray:
        """The pool times a smooth factor, which is the weekday's own share over the pool's."""
        below = self._smoother @ pool
        factor = np.divide(self._smoother @ own, below, out=np.ones_like(pool), where=below > 0)
        return np.asarray(pool * factor, dtype=np.float64)

    def _mean(self, rows: BoolArray) -> tuple[float, FloatArray]:
        """Weight of the rows and their weighted mean share."""
        weights = self._weights[rows]
        calls = weights @ self._calls[rows]
        total = calls.sum()
        if total <= 0:
            return 0.0, np.zeros(self._calls.shape[1])
        return float(weights.sum()), calls / total


def _median(totals: FloatArray) -> float:
    return float(np.median(totals)) if len(totals) else float("nan")


def _smoother(slots: int) -> FloatArray:
    """Gaussian weights of all slots for each slot, shape (slots, slots)."""
    minutes = np.arange(slots) * (MINUTES_PER_DAY / slots)
    apart = (minutes[:, None] - minutes[None, :]) / SMOOTHING_MINUTES
    return np.asarray(np.exp(-0.5 * apart**2), dtype=np.float64)
