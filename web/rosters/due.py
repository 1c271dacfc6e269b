"""Until when a month's roster has to be submitted (P-09, R-2.7)."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from web.errors import NotFound
from web.people.tables import Department
from web.policy.tables import PolicyVersion
from web.rosters.loading import effective, policy_on
from web.rosters.months import previous_month


def due_date(session: Session, department: Department, month: dt.date) -> dt.date | None:
    """Return the last day on which submitting the month's roster is in time; None when no day is set.

    That day itself still counts, to its end in the department's time zone (A-1). The policy in force
    on the first of the month before decides; for a department's first month, its first policy.
    """
    before = previous_month(month)
    day = effective(_policy_for(session, department, before, month)).values.roster_due_day
    return None if day is None else before.replace(day=day)


def _policy_for(session: Session, department: Department, before: dt.date, month: dt.date) -> PolicyVersion:
    try:
        return policy_on(session, department.id, before)
    except NotFound:
        return policy_on(session, department.id, month)


def is_late(session: Session, department: Department, month: dt.date, now: dt.datetime) -> bool:
    """Tell whether submitting now is after the due day."""
    due = due_date(session, department, month)
    return due is not None and now.astimezone(ZoneInfo(department.time_zone)).date() > due
