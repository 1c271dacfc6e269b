"""The small world in which the access matrix is walked: two departments, two teams in the first."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.tables import Role, User
from web.people.tables import Department, Person, Team

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
_numbers = count(1)


class Place(StrEnum):
    """Whose the object of a request is, as seen by the one who asks."""

    OWN = "own"
    OWN_TEAM = "a team mate's"
    OTHER_TEAM = "another team's"
    OTHER_DEPARTMENT = "another department's"


class Level(StrEnum):
    """To whom the objects of an endpoint belong."""

    PERSON = "person"
    TEAM = "team"
    DEPARTMENT = "department"
    NOBODY = "nobody"
    """The arguments name no stored object (a month, a file)."""


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Somebody whose objects are asked for."""

    user: User
    person: Person
    team: Team
    department: Department


@dataclass(frozen=True, kw_only=True)
class World:
    """The one who asks, and the owners by place."""

    actor: User
    owners: Mapping[Place, Owner]


Build = Callable[[Session, Owner], Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """How the arguments of one endpoint are made.

    Arguments that are not part of the address go into the query (GET) or the form (POST).
    """

    level: Level
    build: Build


def of_person(build: Build) -> Sample:
    """An endpoint whose object belongs to one person."""
    return Sample(level=Level.PERSON, build=build)


def of_team(build: Build) -> Sample:
    """An endpoint whose object belongs to one team."""
    return Sample(level=Level.TEAM, build=build)


def of_department(build: Build) -> Sample:
    """An endpoint whose object belongs to the department as a whole."""
    return Sample(level=Level.DEPARTMENT, build=build)


def plain(**arguments: object) -> Sample:
    """An endpoint whose arguments name no stored object."""
    return Sample(level=Level.NOBODY, build=lambda _session, _owner: arguments)


def new_world(session: Session, role: str) -> World:
    """Store departments, teams, people and accounts; the caller commits.

    Everybody else in it is an agent. Numbers and codes are new each time, so that several worlds
    fit into one database.
    """
    here, there = _department(session), _department(session)
    first, second, foreign = _team(session, here, 1), _team(session, here, 2), _team(session, there, 1)
    actor = _owner(session, first, role)
    return World(
        actor=actor.user,
        owners={
            Place.OWN: actor,
            Place.OWN_TEAM: _owner(session, first, "agent"),
            Place.OTHER_TEAM: _owner(session, second, "agent"),
            Place.OTHER_DEPARTMENT: _owner(session, foreign, "agent"),
        },
    )


def _department(session: Session) -> Department:
    number = next(_numbers)
    department = Department(code=f"D{number}", name=f"客服{number}部", created_at=NOW)
    session.add(department)
    session.flush()
    return department


def _team(session: Session, department: Department, number: int) -> Team:
    team = Team(department_id=department.id, name=f"{number}组", position=number)
    session.add(team)
    session.flush()
    return team


def _owner(session: Session, team: Team, role: str) -> Owner:
    number = f"{next(_numbers):05}"
    department = session.get_one(Department, team.department_id)
    person = Person(
        department_id=department.id, team_id=team.id, employee_number=number, name=f"员工{number}"
    )
    session.add(person)
    session.flush()
    user = User(
        department_id=department.id,
        person_id=person.id,
        employee_number=number,
        name=person.name,
        password=None,
        roles=list(session.scalars(select(Role).where(Role.name == role))),
        created_at=NOW,
    )
    session.add(user)
    session.flush()
    return Owner(user=user, person=person, team=team, department=department)
