"""Notices about inspections and findings, once each; the words are made from kind and payload when shown."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.tables import Role, User
from web.database import JsonObject
from web.inspections.tables import InspectionFinding
from web.notices.sending import send

MORNING_MISSING = "inspection_missing"
"""To the supervisors, once a day. Payload: date, before."""
TO_MEND, FINDING_OVERDUE, FINDING_CLOSED = "finding_to_mend", "finding_overdue", "finding_closed"
"""To who sees to it; overdue also to who found it; closed to both sides. Payload: finding, what, due, by."""


def tell_morning_missing(
    session: Session, department_id: int, *, date: dt.date, before: int, now: dt.datetime
) -> int:
    """Tell the department's supervisors that the morning's inspection is missing; return how many are new.

    Where there is none its heads are told, who may inspect as well.
    """
    users = _with_role(session, department_id, "supervisor") or _with_role(session, department_id, "head")
    payload: JsonObject = {"date": date.isoformat(), "before": before}
    key = f"{department_id}-{date.isoformat()}"
    return send(session, MORNING_MISSING, dict.fromkeys(users, payload), key=key, now=now)


def tell_responsible(session: Session, row: InspectionFinding, *, by: str, now: dt.datetime) -> int:
    """Tell who sees to a finding that there is one."""
    return _tell(session, row, TO_MEND, _responsible(session, row), by=by, key=f"{row.id}", now=now)


def tell_overdue(session: Session, row: InspectionFinding, *, now: dt.datetime) -> int:
    """Tell who sees to it and who found it that it is overdue, once for each day it was due."""
    users = [*_responsible(session, row), row.by_id]
    due = "" if row.due_on is None else row.due_on.isoformat()
    return _tell(session, row, FINDING_OVERDUE, users, by="", key=f"{row.id}-{due}", now=now)


def tell_closed(session: Session, row: InspectionFinding, *, by: str, by_id: int, now: dt.datetime) -> int:
    """Tell both sides but who closed it."""
    users = [user for user in (*_responsible(session, row), row.by_id) if user != by_id]
    return _tell(session, row, FINDING_CLOSED, users, by=by, key=f"{row.id}", now=now)


def _with_role(session: Session, department_id: int, role: str) -> list[int]:
    rows = session.scalars(
        select(User.id).where(
            User.active, User.department_id == department_id, User.roles.any(Role.name == role)
        )
    )
    return list(rows)


def _responsible(session: Session, row: InspectionFinding) -> list[int]:
    if row.responsible_id is None:
        return []
    return list(session.scalars(select(User.id).where(User.person_id == row.responsible_id, User.active)))


def _tell(
    session: Session,
    row: InspectionFinding,
    kind: str,
    users: list[int],
    *,
    by: str,
    key: str,
    now: dt.datetime,
) -> int:
    payload: JsonObject = {
        "finding": row.id,
        "what": row.what,
        "due": None if row.due_on is None else row.due_on.isoformat(),
        "by": by,
    }
    return send(session, kind, dict.fromkeys(users, payload), key=key, now=now)
