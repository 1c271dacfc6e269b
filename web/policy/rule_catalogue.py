"""The rules of a roster that a department may set itself: where each stands, its unit and its bounds.

`roster.settings` says what the engine can hold to; this says what may be typed for it, and what labour
law keeps from being weakened. A test sees that every rule and every setting of the engine stands here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roster.settings import ALWAYS_SOFT, BOUNDS


class Group(StrEnum):
    """The parts in which the rules are shown and edited."""

    HOURS = "hours"
    REST = "rest"
    NIGHTS = "nights"
    WEEKENDS = "weekends"
    COVERAGE = "coverage"
    PEOPLE = "people"
    NEEDS = "needs"
    FAIRNESS = "fairness"
    MONEY = "money"
    STABILITY = "stability"


class Unit(StrEnum):
    """What a number counts. Hours are kept in whole minutes, money in fen; all else as it is typed."""

    NONE = "none"
    HOURS = "hours"
    DAYS = "days"
    NIGHTS = "nights"
    WEEKENDS = "weekends"
    PEOPLE = "people"
    SEATS = "seats"
    POSTS = "posts"
    SHIFTS = "shifts"
    PERCENT = "percent"
    YUAN = "yuan"

    @property
    def per_typed(self) -> int:
        """How many of the kept unit make one of the typed unit."""
        return {Unit.HOURS: 60, Unit.YUAN: 100}.get(self, 1)

    def typed(self, kept: int) -> str:
        """Return a kept number as it is typed and shown: 7.5 for 450 minutes."""
        return f"{kept / self.per_typed:.10g}"


class Shape(StrEnum):
    """What a setting that is no rule of its own consists of."""

    NUMBER = "number"
    TICK = "tick"
    WINDOW = "window"
    CODES = "codes"
    PER_KIND = "per_kind"
    PAIRS = "pairs"


@dataclass(frozen=True, kw_only=True)
class RuleSpec:
    """One rule as a department may set it.

    Parameters
    ----------
    least, most
        Bounds of its limit, in the kept unit.
    key
        The setting of the policy (`web.policy.parameters`) that gives it, "" where no regulation does.
    law
        Labour law holds it: it is hard, never off, and `most` is the law's number.
    asks
        The needs (`NEEDS`) that it looks at; "" where it looks at the roster alone.
    """

    name: str
    group: Group
    unit: Unit = Unit.NONE
    least: int = 0
    most: int = 0
    key: str = ""
    law: bool = False
    asks: str = ""

    @property
    def always_soft(self) -> bool:
        """Whether it can only have a weight."""
        return self.name in ALWAYS_SOFT


@dataclass(frozen=True, kw_only=True)
class DetailSpec:
    """One setting that says how rules are read; `fields` are those of `roster.settings.RuleSettings`."""

    name: str
    group: Group
    shape: Shape
    unit: Unit = Unit.NONE
    least: int = 0
    most: int = 0
    law: bool = False
    fields: tuple[str, ...] = ()

    @property
    def of_engine(self) -> tuple[str, ...]:
        """Names of the engine's fields that it sets."""
        return self.fields or (self.name,)


POSTS, SHIFT_NEEDS = "posts", "shift_needs"
NEEDS: Final = (POSTS, SHIFT_NEEDS)
"""What a department asks for beside the need per slot; see `web.policy.own_needs`."""
MOST_WEIGHT: Final = 10_000
LONGEST_NORMAL_DAY, MOST_OVERTIME_OF_A_DAY, MOST_OVERTIME_OF_A_MONTH = 480, 180, 2160
"""Minutes, by labour law: eight hours, three, and 36 in a month."""
NIGHT_OF_THE_LAW: Final = (1320, 1800)
"""Night work is what lies between 22:00 and 6:00; a window may be wider."""
ANY_MONTH: Final = 31 * 1440


def _rule(name: str, group: Group, unit: Unit = Unit.NONE, most: int = 0, **more: object) -> RuleSpec:
    least, most = BOUNDS.get(name, (0, most))
    return RuleSpec(**{"name": name, "group": group, "unit": unit, "least": least, "most": most, **more})  # type: ignore[arg-type]  # the callers stand below


