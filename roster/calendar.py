"""Day types of the department: which days are weekend, holiday or closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class DayType(StrEnum):
    """Kind of day; a make-up working day is a weekend day on which one works."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    STATUTORY = "statutory"
    ADJUSTED_REST = "adjusted_rest"
    MAKE_UP = "make_up"


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Weekends, special days and closed days of one department.

    Parameters
    ----------
    weekend
        Weekdays of the weekend, Monday = 0.
    special
        Dates that differ from their weekday.
    special_days
        Dates beside the statutory holidays that are staffed apart (P-14, R-1.14), such as 17 May.
    closed_weekdays, closed_dates
        Days without work (P-03; S0e: Friday).
    """

    weekend: frozenset[int] = field(default=frozenset({5, 6}))
    special: Mapping[date, DayType] = field(default_factory=dict)
    special_days: frozenset[date] = field(default=frozenset())
    closed_weekdays: frozenset[int] = field(default=frozenset())
    closed_dates: frozenset[date] = field(default=frozenset())

    def __post_init__(self) -> None:
        """Refuse weekdays outside 0..6 (ValueError)."""
        if any(not 0 <= day <= 6 for day in self.weekend | self.closed_weekdays):
            raise ValueError("weekdays must be in 0..6")

    def day_type(self, day: date) -> DayType:
        """Type of the day."""
        ordinary = DayType.WEEKEND if day.weekday() in self.weekend else DayType.WORKDAY
        return self.special.get(day, ordinary)

    def is_weekend(self, day: date) -> bool:
        """Whether working on the day is shared out as weekend work."""
        return self.day_type(day) is DayType.WEEKEND

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a statutory holiday, whose work is shared out as such (R-3.6)."""
        return self.day_type(day) is DayType.STATUTORY

    def is_special(self, day: date) -> bool:
        """Whether the day is a statutory holiday, or staffed apart like one (R-1.14)."""
        return self.day_type(day) is DayType.STATUTORY or day in self.special_days

    def is_closed(self, day: date) -> bool:
        """Whether the department is closed on the day."""
        return day.weekday() in self.closed_weekdays or day in self.closed_dates
