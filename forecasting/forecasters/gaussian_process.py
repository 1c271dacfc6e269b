"""A Gaussian process over days: what is known of calendars, levels and events, weighed by the history.

With y = ln(total + .5) − median, K the covariance of the past days, k of a past with a coming day and N the
noise: ``forecast = kᵀ (K + N)⁻¹ y``. In words: a coming day is a weighted sum of the past days, weighted by
how much they have in common with it. There is nothing to search for: the constants are fixed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from forecasting.demand_days import DemandDays, DemandKind
from forecasting.forecasters.day_totals import DayModel, DayTotalForecaster
from forecasting.forecasters.kernels import DayKernel
from forecasting.slots import BoolArray, FloatArray

# A fit costs the cube of the number of days; older days than two years say next to nothing.
MOST_DAYS = 750
NOISE_SD = 0.09
SPECIAL_NOISE_SD = 0.12
# A day is set aside when it is so many standard deviations away from where all others put it.
OUTLIER_SDS = 4.0
# Special days are rare and wild; what looks impossible may be all that is known of them.
SPECIAL_OUTLIER_SDS = 5.0
OUTLIER_PASSES = 3


@dataclass(frozen=True, kw_only=True)
class GaussianDays:
    """The days that count, and the weight of each.

    Parameters
    ----------
    kernel
        Covariance of days.
    level
        Median of the known log totals.
    days
        Features of the days that count.
    weights
        ``(K + N)⁻¹ y`` of the same days.
    residuals
        Log total minus its forecast from all other days, nan for days that do not count and for special
        ones, shape (days of the history,).
    """

    kernel: DayKernel
    level: float
    days: DemandDays
    weights: FloatArray
    residuals: FloatArray

    def log_totals(self, days: DemandDays, horizon: FloatArray) -> FloatArray:  # noqa: ARG002 (the days' dates say it)
        """Forecast of ``ln(total + 0.5)`` for open days with these features, shape (days,)."""
        return np.asarray(self.level + self.kernel.between(days, self.days) @ self.weights, dtype=np.float64)


@dataclass(kw_only=True)
class GaussianProcessForecaster(DayTotalForecaster):
    """Closed-form Gaussian process on log totals, times a recent profile, with negative binomial bands.

    Parameters
    ----------
    kernel
        Covariance of days.

    References
    ----------
    Rasmussen & Williams (2006), "Gaussian Processes for Machine Learning": equations 2.25 (forecast) and 5.12
    (leave-one-out).
    """

    kernel: DayKernel = field(default_factory=DayKernel)

    def fit_days(self, log_totals: FloatArray, known: BoolArray, days: DemandDays) -> DayModel:
        """Weigh the known days of the last two years; outliers are set aside pass by pass."""
        counts = known.copy()
        counts[np.flatnonzero(known)[:-MOST_DAYS]] = False
        level = float(np.median(log_totals[counts]))
        covariance = np.zeros((len(known), len(known)))
        covariance[np.ix_(counts, counts)] = self.kernel.between(days.take(counts), days.take(counts))
        noise = _noise(log_totals, days)
        limits = np.where(days.kinds == DemandKind.NORMAL, OUTLIER_SDS, SPECIAL_OUTLIER_SDS)
        weights = error = np.empty(0)
        for last in (*[False] * OUTLIER_PASSES, True):
            inverse = np.linalg.inv(covariance[np.ix_(counts, counts)] + np.diag(noise[counts]))
            weights = inverse @ (log_totals[counts] - level)
            # What all other days say of a day: its error is weight / precision, of variance 1 / precision.
            precision = np.diag(inverse)
            error = weights / precision
            wrong = np.abs(error) * np.sqrt(precision) > limits[counts]
            if last or not wrong.any():
                break
            counts[np.flatnonzero(counts)[wrong]] = False
        residuals = np.full(len(known), np.nan)
        residuals[counts] = error
        residuals[days.kinds != DemandKind.NORMAL] = np.nan
        return GaussianDays(
            kernel=self.kernel, level=level, days=days.take(counts), weights=weights, residuals=residuals
        )


def _noise(log_totals: FloatArray, days: DemandDays) -> FloatArray:
    """Variance of a day's log total that no other day shares; the last part is the counting itself."""
    special = np.where(days.kinds == DemandKind.NORMAL, 0.0, SPECIAL_NOISE_SD**2)
    return np.asarray(NOISE_SD**2 + special + np.exp(-log_totals), dtype=np.float64)
