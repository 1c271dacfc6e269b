"""What a new department still lacks, in the order in which it is best set up: a policy brings shift kinds."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from web.accounts.tables import User
from web.calls.tables import CallSlot
from web.people.tables import CalendarDay, Department, Person, ShiftKind, Team
from web.policy.tables import PolicyVersion
from web.rosters.months import next_month

Counter = Callable[[Session, Department, dt.date], int]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of setting up.

    Attributes
    ----------
    key
        Names the step; the words are made by the page.
    count
        What is there: people, teams, days …; 1 or 0 where there is nothing to count.
    year
        The year whose days the calendar lacks; None for other steps, and when it lacks none.
    """

    key: str
    done: bool
    count: int
    year: int | None = None


def checklist(session: Session, department: Department, *, today: dt.date) -> list[Step]:
    """Return all steps with their state."""
    found = []
    for key, (counter, least) in STEPS.items():
        count = counter(session, department, today)
        year = _year_without_days(session, department, today) if key == "calendar" else None
        enough = count >= least or (key == "calendar" and not department.country)
        found.append(Step(key=key, count=count, done=enough and year is None, year=year))
    return found


def _teams(session: Session, department: Department, _: dt.date) -> int:
    return _count(session, Team.department_id == department.id, Team.active)


def _people(session: Session, department: Department, _: dt.date) -> int:
    return _count(session, Person.department_id == department.id, Person.active)


def _kinds(session: Session, department: Department, _: dt.date) -> int:
    return _count(session, ShiftKind.department_id == department.id, ShiftKind.active)


def _calendar(session: Session, department: Department, today: dt.date) -> int:
    """Count the days from this year on; a department without statutory holidays needs none."""
    first = dt.date(today.year, 1, 1)
    return _count(session, CalendarDay.department_id == department.id, CalendarDay.date >= first)


def _year_without_days(session: Session, department: Department, today: dt.date) -> int | None:
    """Return the year of this month, or of the coming one that is planned now, that has no day yet.

    Every year has statutory holidays: one without any day has not been set up. A projected year counts;
    its page says that it is one.
    """
    if not department.country:
        return None
    for year in dict.fromkeys((today.year, next_month(today.replace(day=1)).year)):
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        within = CalendarDay.date.between(first, last)
        if not _count(session, CalendarDay.department_id == department.id, within):
            return year
    return None


def _policies(session: Session, department: Department, _: dt.date) -> int:
    return _count(session, PolicyVersion.department_id == department.id)


def _calls(session: Session, department: Department, _: dt.date) -> int:
    """Count the days that have calls."""
    days = select(func.count(func.distinct(func.date(CallSlot.ds)))).where(
        CallSlot.department_id == department.id
    )
    return session.scalar(days) or 0


def _users(session: Session, department: Department, _: dt.date) -> int:
    return _count(session, User.department_id == department.id, User.active)


def _count(session: Session, *conditions: ColumnElement[bool] | InstrumentedAttribute[bool]) -> int:
    return session.scalar(select(func.count()).where(*conditions)) or 0


STEPS: dict[str, tuple[Counter, int]] = {
    "department": (lambda _, department, __: int(department.described_at is not None), 1),
    "teams": (_teams, 1),
    "people": (_people, 1),
    "policy": (_policies, 1),
    "shift_kinds": (_kinds, 1),
    "calendar": (_calendar, 1),
    "calls": (_calls, 1),
    "targets": (lambda _, department, __: int(department.targets_set_at is not None), 1),
    "users": (_users, 2),
}
"""Each step with what is counted and how many of it make it done: one account is the administrator's own."""
