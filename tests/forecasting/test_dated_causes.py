"""What a forecaster is told of dates helps: on an invented Chinese series, and on plain ones made for it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecasting.calendar import Calendar, Event
from forecasting.demand_days import demand_days
from forecasting.forecasters.day_totals import DayTotalForecaster
from forecasting.forecasters.gaussian_process import GaussianProcessForecaster
from forecasting.forecasters.indices import IndicesForecaster
from forecasting.forecasters.kernels import DayKernel
from tests.forecasting.chinese_centre import BILLING_DAYS, chinese_centre
from tests.forecasting.histories import regular_history

CHINA = Calendar.for_country("CN")
START = dt.date(2023, 3, 1)
BOTH = pytest.mark.parametrize("make", [GaussianProcessForecaster, IndicesForecaster])
Make = Callable[[], DayTotalForecaster]


def day_error(calls: pd.DataFrame, calendar: Calendar, make: Make, first: dt.date, days: int) -> float:
    """Weighted absolute error of the days' totals, forecast from all calls before them."""
    history = calls[calls["ds"] < pd.Timestamp(first)]
    forecaster = make()
    forecaster.with_bands = False
    made = forecaster.fit(history, calendar).predict(first, days)
    totals = made.groupby(made["ds"].dt.normalize())["mean"].sum()
    actual = calls.groupby(calls["ds"].dt.normalize())["calls"].sum().loc[totals.index]
    return float((totals - actual).abs().sum() / actual.sum())


@BOTH
def test_spring_festival_is_learnt_by_its_distance(make: Make) -> None:
    """Two festivals in the past; the third comes 19 days later in the year than the last one."""
    calls = chinese_centre(START, 1100, 1, billing=False).calls
    festival = CHINA.spring_festival(2026)
    assert festival is not None
    first = festival - dt.timedelta(days=14)
    told = day_error(calls, CHINA, make, first, 29)
    # The same calendar of holidays from another country's name: the distance is not known.
    days = {
        START + dt.timedelta(days=index): CHINA.kind(START + dt.timedelta(days=index))
        for index in range(1200)
    }
    blind = day_error(calls, Calendar(overrides=days), make, first, 29)
    assert told < 0.8 * blind


@BOTH
def test_billing_days_that_the_department_names_are_sharper_than_the_day_of_the_month(make: Make) -> None:
    calls = chinese_centre(START, 420, 2).calls
    first = dt.date(2024, 4, 1)
    told = day_error(calls, replace(CHINA, billing_days=BILLING_DAYS), make, first, 22)
    assert told < 0.8 * day_error(calls, CHINA, make, first, 22)


@BOTH
def test_billing_days_without_any_effect_do_no_harm(make: Make) -> None:
    calls = chinese_centre(START, 420, 3, billing=False).calls
    first = dt.date(2024, 4, 1)
    told = day_error(calls, replace(CHINA, billing_days=BILLING_DAYS), make, first, 22)
    assert told < day_error(calls, CHINA, make, first, 22) + 0.006


@BOTH
def test_telecom_day_is_learnt_from_the_one_before(make: Make) -> None:
    calls = chinese_centre(START, 820, 4, billing=False).calls
    day = dt.date(2025, 5, 17)
    special = day_error(calls, CHINA, make, day, 1)
    weekend = replace(CHINA, country=None)
    assert special < 0.7 * day_error(calls, weekend, make, day, 1)


@BOTH
def test_a_campaign_of_several_days_acts_on_all_of_them(make: Make) -> None:
    """Invented: every campaign of eight days brings half as many calls again while it lasts."""
    first = dt.date(2026, 1, 5)
    calls = regular_history(first, 200, open_hours=(8, 20))
    starts = [first + dt.timedelta(days=offset) for offset in (30, 75, 120, 165)]
    events = tuple(Event(start=day, end=day + dt.timedelta(days=7), kind="campaign") for day in starts)
    lasting = np.zeros(len(calls), dtype=np.bool_)
    for event in events:
        lasting |= calls["ds"].dt.date.between(event.start, event.end).to_numpy()
    calls["calls"] = np.where(lasting, 1.5, 1.0) * calls["calls"]
    told = day_error(calls, Calendar(events=events), make, starts[-1], 8)
    begins = tuple(Event(start=day, end=day, kind="campaign") for day in starts)
    assert told < 0.1
    assert told < 0.5 * day_error(calls, Calendar(events=begins), make, starts[-1], 8)


def test_the_parts_of_the_kernel_are_a_covariance() -> None:
    calendar = replace(CHINA, billing_days=BILLING_DAYS)
    days = demand_days(calendar, dt.date(2025, 1, 1), 430)
    assert np.linalg.eigvalsh(DayKernel().between(days, days)).min() > -1e-9


def test_what_is_not_there_changes_nothing() -> None:
    """A country without the festival, a department without billing days: the constants do not matter."""
    days = demand_days(Calendar.for_country("IL"), dt.date(1999, 1, 1), 90)
    other = replace(DayKernel(), billing_sd=9.0, billing_days=1.0, festival_days=1.0, festival_width=9.0)
    assert (DayKernel().between(days, days) == other.between(days, days)).all()
