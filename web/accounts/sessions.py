"""Sessions kept on the server: the cookie names one by a secret, the database decides whether it counts."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from web.accounts.tables import User, UserSession

LIFETIME = timedelta(hours=14)
"""The longest shift and its handover, once; then the password is asked again."""
SEEN_EVERY = timedelta(minutes=5)
KEPT_FOR = timedelta(days=30)


def hash_token(token: str) -> str:
    """Return what the database keeps of a secret. It is random, so a plain SHA-256 suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Return a fresh secret of 256 bits, safe in addresses and cookies."""
    return secrets.token_urlsafe(32)


def start(session: Session, user: User, *, now: datetime) -> str:
    """Begin a session and return its secret, which nobody can read again; the caller commits."""
    session.execute(delete(UserSession).where(UserSession.expires_at < now - KEPT_FOR))
    token = new_token()
    session.add(
        UserSession(
            user_id=user.id,
            token_hash=hash_token(token),
            created_at=now,
            last_seen_at=now,
            expires_at=now + LIFETIME,
        )
    )
    return token


def find(session: Session, token: str, *, now: datetime) -> UserSession | None:
    """Return the session that a secret names, with its user, while it counts; else None."""
    return session.scalar(
        select(UserSession)
        .join(UserSession.user)
        .where(
            UserSession.token_hash == hash_token(token),
            UserSession.ended_at.is_(None),
            UserSession.expires_at > now,
            User.active,
        )
        .options(
            joinedload(UserSession.user).options(
                joinedload(User.department), joinedload(User.person), selectinload(User.roles)
            )
        )
    )


def touch(session: Session, session_id: int, *, now: datetime) -> None:
    """Note that a session is in use; the caller commits."""
    session.execute(update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now))


def end(session: Session, token: str, *, now: datetime) -> bool:
    """End one session; tell whether it was still running. The caller commits."""
    return _end(session, now, UserSession.token_hash == hash_token(token)) > 0


def end_all(session: Session, user_id: int, *, now: datetime, keep: str | None = None) -> int:
    """End the sessions of an account, all but the one that `keep` names; return how many."""
    others = UserSession.token_hash != hash_token(keep) if keep else UserSession.id.is_not(None)
    return _end(session, now, UserSession.user_id == user_id, others)


def running(session: Session, user_id: int, *, now: datetime) -> int:
    """Return how many sessions of an account count now."""
    rows = session.scalars(
        select(UserSession.id).where(
            UserSession.user_id == user_id, UserSession.ended_at.is_(None), UserSession.expires_at > now
        )
    )
    return len(rows.all())


def _end(session: Session, now: datetime, *which: ColumnElement[bool]) -> int:
    result = session.execute(
        update(UserSession).where(UserSession.ended_at.is_(None), *which).values(ended_at=now)
    )
    return int(result.rowcount)  # type: ignore[attr-defined] # an UPDATE has one
