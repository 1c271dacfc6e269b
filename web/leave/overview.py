"""Lists of leave, and what whoever decides sees beside one: who else is away, what was taken this year."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.leave.asking import LeaveKind
from roster.leave.life import GRANTED, WAITING, LeaveState
from web.accounts.actor import Actor
from web.leave.balances import is_leave
from web.leave.tables import LeaveRequest
from web.people.tables import DayOff, Person

MOST = 100
"""Lines of the past that a list shows."""


@dataclass(frozen=True, kw_only=True)
class Away:
    """How many others are away on a day: of the team, of the department, and asking for it.

    Only numbers: why somebody else is away is nobody's business.
    """

    date: dt.date
    team: int
    department: int
    asking: int


def own_leave(session: Session, actor: Actor) -> Sequence[LeaveRequest]:
    """Return the actor's own leave, what is on its way first, then the newest."""
    if actor.person_id is None:
        return []
    found = _rows(session, actor, LeaveRequest.person_id == actor.person_id)
    return sorted(found, key=lambda row: (row.state.is_over, -row.id))[:MOST]


def leave_in_reach(session: Session, actor: Actor) -> Sequence[LeaveRequest]:
    """Return the leave of others that the actor oversees, what is on its way first, then the newest."""
    found = [
        row
        for row in _rows(session, actor)
        if row.person_id != actor.person_id and actor.reaches_team(row.person.team_id)
    ]
    return sorted(found, key=lambda row: (row.state.is_over, -row.id))[:MOST]


def proofs_to_check(session: Session, actor: Actor) -> Sequence[LeaveRequest]:
    """Return the leave whose proof the actor may accept (R-5.11), the earliest due on top."""
    if not actor.roles & {"supervisor", "hr"}:
        return []
    rows = _rows(session, actor, LeaveRequest.state.in_((LeaveState.PROOF_DUE, LeaveState.UNPROVEN)))
    others = [row for row in rows if row.person_id != actor.person_id]
    return sorted(others, key=lambda row: (row.proof_due or row.last_day, row.id))


def others_away(session: Session, row: LeaveRequest) -> tuple[Away, ...]:
    """Return day by day how many others are away (R-5.6: an overlap only warns, A-17)."""
    others = (
        Person.department_id == row.department_id,
        Person.active,
        Person.id != row.person_id,
    )
    team: Counter[dt.date] = Counter()
    everybody: Counter[dt.date] = Counter()
    off = session.execute(
        select(DayOff.date, Person.team_id)
        .join(Person, Person.id == DayOff.person_id)
        .where(*others, DayOff.date.between(row.first_day, row.last_day))
    )
    for day, of_team in off:
        everybody[day] += 1
        team[day] += of_team == row.person.team_id
    asking: Counter[dt.date] = Counter()
    waiting = session.execute(
        select(LeaveRequest.first_day, LeaveRequest.last_day)
        .join(Person, Person.id == LeaveRequest.person_id)
        .where(
            *others,
            LeaveRequest.state.in_(tuple(WAITING)),
            LeaveRequest.first_day <= row.last_day,
            LeaveRequest.last_day >= row.first_day,
        )
    )
    for first, last in waiting:
        for day in _days(max(first, row.first_day), min(last, row.last_day)):
            asking[day] += 1
    return tuple(
        Away(date=day, team=team[day], department=everybody[day], asking=asking[day])
        for day in _days(row.first_day, row.last_day)
    )


def taken_in_year(session: Session, person_id: int, year: int) -> Mapping[LeaveKind, int]:
    """Return a person's days of granted leave in a calendar year, by kind."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    rows = session.scalars(
        select(LeaveRequest)
        .options(selectinload(LeaveRequest.consents))
        .where(
            LeaveRequest.person_id == person_id,
            LeaveRequest.state.in_((*GRANTED, LeaveState.CLOSED)),
            LeaveRequest.first_day <= last,
            LeaveRequest.until >= first,
        )
        .order_by(LeaveRequest.id)
    )
    days: Counter[LeaveKind] = Counter()
    for row in rows:
        if is_leave(row):
            days[row.kind] += (min(row.until, last) - max(row.first_day, first)).days + 1
    return dict(days)


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=day) for day in range((last - first).days + 1)]


def _rows(session: Session, actor: Actor, *which: ColumnElement[bool]) -> Sequence[LeaveRequest]:
    rows = session.scalars(
        select(LeaveRequest)
        .options(joinedload(LeaveRequest.person), selectinload(LeaveRequest.consents))
        .where(LeaveRequest.department_id == actor.department_id, *which)
        .order_by(LeaveRequest.id.desc())
    )
    return rows.all()
