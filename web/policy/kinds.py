"""The words and small values that the settings of a policy are made of.

Everything here is frozen and strict: a number written as text, an unknown
choice or a spare key is an error, because a regulation that is read loosely is
a regulation that is not kept.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

MINUTES_PER_DAY: Final = 24 * 60

FROZEN: Final = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
"""How every model of this package reads its data."""

ClockTime = Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
"""A local time of day, ``HH:MM``; ``24:00`` is midnight at the end of the day (A-11)."""


class ShiftPattern(StrEnum):
    """P-01: the shape of a department's working day."""

    SINGLE_DAY = "single_day"
    SINGLE_DAY_WEEKEND_ROTA = "single_day_weekend_rota"
    TWO_FIXED = "two_fixed"
    THREE_FIXED = "three_fixed"
    DEMAND_DRIVEN = "demand_driven"
    LUNCH_DUTY = "lunch_duty"
    FIRST_AND_SECOND = "first_and_second"
    DUTY_WITH_NIGHT = "duty_with_night"
    DAY_AND_SECURITY = "day_and_security"
    SINGLE_DUTY = "single_duty"
    DAY_DUTY_CONTINUOUS = "day_duty_continuous"


class Weekday(StrEnum):
    """A day of the week; the order of the members is the order of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @property
    def number(self) -> int:
        """Monday is 0, as in ``datetime.date.weekday``."""
        return list(Weekday).index(self)


class ApproverRole(StrEnum):
    """Roles that can take a step in the chain of P-10."""

    LEADER = "leader"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    HR = "hr"


class RosteredRole(StrEnum):
    """Roles that can be given shifts (P-11)."""

    AGENT = "agent"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    STEWARD = "steward"
    DUTY_TABLE = "duty_table"


class AveragingCycle(StrEnum):
    """A-47: the calendar period over which the working week is averaged (综合计算工时)."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Length in calendar months; cycles begin with a year."""
        return {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[self.value]


class ContinuousShiftBreak(StrEnum):
    """P-07: what holds for the meal of a continuous shift (连班)."""

    NONE = "none"
    OUTSIDE_SERVICE_AREA = "outside_service_area"


class SpecialDay(StrEnum):
    """P-14: days whose volume is forecast apart."""

    STATUTORY_HOLIDAYS = "statutory_holidays"
    SPRING_FESTIVAL = "spring_festival"
    LABOUR_DAY = "labour_day"
    NATIONAL_DAY = "national_day"
    TELECOM_DAY = "telecom_day"


class MonthPattern(StrEnum):
    """P-15: a rhythm of the month that the roster follows."""

    NONE = "none"
    START_PEAK = "start_peak"


def minute_of_day(clock: str) -> int:
    """Return the minute of the day of a `ClockTime`.

    Examples
    --------
    >>> minute_of_day("15:30"), minute_of_day("24:00")
    (930, 1440)
    """
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def break_fits(minutes: int, earliest: int | None, latest: int | None, length: int) -> bool:
    """Tell whether a break that begins inside its window ends before the shift; without a window it does.

    Parameters
    ----------
    minutes, length
        Of the break and of the shift.
    earliest, latest
        Minutes after the start of the shift; None for one alone does not fit.
    """
    if earliest is None or latest is None:
        return earliest is latest
    return minutes > 0 and 0 <= earliest <= latest <= length - minutes


class ShiftTime(BaseModel):
    """One shift kind of a regulation or of the shipped catalogue (P-02).

    Parameters
    ----------
    code
        Letter of the family, with a digit from the second kind on (``E``, ``E2``).
    family
        E early, M middle or late, N night, D day, R reserve, T training, O overtime.
    start, end
        Local times of day. An end at or before the start lies on the next day
        (A-7: a shift carries its start date).
    paid_minutes, break_minutes
        Whole minutes. A break is unpaid unless `paid_minutes` counts it.
    break_from, break_to
        Local times of day between which the break begins; None where nobody says when it is.
    name_zh, name_en
        What the page calls this kind.
    """

    model_config = FROZEN

    code: Annotated[str, Field(pattern=r"^[EMNDRTO]([2-9])?$")]
    family: Annotated[str, Field(pattern=r"^[EMNDRTO]$")]
    start: ClockTime
    end: ClockTime
    paid_minutes: Annotated[int, Field(ge=1, le=MINUTES_PER_DAY)]
    break_minutes: Annotated[int, Field(ge=0, le=240)] = 0
    break_from: ClockTime | None = None
    break_to: ClockTime | None = None
    name_zh: Annotated[str, Field(min_length=1, max_length=20)]
    name_en: Annotated[str, Field(min_length=1, max_length=40)]

    @property
    def start_minute(self) -> int:
        """Minute of the start date, 0 to 1439."""
        return minute_of_day(self.start)

    @property
    def end_minute(self) -> int:
        """Minute counted from the start date's midnight; above 1440 on the next day."""
        end = minute_of_day(self.end)
        return end if end > self.start_minute else end + MINUTES_PER_DAY

    @property
    def break_earliest(self) -> int | None:
        """Minutes after the start from which the break may begin; None without a window."""
        if self.break_from is None:
            return None
        return (minute_of_day(self.break_from) - self.start_minute) % MINUTES_PER_DAY

    @property
    def break_latest(self) -> int | None:
        """Minutes after the start at which the break begins at the latest; None without a window."""
        if self.break_to is None:
            return None
        return (minute_of_day(self.break_to) - self.start_minute) % MINUTES_PER_DAY

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if self.code[0] != self.family:
            raise PydanticCustomError(
                "policy.shift_code_family", "code and family differ", {"code": self.code}
            )
        if self.start == "24:00":
            raise PydanticCustomError("policy.shift_starts_at_24", "write 00:00", {"code": self.code})
        length = self.end_minute - self.start_minute
        if self.paid_minutes > length or self.break_minutes >= length:
            raise PydanticCustomError(
                "policy.shift_minutes", "longer than the shift", {"code": self.code, "limit": length}
            )
        if not break_fits(self.break_minutes, self.break_earliest, self.break_latest, length):
            raise PydanticCustomError(
                "policy.shift_break", "break outside the shift", {"code": self.code, "limit": length}
            )
        return self


class WorkDays(BaseModel):
    """The days on which the department works (P-03).

    Parameters
    ----------
    days
        Open weekdays.
    per_person
        Of these, how many one person works in a week; None where nothing is said.
    """

    model_config = FROZEN

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    per_person: Annotated[int, Field(ge=1, le=7)] | None = None

    @property
    def open_weekdays(self) -> frozenset[int]:
        """Open weekdays as numbers, Monday 0."""
        return frozenset(day.number for day in self.days)

    @property
    def closed_weekdays(self) -> frozenset[int]:
        """Closed weekdays as numbers, Monday 0 (S0e: Friday, 4)."""
        return frozenset(range(7)) - self.open_weekdays

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if len(set(self.days)) != len(self.days):
            raise PydanticCustomError("policy.repeated", "a weekday is named twice")
        if self.per_person is not None and self.per_person > len(self.days):
            raise PydanticCustomError(
                "policy.more_days_than_open", "more working days than open days", {"limit": len(self.days)}
            )
        return self


class SeatRange(BaseModel):
    """A smallest and a largest number of seats (P-13); 0 to 0 means none."""

    model_config = FROZEN

    least: Annotated[int, Field(ge=0, le=1000)]
    most: Annotated[int, Field(ge=0, le=1000)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise PydanticCustomError("policy.range_reversed", "least above most", {"limit": self.most})
        return self


class AgentCapacity(BaseModel):
    """Calls that one agent connects in the busy hour: a measured, dated value (P-16, R-1.2)."""

    model_config = FROZEN

    calls_per_hour: Annotated[float, Field(gt=0, le=600)]
    measured_on: date
