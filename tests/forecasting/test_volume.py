"""Busy and slack years, months and days, reckoned by hand."""

import datetime as dt

import pytest

from forecasting.volume import by_day_of_month, by_month, by_weekday, by_year, day_frame

MONDAY = dt.date(2026, 1, 5)


def test_weekdays_are_evened_out_before_months_are_compared() -> None:
    """Two weeks: Mondays 100 then 300, other days 10 then 10."""
    totals = {
        MONDAY + dt.timedelta(days=offset): (100.0 if offset == 0 else 300.0 if offset == 28 else 10.0)
        for offset in (*range(7), *range(28, 35))
    }
    days = day_frame(totals)
    assert days["busy"].iloc[0] == pytest.approx(0.5)
    months = by_month(days)
    assert months.index.tolist() == [(2026, 1), (2026, 2)]
    assert months["days"].tolist() == [7, 7]
    assert months["calls"].tolist() == [160.0, 360.0]
    assert months["busy"].tolist() == pytest.approx([6.5 / 7, 7.5 / 7])
    assert by_year(days)["calls"].tolist() == [520.0]
    assert by_year(days)["per_day"].tolist() == pytest.approx([520 / 14])


def test_the_start_of_each_month_stands_out() -> None:
    first = dt.date(2026, 1, 1)
    totals = {first + dt.timedelta(days=n): 100.0 for n in range(181)}
    for month in range(1, 7):
        totals[dt.date(2026, month, 5)] = 200.0
    found = by_day_of_month(day_frame(totals))
    assert found["busy"].idxmax() == (5,)
    assert found["days"].iloc[4] == 6


def test_weekdays_are_compared_with_all_days() -> None:
    found = by_weekday(day_frame({MONDAY: 300.0, MONDAY + dt.timedelta(days=1): 100.0}))
    assert found["busy"].tolist() == pytest.approx([1.5, 0.5])


def test_days_without_any_call_are_no_error() -> None:
    days = day_frame({MONDAY: 0.0, MONDAY + dt.timedelta(days=1): 10.0})
    assert by_month(days)["busy"].tolist() == [1.0]
    assert day_frame({}).empty
    assert by_year(day_frame({})).empty
