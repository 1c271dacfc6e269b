"""What each process of a forecast job's pool does: one queue, from stored calls to stored forecast."""

import multiprocessing
import os
import threading

import structlog

from web import clock
from web.config import Config
from web.database import Database
from web.forecasts.basis import CannotForecast, read_basis
from web.forecasts.queue_jobs import end_queue
from web.forecasts.queues import forecast_of, keep
from web.forecasts.tables import Forecast, ForecastJob
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
    """Forecast one queue and store what came of it, at once and once; nothing when the job is another's."""
    config = Config.from_env()
    database = Database(config.database_url)
    try:
        outcome = _outcome(database, config, claim, queue)
        with database.write() as session:
            if isinstance(outcome, Forecast):
                keep(session, outcome)
            if end_queue(session, claim, queue, outcome, clock.utc_now(config)):
                session.commit()
    finally:
        database.close()


def _outcome(database: Database, config: Config, claim: Claim, queue: str) -> Forecast | Refusal:
    """Return the forecast of a queue, or why there is none: one bad queue does not hold up the others."""
    try:
        with database.read() as session:
            job = session.get_one(ForecastJob, claim.job_id)
            department = session.get_one(Department, job.department_id)
            basis = read_basis(session, department, job.month, queue=queue)
        return forecast_of(basis, made_by=job.requested_by_id, now=clock.utc_now(config))
    except CannotForecast as cannot:
        return cannot.refusal
    except (ArithmeticError, ValueError) as error:  # numpy's LinAlgError is a ValueError
        log.exception("forecasting a queue failed", job=claim.job_id, queue=queue, error=str(error))
        return Refusal(code="forecast_failed")
