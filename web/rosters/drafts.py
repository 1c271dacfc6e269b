"""Write a solved or copied roster as a new draft version."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from roster.problem import Cell
from roster.problem import Roster as Shifts
from web.people.tables import Department, Person, ShiftKind
from web.people.turns import one_at_a_time
from web.rosters.instants import instants
from web.rosters.loading import policy_on
from web.rosters.tables import Assignment, Roster, RosterEvent, RosterLock, RosterVersion, VersionState


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What becomes a version.

    Attributes
    ----------
    locked
        Cells that the next solve keeps: with a shift, or as rest.
    based_on_id
        The version it was made from, if any.
    policy_version_id
        The policy that it was made under; None: the one in force on the first day.
    """

    month: date
    shifts: Shifts
    requirement_id: int | None
    locked: frozenset[Cell] = frozenset()
    based_on_id: int | None = None
    policy_version_id: int | None = None
    note: str = ""


def store_draft(
    session: Session, department: Department, draft: Draft, *, made_by: int | None, now: datetime
) -> RosterVersion:
    """Add a draft version to the month's roster; the caller commits.

    Returns
    -------
    RosterVersion
        With the next free number.
    """
    roster = _roster_of_month(session, department.id, draft.month, now)
    newest = session.scalar(
        select(func.max(RosterVersion.number)).where(RosterVersion.roster_id == roster.id)
    )
    version = RosterVersion(
        roster_id=roster.id,
        number=(newest or 0) + 1,
        state=VersionState.DRAFT,
        based_on_id=draft.based_on_id,
        policy_version_id=draft.policy_version_id or policy_on(session, department.id, draft.month).id,
        requirement_id=draft.requirement_id,
        created_by_id=made_by,
        created_at=now,
        changed_at=now,
    )
    session.add(version)
    session.flush()
    session.add(
        RosterEvent(
            roster_version_id=version.id,
            at=now,
            actor_id=made_by,
            from_state=None,
            to_state=VersionState.DRAFT,
            note=draft.note,
        )
    )
    _add_cells(session, department, version, draft)
    session.flush()
    return version


def _roster_of_month(session: Session, department_id: int, month: date, now: datetime) -> Roster:
    """Return the month's roster, made when it is not there; drafts stored at once take different numbers."""
    # Whoever comes second waits here, so that the number read next is the newest.
    one_at_a_time(session, department_id)
    found = session.scalars(
        select(Roster).where(Roster.department_id == department_id, Roster.month == month)
    ).first()
    if found is None:
        found = Roster(department_id=department_id, month=month, created_at=now)
        session.add(found)
        session.flush()
    return found


def _add_cells(session: Session, department: Department, version: RosterVersion, draft: Draft) -> None:
    people = dict(
        session.execute(
            select(Person.employee_number, Person.id).where(Person.department_id == department.id)
        ).all()
    )
    kinds = {
        kind.code: kind
        for kind in session.scalars(select(ShiftKind).where(ShiftKind.department_id == department.id))
    }
    shifts = []
    for (number, day), code in draft.shifts.items():
        starts_at, ends_at = instants(day, kinds[code], department.time_zone)
        shifts.append(
            {
                "roster_version_id": version.id,
                "person_id": people[number],
                "date": day,
                "shift_kind_id": kinds[code].id,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "locked": (number, day) in draft.locked,
            }
        )
    rests = [
        {"roster_version_id": version.id, "person_id": people[number], "date": day}
        for number, day in draft.locked
        if draft.shifts.kind(number, day) is None
    ]
    if shifts:
        session.execute(insert(Assignment), shifts)
    if rests:
        session.execute(insert(RosterLock), rests)
