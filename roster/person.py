"""A person as the roster sees one: contract, dates, skills; never a medical reason."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from roster.ledger import Ledger

Role = Literal["agent", "leader"]


@dataclass(frozen=True, kw_only=True)
class DateRange:
    """Dates from ``first`` to ``last``, both included; ``last`` None means open."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        """Refuse an end before the start (ValueError)."""
        if self.last is not None and self.last < self.first:
            raise ValueError(f"last must not be before first: {self.first}..{self.last}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, kw_only=True)
class PersonalLimits:
    """Numbers that an individual contract sets; None leaves the department's.

    They take the place of the limit's value only: whether a rule holds, and how hard, stays with
    `RuleSettings`, whose fields bear the same names.

    Parameters
    ----------
    working_run, shortest_working_run, shortest_days_off
        Days in a row.
    weekends_in_month
        Weekends.
    average_week
        Minutes a week on average over the averaging cycle.
    most_minutes, least_minutes
        Paid minutes of the month that `contract_max` and `contract_min` hold, whatever the weekly
        minutes say.
    most_of_kind
        Shifts of a kind in the month, by code.
    """

    working_run: int | None = None
    shortest_working_run: int | None = None
    shortest_days_off: int | None = None
    weekends_in_month: int | None = None
    average_week: int | None = None
    most_minutes: int | None = None
    least_minutes: int | None = None
    most_of_kind: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person who can be rostered.

    Parameters
    ----------
    id
        Employee number as text: 00123 stays 00123.
    weekly_minutes
        Contract minutes a week.
    first_day, last_day
        Employment; None means before or after every roster. Probationary agents belong to the
        roster, people not yet employed do not (R-2.21).
    probation_until
        Last day of probation.
    no_night, no_overtime
        Periods of protection in which night work, overtime is forbidden.
    days_off
        Fixed rest days.
    leave
        Approved leave: fixed off as well, and lowers the hours due this month.
    allowed_kinds, forbidden_kinds
        Codes of shift kinds; ``allowed_kinds`` None means all.
    limits
        What the person's own contract says instead of the department's rules.
    carried
        What the person did in earlier months, for the rules on fairness.
    training
        Dates of training with the code of its shift kind, which covers no demand.
    busy_start
        Whether the person works more at the start of the month and rests more at its end (R-3.7).
    booked_overtime_minutes
        Overtime of this month that is booked already and stands in no roster.
    cycle_minutes
        Paid minutes worked since the averaging cycle began, before this month; None when they are not
        known, and the contract's count.
    hourly_rate
        Labour cost of a paid hour in fen (0.01 yuan); None when it is not known.
    """

    id: str
    name: str = ""
    team: str = ""
    role: Role = "agent"
    weekly_minutes: int = 2400
    skills: frozenset[str] = field(default=frozenset())
    first_day: date | None = None
    last_day: date | None = None
    probation_until: date | None = None
    no_night: tuple[DateRange, ...] = ()
    no_overtime: tuple[DateRange, ...] = ()
    days_off: frozenset[date] = field(default=frozenset())
    leave: frozenset[date] = field(default=frozenset())
    allowed_kinds: frozenset[str] | None = None
    forbidden_kinds: frozenset[str] = field(default=frozenset())
    limits: PersonalLimits = field(default=PersonalLimits())
    carried: Ledger = field(default=Ledger())
    training: tuple[tuple[date, str], ...] = ()
    busy_start: bool = False
    booked_overtime_minutes: int = 0
    cycle_minutes: int | None = None
    hourly_rate: int | None = None

    def __post_init__(self) -> None:
        """Refuse an impossible person.

        Raises
        ------
        ValueError
            Naming the field and its bound.
        """
        if not self.id:
            raise ValueError("id must not be empty")
        if self.role not in get_args(Role):
            raise ValueError(f"role must be one of {get_args(Role)}, not {self.role!r}")
        if not 0 <= self.weekly_minutes <= 7 * 1440:
            raise ValueError(f"weekly_minutes must be in 0..10080, not {self.weekly_minutes}")
        if min(self.booked_overtime_minutes, self.cycle_minutes or 0, self.hourly_rate or 0) < 0:
            raise ValueError("booked_overtime_minutes, cycle_minutes and hourly_rate must not be negative")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError(f"last_day must not be before first_day: {self.first_day}..{self.last_day}")
        if len(dict(self.training)) != len(self.training):
            raise ValueError("training must name each date at most once")

    def is_employed(self, day: date) -> bool:
        """Whether the person is employed on the day."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )

    def is_on_probation(self, day: date) -> bool:
        """Whether the day lies in the probation, its last day included."""
        return self.probation_until is not None and day <= self.probation_until

    def is_protected(self, day: date) -> bool:
        """Whether night work that starts on the day is forbidden."""
        return any(day in period for period in self.no_night)

    def training_on(self, day: date) -> str | None:
        """Code of the day's training, None without; who is off or not employed that day has none."""
        if not self.training or self.is_fixed_off(day) or not self.is_employed(day):
            return None
        return dict(self.training).get(day)

    def may_do_overtime(self, day: date) -> bool:
        """Whether the day lies in no period of protection from overtime."""
        return not any(day in period for period in self.no_overtime)

    def is_fixed_off(self, day: date) -> bool:
        """Whether the day is a fixed rest day or approved leave."""
        return day in self.days_off or day in self.leave
