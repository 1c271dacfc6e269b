"""Pairs at the limit for breaks: code, problem, good, bad and units of breach."""

from collections.abc import Mapping
from dataclasses import replace

from roster.problem import Calendar, Limit, Person, Problem
from tests.roster.small import DAY, EARLY, day, month, only, with_limit

FOUR = tuple(Person(id=name) for name in "1234")
LUNCH = replace(DAY, break_earliest=180, break_latest=240)
"""9:00-18:00, the break of an hour begins at 12:00 or 13:00."""

Given = tuple[str, Problem, Mapping[str, str], Mapping[str, str], int]


def _noon(code: str, value: int, need: Mapping[int, int], **others: object) -> Problem:
    """One day of the kind with a break, with one rule on people in slots beside that on breaks."""
    rules = with_limit(only(code, Limit(value=value)), "meal_break", Limit())
    needs = {(0, hour): people for hour, people in need.items()}
    return month(people=FOUR, days=1, kinds=(LUNCH,), need=needs, rules=rules, **others)


NARROW = month(
    days=2,
    # no full hour begins from 11:15 to 11:45
    kinds=(EARLY, replace(DAY, break_earliest=135, break_latest=165)),
    rules=only("meal_break", Limit()),
)
MEALS = month(
    days=2,
    kinds=(replace(EARLY, break_minutes=30), replace(DAY, break_minutes=35)),
    rules=only("longest_break", Limit(value=30)),
)
AT_WORK = dict.fromkeys((9, 10, 11, 12, 14, 15, 16, 17), 2)
SPECIAL = Calendar(special_days=frozenset({day(0)}))

BREAK_PAIRS: tuple[Given, ...] = (
    ("meal_break", NARROW, {"1": "EE"}, {"1": "ED"}, 1),
    ("longest_break", MEALS, {"1": "EE"}, {"1": "ED"}, 1),
    # two people go one after the other; one alone leaves an hour to nobody
    ("shortage", _noon("shortage", 0, {12: 1, 13: 1}), {"1": "D", "2": "D"}, {"1": "D"}, 1),
    ("surplus", _noon("surplus", 0, AT_WORK | {13: 1}), {"1": "D", "2": "D"}, dict.fromkeys("123", "D"), 7),
    ("seats", _noon("seats", 2, {}), {"1": "D", "2": "D"}, dict.fromkeys("123", "D"), 7),
    (
        "reserve_surplus",
        _noon("reserve_surplus", 1, {12: 1, 13: 1}, calendar=SPECIAL),
        dict.fromkeys("1234", "D"),
        dict.fromkeys("123", "D"),
        1,
    ),
)
