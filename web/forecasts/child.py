"""The process of one claimed forecast job: ``python -m web.forecasts.child JOB WORKER ATTEMPT WATCHER``.

It forecasts as many queues at once as there are cores, each in a process of a pool, and stores each as soon
as it is ready; a single one it forecasts by itself. A later attempt goes on with those that are left.
"""

import multiprocessing
import os
import sys
import time
from collections import deque
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)

from web import clock
from web.config import Config
from web.database import Database
from web.forecasts import queue_jobs
from web.forecasts.tables import ForecastJob
from web.forecasts.working import begin, forecast_queue
from web.jobs import claims
from web.jobs.claims import Claim
from web.jobs.job import JobState
from web.jobs.leash import EXIT_GAVE_WAY, EXIT_LOST, EXIT_ORPHANED, claim_of

WORKERS = os.cpu_count() or 1
"""No solve runs beside a forecast job on the same worker, so that all cores are free."""
POLL_SECONDS, BEAT_SECONDS = 0.25, 2.0


def main(arguments: list[str]) -> int:
    """Work on the job; exit code 0 when its end is on record."""
    claim = claim_of(ForecastJob, arguments)
    if claim is None:
        return EXIT_ORPHANED
    config = Config.from_env()
    database = Database(config.database_url)
    with database.read() as session:
        left = queue_jobs.left_queues(session, session.get_one(ForecastJob, claim.job_id))
    if len(left) < 2:  # a thread: nobody waits for one more process to start
        with ThreadPoolExecutor(1) as pool:
            return work(database, config, claim, deque(left), pool)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # the processes of the pool share the cores among themselves
    with ProcessPoolExecutor(
        max_workers=max(1, min(WORKERS, len(left))),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=begin,
    ) as pool:
        return work(database, config, claim, deque(left), pool)


def work(database: Database, config: Config, claim: Claim, left: deque[str], pool: Executor) -> int:
    """Hand the queues to the pool, one to each free core, and give signs of life meanwhile."""
    at_work: set[Future[None]] = set()
    last_beat = time.monotonic()
    gives_way = False
    while at_work or (left and not gives_way):
        while left and not gives_way and len(at_work) < WORKERS:
            at_work.add(pool.submit(forecast_queue, claim, left.popleft()))
        done, at_work = wait(at_work, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
        if time.monotonic() - last_beat >= BEAT_SECONDS:
            last_beat = time.monotonic()
            beat = claims.beat(database, claim, clock.utc_now(config))
            if not beat.owned:
                os._exit(EXIT_LOST)
            if beat.stop:
                queue_jobs.end_stopped(database, config, claim)
                os._exit(0)
            gives_way = gives_way or queue_jobs.must_give_way(database, clock.utc_now(config))
    if left:
        return EXIT_GAVE_WAY
    ended = queue_jobs.end_job(database, claim, JobState.DONE, clock.utc_now(config))
    return 0 if ended else EXIT_LOST


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
