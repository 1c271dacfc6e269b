"""All queues of a month as one job: asked for, worked on in processes, killed, taken over, stopped."""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from tests.support.site import forked_site
from tests.web.forecasts.centre import MONTH, NOW, add_history, department_of, stored_user
from tests.web.jobs.month import wait_until
from web.accounts.tables import User
from web.calls.tables import CallSlot
from web.config import Config
from web.database import Database
from web.forecasts import queue_jobs
from web.forecasts.queue_jobs import QueuesProgress, progress_of, request_forecasts
from web.forecasts.tables import Forecast, ForecastJob, ForecastJobQueue
from web.forecasts.working import work_on
from web.jobs import claims, service
from web.jobs.claims import Claim
from web.jobs.job import JobState
from web.jobs.leash import EXIT_GAVE_WAY, arguments_of
from web.jobs.tables import SolveJob
from web.jobs.watch import see_through
from web.notices.tables import Notice
from web.refusal import Refusal

QUEUES = ("bills", "faults", "lost cards", "new customers")
LATER = NOW + claims.STALE_AFTER + dt.timedelta(seconds=1)


def centre(database: Database, *, queues: Sequence[str] = QUEUES, days: int = 120) -> User:
    """Return the supervisor of a department whose queues all have the same calls."""
    with database.write() as session:
        user = stored_user(session)
        add_history(session, department_of(session, user), days=days, queues=queues)
        session.commit()
        return user


def ask(database: Database, user: User) -> ForecastJob | Refusal:
    with database.write() as session:
        return request_forecasts(
            session, department_id=user.department_id, month=MONTH, requested_by=user.id, now=NOW
        )


def asked(database: Database, user: User) -> ForecastJob:
    job = ask(database, user)
    assert isinstance(job, ForecastJob)
    return job


def claimed(database: Database, worker: str = "test", now: dt.datetime = NOW) -> Claim:
    claim = claims.claim_next(database, ForecastJob, worker, now)
    assert claim is not None
    return claim


def progress(database: Database, job_id: int) -> QueuesProgress:
    with database.read() as session:
        return progress_of(session, session.get_one(ForecastJob, job_id))


def forecast_queues(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.scalars(select(Forecast.queue)))


