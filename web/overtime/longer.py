"""Running shifts that could be made longer: more seats before anybody is called in (R-6.6)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.overtime.counting import Window
from roster.overtime.fitness import Extra
from web.accounts.actor import Actor
from web.overtime.loading import OvertimeDay, load_day, policy_in_force
from web.people.tables import Department, Person, ShiftFamily, ShiftKind
from web.rosters.tables import AssignmentInForce

STEPS = (180, 120, 60, 30)
"""Minutes that are tried, the longest first: the cap of a day is three hours."""


@dataclass(frozen=True, kw_only=True)
class Stayer:
    """Somebody at work who may stay, and until when at the latest."""

    person: Person
    until: dt.datetime


@dataclass(frozen=True, kw_only=True)
class LongerShift:
    """A shift that runs, and who of it may stay; `date` is that of its start."""

    kind: ShiftKind
    date: dt.date
    ends_at: dt.datetime
    stayers: tuple[Stayer, ...]


def longer_shifts(session: Session, actor: Actor, now: dt.datetime) -> list[LongerShift]:
    """Return the running shifts of whom the actor reaches, the first to end on top.

    Nobody whom caps, rest or the person's own restrictions keep from the shortest step is named; where the
    regulation knows no orders, nobody is.
    """
    rows = session.scalars(
        select(AssignmentInForce)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .options(joinedload(AssignmentInForce.person), joinedload(AssignmentInForce.shift_kind))
        .where(
            ShiftKind.department_id == actor.department_id,
            ShiftKind.family.not_in((ShiftFamily.LEAVE, ShiftFamily.TRAINING)),
            AssignmentInForce.starts_at <= now,
            AssignmentInForce.ends_at > now,
        )
        .order_by(AssignmentInForce.ends_at, AssignmentInForce.person_id)
    ).all()
    mine = [row for row in rows if actor.reaches_person(row.person_id, row.person.team_id)]
    days = _days(session, actor.department_id, mine)
    groups: dict[tuple[dt.datetime, dt.date, int], list[AssignmentInForce]] = {}
    for row in mine:
        groups.setdefault((row.ends_at, row.date, row.shift_kind_id), []).append(row)
    found = []
    for several in groups.values():
        stayers = [stayer for row in several if (stayer := _stayer(days.get(row.date), row)) is not None]
        first = several[0]
        if stayers:
            found.append(
                LongerShift(
                    kind=first.shift_kind, date=first.date, ends_at=first.ends_at, stayers=tuple(stayers)
                )
            )
    return found


def _days(
    session: Session, department_id: int, rows: Sequence[AssignmentInForce]
) -> dict[dt.date, OvertimeDay]:
    department = session.get_one(Department, department_id)
    found = {}
    for day in {row.date for row in rows}:
        if policy_in_force(session, department_id, day) is not None:
            people = {row.person_id for row in rows if row.date == day}
            found[day] = load_day(session, department, day, person_ids=people)
    return {day: loaded for day, loaded in found.items() if loaded.terms.may_order}


def _stayer(day: OvertimeDay | None, row: AssignmentInForce) -> Stayer | None:
    if day is None or row.person_id not in day.people:
        return None
    for minutes in STEPS:
        until = row.ends_at + dt.timedelta(minutes=minutes)
        extra = Extra(date=row.date, window=Window(starts_at=row.ends_at, ends_at=until), consent=True)
        if not any(each.hard for each in day.against(row.person_id, extra)):
            return Stayer(person=row.person, until=until)
    return None
