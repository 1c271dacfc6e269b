"""What is being done for one forecast, step by step, for those who wait for it."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Self

import pandas as pd

from forecasting.calendar import Calendar
from forecasting.forecasters.base import Forecaster


class Stage(StrEnum):
    """The steps in their order; a queue by itself is not staffed."""

    READING = "reading"
    CHOOSING = "choosing"
    FORECASTING = "forecasting"
    STAFFING = "staffing"
    JUDGING = "judging"


OnStage = Callable[[Stage], None]


def unwatched(_stage: Stage) -> None:
    """Tell nobody."""


class Watched:
    """A forecaster that says when it begins to learn, and when it has."""

    def __init__(self, forecaster: Forecaster, on_stage: OnStage) -> None:
        self._forecaster = forecaster
        self._on_stage = on_stage

    def fit(self, calls: pd.DataFrame, calendar: Calendar) -> Self:
        """Learn from a history, as the forecaster does."""
        self._on_stage(Stage.CHOOSING)
        self._forecaster.fit(calls, calendar)
        return self

    def predict(self, start: dt.date, days: int) -> pd.DataFrame:
        """Forecast every slot, as the forecaster does."""
        self._on_stage(Stage.FORECASTING)
        return self._forecaster.predict(start, days)
