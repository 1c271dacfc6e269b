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

    Parameters
    ----------
    mean
        Expected calls, any shape.
    relative_variance
        r in ``var = mean + mean² · r``, broadcastable to ``mean``; 0 is the Poisson distribution.

    References
    ----------
    Taylor (2012), "Density forecasting of intraday call center arrivals using models based on exponential
    smoothing": counts of calls are Poisson with a random rate.
    """
    r = np.maximum(np.broadcast_to(relative_variance, mean.shape), 1e-9)
    busy = mean > 0
    lo, hi = np.zeros(mean.shape), np.zeros(mean.shape)
    size = 1.0 / r[busy]
    share = size / (size + mean[busy])
    lo[busy] = stats.nbinom.ppf(0.1, size, share)
    hi[busy] = stats.nbinom.ppf(0.9, size, share)
    return lo, hi
