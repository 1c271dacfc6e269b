"""What the five tables share."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from forecasting.calendar import Calendar
from forecasting.reports.days import ReportDayType, day_sums, day_types, ratio, whole_days
from tests.forecasting.reports.frames import DAYS, slots

CHINA = Calendar.for_country("CN")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 6, 10), {ReportDayType.NORMAL}),
        (dt.date(2026, 6, 13), {ReportDayType.WEEKEND}),
        (dt.date(2026, 6, 7), {ReportDayType.WEEKEND, ReportDayType.MONTH_START}),
        (dt.date(2026, 6, 8), {ReportDayType.NORMAL}),
        (dt.date(2026, 6, 23), {ReportDayType.NORMAL}),
        (dt.date(2026, 6, 24), {ReportDayType.MONTH_END}),
        (dt.date(2026, 10, 1), {ReportDayType.HOLIDAY, ReportDayType.MONTH_START}),
        (dt.date(2026, 5, 17), {ReportDayType.WEEKEND, ReportDayType.TELECOM_DAY}),
        (dt.date(2027, 5, 17), {ReportDayType.TELECOM_DAY}),
    ],
)
def test_a_day_has_every_type_that_fits(day: dt.date, expected: set[ReportDayType]) -> None:
    assert set(day_types(day, CHINA)) == expected


def test_a_day_with_an_unknown_slot_is_unknown() -> None:
    sums = day_sums(slots(calls=[1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, np.nan]), ["calls"])
    assert sums.loc[DAYS[0], "calls"] == 21
    assert np.isnan(sums["calls"].iloc[1])


def test_a_slot_after_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    night = pd.DataFrame({"ds": pd.to_datetime(["2026-06-01 23:30", "2026-06-02 00:00"]), "calls": [5, 7]})
    assert day_sums(night, ["calls"])["calls"].tolist() == [5, 7]


def test_nothing_is_divided_by_zero_or_by_the_unknown() -> None:
    found = ratio(pd.Series([6.0, 1.0, 2.0]), pd.Series([4.0, 0.0, np.nan]))
    assert found[0] == 1.5
    assert np.isnan(found[1:]).all()


def test_a_day_recorded_by_half_is_no_whole_day() -> None:
    hours = pd.date_range("2026-06-01", periods=21 * 24, freq="h", unit="s")
    calls = pd.DataFrame({"ds": hours, "calls": 1.0})
    torn = calls[(calls["ds"] < "2026-06-10 12:00") | (calls["ds"] >= "2026-06-11")]
    whole = whole_days(torn)
    assert len(whole) == 20
    assert pd.Timestamp("2026-06-10") not in whole
    assert whole_days(calls.head(1)).empty


def test_of_slots_of_several_lengths_no_day_is_called_torn() -> None:
    hours = pd.date_range("2026-06-01", periods=30, freq="h", unit="s")
    calls = pd.DataFrame({"ds": [*hours, hours[-1] + pd.Timedelta(minutes=30)], "calls": 1.0})
    assert whole_days(calls).strftime("%d").tolist() == ["01", "02"]
