"""What may happen to a job of any kind; every step is one conditional write whose row count is checked."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web.database import Database, JsonObject
from web.jobs.job import ACTIVE_STATES, ASIDE, Job, JobState

J = TypeVar("J", bound=Job)

STALE_AFTER = dt.timedelta(seconds=15)
"""A job whose worker has given no sign of life for so long is taken up again."""

MOST_ATTEMPTS = 3
"""A job that killed so many workers is not tried once more."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A job taken by a worker; the attempt number tells a later owner from an earlier one."""

    table: type[Job]
    job_id: int
    worker: str
    attempt: int


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What a worker learns at each sign of life: is the job still its own, and shall it stop?"""

    owned: bool
    stop: bool


def queue_up(session: Session, job: Job) -> bool:
    """Store a new job and commit; False when one of its kind is active for that department and month.

    The database sees to it (a partial unique index), so that two clicks on two servers make one job.
    """
    session.add(job)
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        return False
    return True


def active_job(session: Session, table: type[J], department_id: int, month: dt.date) -> J | None:
    """Return the queued or running job of the month, if there is one."""
    return session.scalars(
        select(table).where(
            table.department_id == department_id,
            table.month == month,
            table.state.in_(ACTIVE_STATES),
        )
    ).first()


def ask_to_stop(
    session: Session,
    table: type[Job],
    job_id: int,
    *,
    now: dt.datetime,
    ends_as: JobState = JobState.CANCELLED,
    **values: object,
) -> bool:
    """Mark an active job to be stopped, and commit; a job that still waits ends at once.

    Parameters
    ----------
    ends_as
        State of a job that waited.
    values
        Further columns to write on the job.

    Returns
    -------
    bool
        False when the job had ended already.
    """
    marked = {"cancel_requested_at": now, **values}
    waiting = session.execute(
        update(table)
        .where(table.id == job_id, table.state == JobState.QUEUED)
        .values(state=ends_as, finished_at=now, **marked)
    )
    running = session.execute(
        update(table).where(table.id == job_id, table.state == JobState.RUNNING).values(**marked)
    )
    session.commit()
    return rows_of(waiting) + rows_of(running) == 1


def claim_next(
    database: Database, table: type[Job], worker: str, now: dt.datetime, *, aside: bool = False
) -> Claim | None:
    """Take the next waiting or deserted job of a kind, or None.

    A deserted job is one that runs without a sign of life for `STALE_AFTER`.

    Parameters
    ----------
    aside
        Whether to look among the short jobs, made beside the others, or among those others.
    """
    lane = table.priority >= ASIDE if aside else table.priority < ASIDE
    with database.read() as session:
        candidates = session.execute(
            select(table.id, table.attempt)
            .where(_free(table, now), lane)
            .order_by(table.priority.desc(), table.requested_at, table.id)
        ).all()
    for job_id, attempt in candidates:
        wanted = Claim(table=table, job_id=job_id, worker=worker, attempt=attempt + 1)
        if _take(database, wanted, now) is not None:
            return wanted
    return None


def claim_by_id(
    database: Database, table: type[Job], job_id: int, worker: str, now: dt.datetime
) -> Claim | None:
    """Take the job if it waits or is deserted, or None."""
    with database.read() as session:
        attempt = session.scalar(select(table.attempt).where(table.id == job_id))
    if attempt is None:
        return None
    return _take(database, Claim(table=table, job_id=job_id, worker=worker, attempt=attempt + 1), now)


def is_active(database: Database, table: type[Job], job_id: int) -> bool:
    """Tell whether the job is queued or running."""
    with database.read() as session:
        return session.scalar(select(table.state).where(table.id == job_id)) in ACTIVE_STATES


def unattended(database: Database, table: type[Job], now: dt.datetime) -> list[Job]:
    """Return the jobs that wait, or run without a sign of life."""
    with database.read() as session:
        return list(session.scalars(select(table).where(_free(table, now))))


def _take(database: Database, wanted: Claim, now: dt.datetime) -> Claim | None:
    """Take one job if it is still free at the attempt before: one worker of many succeeds."""
    table, before = wanted.table, wanted.attempt - 1
    with database.write() as session:
        if before >= MOST_ATTEMPTS:
            _give_up(session, table, wanted.job_id, before, now)
            session.commit()
            return None
        taken = session.execute(
            update(table)
            .where(table.id == wanted.job_id, table.attempt == before, _free(table, now))
            .values(
                state=JobState.RUNNING,
                worker=wanted.worker,
                attempt=wanted.attempt,
                started_at=now,
                heartbeat_at=now,
                **table.fresh,
            )
        )
        session.commit()
    return wanted if rows_of(taken) == 1 else None


def beat(database: Database, claim: Claim, now: dt.datetime) -> Beat:
    """Give a sign of life for the claim."""
    with database.write() as session:
        alive = session.execute(update(claim.table).where(_owned(claim)).values(heartbeat_at=now))
        asked = session.scalar(select(claim.table.cancel_requested_at).where(claim.table.id == claim.job_id))
        session.commit()
    owned = rows_of(alive) == 1
    return Beat(owned=owned, stop=not owned or asked is not None)


def cancel_asked(database: Database, claim: Claim) -> bool:
    """Tell whether somebody has asked to stop the job."""
    with database.read() as session:
        asked = session.scalar(select(claim.table.cancel_requested_at).where(claim.table.id == claim.job_id))
    return asked is not None


def release(database: Database, claim: Claim) -> None:
    """Give a running job back to the queue; the attempt does not count (the server is going down)."""
    with database.write() as session:
        session.execute(
            update(claim.table)
            .where(_owned(claim))
            .values(state=JobState.QUEUED, worker=None, attempt=claim.attempt - 1, heartbeat_at=None)
        )
        session.commit()


def retry_or_fail(database: Database, claim: Claim, *, error: str, now: dt.datetime) -> None:
    """Put a job whose child died back into the queue, or end it after `MOST_ATTEMPTS`."""
    with database.write() as session:
        if claim.attempt >= MOST_ATTEMPTS:
            values: JsonObject = {"state": JobState.FAILED, "finished_at": now, "error": error}
        else:
            values = {"state": JobState.QUEUED, "worker": None, "error": error}
        session.execute(update(claim.table).where(_owned(claim)).values(**values))
        session.commit()


def own(session: Session, claim: Claim, **values: object) -> bool:
    """Write to the claimed job within the caller's transaction; False when it is no longer its own."""
    return rows_of(session.execute(update(claim.table).where(_owned(claim)).values(**values))) == 1


def _give_up(session: Session, table: type[Job], job_id: int, attempt: int, now: dt.datetime) -> None:
    session.execute(
        update(table)
        .where(
            table.id == job_id,
            table.attempt == attempt,
            table.state.in_(ACTIVE_STATES),
        )
        .values(state=JobState.FAILED, finished_at=now, error="worker_died")
    )


def _free(table: type[Job], now: dt.datetime) -> ColumnElement[bool]:
    """Waiting, or running without a sign of life for `STALE_AFTER`."""
    deserted = and_(table.state == JobState.RUNNING, table.heartbeat_at < now - STALE_AFTER)
    return or_(table.state == JobState.QUEUED, deserted)


def _owned(claim: Claim) -> ColumnElement[bool]:
    return and_(
        claim.table.id == claim.job_id,
        claim.table.worker == claim.worker,
        claim.table.attempt == claim.attempt,
        claim.table.state == JobState.RUNNING,
    )


def rows_of(result: object) -> int:
    """Return how many rows a write has changed."""
    return result.rowcount if isinstance(result, CursorResult) else 0
