"""The settings of a policy: one typed field per parameter of the rulebook.

A field's default is the product's own proposal for a regulation that says
nothing ("silent"). None means "not set": the rule that needs the number is off,
and the policy page says so.
"""

from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from web.policy.catalogue import SHIFT_CATALOGUE
from web.policy.kinds import (
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
from web.policy.terms.arrival import ArrivalValues
from web.policy.terms.attendance import AttendanceValues
from web.policy.terms.base import AtLeastOne, Several, key_of
from web.policy.terms.conduct import ConductValues
from web.policy.terms.handover import HandoverValues
from web.policy.terms.leave import LeaveValues
from web.policy.terms.records import RecordValues
from web.policy.terms.service import ServiceValues
from web.policy.terms.surge import SurgeValues
from web.policy.terms.swap import SwapValues

__all__ = ["WORKING_WEEK", "PolicyValues", "key_of"]

WORKING_WEEK: Final = WorkDays(days=(Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI))


class PolicyValues(
    ArrivalValues,
    HandoverValues,
    RecordValues,
    SwapValues,
    LeaveValues,
    AttendanceValues,
    ServiceValues,
    SurgeValues,
    ConductValues,
):
    """What holds in a department: P-01 to P-16 here, the others by group in `web.policy.terms`.

    The fields are read and written by their keys (``shift.pattern``); in code
    they are attributes (``values.shift_pattern``). Units: whole minutes for
    breaks and shifts, hours for the average week, days of the month before for
    the due day.
    """

    shift_pattern: ShiftPattern = ShiftPattern.SINGLE_DAY
    shift_times: Annotated[tuple[ShiftTime, ...], Field(min_length=1)] = SHIFT_CATALOGUE
    work_days: WorkDays = WORKING_WEEK
    rest_days_off_per_week: Annotated[int, Field(ge=0, le=6)] | None = 2
    hours_avg_week_max: Annotated[float, Field(ge=1, le=84, multiple_of=0.25)] | None = 40.0
    hours_avg_week_cycle: AveragingCycle = AveragingCycle.MONTH
    break_minutes: Annotated[int, Field(ge=0, le=240)] | None = 60
    break_on_continuous_shift: ContinuousShiftBreak = ContinuousShiftBreak.NONE
    shift_auto_extend: Several[str] = ()
    roster_due_day: Annotated[int, Field(ge=1, le=28)] | None = 25
    roster_chain: AtLeastOne[ApproverRole] = (ApproverRole.SUPERVISOR,)
    roster_pool: AtLeastOne[RosteredRole] = (
        RosteredRole.AGENT,
        RosteredRole.LEADER,
    )
    reserve_normal_staff: Annotated[int, Field(ge=0, le=1000)] | None = 1
    reserve_holiday_seats: SeatRange | None = SeatRange(least=0, most=0)
    forecast_special_days: Several[SpecialDay] = (SpecialDay.STATUTORY_HOLIDAYS,)
    forecast_month_pattern: MonthPattern = MonthPattern.NONE
    forecast_agent_capacity: AgentCapacity | None = None

    @property
    def avg_week_max_minutes(self) -> int | None:
        """`hours_avg_week_max` in whole minutes; None when the rule is off."""
        return None if self.hours_avg_week_max is None else round(self.hours_avg_week_max * 60)

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        kinds = [shift.code for shift in self.shift_times]
        if len(set(kinds)) != len(kinds):
            raise PydanticCustomError("policy.repeated", "named twice", {"key": "shift.times"})
        codes = {shift.code for shift in self.shift_times}
        for code in self.shift_auto_extend:
            if code not in codes:
                raise PydanticCustomError(
                    "policy.unknown_shift", "no such shift", {"key": "shift.auto_extend", "value": code}
                )
        return self
