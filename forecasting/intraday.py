"""The rest of today, from what has arrived: the forecast's own bands say how far it can be off.

In the morning a day's calls are expected to be m, and to come as m·(1 + x): x is what the bands call the
factor of the day. It lasts, and fades: a quiet morning says much of noon and little of the evening. What has
arrived, slot by slot, tells x with the noise of counts; the rest is the best linear prediction from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from forecasting.forecasters.base import count_band
from forecasting.slots import FloatArray

LASTING_HOURS = 8.0
"""After so many hours 1/e of a deviation is left. On both shipped banks 4 and 8 hours are about equally good,
2 hours and a factor that never fades are worse."""

FARTHEST = 3.0
"""Standard deviations to which a slot's deviation is cut: an outage of half an hour is no day."""

LEAST_FACTOR = 0.05
# The factor of the day is what the bands of its busy slots have in common: small counts hide it.
BUSY_SHARE = 0.5
WIDEST = 1.0  # above it, the band of a small count does not grow any more
HALVINGS = 40
BEYOND = 0.999
"""A cumulated count above what one day in a thousand should reach is beyond the forecast. Looked at slot by
slot, more days are above it at some time: of the shipped banks, forecast 14 to 28 days before, 2 of 52 and 8
of 136 days; 5 and 15 would be above the 99 % quantile."""
LEAST_EXPECTED = 30.0
"""Calls: below it the first hours of a night are told apart by a handful of calls."""


@dataclass(frozen=True, kw_only=True)
class SoFar:
    """The calls of a day up to now.

    Attributes
    ----------
    came, expected
        Calls in the slots that have arrived; slots in which none is expected are left out of both.
    upper
        Above so many, they are beyond the forecast.
    """

    came: float
    expected: float
    upper: float

    @property
    def beyond(self) -> bool:
        """Whether more came than the forecast allows for."""
        return self.expected >= LEAST_EXPECTED and self.came > self.upper


def so_far(day: pd.DataFrame, came: FloatArray) -> SoFar | None:
    """Hold what has arrived against the predictive distribution of its sum; None where nothing has.

    The sum of the arrived slots has the mean Σm and, with the C of :func:`reforecast`, the variance
    Σm + Σm²·spread + mᵀC·m: the factor of the day, which all slots share, weighs more the longer the day. It
    is taken for a count with a gamma rate, like each slot; the edge is its 99.9 % quantile.

    Parameters
    ----------
    day, came
        As :func:`reforecast` takes them.
    """
    mean = day["mean"].to_numpy(dtype=np.float64)
    seen = ~np.isnan(came) & (mean > 0)
    if not seen.any():
        return None
    v, spread = _factor_and_spread(relative_variance(day), mean)
    m, hours = mean[seen], _hours(day)[seen]
    expected = float(m.sum())
    more = float((m * m * spread[seen]).sum() + m @ _covariance(v, hours, hours) @ m)
    size = expected * expected / max(more, 1e-9)
    upper = float(stats.nbinom.ppf(BEYOND, size, size / (size + expected)))
    return SoFar(came=float(came[seen].sum()), expected=expected, upper=upper)


def reforecast(day: pd.DataFrame, came: FloatArray) -> pd.DataFrame:
    """Forecast the slots after the last one that has arrived.

    With C the covariance of x at two times, v·e^(−hours apart / 8), and N the noise of an arrived slot,
    1/m + its spread, the best linear prediction is x = C(rest, arrived)·(C + N)⁻¹·(came/m − 1), and the
    variance left v − C(rest, arrived)·(C + N)⁻¹·C(arrived, rest).

    Parameters
    ----------
    day
        The slots of one day in order: ``ds, mean, lo80, hi80``.
    came
        Calls of each slot, nan where it has not arrived or is not known, shape (slots,).

    Returns
    -------
    pandas.DataFrame
        ``ds, mean, lo80, hi80`` of the rest; as it was where nothing has arrived that was expected.

    References
    ----------
    Weinberg, Brown & Stroud (2007), "Bayesian forecasting of an inhomogeneous Poisson process"; Shen & Huang
    (2008), "Interday forecasting and intraday updating of call center arrivals"; Ibrahim & L'Ecuyer (2013),
    "Forecasting call center arrivals: fixed-effects, mixed-effects, and bivariate models".
    """
    arrived = ~np.isnan(came)
    first = int(np.flatnonzero(arrived)[-1]) + 1 if arrived.any() else 0
    rest = day.iloc[first:].reset_index(drop=True)
    mean = day["mean"].to_numpy(dtype=np.float64)
    seen = arrived & (mean > 0)
    open_rest = np.flatnonzero(mean[first:] > 0)
    if not seen.any() or not len(open_rest):
        return rest
    v, spread = _factor_and_spread(relative_variance(day), mean)
    hours = _hours(day)
    later = first + open_rest
    noise = 1.0 / mean[seen] + spread[seen]
    limit = FARTHEST * np.sqrt(noise + v)
    off = np.clip(came[seen] / mean[seen] - 1.0, -limit, limit)
    across = _covariance(v, hours[seen], hours[later])
    gain = np.linalg.solve(_covariance(v, hours[seen], hours[seen]) + np.diag(noise), across)
    factor = np.maximum(1.0 + gain.T @ off, LEAST_FACTOR)
    left = np.maximum(v - (gain * across).sum(axis=0), 0.0)
    new = mean[later] * factor
    lo, hi = count_band(new, left / factor**2 + spread[later])
    made = rest.astype(dict.fromkeys(("mean", "lo80", "hi80"), "float64"))
    made.loc[open_rest, ["mean", "lo80", "hi80"]] = np.stack([new, lo, hi], axis=1)
    return made


def relative_variance(day: pd.DataFrame) -> FloatArray:
    """The r in ``var = mean + mean² · r`` that makes a band as wide as it is, at most 1; closed slots 0."""
    mean = day["mean"].to_numpy(dtype=np.float64)
    width = day["hi80"].to_numpy(dtype=np.float64) - day["lo80"].to_numpy(dtype=np.float64)
    low, high = np.zeros(mean.shape), np.where(mean > 0, WIDEST, 0.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        lo, hi = count_band(mean, middle)
        wide = hi - lo > width
        low, high = np.where(wide, low, middle), np.where(wide, middle, high)
    return np.asarray(low, dtype=np.float64)


def _factor_and_spread(relative: FloatArray, mean: FloatArray) -> tuple[float, FloatArray]:
    """Return the variance that the busy slots have in common, and what each slot has beyond it."""
    v = float(relative[mean >= mean.max() * BUSY_SHARE].min())
    return v, np.maximum(relative - v, 0.0)


def _hours(day: pd.DataFrame) -> FloatArray:
    hours: FloatArray = (day["ds"] - day["ds"].iloc[0]).dt.total_seconds().to_numpy() / 3600
    return hours


def _covariance(v: float, one: FloatArray, other: FloatArray) -> FloatArray:
    return np.asarray(v * np.exp(-np.abs(one[:, None] - other[None, :]) / LASTING_HOURS), dtype=np.float64)
