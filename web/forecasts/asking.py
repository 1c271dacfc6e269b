"""Ask for one forecast, which is then made as a job: of a month with its need, or of one queue."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.database import JsonObject
from web.forecasts.basis import CannotForecast
from web.forecasts.service import check_foundations, targets_from
from web.forecasts.tables import ForecastJob
from web.jobs import claims
from web.jobs.job import ACTIVE_STATES, ASIDE
from web.people.tables import Department
from web.planning.month import Targets
from web.refusal import Refusal


def scope_of(queue: str) -> str:
    """Return the scope of the job of one queue; "" for all together."""
    return f"queue:{queue}"


def queue_of(job: ForecastJob) -> str:
    """Return the one queue of a job, "" for all together."""
    return str(job.parameters["queues"][0])


def targets_asked(job: ForecastJob) -> Targets | None:
    """Return the targets that a job staffs for; None where no need is made."""
    given = job.parameters.get("targets")
    return None if given is None else targets_from(given)


def ask_for_need(
    session: Session,
    department: Department,
    month: dt.date,
    *,
    targets: Targets,
    requested_by: int | None,
    now: dt.datetime,
) -> ForecastJob | Refusal:
    """Queue forecast and need of a month, and commit; asked twice for the same, it is one job.

    Returns
    -------
    ForecastJob or Refusal
        ``forecast_running`` while the month is forecast for other targets; ``no_productivity`` and
        ``no_policy`` at once, what is wrong with the calls is found by the job.
    """
    try:
        check_foundations(session, department, month, targets)
    except CannotForecast as cannot:
        return cannot.refusal
    parameters: JsonObject = {"queues": [""], "targets": targets.to_json()}
    job = ForecastJob(
        department_id=department.id,
        month=month,
        parameters=parameters,
        requested_by_id=requested_by,
        requested_at=now,
    )
    return _ask(session, job)


def ask_for_queue(
    session: Session,
    department: Department,
    month: dt.date,
    *,
    queue: str,
    requested_by: int | None,
    now: dt.datetime,
) -> ForecastJob | Refusal:
    """Queue the forecast of one named queue, and commit; asked twice, it is one job."""
    job = ForecastJob(
        department_id=department.id,
        month=month,
        parameters={"queues": [queue]},
        requested_by_id=requested_by,
        requested_at=now,
    )
    return _ask(session, job)


def newest_of(session: Session, department_id: int, month: dt.date, queue: str) -> ForecastJob | None:
    """Return the last job that made one forecast of a month, active or ended."""
    return session.scalar(
        select(ForecastJob)
        .where(
            ForecastJob.department_id == department_id,
            ForecastJob.month == month,
            ForecastJob.scope == scope_of(queue),
        )
        .order_by(ForecastJob.id.desc())
        .limit(1)
    )


def _ask(session: Session, job: ForecastJob) -> ForecastJob | Refusal:
    """Queue the job, and commit; where the like of it is active, that is the job."""
    department_id, month, parameters = job.department_id, job.month, job.parameters
    queue = queue_of(job)
    job.scope, job.priority = scope_of(queue), ASIDE
    if claims.queue_up(session, job):
        return job
    running = newest_of(session, department_id, month, queue)
    if running is not None and running.state in ACTIVE_STATES and running.parameters == parameters:
        return running
    return Refusal(code="forecast_running")