RULE_SPECS: Final[tuple[RuleSpec, ...]] = (
    _rule("average_week", Group.HOURS, Unit.HOURS, least=60, most=84 * 60, key="hours.avg_week_max"),
    _rule("contract_max", Group.HOURS, Unit.HOURS, ANY_MONTH),
    _rule("contract_min", Group.HOURS, Unit.HOURS, ANY_MONTH),
    _rule("overtime_day", Group.HOURS, Unit.HOURS, MOST_OVERTIME_OF_A_DAY, law=True),
    _rule("overtime_month", Group.HOURS, Unit.HOURS, MOST_OVERTIME_OF_A_MONTH, law=True),
    _rule("no_overtime", Group.HOURS, law=True),
    _rule("rest_between", Group.REST, Unit.HOURS),
    _rule("weekly_days_off", Group.REST, Unit.DAYS, key="rest.days_off_per_week"),
    _rule("working_run", Group.REST, Unit.DAYS),
    _rule("shortest_working_run", Group.REST, Unit.DAYS),
    _rule("shortest_days_off", Group.REST, Unit.DAYS),
    _rule("closed_day", Group.REST),
    _rule("succession", Group.REST),
    _rule("kinds_in_month", Group.REST),
    _rule("no_night", Group.NIGHTS, law=True),
    _rule("night_run", Group.NIGHTS, Unit.NIGHTS),
    _rule("night_rest", Group.NIGHTS, Unit.DAYS),
    _rule("nights_in_month", Group.NIGHTS, Unit.NIGHTS, 31),
    _rule("weekends_in_month", Group.WEEKENDS, Unit.WEEKENDS, 6),
    _rule("shortage", Group.COVERAGE, Unit.PEOPLE, 1000),
    _rule("surplus", Group.COVERAGE, Unit.PEOPLE, 1000),
    _rule("shift_shortage", Group.COVERAGE, Unit.PEOPLE, 1000, asks=SHIFT_NEEDS),
    _rule("shift_surplus", Group.COVERAGE, Unit.PEOPLE, 1000, asks=SHIFT_NEEDS),
    _rule("seats", Group.COVERAGE, Unit.SEATS, 10_000, least=1),
    _rule("meal_break", Group.COVERAGE, key="break.minutes"),
    _rule("longest_break", Group.COVERAGE, Unit.HOURS, 240, key="break.minutes"),
    _rule("reserve", Group.COVERAGE, Unit.SEATS, 1000, key="reserve.holiday_seats"),
    _rule("reserve_most", Group.COVERAGE, Unit.SEATS, 1000, key="reserve.holiday_seats"),
    _rule("reserve_surplus", Group.COVERAGE, Unit.PEOPLE, 1000, key="reserve.holiday_seats"),
    _rule("reserve_ordinary", Group.COVERAGE, Unit.PEOPLE, 1000, key="reserve.normal_staff"),
    _rule("leader_present", Group.PEOPLE, Unit.PEOPLE, 10, least=1),
    _rule("skills_per_post", Group.PEOPLE, Unit.POSTS, 100, asks=POSTS),
    _rule("probation_pairing", Group.PEOPLE, Unit.PEOPLE, 20, least=1),
    _rule("night_fairness", Group.FAIRNESS, Unit.NIGHTS, 31),
    _rule("weekend_fairness", Group.FAIRNESS, Unit.DAYS, 31),
    _rule("holiday_fairness", Group.FAIRNESS, Unit.SHIFTS, 31),
    _rule("turn_fairness", Group.FAIRNESS, Unit.SHIFTS, 31),
    _rule("month_shape", Group.FAIRNESS, Unit.DAYS, 14, key="forecast.month_pattern"),
    _rule("wish", Group.FAIRNESS),
    _rule("labour_cost", Group.MONEY),
    _rule("stability", Group.STABILITY),
)
"""In the order of the page."""

DETAIL_SPECS: Final[tuple[DetailSpec, ...]] = (
    DetailSpec(
        name="normal_day_minutes",
        group=Group.HOURS,
        shape=Shape.NUMBER,
        unit=Unit.HOURS,
        least=60,
        most=LONGEST_NORMAL_DAY,
        law=True,
    ),
    DetailSpec(name="forbidden_successions", group=Group.REST, shape=Shape.PAIRS),
    DetailSpec(
        name="most_of_kind", group=Group.REST, shape=Shape.PER_KIND, unit=Unit.SHIFTS, least=0, most=31
    ),
    DetailSpec(
        name="night_window",
        group=Group.NIGHTS,
        shape=Shape.WINDOW,
        law=True,
        fields=("night_from", "night_to"),
    ),
    DetailSpec(name="leader_kinds", group=Group.PEOPLE, shape=Shape.CODES),
    DetailSpec(name="probation_in_team", group=Group.PEOPLE, shape=Shape.TICK),
    DetailSpec(name="turn_kinds", group=Group.FAIRNESS, shape=Shape.CODES),
    DetailSpec(
        name="month_shape_days",
        group=Group.FAIRNESS,
        shape=Shape.NUMBER,
        unit=Unit.DAYS,
        least=1,
        most=14,
    ),
    DetailSpec(
        name="money_unit",
        group=Group.MONEY,
        shape=Shape.NUMBER,
        unit=Unit.YUAN,
        least=1,
        most=BOUNDS["money_unit"][1],
    ),
    DetailSpec(
        name="night_premium", group=Group.MONEY, shape=Shape.NUMBER, unit=Unit.PERCENT, least=0, most=1000
    ),
    DetailSpec(
        name="holiday_premium", group=Group.MONEY, shape=Shape.NUMBER, unit=Unit.PERCENT, least=0, most=1000
    ),
)

RULES: Final = {spec.name: spec for spec in RULE_SPECS}
DETAILS: Final = {spec.name: spec for spec in DETAIL_SPECS}
SET_ELSEWHERE: Final = frozenset({"week_start", "average_cycle"})
"""Settings of the engine that stand on other pages: the department's, and the policy's (A-47)."""


def names_of(group: Group) -> tuple[str, ...]:
    """Return the rules and then the settings of a group; that of the needs has none of either."""
    if group is Group.NEEDS:
        return NEEDS
    rules = tuple(spec.name for spec in RULE_SPECS if spec.group is group)
    return rules + tuple(spec.name for spec in DETAIL_SPECS if spec.group is group)
