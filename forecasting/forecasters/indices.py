"""Calendar indices: the product of a few well-shrunk effects, hard to beat 6 to 37 days ahead.

The logarithm of a day's total is weekday + day of month + time since an event + kind of day + a level that
fades with the horizon; the total is spread over the slots by a recent profile.
A fit takes hundredths of a second.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar
from forecasting.demand_days import DemandDays, DemandKind, demand_days
from forecasting.forecasters.bands import Bands, learn_bands
from forecasting.forecasters.base import check_horizon, count_band
from forecasting.forecasters.day_effects import DayEffects, fit_day_effects
from forecasting.forecasters.opening import OpeningDays
from forecasting.forecasters.profiles import ProfileTable
from forecasting.slots import DayMatrix, FloatArray, day_matrix, long_frame

# From the sixth day on the level is a slow one; tomorrow it follows the last days. Between them: a mixture.
LONG_HORIZON_DAYS = 6


@dataclass(frozen=True, kw_only=True)
class LevelMemory:
    """How the level is learnt and fades.

    Parameters
    ----------
    half_life_days
        Half-life of a past day's weight.
    start
        Share of the level in force at horizon 0.
    fade_days
        The level falls to 1/e of its share in this time.
    """

    half_life_days: float
    start: float
    fade_days: float

    def share(self, horizon: FloatArray) -> FloatArray:
        """Share of the level in force ``horizon`` days after the last day of the history."""
        return np.asarray(self.start * np.exp(-horizon / self.fade_days), dtype=np.float64)


@dataclass
class IndicesForecaster:
    """Calendar indices with negative binomial bands.

    Parameters
    ----------
    far, near
        Level for horizons of 6 days and more, and for the next day; linear in between.
    with_bands
        False skips the bands (``lo80`` = ``hi80`` = ``mean``): for the inner loops of a backtest.
    """

    far: LevelMemory = field(default_factory=lambda: LevelMemory(half_life_days=10, start=1.0, fade_days=20))
    near: LevelMemory = field(default_factory=lambda: LevelMemory(half_life_days=4, start=0.8, fade_days=50))
    with_bands: bool = True

    matrix_: DayMatrix = field(init=False, repr=False)
    calendar_: Calendar = field(init=False, repr=False)
    opening_: OpeningDays = field(init=False, repr=False)
    effects_: DayEffects = field(init=False, repr=False)
    profiles_: ProfileTable = field(init=False, repr=False)
    bands_: Bands | None = field(init=False, repr=False)

    def fit(self, calls: pd.DataFrame, calendar: Calendar) -> Self:
        """Learn effects, profiles and bands from a history.

        Raises
        ------
        ValueError
            If the history has no complete day.
        """
        return self.fit_matrix(day_matrix(calls), calendar)

    def fit_matrix(self, matrix: DayMatrix, calendar: Calendar) -> Self:
        """Like :meth:`fit`, from a history already laid out."""
        self.matrix_, self.calendar_ = matrix, calendar
        self.opening_ = OpeningDays(matrix, calendar)
        days = self._acting(matrix.first_day, matrix.n_days)
        special = days.kinds != DemandKind.NORMAL
        # A short special day (closing at noon on an eve) lacks rows because it is short, not for a hole.
        known = matrix.recorded | (matrix.has_rows & special)
        if not known.any():
            raise ValueError("the history has no complete day")
        self.effects_ = fit_day_effects(np.log(matrix.calls.sum(axis=1) + 0.5), known, days)
        trusted = ~np.isnan(self.effects_.residuals)
        self.profiles_ = ProfileTable(matrix, trusted | (known & special), days)
        self.bands_ = None
        if self.with_bands:
            self.bands_ = learn_bands(
                matrix, self.effects_.residuals, days.weekdays, self._shares(days), self._forecast_from
            )
        return self

    def predict(self, start: dt.date, days: int) -> pd.DataFrame:
        """Forecast every slot of ``days`` days from ``start``: the median day, times its profile."""
        check_horizon(self.matrix_.last_day, start, days)
        features = self._acting(start, days)
        is_open = self.opening_.is_open(demand_days(self.calendar_, start, days))
        horizon = self._horizon(start, days)
        totals = np.maximum(np.exp(self._log_totals(features, horizon)) - 0.5, 0.0)
        mean = np.where(is_open, totals, 0.0)[:, None] * self._shares(features)
        if self.bands_ is None:
            return long_frame(start, {"mean": mean, "lo80": mean, "hi80": mean})
        lo, hi = count_band(mean, self.bands_.relative_variance(horizon, features, mean.shape[1]))
        return long_frame(start, {"mean": mean, "lo80": lo, "hi80": hi})

    def _log_totals(self, features: DemandDays, horizon: FloatArray) -> FloatArray:
        """Forecast of ``ln(total + 0.5)`` for open days with these features, shape (days,)."""
        far = self.far.share(horizon) * self.effects_.level(self.far.half_life_days)
        near = self.near.share(horizon) * self.effects_.level(self.near.half_life_days)
        farness = np.clip((horizon - 1) / (LONG_HORIZON_DAYS - 1), 0.0, 1.0)
        return self.effects_.of(features) + farness * far + (1 - farness) * near

    def _forecast_from(self, history: DayMatrix, days: int) -> FloatArray:
        """Log totals of the ``days`` days after a shorter history, as they would have been forecast then."""
        past = replace(self, with_bands=False).fit_matrix(history, self.calendar_)
        start = history.last_day + dt.timedelta(days=1)
        return past._log_totals(past._acting(start, days), past._horizon(start, days))  # noqa: SLF001 (own class)

    def _shares(self, features: DemandDays) -> FloatArray:
        """Profile of each day, shape (days, slots)."""
        keys = np.stack([features.kinds, features.weekdays, features.own_weekdays], axis=1)
        distinct, place = np.unique(keys, axis=0, return_inverse=True)
        table = np.array([self.profiles_.share(int(k), int(w), int(own)) for k, w, own in distinct])
        return np.asarray(table[place.reshape(-1)], dtype=np.float64)

    def _acting(self, first: dt.date, days: int) -> DemandDays:
        return self.opening_.acting(demand_days(self.calendar_, first, days))

    def _horizon(self, start: dt.date, days: int) -> FloatArray:
        """Days after the last day of the history, shape (days,)."""
        return np.arange(days, dtype=np.float64) + (start - self.matrix_.last_day).days
