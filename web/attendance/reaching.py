"""Whom the notices of attendance go to."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.tables import Role, User
from web.people.tables import Person


def leaders_of(session: Session, person: Person) -> Sequence[int]:
    """Return the accounts of who leads the person's team; the supervisors where nobody else does."""
    leaders = session.scalars(
        select(User.id)
        .join(User.roles)
        .join(Person, Person.id == User.person_id)
        .where(Person.team_id == person.team_id, Person.id != person.id, User.active, Role.name == "leader")
    ).all()
    return leaders or with_role(session, person.department_id, "supervisor")


def with_role(session: Session, department_id: int, role: str) -> Sequence[int]:
    """Return the accounts of a department that have a role."""
    return session.scalars(
        select(User.id)
        .join(User.roles)
        .where(User.department_id == department_id, User.active, Role.name == role)
    ).all()


def accounts_of(session: Session, people: Sequence[int]) -> Sequence[int]:
    """Return the accounts of people."""
    return session.scalars(select(User.id).where(User.person_id.in_(people), User.active)).all()
