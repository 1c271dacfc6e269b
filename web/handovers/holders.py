"""Whether who holds an open matter is there to go on with it: has left, is on leave, is on no shift."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.leave.life import GRANTED
from web.leave.tables import LeaveRequest
from web.people.tables import Person, ShiftFamily, ShiftKind
from web.rosters.tables import AssignmentInForce, Roster

AHEAD: Final = dt.timedelta(days=7)
"""Who is on no shift for so long does not go on with a matter soon. Our number."""


class Absence(StrEnum):
    """Why a matter does not go on with who holds it; the first that applies is said."""

    LEFT = "left"
    ON_LEAVE = "on_leave"
    NO_SHIFT = "no_shift"


def has_left(person: Person, *, today: dt.date) -> bool:
    """Tell whether somebody works here no more: inactive, or past the last day of employment."""
    return not person.active or (person.leaves_on is not None and person.leaves_on < today)


def absences(
    session: Session, department_id: int, people: Collection[Person], *, today: dt.date, now: dt.datetime
) -> Mapping[int, Absence]:
    """Return who of some people is not there to go on with a matter, and why.

    That somebody is on no shift of the next seven days is said only where the published rosters reach that
    far: at the end of a month nobody is on one.

    Parameters
    ----------
    today
        Of the department.

    Returns
    -------
    Mapping of int to Absence
        By person; nobody stands in it who is there.
    """
    ids = [person.id for person in people]
    away = set(
        session.scalars(
            select(LeaveRequest.person_id).where(
                LeaveRequest.person_id.in_(ids),
                LeaveRequest.state.in_(tuple(GRANTED)),
                LeaveRequest.first_day <= today,
                LeaveRequest.until >= today,
            )
        )
    )
    coming = next_shifts(session, ids, now=now)
    last = _rostered_until(session, department_id)
    is_known = last is not None and last >= now + AHEAD
    found: dict[int, Absence] = {}
    for person in people:
        if has_left(person, today=today):
            found[person.id] = Absence.LEFT
        elif person.id in away:
            found[person.id] = Absence.ON_LEAVE
        elif is_known and coming.get(person.id, now + AHEAD) >= now + AHEAD:
            found[person.id] = Absence.NO_SHIFT
    return found


def next_shifts(
    session: Session, person_ids: Iterable[int], *, now: dt.datetime
) -> Mapping[int, dt.datetime]:
    """Return when the present or next shift of each person begins; without those who have none."""
    rows = session.execute(
        select(AssignmentInForce.person_id, func.min(AssignmentInForce.starts_at))
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(
            AssignmentInForce.person_id.in_(tuple(person_ids)),
            AssignmentInForce.ends_at > now,
            ShiftKind.family != ShiftFamily.LEAVE,
        )
        .group_by(AssignmentInForce.person_id)
    )
    return {row[0]: row[1] for row in rows}


def _rostered_until(session: Session, department_id: int) -> dt.datetime | None:
    """Return when the last shift begins that is published; None where none is."""
    return session.scalar(
        select(func.max(AssignmentInForce.starts_at))
        .join(Roster, Roster.id == AssignmentInForce.roster_id)
        .where(Roster.department_id == department_id)
    )
