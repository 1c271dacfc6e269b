"""The secret link to one's own calendar: made, made anew, revoked; shown once and stored as a hash."""

import datetime as dt

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.accounts.sessions import hash_token, new_token
from web.accounts.tables import IcalToken, User
from web.people.tables import Person
from web.records import audit
from web.refusal import Refusal


def make_link(session: Session, actor: Actor, *, now: dt.datetime) -> str | Refusal:
    """Make a link, revoke the one before, and commit; return its secret, which nobody can read again.

    Refused: ``no_person`` (an account that is not rostered).
    """
    if actor.person_id is None:
        return Refusal(code="no_person")
    _revoke(session, actor.person_id, now)
    token = new_token()
    session.add(IcalToken(person_id=actor.person_id, token_hash=hash_token(token), created_at=now))
    _note(session, actor, actor.person_id, "calendar_link.made", now)
    session.commit()
    return token


def revoke_link(session: Session, actor: Actor, *, now: dt.datetime) -> bool:
    """Revoke the link, and commit; tell whether there was one."""
    if actor.person_id is None or not _revoke(session, actor.person_id, now):
        session.rollback()
        return False
    _note(session, actor, actor.person_id, "calendar_link.revoked", now)
    session.commit()
    return True


def live_link(session: Session, person_id: int) -> IcalToken | None:
    """Return the link that works, without its secret."""
    return session.scalars(
        select(IcalToken)
        .where(IcalToken.person_id == person_id, IcalToken.revoked_at.is_(None))
        .order_by(IcalToken.id.desc())
        .limit(1)
    ).first()


def person_of(session: Session, token: str) -> Person | None:
    """Return whose calendar a secret opens; None when it is unknown or revoked, or the person has left.

    The database compares hashes through its index: how long that takes says nothing of the secret.
    """
    return session.scalars(
        select(Person)
        .join(IcalToken, IcalToken.person_id == Person.id)
        .join(User, User.person_id == Person.id)
        .where(
            IcalToken.token_hash == hash_token(token),
            IcalToken.revoked_at.is_(None),
            Person.active,
            User.active,
        )
    ).one_or_none()


def _revoke(session: Session, person_id: int, now: dt.datetime) -> bool:
    result = session.execute(
        update(IcalToken)
        .where(IcalToken.person_id == person_id, IcalToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return isinstance(result, CursorResult) and result.rowcount > 0


def _note(session: Session, actor: Actor, person_id: int, action: str, now: dt.datetime) -> None:
    audit.note(
        session,
        action=action,
        object_type="person",
        object_id=person_id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
    )
