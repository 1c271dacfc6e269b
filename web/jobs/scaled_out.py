"""The engine of a large installation: Procrastinate on PostgreSQL, any number of workers.

Procrastinate brings a job to a worker and brings it again when that worker died; the job itself, its
progress and its end are the rows of its own table, the same as with the embedded engine.
"""

import asyncio
import contextlib
import functools
import logging
import os
import threading
import uuid
from collections.abc import Callable, Coroutine

import procrastinate
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector, signals
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer, Status

from web import clock
from web.config import Config
from web.database import Database, grant_app_role, make_engine
from web.database.engine import plain_url
from web.jobs import claims
from web.jobs.job import ASIDE, Job
from web.jobs.kinds import KINDS, SOLVE, Kind, kind_of
from web.jobs.leash import EXIT_GAVE_WAY
from web.jobs.watch import see_through

JOBS, SHORT, CARE = "solve", "short", "care"
"""The queues: a job fills a worker's cores, so that only what is short or small may run beside it."""

HEARTBEAT_SECONDS = 3.0
STALLED_SECONDS = 10.0


def make_app(config: Config, connector: procrastinate.BaseConnector) -> App:
    """Return the Procrastinate application with its tasks: one per kind of job, and the care for them."""
    app = App(connector=connector)
    database = Database(config.database_url)
    worker = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"

    for kind in KINDS:
        app.task(name=kind.name, queue=JOBS)(_task_of(kind, database, config, worker))

    @app.periodic(cron="* * * * * */10")  # the sixth field is the second
    @app.task(name="look_after", queue=CARE, queueing_lock="look_after")
    async def look_after(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks get the time
        """Free what dead workers held, and bring jobs that nobody carries to living workers."""
        for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            await app.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=False)
        for kind in KINDS:
            now = clock.utc_now(config)
            for job in await asyncio.to_thread(claims.unattended, database, kind.table, now):
                with contextlib.suppress(AlreadyEnqueued):
                    await _brought(app, job).defer_async(job_id=job.id)

    return app


def _task_of(
    kind: Kind, database: Database, config: Config, worker: str
) -> Callable[[int], Coroutine[None, None, None]]:
    async def see_to(job_id: int) -> None:
        """Claim the job and see it through; one that has ended meanwhile is left alone."""
        stopping = threading.Event()
        take_up = functools.partial(
            _take_up, database, config, kind, worker=worker, job_id=job_id, stopping=stopping
        )
        work = asyncio.ensure_future(asyncio.to_thread(take_up))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            stopping.set()
            await work
            raise

    return see_to


def defer(config: Config, job: Job) -> None:
    """Hand a queued job to the workers; one that they have found by themselves meanwhile is left alone."""
    app = App(connector=SyncPsycopgConnector(conninfo=_conninfo(config.database_url)))
    with app.open(), contextlib.suppress(AlreadyEnqueued):
        _brought(app, job).defer(job_id=job.id)


def _brought(app: App, job: Job) -> JobDeferrer:
    """Return the task of one job: never two at once that must not both be active, each waiting once."""
    kind = kind_of(type(job))
    return app.configure_task(
        kind.name,
        queue=SHORT if job.priority >= ASIDE else JOBS,
        priority=kind.priority,
        lock=job.alone if kind is SOLVE else f"{kind.name}-{job.alone}",
        queueing_lock=f"{kind.name}-{job.id}",
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
    """Work until a signal; running jobs go back to the queue. One job at a time, a short one beside it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    app = make_app(config, PsycopgConnector(conninfo=_conninfo(config.database_url)))

    async def work() -> None:
        async with app.open_async():
            queues = [asyncio.create_task(_work_on(app, queue)) for queue in (JOBS, SHORT, CARE)]

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


def _take_up(
    database: Database, config: Config, kind: Kind, *, worker: str, job_id: int, stopping: threading.Event
) -> None:
    """Work on the job until it has ended or given way; wait where a dead worker's sign of life is fresh."""
    while not stopping.is_set() and claims.is_active(database, kind.table, job_id):
        claim = claims.claim_by_id(database, kind.table, job_id, worker, clock.utc_now(config))
        if claim is None:
            stopping.wait(1.0)
        elif see_through(database, config, claim, stopping) == EXIT_GAVE_WAY:
            return  # it waits again, and is brought again after what goes first


def _conninfo(url: str) -> str:
    return plain_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
