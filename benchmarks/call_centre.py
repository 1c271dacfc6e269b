"""A call centre's month for measuring, made from a seed: six shifts, half-hour need, only simple rules.

The month has what most published models can say, so that one solver can be set beside another on equal
terms. Seed 1 with 60 or 300 people is a month for which a bound is known from elsewhere.
"""

from datetime import date, timedelta
from typing import Final

import numpy as np

from roster.problem import Demand, Person, PersonalLimits, Problem, RuleSettings, ShiftKind, Wish, hard, soft

FIRST_DAY: Final = date(2027, 3, 1)
"""A Monday that begins a month of 31 days."""
DAYS: Final = 31
SLOTS: Final = 48
WORK_SHARE: Final = 0.9
"""Hours needed over the hours that everybody would work in 21 days of 8."""
LEAST_NEEDED: Final = 2
DAYS_OFF_EACH: Final = 2
WISHES_EACH: Final = 3
WISH_WEIGHT: Final = 3
OF_WEEKDAY: Final = (1.15, 1.1, 1.05, 1.0, 1.0, 0.85, 0.8)
MONTH_START, MONTH_END = 1.15, 0.9


def _kind(code: str, family: str, first_slot: int, slots: int) -> ShiftKind:
    """Return a shift of so many half-hours, one of which is an unpaid break."""
    return ShiftKind(
        code=code,
        family=family,  # type: ignore[arg-type]  # the letters stand in this file
        start_minute=30 * first_slot,
        end_minute=30 * (first_slot + slots),
        paid_minutes=30 * (slots - 1),
        break_minutes=30,
    )


KINDS: Final = (
    _kind("E", "E", 16, 15),
    _kind("E2", "E", 18, 18),
    _kind("M", "M", 31, 15),
    _kind("M2", "M", 26, 18),
    _kind("L", "M", 36, 12),
    _kind("N", "N", 46, 18),
)

RULES: Final = RuleSettings(
    rest_between=hard(660),
    working_run=hard(6),
    shortest_working_run=hard(2),
    night_run=hard(3),
    nights_in_month=hard(8),
    contract_max=hard(),
    contract_min=hard(),
    shortage=soft(weight=10),
    surplus=soft(weight=1),
    wish=soft(weight=1),
    no_night=None,
    closed_day=None,
    succession=None,
    shortest_days_off=None,
    weekly_days_off=None,
    night_rest=None,
    average_week=None,
    leader_present=None,
    shift_shortage=None,
    shift_surplus=None,
    night_fairness=None,
    weekend_fairness=None,
)
LIMITS: Final = PersonalLimits(
    # 36 to 40 hours a week, in whole half-hours of the month
    most_minutes=30 * (2 * 40 * DAYS // 7),
    least_minutes=30 * (2 * 36 * DAYS // 7),
)


def call_centre_month(people: int, seed: int) -> Problem:
    """Return the month of so many people.

    Each has two days on which off is due (they may coincide) and three shifts on single days that are
    not liked; their random numbers are drawn person by person, all days off first.
    """
    draw = np.random.default_rng(seed)

    def one_of(count: int) -> int:
        return int(draw.integers(count))

    days_off = [[_date(one_of(DAYS)) for _ in range(DAYS_OFF_EACH)] for _ in range(people)]
    disliked = [[(one_of(DAYS), one_of(len(KINDS))) for _ in range(WISHES_EACH)] for _ in range(people)]
    ids = [f"{number + 1:05d}" for number in range(people)]
    return Problem(
        people=tuple(
            Person(id=name, days_off=frozenset(off), limits=LIMITS)
            for name, off in zip(ids, days_off, strict=True)
        ),
        kinds=KINDS,
        first_day=FIRST_DAY,
        days=DAYS,
        demand=Demand.of(FIRST_DAY, 30, needed(people).tolist()),
        wishes=tuple(
            Wish(person=name, date=_date(day), kind=KINDS[kind].code, weight=WISH_WEIGHT, avoid=True)
            for name, cells in zip(ids, disliked, strict=True)
            for day, kind in cells
        ),
        rules=RULES,
    )


def needed(people: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """Return people needed, shape (days, slots): peaks at 10:00, 15:30 and 20:00, a heavier month start."""
    slot = np.arange(SLOTS)
    shape = np.full(SLOTS, 0.15)
    for height, peak, width in ((1.0, 20, 5), (0.8, 31, 5), (0.5, 40, 4)):
        shape += height * np.exp(-(((slot - peak) / width) ** 2))
    slope = np.linspace(MONTH_START, MONTH_END, DAYS)
    days = np.array([OF_WEEKDAY[day % 7] for day in range(DAYS)]) * slope
    person_slots = people * 8 * 21.0 * 2 * WORK_SHARE
    spread = np.outer(days / days.sum(), shape / shape.sum()) * person_slots
    rounded: np.ndarray[tuple[int, int], np.dtype[np.int64]] = np.ceil(spread).astype(np.int64)
    return np.maximum(rounded, LEAST_NEEDED)


def _date(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)
