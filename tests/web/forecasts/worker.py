"""A worker within the test's own process: takes the single forecasts that wait and works them off."""

from tests.web.forecasts.centre import NOW
from web.config import Config
from web.database import Database
from web.forecasts.queue_jobs import end_job, left_queues
from web.forecasts.tables import ForecastJob
from web.forecasts.working import work_on
from web.jobs import claims
from web.jobs.job import JobState


def work_off(database: Database, config: Config) -> int:
    """Do what the child of each waiting one does, and return how many there were."""
    worked_off = 0
    while (claim := claims.claim_next(database, ForecastJob, "test", NOW, aside=True)) is not None:
        with database.read() as session:
            left = left_queues(session, session.get_one(ForecastJob, claim.job_id))
        for queue in left:
            work_on(database, config, claim, queue)
        assert end_job(database, claim, JobState.DONE, NOW)
        worked_off += 1
    return worked_off
