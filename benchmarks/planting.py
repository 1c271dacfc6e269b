"""Months that somebody made impossible: a legal month of a department, and one conflict planted in it.

The need is taken from a roster that keeps every hard rule, so that what was planted is the only conflict.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from roster.coverage import coverage
from roster.problem import (
    HISTORY_DAYS,
    Cell,
    Demand,
    Person,
    Problem,
    Roster,
    RuleSettings,
    ShiftKind,
    hard,
)
from roster.rules import judge
from tests.roster.department import FIRST_DAY, THREE_SHIFTS, people_of

DAYS, SLOT, TEAM = 31, 30, 8
PATTERN = "EEMMNN..."
"""What everybody works in turn in the roster that the need is taken from."""
SHARES = (0.6, 0.7, 0.85)
"""Part of that roster's people who are needed: at night, in the evening, by day."""
SPECIAL = {
    "XE": ShiftKind(
        code="XE", family="E", start_minute=420, end_minute=900, paid_minutes=480, skills=frozenset({"x"})
    ),
    "XM": ShiftKind(
        code="XM", family="M", start_minute=900, end_minute=1380, paid_minutes=480, skills=frozenset({"x"})
    ),
    "XN": ShiftKind(
        code="XN", family="N", start_minute=1320, end_minute=1800, paid_minutes=480, skills=frozenset({"x"})
    ),
}
"""Shifts that need a skill which hardly anybody has."""


@dataclass(frozen=True, kw_only=True)
class Planted:
    """An impossible month, and what its conflict must name; no people where any will do."""

    problem: Problem
    rules: frozenset[str]
    people: frozenset[str] = frozenset()
    dates: frozenset[date] = frozenset()


Plant = Callable[[Problem, random.Random], Planted]


def possible_month(count: int, seed: int) -> Problem:
    """Return a month of so many people that a legal roster exists for, half-hour need and all rules hard.

    Raises
    ------
    ValueError
        When the roster is not legal after all.
    """
    people = tuple(
        replace(person, days_off=frozenset(), leave=frozenset()) if person.role == "leader" else person
        for person in people_of(count, FIRST_DAY, DAYS, seed)
    )
    turns = _turns(people)
    month, past = (
        {cell: code for cell, code in turns.items() if (cell[1] >= FIRST_DAY) is now} for now in (True, False)
    )
    blank = Problem(
        people=people,
        kinds=THREE_SHIFTS,
        first_day=FIRST_DAY,
        days=DAYS,
        demand=Demand.none(FIRST_DAY, DAYS, SLOT),
        history=Roster(past),
        rules=RuleSettings(shortage=hard(0), leader_kinds=frozenset({"N"})),
    )
    roster = Roster(month)
    need = [
        [int(people * _share(slot)) for slot, people in enumerate(day)]
        for day in coverage(blank, roster).assigned
    ]
    problem = replace(blank, demand=Demand.of(FIRST_DAY, SLOT, need))
    if judge(problem, roster).hard_count:
        raise ValueError(f"the month of {count} people, seed {seed}, is not legal")
    return problem


def _turns(people: tuple[Person, ...]) -> dict[Cell, str]:
    """Return everybody's turns, the last days before the month with them; who is off is off.

    Leave lowers the hours that the contract allows, so that the days beside it are off, too.
    """
    leaders = [person.id for person in people if person.role == "leader"]
    found = {}
    for number, person in enumerate(people):
        phase = leaders.index(person.id) if person.id in leaders else number
        for day in range(-HISTORY_DAYS, DAYS):
            when, code = FIRST_DAY + timedelta(days=day), PATTERN[(day + phase) % len(PATTERN)]
            beside = {when + timedelta(days=shift) for shift in (-2, -1, 1, 2)}
            if code != "." and not person.is_fixed_off(when) and not beside & person.leave:
                found[person.id, when] = code
    return found


def _share(slot: int) -> float:
    hour = slot * SLOT / 60
    return SHARES[0] if hour < 8 or hour >= 23 else SHARES[2] if hour < 17 else SHARES[1]
