"""Who may decide on a person's leave: accounts by role, in the person's own line (A-17)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.leave.asking import Channel
from roster.leave.terms import LADDER
from web.accounts.actor import Actor
from web.accounts.tables import Role, User
from web.answer import Reason
from web.leave.loading import life_of
from web.leave.tables import LeaveRequest
from web.people.tables import Person
from web.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Decider:
    """An account with one of the roles; somebody with two of them stands there twice."""

    user_id: int
    name: str
    role: str


def deciders(session: Session, person: Person, roles: Iterable[str]) -> list[Decider]:
    """Return who has one of the roles in the person's line, but the person: leaders only of the own team."""
    users = session.execute(
        select(User.id, User.name, User.person_id, Person.team_id, Role.name)
        .join(User.roles)
        .outerjoin(Person, Person.id == User.person_id)
        .where(User.department_id == person.department_id, User.active, Role.name.in_(tuple(roles)))
        .order_by(User.id)
    )
    return [
        Decider(user_id=user, name=name, role=role)
        for user, name, who, team, role in users
        if who != person.id and (role != "leader" or team == person.team_id)
    ]


def vacant_roles(session: Session, person: Person, entered_by: int | None) -> frozenset[str]:
    """Return the roles in which nobody but who enters the leave on behalf could sign; none without such."""
    if entered_by is None:
        return frozenset()
    found = deciders(session, person, LADDER)
    own = {each.role for each in found if each.user_id == entered_by}
    return frozenset(own - {each.role for each in found if each.user_id != entered_by})


def entered_by(row: LeaveRequest) -> int | None:
    """Return the account that entered a leave for another person; None where the person asked."""
    return None if row.channel is Channel.IN_PERSON else row.created_by_id


def not_your_step(row: LeaveRequest, actor: Actor) -> list[Reason]:
    """Return why the next approval is not the actor's to give, empty when it is.

    The role whose turn it is, in the person's own line (A-17); never on one's own leave, nor on one that was
    entered by oneself for another, nor two steps of one.
    """
    role = life_of(row).next_role
    if row.person_id == actor.person_id:
        return [Refusal(code="leave_own")]
    if entered_by(row) == actor.user_id:
        return [Refusal(code="leave_entered_by_you")]
    if any(consent.user_id == actor.user_id for consent in row.consents):
        return [Refusal(code="leave_signed_already")]
    if role is not None and role not in actor.roles:
        return [Refusal(code="not_your_step", limit=role, details={"role": role})]
    return []
