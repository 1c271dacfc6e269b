"""One forecast as a job in real processes: killed, and made beside a solve."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.site import forked_site
from tests.web.browsing import Visitor
from tests.web.forecasts.centre import MONTH, NOW
from tests.web.forecasts.test_making import count, set_off, the_job, who
from tests.web.jobs.month import job_of, store_month, wait_until
from web.database import Database
from web.forecasts.tables import Forecast, Requirement
from web.jobs.job import JobState
from web.jobs.service import request_solve
from web.jobs.tables import SolveJob

__all__ = ["who"]

pytestmark = pytest.mark.processes


def test_a_killed_process_is_followed_by_one_that_makes_the_forecast_once(
    tmp_path: Path, who: Visitor, database: Database, site_environment: dict[str, str]
) -> None:
    set_off(who)
    with forked_site(tmp_path, site_environment) as site:
        wait_until(lambda: the_job(database).stage is not None)
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(site.pid)], capture_output=True, text=True, check=False
        )
        os.kill(int(listed.stdout.split()[0]), signal.SIGKILL)
        wait_until(lambda: the_job(database).state is JobState.DONE)
    assert the_job(database).attempt == 2
    assert (count(database, Forecast), count(database, Requirement)) == (1, 1)


def test_a_solve_that_runs_does_not_hold_it_up(
    tmp_path: Path, who: Visitor, database: Database, site_environment: dict[str, str]
) -> None:
    ids = store_month(database, people=32, need=9)
    with database.write() as session:
        solve = request_solve(
            session,
            department_id=ids.department,
            month=MONTH,
            parameters={"seconds": 600, "seed": 1, "requirement": ids.requirement},
            requested_by=None,
            now=NOW,
        )
    assert isinstance(solve, SolveJob)
    before = count(database, Requirement)
    with forked_site(tmp_path, site_environment):
        wait_until(lambda: job_of(database, solve.id).state is JobState.RUNNING)
        set_off(who)
        wait_until(lambda: the_job(database).state is JobState.DONE)
        assert job_of(database, solve.id).state is JobState.RUNNING
    assert count(database, Requirement) == before + 1
