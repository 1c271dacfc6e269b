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


def test_an_event_acts_on_all_its_days_and_is_counted_from_its_last() -> None:
    events = (
        Event(start=dt.date(2026, 3, 2), end=dt.date(2026, 3, 3), kind="bill_mailed"),
        Event(start=dt.date(2026, 3, 5), end=dt.date(2026, 3, 5), kind="campaign"),
    )
    days = demand_days(Calendar(events=events), dt.date(2026, 3, 1), 6)
    assert days.event_lags.tolist() == [NO_EVENT, 0, 0, 1, 0, 1]
    assert days.event_kinds.tolist() == [-1, 0, 0, 0, 1, 1]
    assert [days.events_begun[0, day].nonzero()[0].tolist() for day in range(6)] == [
        [], [0], [0], [1], [2], [3]
    ]  # fmt: skip


def test_a_short_event_inside_a_long_one_ends_before_it() -> None:
    events = (
        Event(start=dt.date(2026, 3, 1), end=dt.date(2026, 3, 6), kind="campaign"),
        Event(start=dt.date(2026, 3, 2), end=dt.date(2026, 3, 2), kind="sms"),
    )
    days = demand_days(Calendar(events=events), dt.date(2026, 3, 1), 7)
    assert days.event_lags.tolist() == [0, 0, 0, 0, 0, 0, 1]
    assert days.event_kinds.tolist() == [0, 1, 0, 0, 0, 0, 0]


def test_the_distance_to_spring_festival_is_counted_where_it_is_kept() -> None:
    first_days = {
        2023: "2023-01-22",
        2024: "2024-02-10",
        2025: "2025-01-29",
        2026: "2026-02-17",
        2027: "2027-02-06",
    }
    assert {year: str(CHINA.spring_festival(year)) for year in first_days} == first_days
    days = demand_days(CHINA, dt.date(2026, 2, 15), 4)
    assert days.festival_lags.tolist() == [-2, -1, 0, 1]
    assert demand_days(CHINA, dt.date(2026, 1, 27), 2).festival_lags.tolist() == [NO_EVENT, -20]
    assert demand_days(Calendar.for_country("IL"), dt.date(2026, 2, 17), 1).festival_lags.tolist() == [
        NO_EVENT
    ]
    assert demand_days(Calendar(), dt.date(2026, 2, 17), 1).festival_lags.tolist() == [NO_EVENT]


def test_telecom_day_and_days_of_the_department_are_special_unless_they_are_holidays() -> None:
    assert demand_kind(CHINA, dt.date(2024, 5, 17)) is DemandKind.SPECIAL
    assert demand_kind(CHINA, dt.date(2026, 5, 17)) is DemandKind.SPECIAL  # a Sunday
    assert demand_kind(Calendar.for_country("US"), dt.date(2024, 5, 17)) is DemandKind.NORMAL
    own = Calendar(special=frozenset({dt.date(2026, 11, 11)}))
    assert demand_kind(own, dt.date(2026, 11, 11)) is DemandKind.SPECIAL
    holiday = Calendar.for_country("CN")
    assert demand_kind(holiday, dt.date(2026, 10, 1)) is DemandKind.HOLIDAY


def test_days_since_a_billing_day_are_counted_over_months_of_any_length() -> None:
    calendar = Calendar(billing_days=frozenset({5, 31}))
    days = demand_days(calendar, dt.date(2026, 2, 27), 9)
    assert days.billing_lags.tolist() == [22, 0, 1, 2, 3, 4, 0, 1, 2]
    assert demand_days(Calendar(), dt.date(2026, 2, 27), 1).billing_lags.tolist() == [NO_EVENT]
    with pytest.raises(ValueError, match="days of a month"):
        Calendar(billing_days=frozenset({0}))


def test_the_last_day_of_any_month_is_next_to_the_first() -> None:
    days = demand_days(Calendar(), dt.date(2026, 2, 28), 2)
    gap = (days.month_position[1] - days.month_position[0]) % 30
    assert 0 < gap < 1.5
