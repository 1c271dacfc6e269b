"""Forecast the day's total, then spread it over the slots: what two of the forecasters have in common.

They differ in how they explain the logarithm of a day's total; opening days, profiles and bands are the same.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import Protocol, Self

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar
from forecasting.demand_days import DemandDays, DemandKind, demand_days
from forecasting.forecasters.bands import Bands, learn_bands
from forecasting.forecasters.base import check_horizon, count_band
from forecasting.forecasters.opening import OpeningDays
from forecasting.forecasters.profiles import ProfileTable
from forecasting.slots import BoolArray, DayMatrix, FloatArray, day_matrix, long_frame


class DayModel(Protocol):
    """What was learnt of the days' totals."""

    @property
    def residuals(self) -> FloatArray:
        """What the fit leaves of each past day's log total, nan where the day is not used, shape (days,)."""
        ...

    def log_totals(self, days: DemandDays, horizon: FloatArray) -> FloatArray:
        """Forecast ``ln(total + 0.5)`` of open days that lie ``horizon`` days after the history."""
        ...


@dataclass(kw_only=True)
class DayTotalForecaster(ABC):
    """A day's total times its profile, with negative binomial bands.

    Parameters
    ----------
    with_bands
        False skips the bands (``lo80`` = ``hi80`` = ``mean``): for the inner loops of a backtest.
    """

    with_bands: bool = True

    matrix_: DayMatrix = field(init=False, repr=False)
    calendar_: Calendar = field(init=False, repr=False)
    features_: DemandDays = field(init=False, repr=False)
    opening_: OpeningDays = field(init=False, repr=False)
    model_: DayModel = field(init=False, repr=False)
    profiles_: ProfileTable = field(init=False, repr=False)
    bands_: Bands | None = field(init=False, repr=False)

    @abstractmethod
    def fit_days(self, log_totals: FloatArray, known: BoolArray, days: DemandDays) -> DayModel:
        """Explain the log totals of consecutive days, of which some are ``known``; shapes (days,)."""

    def fit(self, calls: pd.DataFrame, calendar: Calendar) -> Self:
        """Learn day totals, profiles and bands from a history.

        Raises
        ------
        ValueError
            If the history has no complete day.
        """
        return self.fit_matrix(day_matrix(calls), calendar)

    def fit_matrix(self, matrix: DayMatrix, calendar: Calendar, features: DemandDays | None = None) -> Self:
        """Like :meth:`fit`, from a history already laid out.

        Parameters
        ----------
        features
            Features of the history's days and of any number of days after them, where they are at hand
            (telling the kind of a day takes longer than forecasting it).
        """
        self.matrix_, self.calendar_ = matrix, calendar
        self.features_ = (
            demand_days(calendar, matrix.first_day, matrix.n_days) if features is None else features
        )
        self.opening_ = OpeningDays(matrix, self.features_.take(slice(matrix.n_days)))
        days = self._acting(matrix.first_day, matrix.n_days)
        special = days.kinds != DemandKind.NORMAL
        # A short special day (closing at noon on an eve) lacks rows because it is short, not for a hole.
        known = matrix.recorded | (matrix.has_rows & special & ~matrix.set_aside)
        if not known.any():
            raise ValueError("the history has no complete day")
        self.model_ = self.fit_days(np.log(matrix.calls.sum(axis=1) + 0.5), known, days)
        residuals = self.model_.residuals
        self.profiles_ = ProfileTable(matrix, ~np.isnan(residuals) | (known & special), days)
        self.bands_ = None
        if self.with_bands:
            self.bands_ = learn_bands(
                matrix, residuals, days.weekdays, self._shares(days), self._forecast_from
            )
        return self

    def predict(self, start: dt.date, days: int) -> pd.DataFrame:
        """Forecast every slot of ``days`` days from ``start``: the median day, times its profile."""
        check_horizon(self.matrix_.last_day, start, days)
        features = self._acting(start, days)
        is_open = self.opening_.is_open(self._features(start, days))
        horizon = self._horizon(start, days)
        totals = np.maximum(np.exp(self.model_.log_totals(features, horizon)) - 0.5, 0.0)
        mean = np.where(is_open, totals, 0.0)[:, None] * self._shares(features)
        if self.bands_ is None:
            return long_frame(start, {"mean": mean, "lo80": mean, "hi80": mean})
        lo, hi = count_band(mean, self.bands_.relative_variance(horizon, features, mean.shape[1]))
        return long_frame(start, {"mean": mean, "lo80": lo, "hi80": hi})

    def _forecast_from(self, history: DayMatrix, days: int) -> FloatArray:
        """Log totals of the ``days`` days after a shorter history, as they would have been forecast then."""
        past = replace(self, with_bands=False).fit_matrix(history, self.calendar_, self.features_)
        start = history.last_day + dt.timedelta(days=1)
        return past.model_.log_totals(past._acting(start, days), past._horizon(start, days))  # noqa: SLF001 (own class)

    def _shares(self, features: DemandDays) -> FloatArray:
        """Profile of each day, shape (days, slots)."""
        keys = np.stack([features.kinds, features.weekdays, features.own_weekdays], axis=1)
        distinct, place = np.unique(keys, axis=0, return_inverse=True)
        table = np.array([self.profiles_.share(int(k), int(w), int(own)) for k, w, own in distinct])
        return np.asarray(table[place.reshape(-1)], dtype=np.float64)

    def _acting(self, first: dt.date, days: int) -> DemandDays:
        return self.opening_.acting(self._features(first, days))

    def _features(self, first: dt.date, days: int) -> DemandDays:
        begin = (first - self.matrix_.first_day).days
        if begin + days > len(self.features_.kinds):
            return demand_days(self.calendar_, first, days)
        return self.features_.take(slice(begin, begin + days))

    def _horizon(self, start: dt.date, days: int) -> FloatArray:
        """Days after the last day of the history, shape (days,)."""
        return np.arange(days, dtype=np.float64) + (start - self.matrix_.last_day).days
