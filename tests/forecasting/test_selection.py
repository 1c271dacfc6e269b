"""Which forecaster is taken: the standing choice, unless another was clearly better on the past."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from forecasting.calendar import Calendar
from forecasting.forecasters.gaussian_process import GaussianProcessForecaster
from forecasting.forecasters.indices import IndicesForecaster
from forecasting.forecasters.kernels import DayKernel
from forecasting.run import forecast_calls
from forecasting.selection import SelectedForecaster, choice
from tests.forecasting.histories import regular_history

MONDAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("errors", "name"),
    [
        ({"a": 0.20, "b": 0.18}, "a"),
        ({"a": 0.20, "b": 0.17}, "b"),
        ({"a": 0.20, "b": 0.15, "c": 0.16}, "b"),
        ({"a": 0.10, "b": 0.15}, "a"),
        ({"a": float("nan"), "b": float("nan")}, "a"),
    ],
)
def test_another_must_be_clearly_better(errors: dict[str, float], name: str) -> None:
    assert choice(errors) == name


def blind() -> GaussianProcessForecaster:
    """One that believes all days to be alike."""
    return GaussianProcessForecaster(kernel=DayKernel(weekday_sd=0.0))


def test_one_that_sees_no_weekdays_is_replaced() -> None:
    calls = regular_history(MONDAY, 150)
    fitted = SelectedForecaster(candidates={"blind": blind, "indices": IndicesForecaster}).fit(
        calls, Calendar()
    )
    assert fitted.names_ == ["indices", "indices"]
    start = MONDAY + dt.timedelta(days=150)
    alone = IndicesForecaster().fit(calls, Calendar()).predict(start, 40)
    pd.testing.assert_frame_equal(fitted.predict(start, 40), alone)


def test_a_short_history_keeps_the_standing_choice() -> None:
    calls = regular_history(MONDAY, 60)
    fitted = SelectedForecaster().fit(calls, Calendar())
    assert fitted.names_ == ["gaussian_process", "gaussian_process"]
    assert fitted.far_name_ == "gaussian_process"


def test_near_and_far_days_come_from_their_own_choice() -> None:
    calls = regular_history(MONDAY, 60)
    fitted = SelectedForecaster().fit(calls, Calendar())
    fitted.names_ = ["indices", "gaussian_process"]
    parts = {
        "indices": IndicesForecaster().fit(calls, Calendar()),
        "gaussian_process": GaussianProcessForecaster().fit(calls, Calendar()),
    }
    fitted.chosen_ = parts
    start = MONDAY + dt.timedelta(days=60)
    made = fitted.predict(start, 10)["mean"].to_numpy().reshape(10, 24)
    near, far = (parts[name].predict(start, 10)["mean"].to_numpy().reshape(10, 24) for name in fitted.names_)
    assert np.array_equal(made[:5], near[:5])
    assert np.array_equal(made[5:], far[5:])


def test_the_choice_knows_nothing_after_the_history() -> None:
    """Calls that come later change neither the choice nor the forecast."""
    calls = regular_history(MONDAY, 150)
    cut = pd.Timestamp(MONDAY + dt.timedelta(days=120))
    spoilt = calls.assign(calls=calls["calls"].where(calls["ds"] < cut, calls["calls"] * 5))
    start = MONDAY + dt.timedelta(days=120)
    first, second = (forecast_calls(history, Calendar(), start=start, days=40) for history in (calls, spoilt))
    pd.testing.assert_frame_equal(first, second)
