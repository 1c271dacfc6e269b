"""Who is fit for overtime: each rule just at its limit."""

import datetime as dt

import pytest

from roster.overtime.caps import Load
from roster.overtime.counting import Window
from roster.overtime.fitness import Extra, Shift, against
from roster.overtime.terms import OvertimeTerms
from roster.problem import DateRange, Person

DAY = dt.date(2026, 12, 8)
MIDNIGHT = dt.datetime(2026, 12, 7, 16, tzinfo=dt.UTC)
ANN = Person(id="00102", skills=frozenset({"complaints"}))


def window(start_hour: float, hours: float = 2) -> Window:
    start = MIDNIGHT + dt.timedelta(hours=start_hour)
    return Window(starts_at=start, ends_at=start + dt.timedelta(hours=hours))


def stands(
    extra: Window,
    *shifts: Shift,
    person: Person = ANN,
    load: Load | None = None,
    skill: str | None = None,
    rest: int | None = 660,
) -> list[tuple[str, int, int]]:
    found = against(
        person,
        Extra(date=DAY, window=extra, skill=skill),
        shifts,
        load or Load(),
        OvertimeTerms(),
        rest=rest,
    )
    return [(each.code, each.measured, each.limit) for each in found]


def shift(day: int, start_hour: float, hours: float = 8) -> Shift:
    return Shift(date=DAY + dt.timedelta(days=day), kind="E", window=window(24 * day + start_hour, hours))


@pytest.mark.parametrize(("until", "expected"), [(21, []), (21.25, [("rest_between", 645, 660)])])
def test_the_rest_before_the_next_shift_stays_a_rule(until: float, expected: list[object]) -> None:
    assert stands(window(19, until - 19), shift(1, 8)) == expected


def test_the_rest_after_the_shift_before_counts_too_and_none_where_no_rule_says_so() -> None:
    assert stands(window(9), shift(-1, 15, 8)) == [("rest_between", 600, 660)]
    assert stands(window(9), shift(-1, 15, 8), rest=None) == []


def test_the_shift_that_it_makes_longer_needs_no_rest_before() -> None:
    assert stands(window(16), shift(0, 8)) == []
    assert stands(window(15), shift(0, 8)) == [("overtime_at_work", 60, 0)]


def test_leave_protection_employment_skill_and_caps_are_named_all_at_once() -> None:
    person = Person(
        id="00103",
        leave=frozenset({DAY}),
        no_overtime=(DateRange(first=DAY, last=DAY),),
        last_day=DAY - dt.timedelta(days=1),
    )
    found = stands(window(18, 4), person=person, skill="complaints", load=Load(month=2000))
    assert [code for code, _, _ in found] == [
        "employment",
        "day_off",
        "no_overtime",
        "kind_allowed",
        "overtime_day",
        "overtime_month",
    ]
    assert stands(window(18), skill="complaints") == []
