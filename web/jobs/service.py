"""What may happen to a solve job; every step is one conditional write whose row count is checked."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web.database import Database, JsonObject
from web.jobs.tables import JobState, SolveJob
from web.refusal import Refusal

STALE_AFTER = dt.timedelta(seconds=15)
"""A job whose worker has given no sign of life for so long is taken up again."""

ACTIVE_STATES = (JobState.QUEUED, JobState.RUNNING)

MOST_ATTEMPTS = 3
"""A job that killed so many workers is not tried once more."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A job taken by a worker; the attempt number tells a later owner from an earlier one."""

    job_id: int
    worker: str
    attempt: int


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What a worker learns at each sign of life: is the job still its own, and shall it stop?"""

    owned: bool
    stop: bool


def request_solve(
    session: Session,
    *,
    department_id: int,
    month: dt.date,
    parameters: JsonObject,
    requested_by: int | None,
    now: dt.datetime,
) -> SolveJob | Refusal:
    """Queue a solve of one department and month, and commit.

    Returns
    -------
    SolveJob or Refusal
        ``solve_running`` when that month is being solved already; the database sees to it
        (a partial unique index), so that two clicks on two servers make one job.
    """
    job = SolveJob(
        department_id=department_id,
        month=month,
        parameters=parameters,
        requested_by_id=requested_by,
        requested_at=now,
    )
    session.add(job)
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        running = active_job(session, department_id, month)
        return Refusal(code="solve_running", details={"job": running.id if running else None})
    return job


def active_job(session: Session, department_id: int, month: dt.date) -> SolveJob | None:
    """Return the queued or running job of the month, if there is one."""
    return session.scalars(
        select(SolveJob).where(
            SolveJob.department_id == department_id,
            SolveJob.month == month,
            SolveJob.state.in_(ACTIVE_STATES),
        )
    ).first()


def ask_to_cancel(session: Session, job_id: int, *, keep_best: bool, now: dt.datetime) -> bool:
    """Mark an active job to be stopped, and commit; a job that still waits ends at once.

    Parameters
    ----------
    keep_best
        Whether the best roster so far becomes a draft.

    Returns
    -------
    bool
        False when the job had ended already.
    """
    waiting = session.execute(
        update(SolveJob)
        .where(SolveJob.id == job_id, SolveJob.state == JobState.QUEUED)
        .values(
            state=JobState.CANCELLED if keep_best else JobState.DISCARDED,
            cancel_requested_at=now,
            keep_best=keep_best,
            finished_at=now,
        )
    )
    running = session.execute(
        update(SolveJob)
        .where(SolveJob.id == job_id, SolveJob.state == JobState.RUNNING)
        .values(cancel_requested_at=now, keep_best=keep_best)
    )
    session.commit()
    return _rows(waiting) + _rows(running) == 1


def claim_next(database: Database, worker: str, now: dt.datetime) -> Claim | None:
    """Take the next waiting or deserted job, or None.

    A deserted job is one that runs without a sign of life for `STALE_AFTER`.
    """
    with database.read() as session:
        candidates = session.execute(
            select(SolveJob.id, SolveJob.attempt)
            .where(_free(now))
            .order_by(SolveJob.priority.desc(), SolveJob.requested_at, SolveJob.id)
        ).all()
    for job_id, attempt in candidates:
        claim = claim_job(database, job_id, attempt, worker, now)
        if claim is not None:
            return claim
    return None


def claim_by_id(database: Database, job_id: int, worker: str, now: dt.datetime) -> Claim | None:
    """Take the job if it waits or is deserted, or None."""
    with database.read() as session:
        attempt = session.scalar(select(SolveJob.attempt).where(SolveJob.id == job_id))
    return None if attempt is None else claim_job(database, job_id, attempt, worker, now)


def is_active(database: Database, job_id: int) -> bool:
    """Tell whether the job is queued or running."""
    with database.read() as session:
        return session.scalar(select(SolveJob.state).where(SolveJob.id == job_id)) in ACTIVE_STATES


def unattended(database: Database, now: dt.datetime) -> list[SolveJob]:
    """Return the jobs that wait, or run without a sign of life."""
    with database.read() as session:
        return list(session.scalars(select(SolveJob).where(_free(now))))


def claim_job(database: Database, job_id: int, attempt: int, worker: str, now: dt.datetime) -> Claim | None:
    """Take one job if it is still free at that attempt: one worker of many succeeds."""
    with database.write() as session:
        if attempt >= MOST_ATTEMPTS:
            _give_up(session, job_id, attempt, now)
            session.commit()
            return None
        taken = session.execute(
            update(SolveJob)
            .where(SolveJob.id == job_id, SolveJob.attempt == attempt, _free(now))
            .values(
                state=JobState.RUNNING,
                worker=worker,
                attempt=attempt + 1,
                started_at=now,
                heartbeat_at=now,
                phase="starting",
                bound=None,
                gap=None,
            )
        )
        session.commit()
    return Claim(job_id=job_id, worker=worker, attempt=attempt + 1) if _rows(taken) == 1 else None


def beat(database: Database, claim: Claim, now: dt.datetime) -> Beat:
    """Give a sign of life for the claim."""
    with database.write() as session:
        alive = session.execute(update(SolveJob).where(_owned(claim)).values(heartbeat_at=now))
        asked = session.scalar(select(SolveJob.cancel_requested_at).where(SolveJob.id == claim.job_id))
        session.commit()
    owned = _rows(alive) == 1
    return Beat(owned=owned, stop=not owned or asked is not None)


def cancel_asked(database: Database, job_id: int) -> bool:
    """Tell whether somebody has asked to stop the job."""
    with database.read() as session:
        return session.scalar(select(SolveJob.cancel_requested_at).where(SolveJob.id == job_id)) is not None


def release(database: Database, claim: Claim) -> None:
    """Give a running job back to the queue; the attempt does not count (the server is going down)."""
    with database.write() as session:
        session.execute(
            update(SolveJob)
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
        session.execute(update(SolveJob).where(_owned(claim)).values(**values))
        session.commit()


def own(session: Session, claim: Claim, **values: object) -> bool:
    """Write to the claimed job within the caller's transaction; False when it is no longer its own."""
    return _rows(session.execute(update(SolveJob).where(_owned(claim)).values(**values))) == 1


def _give_up(session: Session, job_id: int, attempt: int, now: dt.datetime) -> None:
    session.execute(
        update(SolveJob)
        .where(
            SolveJob.id == job_id,
            SolveJob.attempt == attempt,
            SolveJob.state.in_(ACTIVE_STATES),
        )
        .values(state=JobState.FAILED, finished_at=now, error="worker_died")
    )


def _free(now: dt.datetime) -> ColumnElement[bool]:
    """Waiting, or running without a sign of life for `STALE_AFTER`."""
    deserted = and_(SolveJob.state == JobState.RUNNING, SolveJob.heartbeat_at < now - STALE_AFTER)
    return or_(SolveJob.state == JobState.QUEUED, deserted)


def _owned(claim: Claim) -> ColumnElement[bool]:
    return and_(
        SolveJob.id == claim.job_id,
        SolveJob.worker == claim.worker,
        SolveJob.attempt == claim.attempt,
        SolveJob.state == JobState.RUNNING,
    )


def _rows(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
