"""What a policy says of the reserve, as the engine reads it (P-12, P-13, P-14)."""

import datetime as dt
from dataclasses import replace

from pydantic import JsonValue

from roster.problem import Calendar, Person, ShiftKind, hard, soft
from web.planning.settings import (
    RESERVE_WEIGHT,
    chosen_kinds,
    has_reserve,
    rule_settings,
    shift_kinds,
    with_special_days,
)
from web.planning.special_days import special_days
from web.policy import load_preset
from web.policy.kinds import SpecialDay

PEOPLE = (Person(id="1"),)
KINDS = shift_kinds(load_preset("S0g").effective().values.shift_times)
RESERVE = ShiftKind(code="R", family="R", start_minute=480, end_minute=1200, paid_minutes=60)
YEAR = tuple(dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(365))


def limits(
    preset: str, overrides: dict[str, JsonValue] | None = None, *, reserve: bool = True
) -> list[object]:
    policy = load_preset(preset).effective(overrides or {})
    rules = rule_settings(policy, PEOPLE, (*KINDS, RESERVE) if reserve else KINDS)
    return [rules.reserve, rules.reserve_most, rules.reserve_surplus, rules.reserve_ordinary]


def test_what_s4f_states_binds_but_for_seats_beyond_the_most() -> None:
    assert limits("S4f") == [hard(5), soft(7, weight=RESERVE_WEIGHT), hard(1), None]


def test_a_silent_regulation_asks_for_a_reserve_only_where_a_shift_holds_it() -> None:
    assert limits("S0g") == [None, None, None, soft(1, weight=RESERVE_WEIGHT)]
    assert limits("S0g", reserve=False) == [None] * 4


def test_what_the_department_sets_binds_with_or_without_such_a_shift() -> None:
    seats: dict[str, JsonValue] = {
        "reserve.holiday_seats": {"least": 2, "most": 3},
        "reserve.normal_staff": 2,
    }
    expected = [hard(2), soft(3, weight=RESERVE_WEIGHT), hard(1), hard(2)]
    assert limits("S0g", seats) == limits("S0g", seats, reserve=False) == expected
    none: dict[str, JsonValue] = {"reserve.holiday_seats": {"least": 0, "most": 0}, "reserve.normal_staff": 0}
    assert limits("S4f", none) == [None] * 4


def test_the_reserve_is_chosen_only_where_a_rule_asks_for_it() -> None:
    asked = rule_settings(load_preset("S4f").effective(), PEOPLE)
    idle = rule_settings(load_preset("S0g").effective(), PEOPLE)
    assert has_reserve(chosen_kinds((*KINDS, RESERVE), asked))
    assert chosen_kinds((*KINDS, RESERVE), idle) == (*KINDS, replace(RESERVE, assignable=False))


def test_the_days_of_s4f_are_found_in_the_calendar() -> None:
    found = with_special_days(Calendar(), load_preset("S4f").effective(), YEAR).special_days
    assert sorted(f"{day:%m-%d}" for day in found) == [
        *("02-16", "02-17", "02-18", "02-19"),
        *("05-01", "05-02", "05-17"),
        *("10-01", "10-02", "10-03"),
    ]
    own = frozenset({dt.date(2026, 3, 8)})
    kept = with_special_days(Calendar(special_days=own), load_preset("S0g").effective(), YEAR)
    assert kept.special_days == own


def test_only_the_chosen_days_are_special() -> None:
    assert special_days([SpecialDay.TELECOM_DAY], YEAR) == {dt.date(2026, 5, 17)}
    assert special_days([SpecialDay.STATUTORY_HOLIDAYS], YEAR) == frozenset()
