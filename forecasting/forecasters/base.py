"""What every forecaster can do, and the bands they share."""

from __future__ import annotations

import datetime as dt
from typing import Protocol, Self

import numpy as np
import pandas as pd
from scipy import stats

from forecasting.calendar import Calendar
from forecasting.slots import FloatArray


class Forecaster(Protocol):
    """Settings in the constructor, ``fit`` returns self, learned attributes end in ``_``."""

    def fit(self, calls: pd.DataFrame, calendar: Calendar) -> Self:
        """Learn from a history.

        Parameters
        ----------
        calls
            Long frame: ``ds`` (naive local slot starts) and ``calls``.
        calendar
            Days of the department, the days to be forecast included.
        """
        ...

    def predict(self, start: dt.date, days: int) -> pd.DataFrame:
        """Forecast every slot of ``days`` days from ``start``: columns ``ds, mean, lo80, hi80``."""
        ...


def check_horizon(last_day: dt.date, start: dt.date, days: int) -> None:
    """Refuse a horizon that is empty or lies in the history.

    Raises
    ------
    ValueError
        If ``days < 1`` or ``start`` is not after the last day of the history.
    """
    if days < 1:
        raise ValueError(f"days must be at least 1, not {days}")
    if start <= last_day:
        raise ValueError(f"the forecast starts {start}, before the history ends ({last_day})")


def count_band(mean: FloatArray, relative_variance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """10% and 90% quantiles of a count with a gamma rate (negative binomial).

    Whole numbers cannot cut off just a tenth: 1 call expected is between 0 and 2 in 92% of slots. So the
    quantiles are those of the distribution in which half of the probability of each number lies below it,
    linear in between: not whole, and over many slots 80% lie within.

    Parameters
    ----------
    mean
        Expected calls, any shape.
    relative_variance
        r in ``var = mean + mean² · r``, broadcastable to ``mean``; 0 is the Poisson distribution.

    References
    ----------
    Taylor (2012), "Density forecasting of intraday call center arrivals using models based on exponential
    smoothing": counts of calls are Poisson with a random rate. Ma, Genton & Parzen (2011), "Asymptotic
    properties of sample quantiles of discrete distributions": mid-distribution quantiles.
    """
    r = np.maximum(np.broadcast_to(relative_variance, mean.shape), 1e-9)
    busy = mean > 0
    lo, hi = np.zeros(mean.shape), np.zeros(mean.shape)
    size = 1.0 / r[busy]
    share = size / (size + mean[busy])
    lo[busy], hi[busy] = _mid_quantile(0.1, size, share), _mid_quantile(0.9, size, share)
    return lo, hi


def _mid_quantile(level: float, size: FloatArray, share: FloatArray) -> FloatArray:
    """Where the mid-distribution function of a negative binomial reaches ``level``, at least 0."""
    place = np.asarray(stats.nbinom.ppf(level, size, share), dtype=np.float64)

    def reached(count: FloatArray) -> FloatArray:
        below = stats.nbinom.cdf(count, size, share) - 0.5 * stats.nbinom.pmf(count, size, share)
        return np.asarray(below, dtype=np.float64)

    left = place - (reached(place) >= level)
    start, end = reached(left), reached(left + 1.0)
    return np.asarray(np.maximum(left + (level - start) / (end - start), 0.0), dtype=np.float64)
