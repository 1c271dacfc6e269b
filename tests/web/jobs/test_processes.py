"""Solves in real processes: to the end, cancelled, discarded, and taken up again after kill -9."""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import Urls
from tests.support.site import forked_site, running_site
from tests.web.jobs.month import (
    MONTH,
    NOW,
    Ids,
    everybody_on_leave,
    hard_violations_of_result,
    has_ended,
    has_roster,
    job_of,
    store_month,
    wait_until,
)
from web.database import Database
from web.jobs import claims, service
from web.jobs.leash import EXIT_ORPHANED
from web.jobs.tables import JobState, SolveJob

pytestmark = pytest.mark.processes

NEXT_MONTH = dt.date(2027, 1, 1)


@pytest.fixture
def database(database_urls: Urls) -> Iterator[Database]:
    opened = Database(database_urls.app)
    yield opened
    opened.close()


@pytest.fixture
def environment(database_urls: Urls) -> dict[str, str]:
    return {
        "LUNBAN_DATABASE_URL": database_urls.app,
        "LUNBAN_MIGRATE_URL": database_urls.owner,
        "LUNBAN_SECRET_KEY": "only-for-tests",
    }


def start(database: Database, ids: Ids, *, seconds: int) -> int:
    with database.write() as session:
        job = service.request_solve(
            session,
            department_id=ids.department,
            month=MONTH,
            parameters={"seconds": seconds, "seed": 1, "requirement": ids.requirement},
            requested_by=None,
            now=NOW,
        )
    assert isinstance(job, SolveJob)
    return job.id


def children_of(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in found.stdout.split()]


def cancel(database: Database, job_id: int, *, keep_best: bool) -> None:
    with database.write() as session:
        assert service.ask_to_cancel(session, job_id, keep_best=keep_best, now=NOW)


def test_a_solve_ends_with_a_legal_draft(
    tmp_path: Path, database: Database, environment: dict[str, str]
) -> None:
    job_id = start(database, store_month(database, people=24, need=5), seconds=8)
    with forked_site(tmp_path, environment):
        wait_until(lambda: has_ended(database, job_id))
    job = job_of(database, job_id)
    assert (job.state, job.error, job.attempt) == (JobState.DONE, None, 1)
    assert job.cost is not None
    assert job.bound is not None
    assert job.bound <= job.cost
    assert hard_violations_of_result(database, job_id) == 0


def test_stopping_keeps_the_best_roster_so_far(
    tmp_path: Path, database: Database, environment: dict[str, str]
) -> None:
    job_id = start(database, store_month(database, people=32, need=9), seconds=600)
    with forked_site(tmp_path, environment) as site:
        wait_until(lambda: has_roster(database, job_id))
        cancel(database, job_id, keep_best=True)
        wait_until(lambda: has_ended(database, job_id))
        wait_until(lambda: not children_of(site.pid))
    job = job_of(database, job_id)
    assert job.state is JobState.CANCELLED
    assert hard_violations_of_result(database, job_id) == 0


def test_discarding_keeps_nothing(tmp_path: Path, database: Database, environment: dict[str, str]) -> None:
    job_id = start(database, store_month(database, people=32, need=9), seconds=600)
    with forked_site(tmp_path, environment):
        wait_until(lambda: has_roster(database, job_id))
        cancel(database, job_id, keep_best=False)
        wait_until(lambda: has_ended(database, job_id))
    job = job_of(database, job_id)
    assert (job.state, job.result_version_id) == (JobState.DISCARDED, None)


def test_a_killed_solver_is_started_again(
    tmp_path: Path, database: Database, environment: dict[str, str]
) -> None:
    job_id = start(database, store_month(database, people=32, need=9), seconds=600)
    with forked_site(tmp_path, environment) as site:
        wait_until(lambda: has_roster(database, job_id))
        (child,) = children_of(site.pid)
        os.kill(child, signal.SIGKILL)
        wait_until(
            lambda: job_of(database, job_id).attempt == 2 and bool(children_of(site.pid)),
        )
        assert has_roster(database, job_id)
        cancel(database, job_id, keep_best=True)
        wait_until(lambda: has_ended(database, job_id))
    assert hard_violations_of_result(database, job_id) == 0


def test_the_job_of_a_killed_server_is_taken_up_by_the_next(
    tmp_path: Path, database: Database, environment: dict[str, str]
) -> None:
    job_id = start(database, store_month(database, people=32, need=9), seconds=600)
    with running_site(tmp_path, environment) as site:
        wait_until(lambda: has_roster(database, job_id))
        orphans = children_of(site.pid)
        os.kill(site.pid, signal.SIGKILL)
    wait_until(lambda: not any(Path(f"/proc/{orphan}").exists() for orphan in orphans))
    with running_site(tmp_path, environment):
        wait_until(lambda: job_of(database, job_id).attempt == 2)
        cancel(database, job_id, keep_best=True)
        wait_until(lambda: has_ended(database, job_id))
    assert hard_violations_of_result(database, job_id) == 0


def test_a_server_that_leaves_gives_its_job_back(
    tmp_path: Path, database: Database, environment: dict[str, str]
) -> None:
    job_id = start(database, store_month(database, people=32, need=9), seconds=600)
    with running_site(tmp_path, environment):
        wait_until(lambda: has_roster(database, job_id))
    job = job_of(database, job_id)
    assert (job.state, job.attempt) == (JobState.QUEUED, 0)
    assert job.best_roster is not None


def test_an_impossible_month_says_so(tmp_path: Path, database: Database, environment: dict[str, str]) -> None:
    ids = store_month(database, people=24, need=5)
    everybody_on_leave(database, MONTH)
    job_id = start(database, ids, seconds=30)
    with forked_site(tmp_path, environment):
        wait_until(lambda: has_ended(database, job_id))
    job = job_of(database, job_id)
    assert (job.state, job.error, job.result_version_id) == (JobState.FAILED, "infeasible", None)


def test_a_solver_whose_server_died_at_its_start_ends_at_once(
    database: Database, environment: dict[str, str]
) -> None:
    job_id = start(database, store_month(database, people=8, need=1), seconds=60)
    claim = claims.claim_by_id(database, SolveJob, job_id, "dead", NOW)
    assert claim is not None
    arguments = [str(job_id), claim.worker, str(claim.attempt), "1"]
    child = subprocess.run(
        [sys.executable, "-m", "web.jobs.child", *arguments], env=os.environ | environment, check=False
    )
    assert child.returncode == EXIT_ORPHANED
    assert job_of(database, job_id).state is JobState.RUNNING


def test_a_job_that_cannot_be_ended_does_not_stop_the_others(
    tmp_path: Path, database: Database, environment: dict[str, str]
) -> None:
    """Its best roster names somebody who is not there, so that keeping it fails in the server itself."""
    ids = store_month(database, people=24, need=5)
    bad = start(database, ids, seconds=600)
    with database.write() as session:
        job = session.get_one(SolveJob, bad)
        job.best_roster = {"nobody": {MONTH.isoformat(): "E"}}
        job.cancel_requested_at = NOW
        session.commit()
    with forked_site(tmp_path, environment):
        wait_until(lambda: job_of(database, bad).attempt == 1)
        with database.write() as session:
            good = service.request_solve(
                session,
                department_id=ids.department,
                month=NEXT_MONTH,
                parameters={"seconds": 5, "seed": 1},
                requested_by=None,
                now=NOW,
            )
        assert isinstance(good, SolveJob)
        wait_until(lambda: job_of(database, good.id).attempt == 1)
