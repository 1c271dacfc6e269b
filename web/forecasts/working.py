"""What is done for each queue of a forecast job: from stored calls to stored forecast."""

import multiprocessing
import os
import threading

import structlog

from web import clock
from web.config import Config
from web.database import Database
from web.forecasts.asking import targets_asked
from web.forecasts.basis import CannotForecast, read_basis
from web.forecasts.queue_jobs import begin_stage, end_queue
from web.forecasts.queues import forecast_of, keep
from web.forecasts.service import keep_need, need_of, read_need
from web.forecasts.stages import OnStage, Stage, unwatched
from web.forecasts.tables import EVERY_QUEUE, Forecast, ForecastJob, Requirement
from web.jobs.claims import Claim
from web.jobs.leash import EXIT_ORPHANED
from web.people.tables import Department
from web.refusal import Refusal

log = structlog.get_logger()


def begin() -> None:
    """Prepare a process of the pool: it must not outlive the process that started the pool."""
    parent = multiprocessing.parent_process()

    def end_with_it() -> None:
        if parent is not None:
            parent.join()
        os._exit(EXIT_ORPHANED)

    threading.Thread(target=end_with_it, name="orphan-watch", daemon=True).start()


def forecast_queue(claim: Claim, queue: str) -> None:
    """Forecast one queue by the settings of this process."""
    config = Config.from_env()
    database = Database(config.database_url)
    try:
        work_on(database, config, claim, queue)
    finally:
        database.close()


def work_on(database: Database, config: Config, claim: Claim, queue: str) -> None:
    """Forecast one queue and store what came of it, at once and once; nothing when the job is another's."""
    outcome = _outcome(database, config, claim, queue)
    with database.write() as session:
        if isinstance(outcome, Requirement):
            keep_need(session, outcome)
            outcome = outcome.forecast
        elif isinstance(outcome, Forecast):
            keep(session, outcome)
        if end_queue(session, claim, queue, outcome, clock.utc_now(config)):
            session.commit()


def _outcome(
    database: Database, config: Config, claim: Claim, queue: str
) -> Requirement | Forecast | Refusal:
    """Return what the job asks of a queue, or why not: one bad queue does not hold up the others."""
    try:
        with database.read() as session:
            job = session.get_one(ForecastJob, claim.job_id)
        on_stage = _stages_of(database, config, claim, job)
        on_stage(Stage.READING)
        made_by, targets = job.requested_by_id, targets_asked(job)
        with database.read() as session:
            department = session.get_one(Department, job.department_id)
            if targets is not None:
                given = read_need(session, department, job.month, targets)
            else:
                basis = read_basis(session, department, job.month, queue=queue)
        if targets is not None:
            return need_of(given, made_by=made_by, now=clock.utc_now(config), on_stage=on_stage)
        return forecast_of(basis, made_by=made_by, now=clock.utc_now(config), on_stage=on_stage)
    except CannotForecast as cannot:
        return cannot.refusal
    except (ArithmeticError, ValueError) as error:  # numpy's LinAlgError is a ValueError
        log.exception("forecasting a queue failed", job=claim.job_id, queue=queue, error=str(error))
        return Refusal(code="forecast_failed")


def _stages_of(database: Database, config: Config, claim: Claim, job: ForecastJob) -> OnStage:
    """Return what notes the stages: of many queues at once there is none."""
    if job.scope == EVERY_QUEUE:
        return unwatched
    return lambda stage: begin_stage(database, claim, stage, clock.utc_now(config))
