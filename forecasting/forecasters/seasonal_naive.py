"""The last week again: the baseline that costs nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar
from forecasting.forecasters.base import check_horizon
from forecasting.slots import DayMatrix, FloatArray, day_matrix, long_frame


@dataclass
class SeasonalNaiveForecaster:
    """Forecast of a day: the last recorded day of the same weekday.

    The band holds the middle 80% of the changes between a day and the same weekday one week before, per slot;
    it is a baseline's band, not more.
    """

    matrix_: DayMatrix = field(init=False, repr=False)

    def fit(self, calls: pd.DataFrame, calendar: Calendar) -> Self:  # noqa: ARG002 (baselines know no calendar)
        """Remember the history."""
        self.matrix_ = day_matrix(calls)
        return self

    def predict(self, start: dt.date, days: int) -> pd.DataFrame:
        """Forecast every slot of ``days`` days from ``start``."""
        matrix = self.matrix_
        check_horizon(matrix.last_day, start, days)
        mean, lo, hi = (np.zeros((days, matrix.calls.shape[1])) for _ in range(3))
        for row in range(days):
            same = np.flatnonzero(matrix.recorded & (matrix.weekdays == (start.weekday() + row) % 7))
            if len(same) == 0:
                continue
            mean[row] = matrix.calls[same[-1]]
            lo[row], hi[row] = _band(matrix.calls[same], mean[row])
        return long_frame(start, {"mean": mean, "lo80": lo, "hi80": hi})


def _band(history: FloatArray, mean: FloatArray) -> tuple[FloatArray, FloatArray]:
    if len(history) < 3:
        return mean, mean
    low, high = np.quantile(np.diff(history, axis=0), [0.1, 0.9], axis=0)
    return np.maximum(mean + np.minimum(low, 0.0), 0.0), mean + np.maximum(high, 0.0)
