"""The mean of all past days of the same weekday: hard to beat beyond three days ahead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar
from forecasting.forecasters.base import check_horizon
from forecasting.slots import DayMatrix, day_matrix, long_frame


@dataclass
class WeekdayMeanForecaster:
    """Forecast of a slot: mean of the same weekday and slot over the whole history.

    The band holds the middle 80% of those past values.

    References
    ----------
    Taylor (2008), "A comparison of univariate time series methods for forecasting intraday arrivals at a call
    center": beyond two or three days the historical average is hard to beat.
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
            same = matrix.recorded & (matrix.weekdays == (start.weekday() + row) % 7)
            if same.any():
                mean[row] = matrix.calls[same].mean(axis=0)
                lo[row], hi[row] = np.quantile(matrix.calls[same], [0.1, 0.9], axis=0)
        return long_frame(start, {"mean": mean, "lo80": lo, "hi80": hi})
