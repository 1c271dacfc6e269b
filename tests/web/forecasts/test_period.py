import datetime as dt

import pytest

from web.errors import NotFound
from web.forecasts.period import read_period, read_view

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("arguments", "month", "day"),
    [
        ({}, "2026-11-01", "2026-11-22"),
        ({"month": "2026-12"}, "2026-12-01", "2026-12-01"),
        ({"day": "2026-12-24"}, "2026-12-01", "2026-12-24"),
        ({"month": "2026-12", "day": "2026-12-24"}, "2026-12-01", "2026-12-24"),
        ({"month": "2026-12", "day": "2026-11-24"}, "2026-12-01", "2026-12-01"),
        ({"month": "", "day": ""}, "2026-11-01", "2026-11-22"),
    ],
)
def test_month_and_day_of_an_address(arguments: dict[str, str], month: str, day: str) -> None:
    found = read_period(arguments, default=TODAY)
    assert (found.month.isoformat(), found.day.isoformat()) == (month, day)


@pytest.mark.parametrize(
    "arguments",
    [
        {"month": "2026-13"},
        {"month": "next"},
        {"month": "0001-01"},
        {"month": "9999-12"},
        {"day": "2026-02-30"},
        {"day": "x"},
        {"day": "9999-12-31"},
    ],
)
def test_what_is_no_month_or_day_is_not_found(arguments: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        read_period(arguments, default=TODAY)


def test_a_week_stays_within_its_month_and_begins_where_the_department_says() -> None:
    first = read_period({"day": "2026-12-02"}, default=TODAY)
    assert first.days("day") == [dt.date(2026, 12, 2)]
    assert [day.day for day in first.days("week")] == [1, 2, 3, 4, 5, 6]
    assert [day.day for day in first.days("week", week_start=7)] == [1, 2, 3, 4, 5]
    last = read_period({"day": "2026-12-31"}, default=TODAY)
    assert [day.day for day in last.days("week")] == [28, 29, 30, 31]


def test_an_unknown_view_is_a_day() -> None:
    assert [read_view({"view": text}) for text in ("week", "day", "year", "")] == [
        "week",
        "day",
        "day",
        "day",
    ]
