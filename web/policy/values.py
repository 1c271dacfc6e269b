"""The settings of a policy: one typed field per parameter of the rulebook.

A field's default is the product's own proposal for a regulation that says
nothing ("silent"). None means "not set": the rule that needs the number is off,
and the policy page says so.
"""

from collections.abc import Hashable, Sequence
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from web.policy.catalogue import SHIFT_CATALOGUE
from web.policy.kinds import (
    FROZEN,
    AgentCapacity,
    ApproverRole,
    AveragingCycle,
    ContinuousShiftBreak,
    MonthPattern,
    RosteredRole,
    SeatRange,
    ShiftPattern,
    ShiftTime,
    SpecialDay,
    Weekday,
    WorkDays,
)

WORKING_WEEK: Final = WorkDays(days=(Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI))


def key_of(field: str) -> str:
    """Return the setting key of a field: its first underscore is the dot.

    Examples
    --------
    >>> key_of("hours_avg_week_max")
    'hours.avg_week_max'
    """
    return field.replace("_", ".", 1)


class PolicyValues(BaseModel):
    """What holds in a department: P-01 to P-16.

    The fields are read and written by their keys (``shift.pattern``); in code
    they are attributes (``values.shift_pattern``). Units: whole minutes for
    breaks and shifts, hours for the average week, days of the month before for
    the due day.
    """

    model_config = ConfigDict(**{**FROZEN, "alias_generator": key_of, "validate_default": True})

    shift_pattern: ShiftPattern = ShiftPattern.SINGLE_DAY
    shift_times: Annotated[tuple[ShiftTime, ...], Field(min_length=1)] = SHIFT_CATALOGUE
    work_days: WorkDays = WORKING_WEEK
    rest_days_off_per_week: Annotated[int, Field(ge=0, le=6)] | None = 2
    hours_avg_week_max: Annotated[float, Field(ge=1, le=84, multiple_of=0.25)] | None = 40.0
    hours_avg_week_cycle: AveragingCycle = AveragingCycle.MONTH
    break_minutes: Annotated[int, Field(ge=0, le=240)] | None = 60
    break_on_continuous_shift: ContinuousShiftBreak = ContinuousShiftBreak.NONE
    shift_auto_extend: tuple[str, ...] = ()
    roster_due_day: Annotated[int, Field(ge=1, le=28)] | None = 25
    roster_chain: Annotated[tuple[ApproverRole, ...], Field(min_length=1)] = (ApproverRole.SUPERVISOR,)
    roster_pool: Annotated[tuple[RosteredRole, ...], Field(min_length=1)] = (
        RosteredRole.AGENT,
        RosteredRole.LEADER,
    )
    reserve_normal_staff: Annotated[int, Field(ge=0, le=1000)] | None = 1
    reserve_holiday_seats: SeatRange | None = SeatRange(least=0, most=0)
    forecast_special_days: tuple[SpecialDay, ...] = (SpecialDay.STATUTORY_HOLIDAYS,)
    forecast_month_pattern: MonthPattern = MonthPattern.NONE
    forecast_agent_capacity: AgentCapacity | None = None

    @property
    def avg_week_max_minutes(self) -> int | None:
        """`hours_avg_week_max` in whole minutes; None when the rule is off."""
        return None if self.hours_avg_week_max is None else round(self.hours_avg_week_max * 60)

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        _no_repeats("shift.times", [shift.code for shift in self.shift_times])
        _no_repeats("shift.auto_extend", self.shift_auto_extend)
        _no_repeats("roster.chain", self.roster_chain)
        _no_repeats("roster.pool", self.roster_pool)
        _no_repeats("forecast.special_days", self.forecast_special_days)
        codes = {shift.code for shift in self.shift_times}
        for code in self.shift_auto_extend:
            if code not in codes:
                raise PydanticCustomError(
                    "policy.unknown_shift", "no such shift", {"key": "shift.auto_extend", "value": code}
                )
        return self


def _no_repeats(key: str, items: Sequence[Hashable]) -> None:
    if len(set(items)) != len(items):
        raise PydanticCustomError("policy.repeated", "named twice", {"key": key})
