"""Accounts for many people at once, each with a start password on paper.

A start password is no password: it is a reset (`web.accounts.resets`) that is short enough to be typed. Who
enters it at the log-in is led to the page that sets an own password, and only that one begins sessions. So
everybody has to choose their own, and no start password serves twice.
"""

import secrets
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from web.accounts import authentication, resets, service
from web.accounts.actor import Actor
from web.accounts.tables import Role, RoleName, User
from web.people.tables import Person, RoleInTeam
from web.records import audit
from web.refusal import Refusal

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What cannot be taken for each other on paper: no i, l, o, 0, 1."""
GROUPS, GROUP_LENGTH = 3, 5
"""74 bits: as a link's secret it is kept as a plain SHA-256, and must not be found from that."""
GOOD_FOR = timedelta(days=14)
ROLES = {RoleInTeam.AGENT: RoleName.AGENT, RoleInTeam.LEADER: RoleName.LEADER}


@dataclass(frozen=True, kw_only=True)
class Started:
    """A fresh account; `password` can be read nowhere afterwards."""

    person: Person
    password: str


@dataclass(frozen=True, kw_only=True)
class HandedOut:
    """What making accounts for several people brought; `problems` says for whom it made none, and why."""

    started: Sequence[Started]
    problems: Sequence[Refusal]
    expires_at: datetime


def start_accounts(
    session: Session, *, by: Actor, person_ids: Collection[int], now: datetime
) -> HandedOut | list[Refusal]:
    """Make an account with a start password for each of these people, and commit.

    Each gets the role that the person has in the team. Who has an account by now, is not of the department
    or no longer active is left out.

    Returns
    -------
    HandedOut or list of Refusal
        ``nobody_chosen`` when there is nobody to make one for; ``number_just_taken`` when somebody else has
        made one of the accounts at the same moment: then none is made.
    """
    without = service.people_without_account(session, by.department_id)
    people = [person for person in without if person.id in set(person_ids)]
    if not people:
        return [Refusal(code="nobody_chosen")]
    roles = {role.name: role for role in session.scalars(select(Role))}
    expires_at = now + GOOD_FOR
    started: list[Started] = []
    problems: list[Refusal] = []
    for person in people:
        number = authentication.normal_number(person.employee_number)
        found = service.number_problems(session, number)
        if found:
            problems += found
            continue
        user = User(
            department_id=by.department_id,
            person_id=person.id,
            employee_number=number,
            name=person.name,
            password=None,
            roles=[roles[ROLES[person.role_in_team]]],
            created_at=now,
        )
        session.add(user)
        try:
            session.flush()
        except IntegrityError:
            session.rollback()
            return [Refusal(code="number_just_taken", measured=number)]
        password = new_password()
        resets.store(session, user, plain(password), by=by, now=now, expires_at=expires_at)
        audit.note(
            session,
            action="user.create",
            object_type="user",
            object_id=user.id,
            now=now,
            department_id=by.department_id,
            actor_id=by.user_id,
            detail={"roles": [ROLES[person.role_in_team].value], "start_password": True},
        )
        started.append(Started(person=person, password=password))
    session.commit()
    return HandedOut(started=started, problems=problems, expires_at=expires_at)


def new_password() -> str:
    """Return a fresh start password as it is printed, such as ``k7fm3-p7q9x-wa2mt``."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def plain(text: str) -> str:
    """Return a start password as it is hashed, however it was typed.

    >>> plain(" K7FM3 p7q9x－wa2mt")
    'k7fm3p7q9xwa2mt'
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def recognise(session: Session, number: str, text: str, *, now: datetime) -> str | None:
    """Return the secret of the reset that somebody has entered at the log-in; None when it is none.

    Nobody guesses one, so a lock of the number does not matter; setting the own password lifts it.
    """
    token = plain(text)
    if len(token) != GROUPS * GROUP_LENGTH:
        return None
    user = resets.find(session, token, now=now)
    if user is None or user.employee_number != authentication.normal_number(number):
        return None
    return token


def people_to_choose_from(session: Session, department_id: int, team_id: int | None) -> Sequence[Person]:
    """Return the active people without an account, of one team or of all, by team and number."""
    wanted = select(Person).where(
        Person.id.in_([person.id for person in service.people_without_account(session, department_id)])
    )
    if team_id is not None:
        wanted = wanted.where(Person.team_id == team_id)
    found = session.scalars(wanted.options(joinedload(Person.team))).all()
    return sorted(found, key=lambda person: (person.team.position, person.team.name, person.employee_number))
