"""Forecasters that did not earn a place in the product; they stay beside it in the benchmark."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Self

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar
from forecasting.forecasters.bands import DEFAULT_DAY_VARIANCE
from forecasting.forecasters.base import Forecaster, check_horizon, count_band
from forecasting.forecasters.gaussian_process import GaussianProcessForecaster
from forecasting.forecasters.indices import IndicesForecaster
from forecasting.slots import DayMatrix, FloatArray, day_matrix, long_frame

FACTORS = 3
SPREAD = float(np.expm1(DEFAULT_DAY_VARIANCE))


@dataclass
class FactorForecaster:
    """Three factors of the square roots of the slots; each factor a weekday mean plus an autoregression.

    Knows neither calendar nor events. The band is a plain one, of a day that is off by 15%.

    References
    ----------
    Shen & Huang (2008), "Interday forecasting and intraday updating of call center arrivals".
    """

    matrix_: DayMatrix = field(init=False, repr=False)

    def fit(self, calls: pd.DataFrame, calendar: Calendar) -> Self:  # noqa: ARG002 - it knows no calendar
        """Decompose the days that are known."""
        self.matrix_ = matrix = day_matrix(calls)
        known = np.flatnonzero(matrix.recorded)
        left, sizes, self.profiles_ = np.linalg.svd(np.sqrt(matrix.calls[known]), full_matrices=False)
        scores = left[:, :FACTORS] * sizes[:FACTORS]
        weekdays = matrix.weekdays[known]
        everything = scores.mean(axis=0)
        self.usual_ = np.array(
            [scores[weekdays == w].mean(axis=0) if (weekdays == w).any() else everything for w in range(7)]
        )
        rest = scores - self.usual_[weekdays]
        below = (rest[:-1] ** 2).sum(axis=0)
        memory = np.divide(
            (rest[1:] * rest[:-1]).sum(axis=0), below, out=np.zeros(len(below)), where=below > 0
        )
        self.memory_, self.last_ = np.clip(memory, 0.0, 0.99), rest[-1]
        self.seen_ = np.array([(weekdays == w).any() for w in range(7)])
        return self

    def predict(self, start: dt.date, days: int) -> pd.DataFrame:
        """Forecast every slot of ``days`` days from ``start``."""
        check_horizon(self.matrix_.last_day, start, days)
        ahead = np.arange(days) + (start - self.matrix_.last_day).days
        weekdays = (np.arange(days) + start.weekday()) % 7
        scores = self.usual_[weekdays] + self.memory_ ** ahead[:, None] * self.last_
        roots = np.maximum(scores @ self.profiles_[:FACTORS], 0.0)
        mean: FloatArray = roots**2 * (self.seen_[weekdays][:, None] & self.matrix_.open_slots[weekdays])
        lo, hi = count_band(mean, np.array(SPREAD))
        return long_frame(start, {"mean": mean, "lo80": lo, "hi80": hi})


@dataclass
class MeanForecaster:
    """The mean of several forecasters, and of the ends of their bands."""

    makers: tuple[Callable[[], Forecaster], ...]

    fitted_: list[Forecaster] = field(init=False, repr=False)

    def fit(self, calls: pd.DataFrame, calendar: Calendar) -> Self:
        """Fit all of them."""
        self.fitted_ = [make().fit(calls, calendar) for make in self.makers]
        return self

    def predict(self, start: dt.date, days: int) -> pd.DataFrame:
        """Forecast every slot of ``days`` days from ``start``."""
        parts = [forecaster.predict(start, days) for forecaster in self.fitted_]
        made = parts[0].copy()
        for column in ("mean", "lo80", "hi80"):
            made[column] = np.mean([part[column].to_numpy() for part in parts], axis=0)
        return made


CHALLENGERS: dict[str, Callable[[], Forecaster]] = {
    "factors": FactorForecaster,
    "mean_of_two": partial(MeanForecaster, (GaussianProcessForecaster, IndicesForecaster)),
}
