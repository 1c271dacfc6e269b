"""Publishing at chosen moments, and the people of the office as rows and actors."""

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from roster.problem import Roster as Shifts
from tests.web.rosters.office import MONTH, NOW, Office, legal_month
from web.accounts.actor import Actor
from web.people.tables import Department, Person
from web.rosters.lifecycle import approve, submit
from web.rosters.publishing import publish

TODAY = dt.date(2026, 11, 22)
SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def publish_at(office: Office, shifts: Shifts, now: dt.datetime, *, month: dt.date = MONTH) -> int:
    """Store a draft, take it all the way at `now`, and return the version."""
    version = office.draft(shifts, month=month)
    with office.database.write() as session:
        act = submit(session, office.supervisor, version, seen=1, now=now)
    assert act.done, act.reasons
    with office.database.write() as session:
        act = approve(session, office.supervisor, version, seen=act.lock_version, now=now)
    with office.database.write() as session:
        done = publish(session, office.supervisor, version, seen=act.lock_version, now=now)
    assert done.act.done, done.act.reasons
    return version


def with_cells(cells: dict[tuple[str, dt.date], str | None], base: Shifts | None = None) -> Shifts:
    """Return a month in which some cells are other ones; None is a day off."""
    changed = dict((legal_month() if base is None else base).items())
    for cell, code in cells.items():
        changed.pop(cell, None)
        if code is not None:
            changed[cell] = code
    return Shifts(changed.items())


def agent(office: Office, number: str) -> Actor:
    return replace(
        office.leader,
        user_id=office.users[number],
        person_id=office.people[number],
        roles=frozenset({"agent"}),
        scope="own",
    )


def person(session: Session, office: Office, number: str) -> Person:
    return session.get_one(Person, office.people[number])


def department(session: Session, office: Office) -> Department:
    return session.get_one(Department, office.department)


def later(hours: float) -> dt.datetime:
    return NOW + dt.timedelta(hours=hours)


def shanghai(month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)
