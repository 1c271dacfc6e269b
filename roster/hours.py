"""Paid minutes per person, against contract and average week."""

from dataclasses import dataclass
from datetime import date

from roster.problem import Person, Problem, Roster


def due_days(problem: Problem, person: Person) -> int:
    """Return the days of the month that count for hours: employed and not on approved leave."""
    return due_days_between(person, problem.first_day, problem.last_day)


def due_days_between(person: Person, first: date, last: date) -> int:
    """Return the days that count for hours between two dates, both included."""
    first, last = max(first, person.first_day or first), min(last, person.last_day or last)
    on_leave = sum(first <= day <= last for day in person.leave)
    return max(0, (last - first).days + 1) - on_leave


def prorated(weekly_minutes: int, days: int) -> int:
    """Return the minutes that so many days hold at a weekly rate, rounded down."""
    return weekly_minutes * days // 7


def month_minutes(problem: Problem, person: Person, weekly_minutes: int) -> int:
    """Return the minutes that the person's days of the month hold at a weekly rate."""
    return prorated(weekly_minutes, due_days(problem, person))


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Hours of one person in the month.

    Parameters
    ----------
    minutes
        Paid minutes of the shifts that start in the month.
    contract_minutes
        What the contract asks for in the days that count.
    days
        Days that count: employed and not on leave.
    shifts, nights, weekend_days, holidays
        Number of shifts, of nights, of worked weekend days, of shifts on statutory holidays.
    """

    minutes: int
    contract_minutes: int
    days: int
    shifts: int
    nights: int
    weekend_days: int
    holidays: int

    @property
    def average_week_minutes(self) -> float:
        """Minutes a week on average over the days that count; 0 when none do."""
        return self.minutes * 7 / self.days if self.days else 0.0


def hours(problem: Problem, roster: Roster, person: Person) -> Hours:
    """Return the hours of one person."""
    days = due_days(problem, person)
    worked = [
        (day, problem.kind_by_code[code])
        for day, code in roster.of_person(person.id).items()
        if problem.first_day <= day <= problem.last_day
    ]
    return Hours(
        minutes=sum(kind.paid_minutes for _, kind in worked),
        contract_minutes=prorated(person.weekly_minutes, days),
        days=days,
        shifts=len(worked),
        nights=sum(kind.is_night for _, kind in worked),
        weekend_days=sum(problem.calendar.is_weekend(day) for day, _ in worked),
        holidays=sum(problem.calendar.is_holiday(day) for day, _ in worked),
    )
