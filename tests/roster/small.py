"""Small months for tests: few people, few days, whatever a test needs and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from roster.problem import Demand, Limit, Person, Problem, Roster, RuleSettings, ShiftKind

FIRST_DAY = date(2026, 6, 1)
"""A Monday."""

EARLY = ShiftKind(code="E", family="E", start_minute=480, end_minute=930, paid_minutes=450)
MIDDLE = ShiftKind(code="M", family="M", start_minute=930, end_minute=1380, paid_minutes=450)
NIGHT = ShiftKind(code="N", family="N", start_minute=1380, end_minute=1920, paid_minutes=540)
DAY = ShiftKind(code="D", family="D", start_minute=540, end_minute=1080, paid_minutes=480, break_minutes=60)
LONG = ShiftKind(code="X", family="O", start_minute=600, end_minute=1980, paid_minutes=600)
RESERVE = ShiftKind(code="R", family="R", start_minute=480, end_minute=1200, paid_minutes=60)
TRAINING = ShiftKind(code="T", family="T", start_minute=540, end_minute=1020, paid_minutes=480)
KINDS = (EARLY, MIDDLE, NIGHT, DAY, LONG, RESERVE, TRAINING)

ALL_OFF = RuleSettings(
    no_night=None,
    closed_day=None,
    rest_between=None,
    succession=None,
    working_run=None,
    shortest_working_run=None,
    shortest_days_off=None,
    weekly_days_off=None,
    night_run=None,
    night_rest=None,
    nights_in_month=None,
    weekends_in_month=None,
    kinds_in_month=None,
    average_week=None,
    overtime_day=None,
    overtime_month=None,
    no_overtime=None,
    labour_cost=None,
    contract_max=None,
    contract_min=None,
    leader_present=None,
    meal_break=None,
    longest_break=None,
    shortage=None,
    surplus=None,
    shift_shortage=None,
    shift_surplus=None,
    wish=None,
    night_fairness=None,
    weekend_fairness=None,
    holiday_fairness=None,
    turn_fairness=None,
    month_shape=None,
    stability=None,
)


def with_limit(rules: RuleSettings, code: str, limit: Limit) -> RuleSettings:
    """The settings with one rule changed."""
    return replace(rules, **{code: limit})  # type: ignore[arg-type]


def only(code: str, limit: Limit) -> RuleSettings:
    """Settings with a single rule on."""
    return with_limit(ALL_OFF, code, limit)


def day(number: int) -> date:
    """Date of a day number; 0 is the Monday of the first week."""
    return FIRST_DAY + timedelta(days=number)


def row(person: str, pattern: str, first: int = 0) -> dict[tuple[str, date], str]:
    """Cells from a pattern such as ``EE.N``: one letter a day, a dot for off."""
    return {(person, day(first + i)): code for i, code in enumerate(pattern) if code != "."}


def rows(patterns: Mapping[str, str], first: int = 0) -> Roster:
    """A roster from one pattern per person."""
    return Roster({cell: code for name, p in patterns.items() for cell, code in row(name, p, first).items()})


def month(
    *,
    people: tuple[Person, ...] = (Person(id="1"),),
    days: int = 7,
    rules: RuleSettings = ALL_OFF,
    need: Mapping[tuple[int, int], int] | None = None,
    **others: object,
) -> Problem:
    """A problem with hourly slots; ``need`` maps (day number, hour) to people, the next morning's too."""
    required = [[(need or {}).get((d, hour), 0) for hour in range(24)] for d in range(days)]
    asks_after = any(when == days for when, _ in need or {})
    after = [(need or {}).get((days, hour), 0) for hour in range(8)] if asks_after else []
    given: dict[str, object] = {
        "people": people,
        "kinds": KINDS,
        "first_day": FIRST_DAY,
        "days": days,
        "demand": Demand.of(FIRST_DAY, 60, required, after),
        "rules": rules,
    }
    return Problem(**(given | others))  # type: ignore[arg-type]
