"""What a repair is asked for, and what becomes of the one that is chosen."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.problem import Roster as Shifts
from roster.repair import CellChange
from web.accounts.actor import Actor
from web.errors import NotFound
from web.people.tables import DayOff, Department, Person, ShiftKind
from web.refusal import Refusal
from web.repairs.found import Ask
from web.rosters.acts import DEPARTMENT_SCOPE, open_version, record, state_reasons
from web.rosters.drafts import Draft, store_draft
from web.rosters.loading import load_roster, locked_cells
from web.rosters.months import days_in
from web.rosters.tables import Assignment, RosterVersion, VersionState

IN_FORCE = (VersionState.PUBLISHED,)


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Who is away, from when to when, both included."""

    person_id: int
    first: dt.date
    last: dt.date


def people_in_reach(session: Session, actor: Actor) -> list[Person]:
    """Return who may be reported absent by the actor, by employee number."""
    people = session.scalars(
        select(Person)
        .where(Person.department_id == actor.department_id, Person.active)
        .order_by(Person.employee_number)
    )
    return [person for person in people if actor.reaches_team(person.team_id)]


def read_ask(
    session: Session, actor: Actor, version_id: int, absence: Absence, *, today: dt.date, now: dt.datetime
) -> Ask | list[Refusal]:
    """Return the question for the solver, or every reason why it cannot be asked.

    Shifts of today that have begun stay; where the absent person's own has begun, today is over.

    Raises
    ------
    NotFound
        When version or person is not within the actor's reach.
    """
    version, _department = open_version(session, actor, version_id)
    person = _person(session, actor, absence.person_id)
    reasons, dates = _dates(version, absence)
    if version.state not in IN_FORCE:
        reasons.append(Refusal(code="repair_needs_published", measured=version.state.value))
    if reasons:
        return reasons
    begun = session.execute(
        select(Person.employee_number, Assignment.date)
        .join(Person, Person.id == Assignment.person_id)
        .where(
            Assignment.roster_version_id == version.id, Assignment.date == today, Assignment.starts_at <= now
        )
    ).all()
    is_over = any(number == person.employee_number for number, _ in begun)
    everybody = actor.scope == DEPARTMENT_SCOPE
    return Ask(
        version_id=version.id,
        person=person.employee_number,
        dates=dates,
        first_change=today + dt.timedelta(days=int(is_over)),
        begun=() if is_over else tuple((number, day) for number, day in begun),
        may_change=None
        if everybody
        else tuple(each.employee_number for each in people_in_reach(session, actor)),
    )


def take(
    session: Session,
    actor: Actor,
    version_id: int,
    absence: Absence,
    changes: Iterable[CellChange],
    *,
    seen: int,
    now: dt.datetime,
) -> RosterVersion | list[Refusal]:
    """Put the absence on record and store the changed month as a draft, and commit.

    The days of the absence become days off, whatever the reason, which is not stored. The draft goes
    the way of every draft; until it is published, the old version stays in force.

    Parameters
    ----------
    changes
        Beside those of the absence itself; only cells within the actor's reach.
    seen
        The `lock_version` of the published version that was repaired.

    Raises
    ------
    NotFound
        When version, person or a changed cell is not within the actor's reach.
    """
    version, department = open_version(session, actor, version_id)
    person = _person(session, actor, absence.person_id)
    found = [r for r in state_reasons(session, version, seen=seen, states=IN_FORCE) if isinstance(r, Refusal)]
    reasons, dates = _dates(version, absence)
    if found or reasons:
        return [*found, *reasons]
    shifts = _changed(session, actor, department, version, changes)
    for day in dates:
        shifts = shifts.with_cell(person.employee_number, day, None)
    _grant(session, actor, person, dates, now)
    locks = locked_cells(session, version)
    draft = Draft(
        month=version.roster.month,
        shifts=shifts,
        requirement_id=version.requirement_id,
        policy_version_id=version.policy_version_id,
        locked=frozenset(cell for cell, code in locks.items() if shifts.kind(*cell) == code),
        based_on_id=version.id,
        note=f"absence of {person.employee_number}",
    )
    made = store_draft(session, department, draft, made_by=actor.user_id, now=now)
    record(
        session,
        actor,
        made,
        action="repair",
        now=now,
        detail={"based_on": version.id, "person": person.employee_number, "days": len(dates)},
    )
    session.commit()
    return made


def _person(session: Session, actor: Actor, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if (
        person is None
        or person.department_id != actor.department_id
        or not actor.reaches_team(person.team_id)
    ):
        raise NotFound(f"no person {person_id} within reach")
    return person


def _dates(version: RosterVersion, absence: Absence) -> tuple[list[Refusal], tuple[dt.date, ...]]:
    """Return the absence's dates in the month, or what is wrong with them."""
    first_day = version.roster.month
    days = [first_day + dt.timedelta(days=day) for day in range(days_in(first_day))]
    if absence.last < absence.first:
        return [Refusal(code="end_before_start", field="last")], ()
    dates = tuple(day for day in days if absence.first <= day <= absence.last)
    return ([] if dates else [Refusal(code="absence_outside_month", field="first")]), dates


def _changed(
    session: Session,
    actor: Actor,
    department: Department,
    version: RosterVersion,
    changes: Iterable[CellChange],
) -> Shifts:
    """Return the version's shifts with the changes, all of cells in reach and kinds that exist."""
    in_reach = {person.employee_number for person in people_in_reach(session, actor)}
    kinds = set(session.scalars(select(ShiftKind.code).where(ShiftKind.department_id == department.id)).all())
    first_day = version.roster.month
    last_day = first_day + dt.timedelta(days=days_in(first_day) - 1)
    shifts = load_roster(session, version)
    for change in changes:
        is_known = change.after in kinds | {""} and first_day <= change.date <= last_day
        if change.person not in in_reach or not is_known:
            raise NotFound("a changed cell is not within reach")
        shifts = shifts.with_cell(change.person, change.date, change.after or None)
    return shifts


def _grant(
    session: Session, actor: Actor, person: Person, dates: Iterable[dt.date], now: dt.datetime
) -> None:
    """Write the days off that are not there yet."""
    known = set(session.scalars(select(DayOff.date).where(DayOff.person_id == person.id)))
    session.add_all(
        DayOff(person_id=person.id, date=day, recorded_by_id=actor.user_id, recorded_at=now)
        for day in dates
        if day not in known
    )
