"""Lists about versions: the months of a department, what waits for whom, who is on duty on a date."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from web.accounts.actor import Actor
from web.accounts.tables import User
from web.people.tables import Person, ShiftKind, Team
from web.rosters.alive import newest_alive, versions_of
from web.rosters.approvals import SUBMITTERS, open_step
from web.rosters.tables import AssignmentInForce, Roster, RosterEvent, RosterVersion, VersionState
from web.rosters.versions import VersionLine, list_versions

PUBLISHERS = frozenset({"supervisor", "head"})
"""Who may publish an approved version; web/access.csv says the same of the page."""


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """One month with all its versions, newest first."""

    month: dt.date
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One version that waits for the person's act.

    `role` is the role whose approval is next; None for an approved version that is to be published, and for
    a returned one that is to be changed: then `returned_by` and `reason` say who wants what.
    """

    version_id: int
    lock_version: int
    number: int
    month: dt.date
    state: VersionState
    submitted_by: str | None
    since: dt.datetime
    role: str | None
    returned_by: str | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One line of a version's history."""

    at: dt.datetime
    by: str | None
    state: VersionState
    note: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """Somebody with a shift in force on a date."""

    number: str
    name: str
    team: str
    kind: str
    start_minute: int
    end_minute: int


def list_months(session: Session, department_id: int) -> tuple[MonthLine, ...]:
    """Return every month that has a roster, newest first."""
    months = session.scalars(
        select(Roster.month).where(Roster.department_id == department_id).order_by(Roster.month.desc())
    )
    return tuple(
        MonthLine(month=month, versions=list_versions(session, department_id, month)) for month in months
    )


def newest_relevant(session: Session, department_id: int, month: dt.date) -> int | None:
    """Return the id of the month's newest version that is alive; else of the newest at all."""
    alive = newest_alive(session, department_id, month)
    found = alive or session.scalars(versions_of(department_id, month).limit(1)).first()
    return None if found is None else found.id


def history_of(session: Session, version_id: int) -> tuple[Happened, ...]:
    """Return a version's changes of state, newest first."""
    rows = session.execute(
        select(RosterEvent, User.name)
        .outerjoin(User, User.id == RosterEvent.actor_id)
        .where(RosterEvent.roster_version_id == version_id)
        .order_by(RosterEvent.id.desc())
    )
    return tuple(
        Happened(at=event.at, by=name, state=event.to_state, note=event.note, late=event.late)
        for event, name in rows
    )


def waiting_for(session: Session, actor: Actor) -> tuple[Waiting, ...]:
    """Return the versions of the department whose next step is one of the actor's roles, oldest first.

    A returned version waits for who may submit it again, until a later one of its month has gone further.
    """
    rows = session.execute(
        select(RosterVersion, Roster.month, User.name)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .outerjoin(User, User.id == RosterVersion.submitted_by_id)
        .where(
            Roster.department_id == actor.department_id,
            RosterVersion.state.in_((VersionState.SUBMITTED, VersionState.APPROVED, VersionState.RETURNED)),
            ~and_(RosterVersion.state == VersionState.RETURNED, _is_overtaken()),
        )
        .order_by(RosterVersion.changed_at)
    ).all()
    found = []
    for version, month, submitted_by in rows:
        step = open_step(session, version) if version.state is VersionState.SUBMITTED else None
        returned = _return_of(session, version) if version.state is VersionState.RETURNED else None
        turn = {step.role} if step is not None else PUBLISHERS if returned is None else SUBMITTERS
        if actor.roles & turn:
            found.append(
                Waiting(
                    version_id=version.id,
                    lock_version=version.lock_version,
                    number=version.number,
                    month=month,
                    state=version.state,
                    submitted_by=submitted_by,
                    since=version.changed_at,
                    role=None if step is None else step.role,
                    returned_by=None if returned is None else returned.by,
                    reason="" if returned is None else returned.note,
                )
            )
    return tuple(found)


def _is_overtaken() -> ColumnElement[bool]:
    """Tell whether a later version of the same roster is under review, approved or in force."""
    later = aliased(RosterVersion)
    return exists().where(
        later.roster_id == RosterVersion.roster_id,
        later.number > RosterVersion.number,
        later.state.in_((VersionState.SUBMITTED, VersionState.APPROVED, VersionState.PUBLISHED)),
    )


def _return_of(session: Session, version: RosterVersion) -> Happened | None:
    """Return when, by whom and why a version was last returned."""
    return next(
        (line for line in history_of(session, version.id) if line.state is VersionState.RETURNED), None
    )


def on_duty(session: Session, department_id: int, day: dt.date) -> tuple[OnDuty, ...]:
    """Return who has a shift in force that starts on `day`, by start, team and number."""
    rows = session.execute(
        select(Person.employee_number, Person.name, Team.name, ShiftKind)
        .join(AssignmentInForce, AssignmentInForce.person_id == Person.id)
        .join(Roster, Roster.id == AssignmentInForce.roster_id)
        .join(Team, Team.id == Person.team_id)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(Roster.department_id == department_id, AssignmentInForce.date == day)
        .order_by(ShiftKind.start_minute, Team.position, Team.id, Person.employee_number)
    )
    return tuple(
        OnDuty(
            number=number,
            name=name,
            team=team,
            kind=kind.code,
            start_minute=kind.start_minute,
            end_minute=kind.end_minute,
        )
        for number, name, team, kind in rows
    )


def names_by_number(session: Session, department_id: int) -> dict[str, str]:
    """Return everybody's name by employee number."""
    rows = session.execute(
        select(Person.employee_number, Person.name).where(Person.department_id == department_id)
    )
    return dict(rows.all())


def names_by_id(session: Session, department_id: int) -> dict[int, str]:
    """Return everybody's name by id."""
    rows = session.execute(select(Person.id, Person.name).where(Person.department_id == department_id))
    return dict(rows.all())


def people_count(session: Session, department_id: int) -> int:
    """Return the number of active people of the department."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Person)
            .where(Person.department_id == department_id, Person.active)
        )
        or 0
    )
