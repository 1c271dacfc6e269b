"""The step that command line and web layer call."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from forecasting.calendar import Calendar
from forecasting.forecasters.weekday_mean import WeekdayMeanForecaster
from forecasting.run import forecast_calls
from forecasting.slots import set_aside
from tests.forecasting.histories import BANK_CALENDAR, bank, regular_history

MONDAY = dt.date(2026, 3, 2)


def test_a_month_of_the_real_centre_has_every_slot() -> None:
    forecast = forecast_calls(bank(), BANK_CALENDAR, start=dt.date(1999, 10, 1), days=31)
    assert forecast.columns.tolist() == ["ds", "mean", "lo80", "hi80"]
    assert len(forecast) == 31 * 48
    assert forecast["ds"].iloc[0] == pd.Timestamp("1999-10-01")
    assert 30_000 < forecast["mean"].sum() < 50_000


def test_rows_from_the_start_on_are_ignored() -> None:
    start = dt.date(1999, 7, 1)
    before = bank()[bank()["ds"] < pd.Timestamp(start)]
    with_later = forecast_calls(bank(), BANK_CALENDAR, start=start, days=7)
    pd.testing.assert_frame_equal(with_later, forecast_calls(before, BANK_CALENDAR, start=start, days=7))


def test_longer_slots_may_be_asked_for() -> None:
    calls = regular_history(MONDAY, 28, slot_minutes=15)
    forecast = forecast_calls(
        calls,
        Calendar(),
        start=MONDAY + dt.timedelta(days=28),
        days=1,
        slot_minutes=60,
        forecaster=WeekdayMeanForecaster(),
    )
    assert len(forecast) == 24
    assert forecast["mean"].iloc[0] == pytest.approx(100)


def test_queues_are_added_up() -> None:
    calls = regular_history(MONDAY, 28)
    both = pd.concat([calls.assign(queue="a"), calls.assign(queue="b")])
    start = MONDAY + dt.timedelta(days=28)
    one, two = (forecast_calls(c, Calendar(), start=start, days=7)["mean"].sum() for c in (calls, both))
    assert two == pytest.approx(2 * one, rel=0.01)


def test_a_start_before_all_calls_is_refused() -> None:
    with pytest.raises(ValueError, match="no calls before"):
        forecast_calls(bank(), BANK_CALENDAR, start=dt.date(1999, 1, 1), days=7)


def test_a_history_of_less_than_a_week_is_refused() -> None:
    with pytest.raises(ValueError, match="reach back 6 days, at least 7"):
        forecast_calls(regular_history(MONDAY, 6), Calendar(), start=MONDAY + dt.timedelta(days=6), days=7)


def test_a_history_without_any_call_is_refused() -> None:
    silent = regular_history(MONDAY, 28).assign(calls=0.0)
    with pytest.raises(ValueError, match="nothing to forecast from"):
        forecast_calls(silent, Calendar(), start=MONDAY + dt.timedelta(days=28), days=7)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda c: c.drop(columns="calls"), "lack the columns"),
        (lambda c: c.assign(ds=c["ds"].astype(str)), "naive local time"),
        (lambda c: c.assign(ds=c["ds"].dt.tz_localize("Asia/Shanghai")), "naive local time"),
        (lambda c: c.assign(calls=-1.0), "not negative"),
        (lambda c: pd.concat([c, c]), "twice"),
    ],
)
def test_a_frame_that_is_no_call_history_is_refused_at_the_door(
    spoil: Callable[[pd.DataFrame], pd.DataFrame], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        forecast_calls(spoil(regular_history(MONDAY, 28)), Calendar(), start=dt.date(2026, 4, 1), days=7)


def test_what_stands_on_a_day_set_aside_changes_nothing() -> None:
    day, start = dt.date(1999, 5, 23), dt.date(1999, 7, 1)
    history = bank()[bank()["ds"] < pd.Timestamp(start)]
    spoilt = history.assign(calls=history["calls"].where(history["ds"].dt.date != day, 5000.0))
    plain, wild = (
        forecast_calls(set_aside(calls, {day}), BANK_CALENDAR, start=start, days=2)
        for calls in (history, spoilt)
    )
    pd.testing.assert_frame_equal(plain, wild)


def test_a_history_set_aside_whole_is_refused() -> None:
    calls = regular_history(MONDAY, 28)
    days = {MONDAY + dt.timedelta(days=step) for step in range(28)}
    with pytest.raises(ValueError, match="all days before 2026-03-30 are excluded"):
        forecast_calls(set_aside(calls, days), Calendar(), start=MONDAY + dt.timedelta(days=28), days=1)
