"""Whether somebody is on post now, for those who need to know no more than that."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.attendance.events import Whereabouts
from web.attendance.loading import standing
from web.attendance.tables import ClockEventRow

IN_USE = dt.timedelta(days=1)
"""A department that has clocked nothing for so long does not use the clock: everybody counts as present."""


def is_clock_used(session: Session, department_id: int, *, now: dt.datetime) -> bool:
    """Tell whether a department clocks at all: otherwise nobody can be said to be missing."""
    used = session.scalars(
        select(ClockEventRow.id)
        .where(
            ClockEventRow.department_id == department_id,
            ClockEventRow.at > now - IN_USE,
            ClockEventRow.at <= now,
        )
        .limit(1)
    ).first()
    return used is not None


def is_on_post(session: Session, department_id: int, person_id: int, *, now: dt.datetime) -> bool:
    """Tell whether a person has clocked in and not gone, or the clock is not used at all."""
    if not is_clock_used(session, department_id, now=now):
        return True
    return standing(session, department_id, person_id, now=now).where is Whereabouts.HERE
