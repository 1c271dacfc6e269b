"""Kinds of days, official and a department's own."""

import datetime as dt

import pytest

from forecasting.calendar import Calendar, DayKind, Event
from forecasting.demand_days import NO_EVENT, DemandKind, demand_days, demand_kind

CHINA = Calendar.for_country("CN")


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-02-13", DayKind.ORDINARY),
        ("2026-02-14", DayKind.MAKE_UP),
        ("2026-02-16", DayKind.STATUTORY),
        ("2026-02-19", DayKind.STATUTORY),
        ("2026-02-20", DayKind.ADJUSTED_REST),
        ("2026-02-21", DayKind.WEEKEND),
        ("2026-02-23", DayKind.ADJUSTED_REST),
        ("2026-02-28", DayKind.MAKE_UP),
        ("2026-05-02", DayKind.STATUTORY),
        ("2026-05-04", DayKind.ADJUSTED_REST),
        ("2026-10-01", DayKind.STATUTORY),
        ("2026-10-10", DayKind.MAKE_UP),
    ],
)
def test_chinese_days_of_2026_are_those_of_the_announcement(day: str, kind: DayKind) -> None:
    assert CHINA.kind(dt.date.fromisoformat(day)) is kind


def test_chinese_years_after_the_last_announcement_are_provisional() -> None:
    assert not CHINA.is_provisional(dt.date(2026, 12, 31))
    assert CHINA.is_provisional(dt.date(2027, 1, 1))
    assert not Calendar().is_provisional(dt.date(2040, 1, 1))


def test_an_override_wins_and_is_not_provisional() -> None:
    day = dt.date(2027, 2, 20)
    calendar = Calendar.for_country("CN", overrides={day: DayKind.MAKE_UP})
    assert calendar.kind(day) is DayKind.MAKE_UP
    assert not calendar.is_provisional(day)


def test_a_holiday_has_a_name_and_an_ordinary_day_none() -> None:
    assert CHINA.name(dt.date(2026, 10, 1)) == "National Day"
    assert CHINA.name(dt.date(2026, 10, 12)) == ""


def test_a_department_without_statutory_days_keeps_its_own_weekend() -> None:
    calendar = Calendar(weekend=frozenset({4, 5}))
    assert calendar.kind(dt.date(2026, 10, 1)) is DayKind.ORDINARY  # a Thursday
    assert calendar.kind(dt.date(2026, 10, 2)) is DayKind.WEEKEND
    assert calendar.kind(dt.date(2026, 10, 4)) is DayKind.ORDINARY


@pytest.mark.parametrize("country", ["XX", "", "cn "])
def test_an_unknown_country_is_refused(country: str) -> None:
    with pytest.raises(ValueError, match="unknown country"):
        Calendar.for_country(country)


def test_a_weekend_outside_the_week_is_refused() -> None:
    with pytest.raises(ValueError, match="weekend"):
        Calendar(weekend=frozenset({7}))


def test_an_event_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends"):
        Event(start=dt.date(2026, 1, 2), end=dt.date(2026, 1, 1), kind="outage")


def test_an_event_needs_a_kind() -> None:
    with pytest.raises(ValueError, match="kind"):
        Event(start=dt.date(2026, 1, 2), end=dt.date(2026, 1, 2), kind=" ")


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-02-15", DemandKind.NORMAL),  # a weekend day before the festival is no eve
        ("2026-02-14", DemandKind.MAKE_UP),
        ("2026-02-21", DemandKind.HOLIDAY),  # the weekend inside the festival
        ("2026-02-24", DemandKind.AFTER),
        ("2026-02-25", DemandKind.NORMAL),
        ("2026-09-24", DemandKind.EVE),
        ("2026-09-27", DemandKind.NORMAL),  # a weekend beside a single holiday
        ("2026-09-28", DemandKind.AFTER),
    ],
)
def test_callers_know_eves_and_first_days_after(day: str, kind: DemandKind) -> None:
    assert demand_kind(CHINA, dt.date.fromisoformat(day)) is kind


def test_in_israel_a_holiday_acts_as_saturday_and_its_eve_as_friday() -> None:
    days = demand_days(Calendar.for_country("IL"), dt.date(1999, 3, 31), 3)
    assert days.kinds.tolist() == [DemandKind.EVE, DemandKind.HOLIDAY, DemandKind.NORMAL]
    assert days.weekdays.tolist() == [4, 5, 4]
    assert days.own_weekdays.tolist() == [2, 3, 4]


def test_days_inside_passover_are_half_holidays_in_israel_alone() -> None:
    inside, eve = dt.date(1999, 4, 5), dt.date(1999, 4, 6)
    assert demand_kind(Calendar.for_country("IL"), inside) is DemandKind.HALF
    assert demand_kind(Calendar.for_country("IL"), eve) is DemandKind.EVE
    assert demand_kind(Calendar.for_country("US"), inside) is DemandKind.NORMAL
    assert demand_kind(Calendar(), inside) is DemandKind.NORMAL
    known_better = Calendar.for_country("IL", overrides={inside: DayKind.ORDINARY})
    assert demand_kind(known_better, inside) is not DemandKind.HALF


def test_days_since_an_event_count_from_its_start() -> None:
    events = (
        Event(start=dt.date(2026, 3, 2), end=dt.date(2026, 3, 3), kind="bill_mailed"),
        Event(start=dt.date(2026, 3, 5), end=dt.date(2026, 3, 5), kind="campaign"),
    )
    days = demand_days(Calendar(events=events), dt.date(2026, 3, 1), 6)
    assert days.event_lags.tolist() == [NO_EVENT, 0, 1, 2, 0, 1]
    assert days.event_kinds.tolist() == [-1, 0, 0, 0, 1, 1]


def test_the_last_day_of_any_month_is_next_to_the_first() -> None:
    days = demand_days(Calendar(), dt.date(2026, 2, 28), 2)
    gap = (days.month_position[1] - days.month_position[0]) % 30
    assert 0 < gap < 1.5
