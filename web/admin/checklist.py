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
    """

    key: str
    done: bool
    count: int


def checklist(session: Session, department: Department, *, today: dt.date) -> list[Step]:
    """Return all steps with their state."""
    return [
        Step(key=key, count=(count := counter(session, department, today)), done=count >= least)
        for key, (counter, least) in STEPS.items()
    ]


def _teams(session: Session, department: Department, _: dt.date) -> int:
    return _count(session, Team.department_id == department.id, Team.active)


def _people(session: Session, department: Department, _: dt.date) -> int:
    return _count(session, Person.department_id == department.id, Person.active)


def _kinds(session: Session, department: Department, _: dt.date) -> int:
    return _count(session, ShiftKind.department_id == department.id, ShiftKind.active)


def _calendar(session: Session, department: Department, today: dt.date) -> int:
    """Count the days from this year on; a department without statutory holidays needs none."""
    if not department.country:
        return 1
    first = dt.date(today.year, 1, 1)
    return _count(session, CalendarDay.department_id == department.id, CalendarDay.date >= first)


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
