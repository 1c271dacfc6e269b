"""Solves brought to several workers by Procrastinate on PostgreSQL."""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.support.databases import Urls, copied_postgres
from tests.support.forked import forked_lunban
from tests.support.postgres import Server
from tests.web.forecasts.test_queue_jobs import asked, centre, progress
from tests.web.jobs.month import (
    MONTH,
    NOW,
    Ids,
    hard_violations_of_result,
    has_ended,
    has_roster,
    job_of,
    store_easy_month,
    store_month,
    wait_until,
)
from web.config import Config
from web.database import Database
from web.forecasts.asking import ask_for_queue
from web.forecasts.tables import ForecastJob
from web.jobs import service
from web.jobs.scaled_out import apply_schema, defer
from web.jobs.tables import JobState, SolveJob
from web.jobs.workers import bring_to_workers
from web.people.tables import Department

pytestmark = pytest.mark.processes

LUNBAN = Path(sys.executable).with_name("lunban")
LATER_MONTHS = (dt.date(2027, 1, 1), dt.date(2027, 2, 1))


@pytest.fixture
def config(postgres_server: Server, postgres_template: str, tmp_path: Path) -> Iterator[Config]:
    urls: Urls = copied_postgres(postgres_server, postgres_template)
    made = Config(
        data_dir=tmp_path,
        database_url=urls.app,
        migrate_url=urls.owner,
        secret_key="only-for-tests",
        job_engine="procrastinate",
    )
    apply_schema(made)
    yield made
    postgres_server.drop(urls.app.rpartition("/")[2].partition("?")[0])


@pytest.fixture
def database(config: Config) -> Iterator[Database]:
    opened = Database(config.database_url)
    yield opened
    opened.close()


def environment(config: Config) -> dict[str, str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("LUNBAN_")}
    return inherited | {
        "LUNBAN_DATA": str(config.data_dir),
        "LUNBAN_DATABASE_URL": config.database_url,
        "LUNBAN_SECRET_KEY": config.secret_key,
        "LUNBAN_JOBS": "procrastinate",
    }


def forked_worker(config: Config) -> AbstractContextManager[object]:
    """Run a worker that is there at once."""
    log = config.data_dir / "worker.log"
    return forked_lunban(("worker",), environment(config), out=log.with_suffix(".out"), err=log)


@contextmanager
def worker(config: Config, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the command ``lunban worker`` and end it by its pid."""
    with (config.data_dir / f"{name}.log").open("wb") as log:
        process = subprocess.Popen([str(LUNBAN), "worker"], env=environment(config), stdout=log, stderr=log)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def ask(database: Database, ids: Ids, *, seconds: int, month: dt.date = MONTH) -> int:
    parameters: dict[str, object] = {"seconds": seconds, "seed": 1}
    if month == MONTH:
        parameters["requirement"] = ids.requirement
    with database.write() as session:
        job = service.request_solve(
            session,
            department_id=ids.department,
            month=month,
            parameters=parameters,
            requested_by=None,
            now=NOW,
        )
    assert isinstance(job, SolveJob)
    return job.id


def start(database: Database, config: Config, ids: Ids, *, seconds: int, month: dt.date = MONTH) -> int:
    job_id = ask(database, ids, seconds=seconds, month=month)
    defer(config, job_of(database, job_id))
    return job_id


def is_brought(database: Database, job_id: int) -> bool:
    with database.read() as session:
        waiting = "SELECT count(*) FROM procrastinate_jobs WHERE (args->>'job_id')::int = :job"
        return bool(session.scalar(text(waiting), {"job": job_id}))


def test_a_worker_solves_what_the_site_asked_for(database: Database, config: Config) -> None:
    job_id = start(database, config, store_easy_month(database), seconds=60)
    with forked_worker(config):
        wait_until(lambda: has_ended(database, job_id))
    assert job_of(database, job_id).state is JobState.DONE
    assert hard_violations_of_result(database, job_id) == 0


def test_the_job_of_a_killed_worker_goes_to_another(database: Database, config: Config) -> None:
    job_id = start(database, config, store_month(database, people=32, need=9), seconds=600)
    with ExitStack() as stack:
        workers = [stack.enter_context(worker(config, f"worker-{number}")) for number in range(2)]
        wait_until(lambda: has_roster(database, job_id))
        owner = int((job_of(database, job_id).worker or "").partition("-")[0])
        assert owner in {process.pid for process in workers}
        os.kill(owner, signal.SIGKILL)
        wait_until(lambda: job_of(database, job_id).attempt == 2)
        survivor = int((job_of(database, job_id).worker or "").partition("-")[0])
        assert survivor != owner
        with database.write() as session:
            assert service.ask_to_cancel(session, job_id, keep_best=True, now=NOW)
        wait_until(lambda: has_ended(database, job_id))
    assert job_of(database, job_id).state is JobState.CANCELLED
    assert hard_violations_of_result(database, job_id) == 0


def test_a_job_that_the_workers_have_found_already_is_not_brought_twice(
    database: Database, config: Config
) -> None:
    ids = store_month(database, people=4, need=1)
    job_id = start(database, config, ids, seconds=8)
    defer(config, job_of(database, job_id))
    with database.read() as session:
        waiting = session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"))
    assert waiting == 1


def test_a_job_that_nobody_brought_is_found(database: Database, config: Config) -> None:
    job_id = ask(database, store_easy_month(database), seconds=60)
    with forked_worker(config):
        wait_until(lambda: has_ended(database, job_id))
    assert job_of(database, job_id).state is JobState.DONE


def test_a_worker_solves_one_month_at_a_time_and_still_looks_after_the_others(
    database: Database, config: Config
) -> None:
    ids = store_month(database, people=32, need=9)
    first = start(database, config, ids, seconds=600)
    second = start(database, config, ids, seconds=600, month=LATER_MONTHS[0])
    forgotten = ask(database, ids, seconds=600, month=LATER_MONTHS[1])
    with forked_worker(config):
        wait_until(lambda: has_roster(database, first))
        wait_until(lambda: is_brought(database, forgotten))
        assert job_of(database, second).state is JobState.QUEUED
        with database.write() as session:
            assert service.ask_to_cancel(session, first, keep_best=False, now=NOW)
        wait_until(lambda: job_of(database, second).attempt == 1)
        assert job_of(database, forgotten).state is JobState.QUEUED


def test_a_worker_forecasts_the_queues_that_the_site_asked_for(database: Database, config: Config) -> None:
    user = centre(database, days=60)
    job = asked(database, user)
    with database.write() as session:
        bring_to_workers(config, session.get_one(ForecastJob, job.id))
    with forked_worker(config):
        wait_until(lambda: not progress(database, job.id).active)
    found = progress(database, job.id)
    assert (found.job.state, found.made) == (JobState.DONE, found.all_queues)


def test_a_single_forecast_is_made_beside_a_solve(database: Database, config: Config) -> None:
    solve = start(database, config, store_month(database, people=32, need=9), seconds=600)
    user = centre(database, days=60)
    with forked_worker(config):
        wait_until(lambda: job_of(database, solve).state is JobState.RUNNING)
        with database.write() as session:
            department = session.get_one(Department, user.department_id)
            one = ask_for_queue(session, department, MONTH, queue="bills", requested_by=None, now=NOW)
            assert isinstance(one, ForecastJob)
            bring_to_workers(config, one)
            one_id = one.id
        wait_until(lambda: not progress(database, one_id).active)
        assert job_of(database, solve).state is JobState.RUNNING
    assert progress(database, one_id).made == 1
