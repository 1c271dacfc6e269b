"""The secret of a department's clock devices: made, made anew, revoked; shown once and kept as a hash."""

import datetime as dt

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.accounts.sessions import hash_token, new_token
from web.attendance.tables import ClockToken
from web.records import audit


def make_token(session: Session, actor: Actor, *, now: dt.datetime) -> str:
    """Make a secret, revoke the one before, and commit; nobody can read it again."""
    revoke(session, actor, now=now)
    token = new_token()
    session.add(
        ClockToken(
            department_id=actor.department_id,
            token_hash=hash_token(token),
            made_by_id=actor.user_id,
            made_at=now,
        )
    )
    _note(session, actor, "clock_token.made", now)
    session.commit()
    return token


def revoke_token(session: Session, actor: Actor, *, now: dt.datetime) -> None:
    """End the secret, and commit."""
    revoke(session, actor, now=now)
    _note(session, actor, "clock_token.revoked", now)
    session.commit()


def live_token(session: Session, department_id: int) -> ClockToken | None:
    """Return the secret that works, as it is kept."""
    return session.scalars(
        select(ClockToken)
        .where(ClockToken.department_id == department_id, ClockToken.revoked_at.is_(None))
        .order_by(ClockToken.id.desc())
        .limit(1)
    ).first()


def department_of_token(session: Session, token: str) -> int | None:
    """Return the department that a secret belongs to; None when it is unknown or revoked."""
    return session.scalars(
        select(ClockToken.department_id).where(
            ClockToken.token_hash == hash_token(token), ClockToken.revoked_at.is_(None)
        )
    ).one_or_none()


def revoke(session: Session, actor: Actor, *, now: dt.datetime) -> None:
    """End every secret of the department; the caller commits."""
    session.execute(
        update(ClockToken)
        .where(ClockToken.department_id == actor.department_id, ClockToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def _note(session: Session, actor: Actor, action: str, now: dt.datetime) -> None:
    audit.note(
        session,
        action=action,
        object_type="department",
        object_id=actor.department_id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
    )
