"""The acting person's department and team, and saving under rules that the database keeps."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.errors import NotFound
from web.people.tables import CalendarDay, Department, Person, ShiftKind, Skill, Team
from web.records import audit

OfDepartment = CalendarDay | Person | ShiftKind | Skill | Team
Row = TypeVar("Row", CalendarDay, Person, ShiftKind, Skill, Team)


def department_of(session: Session, actor: Actor) -> Department:
    """Return the department in which somebody acts."""
    return session.get_one(Department, actor.department_id)


def own(session: Session, actor: Actor, kind: type[Row], object_id: int) -> Row:
    """Return an object of the actor's department.

    Raises
    ------
    NotFound
        When there is none, or it belongs to another department.
    """
    found = session.get(kind, object_id)
    if found is None or found.department_id != actor.department_id:
        raise NotFound
    return found


def flushed(session: Session) -> bool:
    """Send what is pending; False, and all rolled back, when it may exist only once and does already."""
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        return False
    return True


def noted(
    session: Session,
    actor: Actor,
    action: str,
    row: OfDepartment | Department,
    now: datetime,
    **detail: object,
) -> None:
    """Add who did what to a row of the department; the caller commits both together."""
    audit.note(
        session,
        action=action,
        object_type=action.partition(".")[0],
        object_id=row.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail=detail,
    )
