"""Password resets: a link that an administrator hands over, good once and for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, joinedload

from web.accounts import lockout, passwords, service, sessions
from web.accounts.actor import Actor
from web.accounts.tables import PasswordReset, User
from web.records import audit
from web.refusal import Refusal

GOOD_FOR = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A fresh reset; `token` is shown once and can be read nowhere afterwards."""

    token: str
    expires_at: datetime
    user: User


def issue(session: Session, *, by: Actor, user_id: int, now: datetime) -> Issued | list[Refusal]:
    """Issue a reset for an account of the own department; earlier ones die.

    The old password holds until the link is used: a reset asked for by mistake locks nobody out.
    It also serves the first log-in of an account without a password.
    """
    user = service.get_user(session, by.department_id, user_id)
    if user.id == by.user_id:
        return [Refusal(code="own_account")]
    if not user.active:
        return [Refusal(code="user_inactive")]
    service.end_resets(session, user.id, now=now)
    token = sessions.new_token()
    store(session, user, token, by=by, now=now, expires_at=now + GOOD_FOR)
    session.commit()
    return Issued(token=token, expires_at=now + GOOD_FOR, user=user)


def store(
    session: Session, user: User, token: str, *, by: Actor, now: datetime, expires_at: datetime
) -> None:
    """Keep a secret, as a hash, with which the account's owner may set a password; the caller commits."""
    session.add(
        PasswordReset(
            user_id=user.id,
            issued_by_id=by.user_id,
            token_hash=sessions.hash_token(token),
            created_at=now,
            expires_at=expires_at,
        )
    )
    _note(session, "user.reset_issued", user, by.user_id, now)


def find(session: Session, token: str, *, now: datetime) -> User | None:
    """Return whose reset a link is, while it is good and the account active; reading does not use it."""
    return session.scalar(
        select(User)
        .join(PasswordReset, PasswordReset.user_id == User.id)
        .where(*_good(token, now), User.active)
        .options(joinedload(User.department))
    )


def use(session: Session, token: str, *, password: str, now: datetime) -> list[Refusal]:
    """Set the password that the link's owner has chosen; every session and any lock of the account ends."""
    user = find(session, token, now=now)
    if user is None:
        return [Refusal(code="reset_over")]
    found = passwords.problems(password, employee_number=user.employee_number, name=user.name)
    if found:
        return found
    session.commit()  # not while hashing: nobody else could write meanwhile
    password_hash = passwords.hash_password(password)
    used = session.execute(update(PasswordReset).where(*_good(token, now)).values(used_at=now))
    if used.rowcount != 1:  # type: ignore[attr-defined] # an UPDATE has one
        session.rollback()
        return [Refusal(code="reset_over")]
    service.replace_password(session, user, password_hash, now=now, keep=None)
    lockout.lift(session, user.employee_number)
    _note(session, "user.reset_used", user, user.id, now)
    session.commit()
    return []


def _good(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        PasswordReset.token_hash == sessions.hash_token(token),
        PasswordReset.used_at.is_(None),
        PasswordReset.expires_at > now,
    )


def _note(session: Session, action: str, user: User, actor_id: int, now: datetime) -> None:
    audit.note(
        session,
        action=action,
        object_type="user",
        object_id=user.id,
        now=now,
        department_id=user.department_id,
        actor_id=actor_id,
    )
