"""Lockout: at most ten failures in fifteen minutes, counted by the database across all processes.

An attempt is counted before the password is looked at and given back when it was right. So any
number of attempts at once find no gap between reading and writing: the one upsert decides.
"""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, literal, null, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from web.accounts.tables import LoginAttempt
from web.database import UtcDateTime

MOST_FAILURES = 10
WINDOW = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)
KEPT_FOR = timedelta(days=1)


def take_attempt(session: Session, number: str, *, now: datetime) -> int | None:
    """Count one attempt for an employee number, known or not; the caller commits.

    Returns
    -------
    int or None
        The attempt's place in the running window, from 1; None when the number is locked. The
        tenth one locks, unless `give_back` finds that its password was right.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    instant = literal(now, UtcDateTime())
    over = or_(LoginAttempt.locked_until.is_not(None), LoginAttempt.window_start <= now - WINDOW)
    failures = case((over, 1), else_=LoginAttempt.failures + 1)
    statement = insert(LoginAttempt).values(employee_number=number, window_start=now, failures=1)
    counted = statement.on_conflict_do_update(
        index_elements=[LoginAttempt.employee_number],
        set_={
            "failures": failures,
            "window_start": case((over, instant), else_=LoginAttempt.window_start),
            "locked_until": case(
                (failures >= MOST_FAILURES, literal(now + LOCKED_FOR, UtcDateTime())), else_=null()
            ),
        },
        # A lock that still holds keeps the row as it is: trying on does not prolong it.
        where=or_(LoginAttempt.locked_until.is_(None), LoginAttempt.locked_until <= now),
    ).returning(LoginAttempt.failures)
    return session.execute(statement=counted).scalar_one_or_none()


def give_back(session: Session, number: str, attempt: int) -> None:
    """Forget the failures of a number whose `attempt` was right.

    A lock that later attempts have set meanwhile stays.
    """
    session.execute(
        update(LoginAttempt)
        .where(
            LoginAttempt.employee_number == number,
            or_(LoginAttempt.locked_until.is_(None), LoginAttempt.failures == attempt),
        )
        .values(failures=0, locked_until=None)
    )


def lift(session: Session, number: str) -> bool:
    """Forget failures and lock of a number; tell whether there were any."""
    result = session.execute(delete(LoginAttempt).where(LoginAttempt.employee_number == number))
    return bool(result.rowcount)  # type: ignore[attr-defined] # a DELETE has one


def prune(session: Session, *, now: datetime) -> None:
    """Forget numbers that nobody has tried since yesterday."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.window_start < now - KEPT_FOR))


def locked_until(session: Session, number: str, *, now: datetime) -> datetime | None:
    """Return when the lock of a number ends, or None when it is not locked."""
    row = session.get(LoginAttempt, number, populate_existing=True)
    if row is None or row.locked_until is None or row.locked_until <= now:
        return None
    return row.locked_until
