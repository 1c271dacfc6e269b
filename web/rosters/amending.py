"""A published roster with a few cells changed: a decision on them has been taken, so it is published at once.

A swap, a leave, a call-in changes days of a few people. Its own approvers have decided; the chain of the
roster (P-10) is not asked again. All else follows as with every publication: shifts in force, handovers,
notices, history.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, insert, literal, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roster.problem import Cell
from roster.violation import Violation
from web.accounts.actor import Actor
from web.database import is_overlap
from web.handovers.service import plan_handovers
from web.people.tables import Department, Person, ShiftKind
from web.refusal import Refusal
from web.rosters.acts import take
from web.rosters.comparing import by_person, changes_between
from web.rosters.in_force import put_in_force
from web.rosters.instants import instants
from web.rosters.loading import load_roster
from web.rosters.seam import broken_after
from web.rosters.tables import Assignment, RosterEvent, RosterLock, RosterVersion, VersionState
from web.rosters.telling import tell_changed

COPIED = ("person_id", "date", "shift_kind_id", "starts_at", "ends_at", "locked")


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """The version that was made, or why none was; the caller rolls back in that case."""

    version: RosterVersion | None
    reasons: tuple[Violation | Refusal, ...] = ()


def amend(
    session: Session,
    actor: Actor | None,
    before: RosterVersion,
    cells: Mapping[Cell, str | None],
    *,
    note: str,
    now: dt.datetime,
) -> Amendment:
    """Put a version in force that differs from the published one in these cells; the caller commits.

    The caller holds the department's lock (`one_at_a_time`) and has judged the cells by the rules of the
    month. What lies beyond is judged here: shifts of other departments, and the month after.

    Parameters
    ----------
    actor
        None where the clock decides.
    before
        The version in force.
    cells
        Kind by employee number and date; None takes the shift away.
    note
        For the version's history, such as ``swap 12``.
    """
    department = session.get_one(Department, before.roster.department_id)
    old = load_roster(session, before)
    if not take(
        session,
        before,
        seen=before.lock_version,
        states=(VersionState.PUBLISHED,),
        now=now,
        state=VersionState.SUPERSEDED,
    ):
        return Amendment(version=None, reasons=(Refusal(code="try_again"),))
    version = _successor(session, actor, before, note=note, now=now)
    _copy(session, department, before, version, cells)
    # before it is in force: what the month after breaks already is told apart by the shifts in force now
    beyond = broken_after(session, department, version)
    if beyond:
        return Amendment(version=None, reasons=tuple(beyond))
    try:
        put_in_force(session, version)
    except IntegrityError as error:
        if not is_overlap(error):
            raise
        session.rollback()
        return Amendment(version=None, reasons=(Refusal(code="shift_elsewhere"),))
    dates = [day for _, day in cells]
    plan_handovers(session, department.id, min(dates), max(dates), now=now)
    changes = by_person(changes_between(old, load_roster(session, version)))
    tell_changed(session, version, department.id, changes, now=now)
    return Amendment(version=version)


def _successor(
    session: Session, actor: Actor | None, before: RosterVersion, *, note: str, now: dt.datetime
) -> RosterVersion:
    newest = session.scalar(
        select(func.max(RosterVersion.number)).where(RosterVersion.roster_id == before.roster_id)
    )
    by = None if actor is None else actor.user_id
    version = RosterVersion(
        roster_id=before.roster_id,
        number=(newest or 0) + 1,
        state=VersionState.PUBLISHED,
        based_on_id=before.id,
        policy_version_id=before.policy_version_id,
        requirement_id=before.requirement_id,
        created_by_id=by,
        created_at=now,
        changed_at=now,
        published_by_id=by,
        published_at=now,
    )
    session.add(version)
    session.flush()
    events = ((before, VersionState.PUBLISHED), (version, None))
    session.add_all(
        RosterEvent(
            roster_version_id=each.id,
            at=now,
            actor_id=by,
            from_state=came_from,
            to_state=each.state,
            note=note,
        )
        for each, came_from in events
    )
    return version


def _copy(
    session: Session,
    department: Department,
    before: RosterVersion,
    version: RosterVersion,
    cells: Mapping[Cell, str | None],
) -> None:
    """Write shifts and locks of the version before, the changed cells with their new content.

    Changed cells are locked: a later solve keeps what people have agreed on.
    """
    people = dict(
        session.execute(
            select(Person.employee_number, Person.id).where(
                Person.department_id == department.id,
                Person.employee_number.in_({number for number, _ in cells}),
            )
        ).all()
    )
    kinds = {
        kind.code: kind
        for kind in session.scalars(select(ShiftKind).where(ShiftKind.department_id == department.id))
    }
    changed = {(people[number], day): code for (number, day), code in cells.items()}
    for table, columns in ((Assignment, COPIED), (RosterLock, ("person_id", "date"))):
        elsewhere = and_(*(~and_(table.person_id == person, table.date == day) for person, day in changed))
        session.execute(
            insert(table).from_select(
                ["roster_version_id", *columns],
                select(literal(version.id), *(getattr(table, column) for column in columns)).where(
                    table.roster_version_id == before.id, elsewhere
                ),
            )
        )
    for (person, day), code in changed.items():
        if code is None:
            session.add(RosterLock(roster_version_id=version.id, person_id=person, date=day))
            continue
        starts_at, ends_at = instants(day, kinds[code], department.time_zone)
        session.add(
            Assignment(
                roster_version_id=version.id,
                person_id=person,
                date=day,
                shift_kind_id=kinds[code].id,
                starts_at=starts_at,
                ends_at=ends_at,
                locked=True,
            )
        )
    session.flush()
