"""Why an interval is short, counted by what stops each person."""

from dataclasses import replace

import pytest

from roster.coverage import coverage
from roster.problem import Person, Problem, Roster, hard
from roster.shortfall import LEAVE, NO_SHIFT, OTHER_SHIFT, Shortfall, shortfall
from tests.roster.small import day, month, only, rows, with_limit


def reasons(problem: Problem, roster: Roster) -> Shortfall:
    (short,) = coverage(problem, roster).shortages
    return shortfall(problem, roster, short)


def test_everybody_is_counted_by_what_stops_them() -> None:
    people = (
        Person(id="on duty"),
        Person(id="away", leave=frozenset({day(1)})),
        Person(id="off", days_off=frozenset({day(1)})),
        Person(id="late"),
        Person(id="tired"),
        Person(id="elsewhere"),
        Person(id="free"),
        Person(id="forbidden", forbidden_kinds=frozenset({"E", "D", "X"})),
    )
    rules = with_limit(only("rest_between", hard(660)), "working_run", hard(1))
    roster = rows({"on duty": ".E", "late": "M", "tired": "D", "elsewhere": ".M"})
    # one long shift and the early ones cover nine o'clock; a working day more is one too many
    found = reasons(month(people=people, rules=rules, need={(1, 9): 5}), roster)
    assert found.on_duty == 1
    assert found.free == ("free",)
    assert dict(found.stopped) == {
        LEAVE: 1,
        "day_off": 1,
        "working_run": 1,
        "rest_between": 1,
        OTHER_SHIFT: 1,
        "kind_allowed": 1,
    }
    assert found.on_duty + len(found.free) + sum(found.stopped.values()) == len(people)


def test_the_night_before_may_cover_the_time_and_history_is_on_duty() -> None:
    people = (Person(id="1"), Person(id="2"), Person(id="3"))
    problem = month(people=people, rules=only("night_rest", hard(1)), need={(0, 3): 3, (1, 3): 3})
    problem = replace(problem, history=Roster({("1", day(-1)): "N"}))
    roster = rows({"2": "N"})
    first, second = coverage(problem, roster).shortages
    assert dict(shortfall(problem, roster, first).stopped) == {NO_SHIFT: 2}
    found = shortfall(problem, roster, second)
    assert (found.on_duty, found.free) == (1, ("1", "3"))


def test_what_was_broken_before_stops_nobody() -> None:
    problem = month(rules=only("working_run", hard(1)), days=6, need={(5, 9): 1})
    assert reasons(problem, rows({"1": "EE"})).free == ("1",)


def test_a_stretch_outside_the_month_is_refused() -> None:
    problem = month(need={(0, 9): 1})
    (short,) = coverage(problem, Roster()).shortages
    with pytest.raises(ValueError, match="outside the month"):
        shortfall(problem, Roster(), replace(short, date=day(-3)))
