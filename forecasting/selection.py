"""Which forecaster for this queue and this horizon: decided on the past alone, by forecasting it.

Differences between good forecasters are smaller than what a few origins can tell apart, and a choice by the
least error of so few has misled before. So one is the standing choice, and another takes its place only when
it is clearly better on the history's own past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar
from forecasting.demand_days import DemandDays, demand_days
from forecasting.forecasters.base import Forecaster, check_horizon
from forecasting.forecasters.day_totals import DayTotalForecaster
from forecasting.forecasters.gaussian_process import GaussianProcessForecaster
from forecasting.forecasters.indices import IndicesForecaster
from forecasting.slots import DayMatrix, FloatArray, day_matrix

CANDIDATES: Mapping[str, Callable[[], DayTotalForecaster]] = {
    "gaussian_process": GaussianProcessForecaster,
    "indices": IndicesForecaster,
}
"""The first is the standing choice."""

HORIZONS = (range(1, 6), range(6, 38))
"""Days ahead for which the choice is made apart."""

ORIGINS = 4
ORIGIN_STEP_DAYS = 14
FEWEST_ORIGINS = 3
FEWEST_HISTORY_DAYS = 56
CLEARLY_BETTER = 0.85
"""A challenger's error as a share of the standing choice's, at most."""


@dataclass(kw_only=True)
class SelectedForecaster:
    """For each horizon the standing choice, or a challenger that was clearly better on the past.

    Parameters
    ----------
    candidates
        Name → maker of an unfitted forecaster; the first is the standing choice.

    Attributes
    ----------
    names_
        Name of the chosen candidate, per entry of ``HORIZONS``.
    """

    candidates: Mapping[str, Callable[[], DayTotalForecaster]] = field(default_factory=lambda: CANDIDATES)

    names_: list[str] = field(init=False, repr=False)
    matrix_: DayMatrix = field(init=False, repr=False)
    chosen_: Mapping[str, Forecaster] = field(init=False, repr=False)

    @property
    def far_name_(self) -> str:
        """Name of what is chosen for a roster's month: 6 to 37 days ahead, and beyond."""
        return self.names_[-1]

    def fit(self, calls: pd.DataFrame, calendar: Calendar) -> Self:
        """Choose, then fit what was chosen to the whole history."""
        self.matrix_ = day_matrix(calls)
        features = demand_days(calendar, self.matrix_.first_day, self.matrix_.n_days)
        errors = past_errors(self.matrix_, calendar, features, self.candidates)
        self.names_ = [
            choice({name: found[place] for name, found in errors.items()}) for place in range(len(HORIZONS))
        ]
        self.chosen_ = {
            name: self.candidates[name]().fit_matrix(self.matrix_, calendar, features)
            for name in set(self.names_)
        }
        return self

    def predict(self, start: dt.date, days: int) -> pd.DataFrame:
        """Forecast every slot of ``days`` days from ``start``, each by what was chosen for its horizon."""
        last = self.matrix_.last_day
        check_horizon(last, start, days)
        forecasts = {name: forecaster.predict(start, days) for name, forecaster in self.chosen_.items()}
        near, far = (forecasts[name] for name in self.names_)
        is_near = (near["ds"] < pd.Timestamp(last) + pd.Timedelta(days=HORIZONS[0].stop)).to_numpy()
        return pd.concat([near[is_near], far[~is_near]], ignore_index=True)


def choice(errors: Mapping[str, float]) -> str:
    """Name of the candidate to take: the first, unless the best one is clearly better; nan means unknown."""
    standing, best = next(iter(errors)), min(errors, key=lambda name: errors[name])
    return best if errors[best] <= CLEARLY_BETTER * errors[standing] else standing


def past_errors(
    matrix: DayMatrix,
    calendar: Calendar,
    features: DemandDays,
    candidates: Mapping[str, Callable[[], DayTotalForecaster]],
) -> dict[str, list[float]]:
    """Weighted absolute percentage error per slot of each candidate, per entry of ``HORIZONS``.

    Rolling origin inside the history; nan for all when it is too short for three origins. Only whole
    days count.
    """
    found = {name: [float("nan")] * len(HORIZONS) for name in candidates}
    longest = matrix.n_days - (HORIZONS[-1].stop - 1)
    lengths = [longest - ORIGIN_STEP_DAYS * step for step in range(ORIGINS)]
    lengths = [length for length in lengths if _is_usable(matrix, length)]
    if len(lengths) < FEWEST_ORIGINS:
        return found
    for name, make in candidates.items():
        off, calls = np.zeros(len(HORIZONS)), np.zeros(len(HORIZONS))
        for length in lengths:
            error, actual = _judged(make(), matrix, calendar, features, length)
            for place, horizon in enumerate(HORIZONS):
                off[place] += error[horizon.start - 1 : horizon.stop - 1].sum()
                calls[place] += actual[horizon.start - 1 : horizon.stop - 1].sum()
        found[name] = [float(o / c) if c > 0 else float("nan") for o, c in zip(off, calls, strict=True)]
    return found


def _is_usable(matrix: DayMatrix, length: int) -> bool:
    return length >= FEWEST_HISTORY_DAYS and bool(matrix.recorded[:length].any())


def _judged(
    forecaster: DayTotalForecaster, matrix: DayMatrix, calendar: Calendar, features: DemandDays, length: int
) -> tuple[FloatArray, FloatArray]:
    """Absolute error and calls of each day after the first ``length`` days, 0 on days not recorded whole."""
    forecaster.with_bands = False
    days = HORIZONS[-1].stop - 1
    history = matrix.first(length)
    fitted = forecaster.fit_matrix(history, calendar, features)
    made = fitted.predict(history.last_day + dt.timedelta(days=1), days)
    mean = made["mean"].to_numpy().reshape(days, -1)
    actual = matrix.calls[length : length + days]
    judged = matrix.recorded[length : length + days]
    error = np.abs(mean - actual).sum(axis=1)
    return np.where(judged, error, 0.0), np.where(judged, actual.sum(axis=1), 0.0)
