"""A month with every rule switched on, and in it what each rule looks at.

The month is October 2026: three statutory days, four days of adjusted rest, a Saturday on which one works.
A rule that `RuleSettings` has and this month lacks makes a test fail (`tests/benchmarks`).
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from benchmarks.every_rule_people import SKILL, particular, pattern
from roster.demand import slots_after
from roster.problem import (
    Calendar,
    DateRange,
    DayType,
    Demand,
    Problem,
    RuleSettings,
    ShiftKind,
    ShiftNeed,
    SkillNeed,
    hard,
    soft,
)
from tests.roster.department import THREE_SHIFTS, need_of, people_of, wishes_of

FIRST_DAY: Final = date(2026, 10, 1)
DAYS: Final = 31
CLOSED: Final = date(2026, 10, 25)
"""A Sunday without service, from its first shift to that of the next day."""
SPECIAL: Final = {
    **{date(2026, 10, day): DayType.STATUTORY for day in (1, 2, 3)},
    **{date(2026, 10, day): DayType.ADJUSTED_REST for day in (4, 5, 6, 7)},
    date(2026, 10, 10): DayType.MAKE_UP,
}
SPECIAL_DAY: Final = date(2026, 10, 16)
"""A working day that is staffed like a holiday."""
OFFICE: Final = ShiftKind(
    code="D",
    family="D",
    start_minute=540,
    end_minute=1080,
    paid_minutes=480,
    break_minutes=60,
    break_earliest=120,
    break_latest=300,
)
LONG: Final = ShiftKind(
    code="O",
    family="O",
    start_minute=480,
    end_minute=1140,
    paid_minutes=600,
    break_minutes=60,
    break_earliest=180,
    break_latest=300,
)
RESERVE: Final = ShiftKind(
    code="R", family="R", start_minute=540, end_minute=1020, paid_minutes=240, break_minutes=90
)
TRAINING: Final = ShiftKind(
    code="T", family="T", start_minute=540, end_minute=1020, paid_minutes=480, assignable=False
)
KINDS: Final = (*THREE_SHIFTS, OFFICE, LONG, RESERVE, TRAINING)
SEATS_EACH: Final = 0.5
"""Seats per person."""
MORNING_SLOTS: Final = 16
"""Half-hours before the first shift of a day."""

EVERY_RULE: Final = RuleSettings(
    # one person, day by day
    no_night=hard(),
    closed_day=hard(),
    rest_between=hard(660),
    succession=soft(weight=2),
    working_run=hard(6),
    shortest_working_run=soft(2, weight=3),
    shortest_days_off=soft(2, weight=3),
    weekly_days_off=hard(1),
    night_run=hard(3),
    night_rest=hard(1),
    # one person, the month
    nights_in_month=hard(8),
    weekends_in_month=soft(3, weight=4),
    kinds_in_month=soft(weight=2),
    average_week=hard(2400),
    contract_max=hard(480),
    contract_min=soft(480, weight=4),
    # a night is an hour longer than a normal day
    overtime_day=soft(60, weight=3),
    overtime_month=hard(2160),
    no_overtime=hard(),
    labour_cost=soft(weight=1),
    month_shape=soft(2, weight=4),
    stability=soft(2, weight=1),
    meal_break=soft(weight=5),
    longest_break=soft(60, weight=1),
    wish=soft(weight=1),
    # the people of a day
    leader_present=hard(1),
    shortage=soft(weight=20),
    surplus=soft(weight=1),
    shift_shortage=soft(weight=20),
    shift_surplus=soft(weight=1),
    skills_per_post=soft(weight=5),
    probation_pairing=hard(1),
    reserve=soft(5, weight=10),
    reserve_most=hard(7),
    reserve_surplus=soft(1, weight=2),
    reserve_ordinary=soft(1, weight=1),
    # everybody
    night_fairness=soft(1, weight=10),
    weekend_fairness=soft(1, weight=5),
    holiday_fairness=soft(1, weight=8),
    turn_fairness=soft(1, weight=5),
    forbidden_successions=frozenset({("E", "N"), ("D", "N")}),
    leader_kinds=frozenset({"E", "M", "N"}),
    turn_kinds=frozenset({"R"}),
    most_of_kind=(("M", 14), ("N", 8)),
    # a unit is a hundred yuan, so that money does not outweigh everything else
    money_unit=10_000,
    night_premium=20,
    holiday_premium=200,
)
"""All but the seats, which depend on the number of people."""


def every_rule_month(count: int) -> Problem:
    """Return the month of so many people, the days before it included."""
    ordinary = people_of(count, FIRST_DAY, DAYS, 0)
    people = tuple(particular(number, person, FIRST_DAY) for number, person in enumerate(ordinary))
    return Problem(
        people=people,
        kinds=KINDS,
        first_day=FIRST_DAY,
        days=DAYS,
        demand=_demand(count / 32),
        history=pattern(people, _dates(-14, 0)),
        published=pattern(people, _dates(0, DAYS)),
        soon=DateRange(first=FIRST_DAY, last=FIRST_DAY + timedelta(days=6)),
        skill_needs=tuple(_posts(count / 32)),
        shift_needs=tuple(_shift_needs(count / 32)),
        wishes=wishes_of(people, FIRST_DAY, DAYS, 0),
        calendar=Calendar(
            weekend=frozenset({5, 6}),
            special=SPECIAL,
            closed_dates=frozenset({CLOSED}),
            special_days=frozenset({SPECIAL_DAY}),
        ),
        rules=replace(EVERY_RULE, seats=hard(round(SEATS_EACH * count))),
    )


def _demand(share: float) -> Demand:
    """Return the need of the department, quiet on Saturday and Sunday; nobody on the closed day."""
    required = []
    for day in range(DAYS + 1):
        when = FIRST_DAY + timedelta(days=day)
        # the need of the tests' department is quiet on Friday and Saturday
        row = [max(1, round(need * share)) for need in need_of(when - timedelta(days=1))]
        if when == CLOSED:
            row[MORNING_SLOTS:] = [0] * (len(row) - MORNING_SLOTS)
        if when == CLOSED + timedelta(days=1):
            row[:MORNING_SLOTS] = [0] * MORNING_SLOTS
        required.append(row)
    after = required.pop()[: slots_after(KINDS, 30)]
    return Demand.of(FIRST_DAY, 30, required, after)


def _shift_needs(share: float) -> list[ShiftNeed]:
    """Return people wanted by kind: nights every open day, by day on working days."""
    open_dates = _open_dates()
    nights = [ShiftNeed(date=when, kind="N", people=max(1, round(2 * share))) for when in open_dates]
    by_day = [
        ShiftNeed(date=when, kind="D", people=max(1, round(share)), over=0)
        for when in open_dates
        if when.weekday() < 5 and when not in SPECIAL
    ]
    return nights + by_day


def _posts(share: float) -> list[SkillNeed]:
    """Return people wanted for complaints, nine to five."""
    people = max(1, round(2 * share))
    return [
        SkillNeed(date=when, skill=SKILL, people=people, from_minute=540, to_minute=1020)
        for when in _open_dates()
    ]


def _dates(first: int, end: int) -> list[date]:
    return [FIRST_DAY + timedelta(days=day) for day in range(first, end)]


def _open_dates() -> list[date]:
    return [when for when in _dates(0, DAYS) if when != CLOSED]
