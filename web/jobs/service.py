"""What a user may ask of solve jobs."""

import datetime as dt

from sqlalchemy.orm import Session

from web.database import JsonObject
from web.jobs import claims
from web.jobs.job import JobState
from web.jobs.tables import SolveJob
from web.refusal import Refusal


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
        ``solve_running`` when that month is being solved already.
    """
    job = SolveJob(
        department_id=department_id,
        month=month,
        parameters=parameters,
        requested_by_id=requested_by,
        requested_at=now,
    )
    if claims.queue_up(session, job):
        return job
    running = active_job(session, department_id, month)
    return Refusal(code="solve_running", details={"job": running.id if running else None})


def active_job(session: Session, department_id: int, month: dt.date) -> SolveJob | None:
    """Return the queued or running solve of the month, if there is one."""
    return claims.active_job(session, SolveJob, department_id, month)


def ask_to_cancel(session: Session, job_id: int, *, keep_best: bool, now: dt.datetime) -> bool:
    """Mark an active solve to be stopped, and commit; one that still waits ends at once.

    Parameters
    ----------
    keep_best
        Whether the best roster so far becomes a draft.

    Returns
    -------
    bool
        False when the solve had ended already.
    """
    ends_as = JobState.CANCELLED if keep_best else JobState.DISCARDED
    return claims.ask_to_stop(session, SolveJob, job_id, now=now, ends_as=ends_as, keep_best=keep_best)
