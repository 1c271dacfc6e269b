"""Log-in and re-entered passwords.

Hashing takes some 30 ms and 19 MB on purpose. It happens between two short transactions, never inside
one: on SQLite a transaction that writes keeps everybody else waiting. So these functions commit twice,
unlike other services, and are called before anything else is changed.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts import lockout, passwords, sessions
from web.accounts.tables import User
from web.records import audit

LONGEST_NUMBER = 64


@dataclass(frozen=True, kw_only=True)
class LogIn:
    """A log-in that succeeded: whose, and the secret of the new session."""

    user: User
    token: str


def normal_number(text: str) -> str:
    """Return an employee number as it is stored: no spaces around it, no full-width digits.

    >>> normal_number(" ０0123 ")
    '00123'
    """
    return unicodedata.normalize("NFKC", text).strip()


def log_in(session: Session, number: str, password: str, *, now: datetime) -> LogIn | None:
    """Begin a session for who knows the password of an employee number.

    Unknown numbers, wrong passwords, inactive accounts, accounts without a password and locked
    numbers get the same answer, after the same work: one hash, one counted attempt.

    Returns
    -------
    LogIn or None
        None without a reason: the reader must not learn it. The audit trail does.
    """
    number = normal_number(number)
    user = _checked(session, number, password, now=now)
    if user is None:
        session.commit()
        return None
    lockout.prune(session, now=now)
    user.last_login_at = now
    token = sessions.start(session, user, now=now)
    _note(session, "login.success", user, now)
    session.commit()
    return LogIn(user=user, token=token)


def confirm_password(session: Session, user_id: int, password: str, *, now: datetime) -> bool:
    """Tell whether the logged-in person has entered their own password again, as each signature asks.

    Failures count like those of the log-in, so a session left open does not help to guess.
    """
    number = session.scalar(select(User.employee_number).where(User.id == user_id))
    user = _checked(session, number, password, now=now) if number is not None else None
    session.commit()
    return user is not None and user.id == user_id


def _checked(session: Session, number: str, password: str, *, now: datetime) -> User | None:
    """Return the account whose number and password these are; the caller commits.

    Raises
    ------
    ValueError
        When the number is longer than any stored one, which would fill the table of attempts.
    """
    if len(number) > LONGEST_NUMBER:
        raise ValueError(f"employee number of {len(number)} characters")
    attempt = lockout.take_attempt(session, number, now=now)
    before = _account(session, number)
    session.commit()

    eligible = before is not None and before.active and attempt is not None
    known_hash = before.password if before is not None and eligible else None
    right = passwords.verify(password, known_hash)

    user = _account(session, number)  # under the lock again: disabled or changed meanwhile does not count
    if attempt is not None and right and user is not None and user.active and user.password == known_hash:
        lockout.give_back(session, number, attempt)
        if passwords.is_outdated(user.password or ""):
            user.password = passwords.hash_password(password)
        return user
    if attempt is None:
        return None  # said once, when the lock was set; more lines would let anybody fill the trail
    _note(session, "login.failure", user, now)
    if attempt >= lockout.MOST_FAILURES:
        _note(session, "login.locked", user, now)
    return None


def _account(session: Session, number: str) -> User | None:
    return session.scalar(
        select(User).where(User.employee_number == number).execution_options(populate_existing=True)
    )


def _note(session: Session, action: str, user: User | None, now: datetime) -> None:
    """Write the trail. An unknown number is not written out: it may be a password in the wrong field."""
    audit.note(
        session,
        action=action,
        object_type="user" if user is not None else "unknown_user",
        object_id=user.id if user is not None else "",
        now=now,
        department_id=user.department_id if user is not None else None,
        actor_id=user.id if user is not None and action == "login.success" else None,
    )