def in_session(leader: int) -> list[str]:
    """Return the processes of a session."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "-s", str(leader)], capture_output=True, text=True, check=False
    )
    return found.stdout.split()


def in_this_process(config: Config, claim: Claim, *queues: str) -> None:
    """Do what a process of the pool does."""
    with contextlib.closing(Database(config.database_url)) as database:
        for queue in queues:
            work_on(database, config, claim, queue)


def test_two_clicks_make_one_job(database: Database) -> None:
    user = centre(database, days=1)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: ask(database, user), range(4)))
    refused = [answer.code for answer in answers if isinstance(answer, Refusal)]
    assert refused == ["forecasts_running"] * 3


def test_without_named_queues_there_is_nothing_to_ask_for(database: Database) -> None:
    user = centre(database, queues=("",), days=1)
    refusal = ask(database, user)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "no_queues"


def test_a_bad_queue_is_named_and_the_others_go_on(database: Database, config: Config) -> None:
    user = centre(database)
    with database.write() as session:
        session.execute(update(CallSlot).where(CallSlot.queue == "faults").values(offered=0))
        add_history(session, department_of(session, user), days=3, queues=("young",))
        session.commit()
    job = asked(database, user)
    claim = claimed(database)
    in_this_process(config, claim, "bills", "faults", "young")
    found = progress(database, job.id)
    assert (found.done, found.all_queues, found.made) == (3, 5, 1)
    assert [(queue, refusal.code) for queue, refusal in found.refused] == [
        ("faults", "all_zero"),
        ("young", "history_too_short"),
    ]
    assert forecast_queues(database) == ["bills"]


def test_what_cannot_be_reckoned_is_a_refusal_too(
    database: Database, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = centre(database)
    job = asked(database, user)

    def fail(*_: object, **__: object) -> Forecast:
        raise ZeroDivisionError

    monkeypatch.setattr("web.forecasts.working.forecast_of", fail)
    in_this_process(config, claimed(database), "bills")
    assert [refusal.code for _, refusal in progress(database, job.id).refused] == ["forecast_failed"]


def test_a_worker_that_lost_the_job_stores_nothing(database: Database, config: Config) -> None:
    user = centre(database)
    job = asked(database, user)
    slow = claimed(database, "slow")
    claimed(database, "next", LATER)
    in_this_process(config, slow, "bills")
    assert progress(database, job.id).done == 0
    assert forecast_queues(database) == []


def test_a_job_that_waits_is_stopped_at_once(database: Database) -> None:
    job = asked(database, centre(database, days=1))
    with database.write() as session:
        assert queue_jobs.ask_to_stop(session, job.id, NOW)
        assert not queue_jobs.ask_to_stop(session, job.id, NOW)
    assert progress(database, job.id).job.state is JobState.CANCELLED


@pytest.mark.processes
def test_a_job_forecasts_every_queue_and_tells_who_asked(database: Database, config: Config) -> None:
    user = centre(database)
    job = asked(database, user)
    assert (
        see_through(database, config, claimed(database, now=dt.datetime.now(dt.UTC)), threading.Event()) == 0
    )
    found = progress(database, job.id)
    assert (found.job.state, found.made, found.all_queues) == (JobState.DONE, 4, 4)
    assert forecast_queues(database) == sorted(QUEUES)
    with database.read() as session:
        notice = session.scalars(select(Notice).where(Notice.user_id == user.id)).one()
        assert (notice.kind, notice.payload["made"], notice.payload["of"]) == ("forecasts_ended", 4, 4)


@pytest.mark.processes
def test_a_killed_job_goes_on_with_the_queues_that_are_left(
    tmp_path: Path, database: Database, site_environment: dict[str, str]
) -> None:
    queues = [f"queue {number:02}" for number in range(24)]
    job = asked(database, centre(database, queues=queues))
    with forked_site(tmp_path, site_environment) as site:
        wait_until(lambda: progress(database, job.id).done >= 2)
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(site.pid)], capture_output=True, text=True, check=False
        )
        child = int(listed.stdout.split()[0])
        assert in_session(child)
        os.kill(child, signal.SIGKILL)
        wait_until(lambda: not in_session(child))  # the processes of its pool end with it
        wait_until(lambda: not progress(database, job.id).active)
    found = progress(database, job.id)
    assert (found.job.state, found.made, found.job.attempt) == (JobState.DONE, len(queues), 2)
    # each queue once: nothing that was stored before the kill was made again
    assert forecast_queues(database) == queues


@pytest.mark.processes
def test_stopping_keeps_what_is_forecast(
    tmp_path: Path, database: Database, site_environment: dict[str, str]
) -> None:
    queues = [f"queue {number:02}" for number in range(40)]
    job = asked(database, centre(database, queues=queues))
    with forked_site(tmp_path, site_environment):
        wait_until(lambda: progress(database, job.id).done >= 2)
        with database.write() as session:
            assert queue_jobs.ask_to_stop(session, job.id, NOW)
        wait_until(lambda: not progress(database, job.id).active)
    found = progress(database, job.id)
    assert found.job.state is JobState.CANCELLED
    assert 2 <= found.made < len(queues)
    assert len(forecast_queues(database)) == found.made


@pytest.mark.processes
def test_forecasts_give_way_to_a_solve_that_waits(
    database: Database, site_environment: dict[str, str]
) -> None:
    user = centre(database, queues=[f"queue {number:02}" for number in range(40)])
    job = asked(database, user)
    now = dt.datetime.now(dt.UTC)
    with database.write() as session:
        solve = service.request_solve(
            session, department_id=user.department_id, month=MONTH, parameters={}, requested_by=None, now=NOW
        )
    assert isinstance(solve, SolveJob)
    child = subprocess.run(
        [sys.executable, "-m", "web.forecasts.child", *arguments_of(claimed(database, now=now))],
        env=os.environ | site_environment,
        check=False,
    )
    assert child.returncode == EXIT_GAVE_WAY
    found = progress(database, job.id)
    assert found.done < found.all_queues
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ForecastJobQueue)) == found.done
