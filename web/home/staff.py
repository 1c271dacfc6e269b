"""What HR and auditors see first: comings and goings, publications. Read-only."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from web.accounts.tables import User
from web.my.publication import WAS_PUBLISHED
from web.people.tables import Person
from web.rosters.tables import Roster, RosterVersion, VersionState

SOON = dt.timedelta(days=30)
MOST_PUBLICATIONS = 12


@dataclass(frozen=True, kw_only=True)
class StaffLine:
    """One person and the date that matters."""

    person_id: int
    number: str
    name: str
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class Staff:
    """The people of a department: how many, whose probation ends soon, who leaves soon."""

    active: int
    on_probation: int
    probation_ends: tuple[StaffLine, ...]
    leaving: tuple[StaffLine, ...]


@dataclass(frozen=True, kw_only=True)
class PublicationLine:
    """One publication of a month's roster."""

    version_id: int
    month: dt.date
    number: int
    in_force: bool
    by: str | None
    at: dt.datetime | None


def read_staff(session: Session, department_id: int, today: dt.date) -> Staff:
    """Return who is there, and whose dates fall in the next 30 days."""
    active = (
        select(func.count()).select_from(Person).where(Person.department_id == department_id, Person.active)
    )
    return Staff(
        active=session.scalar(active) or 0,
        on_probation=session.scalar(active.where(Person.probation_until >= today)) or 0,
        probation_ends=_soon(session, department_id, Person.probation_until, today),
        leaving=_soon(session, department_id, Person.leaves_on, today),
    )


def _soon(
    session: Session, department_id: int, column: InstrumentedAttribute[dt.date | None], today: dt.date
) -> tuple[StaffLine, ...]:
    rows = session.execute(
        select(Person.id, Person.employee_number, Person.name, column)
        .where(Person.department_id == department_id, Person.active, column.between(today, today + SOON))
        .order_by(column, Person.employee_number)
    )
    return tuple(
        StaffLine(person_id=person_id, number=number, name=name, day=day)
        for person_id, number, name, day in rows
        if day is not None
    )


def recent_publications(session: Session, department_id: int) -> tuple[PublicationLine, ...]:
    """Return the latest publications of the department, the newest first."""
    rows = session.execute(
        select(RosterVersion, Roster.month, User.name)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .outerjoin(User, User.id == RosterVersion.published_by_id)
        .where(Roster.department_id == department_id, RosterVersion.state.in_(WAS_PUBLISHED))
        .order_by(RosterVersion.published_at.desc(), RosterVersion.id.desc())
        .limit(MOST_PUBLICATIONS)
    )
    return tuple(
        PublicationLine(
            version_id=version.id,
            month=month,
            number=version.number,
            in_force=version.state is VersionState.PUBLISHED,
            by=name,
            at=version.published_at,
        )
        for version, month, name in rows
    )
