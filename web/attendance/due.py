"""What the clock makes due: somebody missing at the start of a shift, somebody who forgot to clock out."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.attendance.events import Whereabouts
from roster.attendance.judging import FORGOTTEN_AFTER
from web.attendance.away import expire_leaving
from web.attendance.loading import Worked, load_worked
from web.attendance.presence import is_clock_used
from web.attendance.reaching import accounts_of, leaders_of
from web.database import JsonObject
from web.notices.sending import send
from web.people.tables import Department

MISSING_AFTER = dt.timedelta(minutes=5)
"""Our number: who is not there so long after the start is named to the leader."""
MISSING, FORGOTTEN = "attendance_missing", "attendance_no_clock_out"
"""Notices. Payload: name, number, date, shift."""


def attendance_due(session: Session, now: dt.datetime) -> int:
    """Send what is due, each once, and commit; return how many notices are new.

    A department that has not clocked anything in the last day does not use the clock: nobody is missed.
    """
    told = expire_leaving(session, now)
    for department in session.scalars(select(Department).order_by(Department.id)).all():
        if not is_clock_used(session, department.id, now=now):
            continue
        today = now.astimezone(ZoneInfo(department.time_zone)).date()
        for each in load_worked(session, department.id, today - dt.timedelta(days=1), today, now=now):
            told += _tell(session, each, now)
    session.commit()
    return told


def _tell(session: Session, each: Worked, now: dt.datetime) -> int:
    row = each.row
    key = f"{row.person_id}-{row.date.isoformat()}-{row.shift_kind_id}"
    is_missing = each.where is Whereabouts.NOT_IN and bool(each.attendance.absent)
    if is_missing and row.starts_at + MISSING_AFTER <= now < row.ends_at:
        return send(session, MISSING, _to(session, each, himself=False), key=key, now=now)
    if each.is_kept and row.ends_at + FORGOTTEN_AFTER <= now:
        return send(session, FORGOTTEN, _to(session, each, himself=True), key=key, now=now)
    return 0


def _to(session: Session, each: Worked, *, himself: bool) -> dict[int, JsonObject]:
    """Return the notice for the leaders of the team, and for the person where that helps."""
    users = set(leaders_of(session, each.person))
    if himself:
        users |= set(accounts_of(session, [each.person.id]))
    payload: JsonObject = {
        "name": each.person.name,
        "number": each.person.employee_number,
        "date": each.row.date.isoformat(),
        "shift": each.row.shift_kind.code,
    }
    return dict.fromkeys(users, payload)
