"""The engine of a large installation: Procrastinate on PostgreSQL, any number of workers.

Procrastinate brings a job to a worker and brings it again when that worker died; the job itself, its
progress and its end are the rows of `solve_job`, the same as with the embedded engine.
"""

import asyncio
import contextlib
import datetime as dt
import logging
import os
import threading
import uuid

import procrastinate
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector, signals
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer, Status

from web import clock
from web.config import Config
from web.database import Database, grant_app_role, make_engine
from web.database.engine import plain_url
from web.jobs import service
from web.jobs.watch import see_through

SOLVES, CARE = "solve", "care"
"""The queues: a solve fills a worker's cores, so that only what is small may run beside it."""

HEARTBEAT_SECONDS = 3.0
STALLED_SECONDS = 10.0


def make_app(config: Config, connector: procrastinate.BaseConnector) -> App:
    """Return the Procrastinate application with its two tasks."""
    app = App(connector=connector)
    database = Database(config.database_url)
    worker = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"

    @app.task(name="solve", queue=SOLVES)
    async def solve(job_id: int) -> None:
        """Claim the job and see it through; one that has ended meanwhile is left alone."""
        stopping = threading.Event()
        work = asyncio.ensure_future(asyncio.to_thread(_take_up, database, config, worker, job_id, stopping))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            stopping.set()
            await work
            raise

    @app.periodic(cron="* * * * * */10")  # the sixth field is the second
    @app.task(name="look_after", queue=CARE, queueing_lock="look_after")
    async def look_after(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks get the time
        """Free what dead workers held, and bring jobs that nobody carries to living workers."""
        for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            await app.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=False)
        waiting = await asyncio.to_thread(service.unattended, database, clock.utc_now(config))
        for job in waiting:
            with contextlib.suppress(AlreadyEnqueued):
                await _solve_task(app, job.id, job.department_id, job.month).defer_async(job_id=job.id)

    return app


def defer(config: Config, job_id: int, department_id: int, month: dt.date) -> None:
    """Hand a queued job to the workers; one that they have found by themselves meanwhile is left alone."""
    app = App(connector=SyncPsycopgConnector(conninfo=_conninfo(config.database_url)))
    with app.open(), contextlib.suppress(AlreadyEnqueued):
        _solve_task(app, job_id, department_id, month).defer(job_id=job_id)


def _solve_task(app: App, job_id: int, department_id: int, month: dt.date) -> JobDeferrer:
    """Return the task of one job: never two of a department and month at once, each waiting once."""
    return app.configure_task(
        "solve",
        queue=SOLVES,
        lock=f"{department_id}-{month:%Y-%m}",
        queueing_lock=f"solve-{job_id}",
        allow_unknown=True,
    )


def apply_schema(config: Config) -> None:
    """Create Procrastinate's own tables where they are missing, and let the application's role use them."""
    owner = config.migrate_url or config.database_url
    app = App(connector=SyncPsycopgConnector(conninfo=_conninfo(owner)))
    with app.open():
        if not app.check_connection():
            app.schema_manager.apply_schema()
    role = plain_url(config.database_url).username
    if role and role != plain_url(owner).username:
        engine = make_engine(owner, owner=True)
        with engine.begin() as connection:
            grant_app_role(connection, role)
        engine.dispose()


def run_worker(config: Config) -> None:
    """Work until a signal; running jobs go back to the queue. One solve at a time, whatever else waits."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    app = make_app(config, PsycopgConnector(conninfo=_conninfo(config.database_url)))

    async def work() -> None:
        async with app.open_async():
            queues = [asyncio.create_task(_work_on(app, queue)) for queue in (SOLVES, CARE)]

            def leave() -> None:
                for task in queues:
                    task.cancel()

            with signals.on_stop(leave):
                await asyncio.wait(queues, return_when=asyncio.FIRST_COMPLETED)
            leave()  # where one queue is lost (the database went away), the process ends and is started anew
            for end in await asyncio.gather(*queues, return_exceptions=True):
                if isinstance(end, Exception):
                    raise end

    asyncio.run(work())


async def _work_on(app: App, queue: str) -> None:
    """Take one job of the queue after the other until cancelled."""
    await app.run_worker_async(
        name=queue,
        queues=[queue],
        concurrency=1,
        install_signal_handlers=False,
        fetch_job_polling_interval=2.0,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=STALLED_SECONDS,
        shutdown_graceful_timeout=0.5,
        delete_jobs="successful",
    )


def _take_up(database: Database, config: Config, worker: str, job_id: int, stopping: threading.Event) -> None:
    """Work on the job until it has ended; wait where a dead worker's sign of life is still fresh."""
    while not stopping.is_set() and service.is_active(database, job_id):
        claim = service.claim_by_id(database, job_id, worker, clock.utc_now(config))
        if claim is None:
            stopping.wait(1.0)
        else:
            see_through(database, config, claim, stopping)


def _conninfo(url: str) -> str:
    return plain_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
