"""Forecasts as jobs: those of all queues asked for, any stopped and ended, each outcome kept."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web import clock
from web.config import Config
from web.database import Database
from web.forecasts.history import queue_names
from web.forecasts.stages import Stage
from web.forecasts.tables import EVERY_QUEUE, Forecast, ForecastJob, ForecastJobQueue
from web.jobs import claims
from web.jobs.claims import Claim
from web.jobs.job import ACTIVE_STATES, JobState
from web.jobs.tables import SolveJob
from web.notices.tables import Notice
from web.refusal import Refusal

GIVE_WAY_AFTER = dt.timedelta(seconds=3)
"""A solve that has waited so long found no other worker: forecasts of all queues give it theirs."""


@dataclass(frozen=True, kw_only=True)
class QueuesProgress:
    """A forecast job as its page shows it.

    Attributes
    ----------
    done, all_queues
        How many of the queues have ended, and how many there are.
    refused
        Queues without a forecast, by name, and why.
    """

    job: ForecastJob
    done: int
    all_queues: int
    refused: Sequence[tuple[str, Refusal]]

    @property
    def active(self) -> bool:
        """Whether the job may still change."""
        return self.job.state in ACTIVE_STATES

    @property
    def stopping(self) -> bool:
        """Whether somebody has asked to stop and the job has not yet ended."""
        return self.active and self.job.cancel_requested_at is not None

    @property
    def made(self) -> int:
        """How many queues have a forecast by this job."""
        return self.done - len(self.refused)


def request_forecasts(
    session: Session,
    *,
    department_id: int,
    month: dt.date,
    requested_by: int | None,
    now: dt.datetime,
) -> ForecastJob | Refusal:
    """Queue the forecasts of all named queues of a month, and commit.

    Returns
    -------
    ForecastJob or Refusal
        ``no_queues``; ``forecasts_running`` when that month's queues are being forecast already.
    """
    names = [name for name in queue_names(session, department_id) if name]
    if not names:
        return Refusal(code="no_queues")
    job = ForecastJob(
        department_id=department_id,
        month=month,
        parameters={"queues": names},
        requested_by_id=requested_by,
        requested_at=now,
    )
    return job if claims.queue_up(session, job) else Refusal(code="forecasts_running")


def ask_to_stop(session: Session, job_id: int, now: dt.datetime) -> bool:
    """Mark an active job to be stopped, and commit; False when it had ended. What is forecast stays."""
    return claims.ask_to_stop(session, ForecastJob, job_id, now=now)


def newest_job(session: Session, department_id: int, month: dt.date) -> ForecastJob | None:
    """Return the last job of all queues of a month, active or ended."""
    return session.scalar(
        select(ForecastJob)
        .where(
            ForecastJob.department_id == department_id,
            ForecastJob.month == month,
            ForecastJob.scope == EVERY_QUEUE,
        )
        .order_by(ForecastJob.id.desc())
        .limit(1)
    )


def progress_of(session: Session, job: ForecastJob) -> QueuesProgress:
    """Return how far a job is."""
    ended = select(ForecastJobQueue).where(ForecastJobQueue.forecast_job_id == job.id)
    refused = session.scalars(
        ended.where(ForecastJobQueue.forecast_id.is_(None)).order_by(ForecastJobQueue.queue)
    )
    return QueuesProgress(
        job=job,
        done=session.scalar(select(func.count()).select_from(ended.subquery())) or 0,
        all_queues=len(job.parameters["queues"]),
        refused=[(row.queue, Refusal(**(row.refusal or {}))) for row in refused],
    )


def left_queues(session: Session, job: ForecastJob) -> list[str]:
    """Return the queues that no attempt has ended yet."""
    ended = session.scalars(select(ForecastJobQueue.queue).where(ForecastJobQueue.forecast_job_id == job.id))
    over = set(ended)
    return [name for name in job.parameters["queues"] if name not in over]


def end_queue(
    session: Session, claim: Claim, queue: str, outcome: Forecast | Refusal, now: dt.datetime
) -> bool:
    """Add what came of one queue, without committing; False when the job is no longer the claim's."""
    if not claims.own(session, claim, heartbeat_at=now):
        return False
    line = ForecastJobQueue(forecast_job_id=claim.job_id, queue=queue, at=now)
    if isinstance(outcome, Refusal):
        line.refusal = {
            "code": outcome.code,
            "field": outcome.field,
            "measured": outcome.measured,
            "limit": outcome.limit,
        }
    else:
        line.forecast_id = outcome.id
    session.add(line)
    return True


def begin_stage(database: Database, claim: Claim, stage: Stage, now: dt.datetime) -> None:
    """Say what is being done for the job's one queue; nothing when the job is no longer the claim's."""
    with database.write() as session:
        claims.own(session, claim, stage=stage.value, heartbeat_at=now)
        session.commit()


def must_give_way(database: Database, now: dt.datetime) -> bool:
    """Tell whether a solve waits for a worker: somebody looks at its page, and nobody at these forecasts'."""
    waits = select(SolveJob.id).where(
        SolveJob.state == JobState.QUEUED, SolveJob.requested_at < now - GIVE_WAY_AFTER
    )
    with database.read() as session:
        return session.scalar(waits.limit(1)) is not None


def end_job(database: Database, claim: Claim, state: JobState, now: dt.datetime) -> bool:
    """End a claimed job and tell who asked for it; False when it was no longer the claim's."""
    with database.write() as session:
        if not claims.own(session, claim, state=state, finished_at=now, error=None):
            return False
        job = session.get_one(ForecastJob, claim.job_id)
        if job.requested_by_id is not None:
            session.add(_notice(session, job, job.requested_by_id, state, now))
        session.commit()
    return True


def end_stopped(database: Database, config: Config, claim: Claim) -> None:
    """End a job that was asked to stop; what it has forecast stays."""
    end_job(database, claim, JobState.CANCELLED, clock.utc_now(config))


def _notice(session: Session, job: ForecastJob, user_id: int, state: JobState, now: dt.datetime) -> Notice:
    progress = progress_of(session, job)
    payload = {"month": job.month.isoformat(), "state": state.value, "made": progress.made}
    if job.scope == EVERY_QUEUE:
        kind, more = "forecasts_ended", {"of": progress.all_queues}
    else:
        kind, more = "forecast_ended", {"queue": job.parameters["queues"][0], "job": job.id}
    return Notice(
        user_id=user_id, kind=kind, payload=payload | more, dedupe_key=f"forecasts-{job.id}", created_at=now
    )
