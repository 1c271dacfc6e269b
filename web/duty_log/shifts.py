"""The shift of a moment, and the team's shifts around it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from web.people.tables import Person, ShiftFamily, ShiftKind
from web.rosters.tables import AssignmentInForce

BEFORE: Final = dt.timedelta(hours=1)
AFTER: Final = dt.timedelta(hours=2)
"""Who is early, or stays to hand over, still writes of that shift. Our numbers."""
AHEAD: Final = dt.timedelta(hours=12)
"""How long before a shift its recorder can be named."""


@dataclass(frozen=True, kw_only=True)
class TeamShift:
    """One shift of a team and who works it."""

    team_id: int
    kind: ShiftKind
    date: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    people: tuple[Person, ...]


def shift_of(session: Session, person_id: int | None, now: dt.datetime) -> AssignmentInForce | None:
    """Return the shift in force of a person: the running one, else the one just over, else the next.

    None for who is not rostered, is free, or is on leave.
    """
    if person_id is None:
        return None
    rows = session.scalars(
        _working()
        .options(joinedload(AssignmentInForce.shift_kind))
        .where(
            AssignmentInForce.person_id == person_id,
            AssignmentInForce.starts_at <= now + BEFORE,
            AssignmentInForce.ends_at > now - AFTER,
        )
    ).all()

    def rank(row: AssignmentInForce) -> tuple[int, dt.datetime]:
        if row.starts_at <= now < row.ends_at:
            return 0, row.starts_at
        return (1 if row.ends_at <= now else 2), row.starts_at

    return min(rows, key=rank, default=None)


def is_on_shift(session: Session, person_id: int | None, now: dt.datetime) -> bool:
    """Tell whether somebody is at work by the roster, the time around a shift included."""
    return shift_of(session, person_id, now) is not None


def team_shifts(session: Session, teams: Iterable[int], now: dt.datetime) -> list[TeamShift]:
    """Return the shifts of teams that run, or begin within half a day, by start and team."""
    rows = session.scalars(
        _working()
        .join(Person, Person.id == AssignmentInForce.person_id)
        .options(joinedload(AssignmentInForce.shift_kind), joinedload(AssignmentInForce.person))
        .where(
            Person.team_id.in_(list(teams)),
            AssignmentInForce.starts_at <= now + AHEAD,
            AssignmentInForce.ends_at > now,
        )
        .order_by(AssignmentInForce.starts_at, Person.team_id, Person.employee_number)
    ).all()
    grouped: dict[tuple[int, int, dt.date], list[AssignmentInForce]] = {}
    for row in rows:
        grouped.setdefault((row.person.team_id, row.shift_kind_id, row.date), []).append(row)
    return [_team_shift(team, of_shift) for (team, _kind, _date), of_shift in grouped.items()]


def _team_shift(team_id: int, rows: Sequence[AssignmentInForce]) -> TeamShift:
    return TeamShift(
        team_id=team_id,
        kind=rows[0].shift_kind,
        date=rows[0].date,
        starts_at=min(row.starts_at for row in rows),
        ends_at=max(row.ends_at for row in rows),
        people=tuple(row.person for row in rows),
    )


def _working() -> Select[AssignmentInForce]:
    return (
        select(AssignmentInForce)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(ShiftKind.family != ShiftFamily.LEAVE)
    )
