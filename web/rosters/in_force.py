"""The shifts that count now: what would overlap them, and putting a version in force."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session, aliased

from roster.violation import Violation
from web.people.tables import Department, Person, ShiftKind
from web.rosters.tables import Assignment, AssignmentInForce, Roster, RosterVersion

FIELDS = ("person_id", "date", "shift_kind_id", "starts_at", "ends_at")


def put_in_force(session: Session, version: RosterVersion) -> None:
    """Replace the roster's shifts in force by those of a version, in the caller's transaction.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        When a person would hold two shifts at once; `web.database.is_overlap` knows it.
    """
    session.execute(
        delete(AssignmentInForce)
        .where(AssignmentInForce.roster_id == version.roster_id)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        insert(AssignmentInForce).from_select(
            ["assignment_id", "roster_id", *FIELDS],
            select(
                Assignment.id,
                literal(version.roster_id),
                *(getattr(Assignment, field) for field in FIELDS),
            ).where(Assignment.roster_version_id == version.id),
        )
    )


def overlaps_with_other_rosters(
    session: Session, version: RosterVersion, department: Department
) -> tuple[Violation, ...]:
    """Return one `overlap` violation per shift that meets a shift in force of another month or department.

    `dates` are the two start dates, `measured` the minutes they share; `extra` names both shifts:
    kind, and start and end as local times of the department, and whether the other roster is of another
    department (its name is told, nothing else of it).
    """
    other, kind, other_kind = aliased(AssignmentInForce), aliased(ShiftKind), aliased(ShiftKind)
    rows = session.execute(
        select(
            Person.employee_number,
            kind.code,
            Assignment.starts_at,
            Assignment.ends_at,
            other_kind.code,
            other.starts_at,
            other.ends_at,
            Roster.department_id,
            Department.name,
        )
        .join(Person, Person.id == Assignment.person_id)
        .join(kind, kind.id == Assignment.shift_kind_id)
        .join(other, other.person_id == Assignment.person_id)
        .join(other_kind, other_kind.id == other.shift_kind_id)
        .join(Roster, Roster.id == other.roster_id)
        .join(Department, Department.id == Roster.department_id)
        .where(
            Assignment.roster_version_id == version.id,
            other.roster_id != version.roster_id,
            other.starts_at < Assignment.ends_at,
            Assignment.starts_at < other.ends_at,
        )
        .order_by(Person.employee_number, Assignment.starts_at)
    )
    found = []
    for number, code, start, end, other_code, other_start, other_end, owner_id, owner in rows:
        one, two = sorted([(start, end, code), (other_start, other_end, other_code)])
        elsewhere = () if owner_id == department.id else (("department", owner),)
        found.append(overlap(number, one, two, department.time_zone, elsewhere))
    return tuple(found)


Times = tuple[dt.datetime, dt.datetime, str]
"""Start, end (aware), code of the shift kind."""


def overlap(
    number: str, one: Times, two: Times, time_zone: str, further: tuple[tuple[str, str], ...] = ()
) -> Violation:
    """Return the violation of two shifts of a person that share time; `one` starts first."""
    zone = ZoneInfo(time_zone)
    shared = min(one[1], two[1]) - max(one[0], two[0])
    local = [at.astimezone(zone) for at in (one[0], one[1], two[0], two[1])]
    names = ("first_start", "first_end", "second_start", "second_end")
    return Violation(
        code="overlap",
        person=number,
        dates=tuple(sorted({local[0].date(), local[2].date()})),
        measured=int(shared.total_seconds() // 60),
        unit="minutes",
        extra=(
            ("first", one[2]),
            ("second", two[2]),
            *((name, at.strftime("%Y-%m-%dT%H:%M")) for name, at in zip(names, local, strict=True)),
            *further,
        ),
    )
