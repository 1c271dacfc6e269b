"""Forecasters on histories whose truth is known, and on the real centre."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from forecasting.calendar import Calendar, DayKind, Event
from forecasting.forecasters.base import Forecaster, count_band
from forecasting.forecasters.day_totals import DayTotalForecaster
from forecasting.forecasters.gaussian_process import GaussianProcessForecaster
from forecasting.forecasters.indices import IndicesForecaster
from forecasting.forecasters.seasonal_naive import SeasonalNaiveForecaster
from forecasting.forecasters.weekday_mean import WeekdayMeanForecaster
from tests.forecasting.histories import BANK_CALENDAR, bank, regular_history

MONDAY = dt.date(2026, 3, 2)
OWN: list[type[DayTotalForecaster]] = [IndicesForecaster, GaussianProcessForecaster]
ALL = [SeasonalNaiveForecaster, WeekdayMeanForecaster, *OWN]


def day_totals(forecast: pd.DataFrame) -> list[float]:
    totals = forecast["mean"].groupby(forecast["ds"].dt.date).sum()
    return [float(total) for total in totals]


@pytest.mark.parametrize("make", ALL)
def test_a_regular_history_goes_on_as_it_was(make: type[Forecaster]) -> None:
    calls = regular_history(MONDAY, 84)
    forecast = make().fit(calls, Calendar()).predict(MONDAY + dt.timedelta(days=84), 7)
    truth = np.array([100, 90, 80, 70, 60, 20, 10]) * 24
    assert day_totals(forecast) == pytest.approx(truth, rel=0.12)


@pytest.mark.parametrize("make", ALL)
def test_every_slot_of_every_day_is_there_and_closed_ones_are_zero(make: type[Forecaster]) -> None:
    weekdays_only = (100.0, 90.0, 80.0, 70.0, 60.0, np.nan, np.nan)
    calls = regular_history(MONDAY, 54, slot_minutes=30, per_weekday=weekdays_only, open_hours=(7, 21))
    forecast = make().fit(calls, Calendar()).predict(dt.date(2026, 4, 27), 14)
    assert len(forecast) == 14 * 48
    assert forecast["ds"].is_unique
    is_open = forecast["ds"].dt.hour.between(7, 20) & (forecast["ds"].dt.day_of_week < 5)
    assert (forecast.loc[~is_open, ["mean", "lo80", "hi80"]] == 0).all(axis=None)
    assert (forecast.loc[is_open, "mean"] > 0).all()
    assert ((forecast["lo80"] <= forecast["mean"] + 1) & (forecast["mean"] <= forecast["hi80"] + 1)).all()


@pytest.mark.parametrize("make", ALL)
def test_a_forecast_of_the_past_is_refused(make: type[Forecaster]) -> None:
    fitted = make().fit(regular_history(MONDAY, 28), Calendar())
    with pytest.raises(ValueError, match="history ends"):
        fitted.predict(MONDAY + dt.timedelta(days=27), 7)
    with pytest.raises(ValueError, match="at least 1"):
        fitted.predict(MONDAY + dt.timedelta(days=28), 0)


@pytest.mark.parametrize("make", OWN)
def test_an_impossible_day_in_the_history_moves_the_forecast_by_less_than_two_per_cent(
    make: type[DayTotalForecaster],
) -> None:
    calls = bank()[bank()["ds"] < pd.Timestamp("1999-06-26")]
    wrong_day = calls["ds"].dt.date == dt.date(1999, 5, 23)
    assert calls.loc[wrong_day, "calls"].sum() == 3064
    worse = calls.assign(calls=calls["calls"].where(~wrong_day, calls["calls"] * 20))

    def total(history: pd.DataFrame) -> float:
        fitted = make().fit(history, BANK_CALENDAR)
        return float(fitted.predict(dt.date(1999, 7, 1), 31)["mean"].sum())

    without = total(calls[~wrong_day])
    assert total(calls) == pytest.approx(without, rel=0.02)
    assert total(worse) == pytest.approx(without, rel=0.02)


@pytest.mark.parametrize("make", OWN)
def test_missing_days_do_not_count_as_days_without_calls(make: type[DayTotalForecaster]) -> None:
    calls = regular_history(MONDAY, 84)
    hole = calls["ds"].dt.date.isin([MONDAY + dt.timedelta(days=index) for index in (30, 31, 79, 80)])
    start = MONDAY + dt.timedelta(days=84)
    whole = make().fit(calls, Calendar()).predict(start, 7)
    holed = make().fit(calls[~hole], Calendar()).predict(start, 7)
    assert day_totals(holed) == pytest.approx(day_totals(whole), rel=0.03)


def holiday_history(calendar: Calendar, factor: float, days: int = 140) -> pd.DataFrame:
    calls = regular_history(MONDAY, days)
    special = calls["ds"].map(lambda moment: calendar.kind(moment.date()) is DayKind.STATUTORY)
    return calls.assign(calls=calls["calls"].where(~special, calls["calls"] * factor))


@pytest.mark.parametrize("make", OWN)
def test_a_holiday_is_forecast_by_past_holidays(make: type[DayTotalForecaster]) -> None:
    past = [MONDAY + dt.timedelta(days=offset) for offset in (16, 45, 80, 101)]
    coming = MONDAY + dt.timedelta(days=142)
    calendar = Calendar(overrides=dict.fromkeys([*past, coming], DayKind.STATUTORY))
    forecast = make().fit(holiday_history(calendar, 0.3), calendar)
    totals = day_totals(forecast.predict(MONDAY + dt.timedelta(days=140), 7))
    # A Wednesday of 80 calls an hour; as the past holidays fell on other weekdays, only the size is known.
    assert totals[2] < 0.6 * 80 * 24
    assert totals[1] == pytest.approx(90 * 24, rel=0.15)


@pytest.mark.parametrize("make", OWN)
def test_a_centre_that_closes_on_holidays_is_forecast_closed(make: type[DayTotalForecaster]) -> None:
    past, coming = MONDAY + dt.timedelta(days=16), MONDAY + dt.timedelta(days=58)
    calendar = Calendar(overrides={past: DayKind.STATUTORY, coming: DayKind.STATUTORY})
    calls = regular_history(MONDAY, 54)
    history = calls[calls["ds"].dt.date != past]
    forecast = make().fit(history, calendar).predict(MONDAY + dt.timedelta(days=56), 7)
    assert day_totals(forecast)[2] == 0
    assert min(day_totals(forecast)[:2]) > 0


@pytest.mark.parametrize("make", OWN)
def test_weekends_worked_by_order_do_not_open_the_other_weekends(make: type[DayTotalForecaster]) -> None:
    weekdays_only = (100.0, 90.0, 80.0, 70.0, 60.0, np.nan, np.nan)
    made_up = MONDAY + dt.timedelta(days=19)
    coming = MONDAY + dt.timedelta(days=61)
    calendar = Calendar(overrides={made_up: DayKind.MAKE_UP, coming: DayKind.MAKE_UP})
    calls = regular_history(MONDAY, 54, per_weekday=weekdays_only)
    extra = regular_history(made_up, 1, per_weekday=(80.0,) * 7)
    history = pd.concat([calls, extra]).sort_values("ds")
    forecast = make().fit(history, calendar).predict(MONDAY + dt.timedelta(days=56), 14)
    totals = day_totals(forecast)
    assert totals[5] == pytest.approx(80 * 24, rel=0.2)
    assert totals[6] == 0
    assert totals[12] == 0


@pytest.mark.parametrize("make", OWN)
def test_a_mailing_lifts_the_days_after_the_next_one(make: type[DayTotalForecaster]) -> None:
    mailings = [MONDAY + dt.timedelta(days=offset) for offset in (30, 60, 90, 120, 152)]
    events = tuple(Event(start=day, end=day, kind="bill_mailed") for day in mailings)
    calls = regular_history(MONDAY, 150, per_weekday=(100.0,) * 7)
    lifted = calls["ds"].map(lambda moment: any(0 <= (moment.date() - day).days < 3 for day in mailings))
    history = calls.assign(calls=calls["calls"].where(~lifted, calls["calls"] * 2))
    forecast = make().fit(history, Calendar(events=events)).predict(MONDAY + dt.timedelta(days=150), 10)
    totals = day_totals(forecast)
    assert min(totals[2:5]) > 1.4 * max(totals[0], totals[1], totals[7])


@pytest.mark.parametrize("make", OWN)
def test_a_step_in_the_level_is_followed_and_forgotten_with_the_horizon(
    make: type[DayTotalForecaster],
) -> None:
    calls = regular_history(MONDAY, 120, per_weekday=(100.0,) * 7)
    recent = calls["ds"] >= pd.Timestamp(MONDAY + dt.timedelta(days=108))
    history = calls.assign(calls=calls["calls"].where(~recent, calls["calls"] * 1.2))
    totals = day_totals(make().fit(history, Calendar()).predict(MONDAY + dt.timedelta(days=120), 60))
    assert totals[0] > totals[20] > totals[59]
    assert totals[0] > 1.08 * 2400


@pytest.mark.parametrize("make", OWN)
def test_one_week_of_history_is_enough_to_say_something(make: type[DayTotalForecaster]) -> None:
    calls = regular_history(MONDAY, 7)
    forecast = make().fit(calls, Calendar()).predict(MONDAY + dt.timedelta(days=7), 7)
    totals = day_totals(forecast)
    assert totals[0] > totals[6] > 0
    assert (forecast["hi80"] > forecast["mean"]).all()


@pytest.mark.parametrize("make", OWN)
def test_a_history_without_a_weekday_still_forecasts_it(make: type[DayTotalForecaster]) -> None:
    calls = regular_history(MONDAY, 3)
    forecast = make().fit(calls, Calendar()).predict(MONDAY + dt.timedelta(days=3), 7)
    assert min(day_totals(forecast)) > 0


def test_bands_of_counts_hold_eighty_per_cent_of_gamma_poisson_counts() -> None:
    rng = np.random.default_rng(5)
    mean, r = 200.0, 0.09
    counts = rng.poisson(mean * rng.gamma(1 / r, r, 100_000))
    lo, hi = count_band(np.array([mean]), np.array([r]))
    assert np.mean((counts >= lo) & (counts <= hi)) == pytest.approx(0.8, abs=0.01)
    assert count_band(np.array([0.0]), np.array([r]))[1][0] == 0


def test_bands_of_few_calls_are_no_wider_than_they_say() -> None:
    """One slot of two calls cannot be cut at 80%, many slots of about two can."""
    rng = np.random.default_rng(6)
    means = rng.uniform(0.5, 6.0, 100_000)
    counts = rng.poisson(means)
    lo, hi = count_band(means, np.array(0.0))
    assert np.mean((counts >= lo) & (counts <= hi)) == pytest.approx(0.81, abs=0.03)
    assert (lo >= 0).all()
    assert (lo < hi).all()
