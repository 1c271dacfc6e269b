"""Changing cells of a draft by hand: one at a time, with its effect; locking ranges.

Undo is the same act with the old value. A leader changes the rows of the own team only.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.errors import NotFound
from web.people.tables import Person
from web.refusal import Refusal
from web.rosters.acts import (
    EDITABLE,
    Act,
    Reason,
    add_event,
    done,
    open_version,
    overtaken,
    record,
    refused,
    state_reasons,
    take,
)
from web.rosters.cells import (
    CellEffect,
    Place,
    assignments_on,
    effect_on,
    is_placed_by_hand,
    kind_by_code,
    lock_rest,
    overlaps_of_cell,
    write_cell,
)
from web.rosters.loading import load_problem, load_roster
from web.rosters.months import next_month
from web.rosters.tables import RosterVersion, VersionState

MOST_LOCKS = 20_000
"""Cells that one act may lock: more than a month of 500 people."""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """The answer to a change of a cell; `effect` is None when it was refused."""

    act: Act
    effect: CellEffect | None = None


def set_cell(
    session: Session,
    actor: Actor,
    version_id: int,
    *,
    person_id: int,
    day: dt.date,
    kind: str | None,
    seen: int,
    now: dt.datetime,
) -> Edit:
    """Give a cell a shift kind, or rest (None), and commit.

    A change that breaks rules is taken and its violations are returned; one that would have the person
    in two places is refused. A returned version becomes a draft again with its first change.

    Raises
    ------
    NotFound
        When version or person is not of the actor's department.
    """
    version, department = open_version(session, actor, version_id)
    person = _person(session, actor, person_id)
    reasons = _reach(actor, [person])
    reasons += state_reasons(session, version, seen=seen, states=EDITABLE)
    place = Place(department=department, version=version, person=person, day=day)
    reasons += _cell_reasons(session, place, kind)
    if reasons:
        return Edit(act=refused(session, actor, version_id, reasons))
    effect = _effect(session, place, kind)
    if not _take_for_edit(session, actor, version, seen=seen, now=now):
        return Edit(act=overtaken(session, actor, version_id, seen=seen, states=EDITABLE))
    chosen = None if kind is None else kind_by_code(session, department.id, kind)
    old = write_cell(session, place, chosen)
    detail = {"person_id": person.id, "date": day.isoformat(), "old": old, "new": kind}
    record(session, actor, version, action="edit_cell", now=now, detail=detail)
    session.commit()
    return Edit(act=done(version), effect=effect)


def preview_change(
    session: Session, actor: Actor, version_id: int, *, person_id: int, day: dt.date, kind: str | None
) -> Edit:
    """Return what a change would do, or why it would be refused, without writing."""
    version, department = open_version(session, actor, version_id)
    person = _person(session, actor, person_id)
    place = Place(department=department, version=version, person=person, day=day)
    reasons = _cell_reasons(session, place, kind)
    act = Act(
        version_id=version.id,
        state=version.state,
        lock_version=version.lock_version,
        reasons=tuple(reasons),
    )
    if _outside(version, day) or (kind is not None and kind_by_code(session, department.id, kind) is None):
        return Edit(act=act)
    return Edit(act=act, effect=_effect(session, place, kind))


def set_locks(
    session: Session,
    actor: Actor,
    version_id: int,
    *,
    person_ids: Collection[int],
    days: Collection[dt.date],
    locked: bool,
    seen: int,
    now: dt.datetime,
) -> Act:
    """Lock or unlock all cells of some people on some days, rests included, and commit.

    The solver keeps locked cells as they are. A shift placed by hand stays locked.
    """
    version, _ = open_version(session, actor, version_id)
    people = [_person(session, actor, person_id) for person_id in sorted(set(person_ids))]
    dates = sorted(set(days))
    reasons = _reach(actor, people)
    reasons += state_reasons(session, version, seen=seen, states=EDITABLE)
    if any(_outside(version, day) for day in dates):
        reasons.append(Refusal(code="day_outside_month", field="day"))
    if not people or not dates:
        reasons.append(Refusal(code="nothing_chosen"))
    if len(people) * len(dates) > MOST_LOCKS:
        reasons.append(Refusal(code="too_many_cells", measured=len(people) * len(dates), limit=MOST_LOCKS))
    if reasons:
        return refused(session, actor, version_id, reasons)
    if not _take_for_edit(session, actor, version, seen=seen, now=now):
        return overtaken(session, actor, version_id, seen=seen, states=EDITABLE)
    for person in people:
        shifts = assignments_on(session, version.id, person.id, dates)
        for day in dates:
            if day in shifts:
                shifts[day].locked = locked or is_placed_by_hand(shifts[day].shift_kind)
            else:
                lock_rest(session, version.id, person.id, day, locked=locked)
    detail = {
        "people": [person.id for person in people],
        "days": [day.isoformat() for day in dates],
        "locked": locked,
    }
    record(session, actor, version, action="lock_cells" if locked else "unlock_cells", now=now, detail=detail)
    session.commit()
    return done(version)


def _take_for_edit(
    session: Session, actor: Actor, version: RosterVersion, *, seen: int, now: dt.datetime
) -> bool:
    before = version.state
    if not take(session, version, seen=seen, states=EDITABLE, now=now, state=VersionState.DRAFT):
        return False
    if before is VersionState.RETURNED:
        add_event(session, actor, version, came_from=before, now=now)
    return True


def _person(session: Session, actor: Actor, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None or person.department_id != actor.department_id:
        raise NotFound(f"no person {person_id} in the department")
    return person


def _reach(actor: Actor, people: Collection[Person]) -> list[Reason]:
    outside = [person for person in people if not actor.reaches_team(person.team_id)]
    return [Refusal(code="out_of_reach", measured=len(outside), limit=actor.scope)] if outside else []


def _cell_reasons(session: Session, place: Place, code: str | None) -> list[Reason]:
    if _outside(place.version, place.day):
        return [Refusal(code="day_outside_month", field="day", measured=place.day.isoformat())]
    if code is None:
        return []
    kind = kind_by_code(session, place.department.id, code)
    if kind is None:
        return [Refusal(code="unknown_kind", field="kind", measured=code)]
    return [*overlaps_of_cell(session, place, kind)]


def _outside(version: RosterVersion, day: dt.date) -> bool:
    return not version.roster.month <= day < next_month(version.roster.month)


def _effect(session: Session, place: Place, code: str | None) -> CellEffect | None:
    """Return the effect; None for somebody who is no longer rostered and has no shift here."""
    version, number = place.version, place.person.employee_number
    problem = load_problem(session, place.department, version.roster.month, version=version)
    if number not in problem.person_by_id:
        return None
    return effect_on(problem, load_roster(session, version), number, place.day, code)
