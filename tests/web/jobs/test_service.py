"""A job's life as conditional writes: who may claim, who owns, what a late worker may still do."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.web.jobs.month import MONTH, NOW, Ids, job_of, store_month
from web.database import Database
from web.jobs import claims, service
from web.jobs.ending import Ending, end_job
from web.jobs.tables import JobState, SolveJob
from web.refusal import Refusal

LATER = NOW + claims.STALE_AFTER + dt.timedelta(seconds=1)


@pytest.fixture
def ids(database: Database) -> Ids:
    return store_month(database, people=4, need=1)


def ask(database: Database, ids: Ids) -> SolveJob | Refusal:
    with database.write() as session:
        return service.request_solve(
            session,
            department_id=ids.department,
            month=MONTH,
            parameters={"seconds": 5, "requirement": ids.requirement},
            requested_by=None,
            now=NOW,
        )


def asked(database: Database, ids: Ids) -> SolveJob:
    job = ask(database, ids)
    assert isinstance(job, SolveJob)
    return job


def test_a_month_is_never_solved_twice_at_once(database: Database, ids: Ids) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask(database, ids), range(8)))
    jobs = [answer for answer in answers if isinstance(answer, SolveJob)]
    refusals = [answer for answer in answers if isinstance(answer, Refusal)]
    assert len(jobs) == 1
    assert {refusal.code for refusal in refusals} == {"solve_running"}
    assert {refusal.details["job"] for refusal in refusals} == {jobs[0].id}


def test_one_of_many_workers_gets_the_job(database: Database, ids: Ids) -> None:
    job = asked(database, ids)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: claims.claim_next(database, SolveJob, f"w{n}", NOW), range(8)))
    won = [claim for claim in taken if claim is not None]
    assert len(won) == 1
    assert (won[0].job_id, won[0].attempt) == (job.id, 1)


def test_a_silent_worker_loses_the_job_and_cannot_end_it(database: Database, ids: Ids) -> None:
    job = asked(database, ids)
    first = claims.claim_next(database, SolveJob, "first", NOW)
    assert first is not None
    assert claims.claim_next(database, SolveJob, "second", NOW) is None
    second = claims.claim_next(database, SolveJob, "second", LATER)
    assert second is not None
    assert second.attempt == 2
    assert not claims.beat(database, first, LATER).owned
    assert not end_job(database, first, Ending(state=JobState.DONE), LATER)
    assert job_of(database, job.id).worker == "second"


def test_a_beating_worker_keeps_the_job(database: Database, ids: Ids) -> None:
    asked(database, ids)
    first = claims.claim_next(database, SolveJob, "first", NOW)
    assert first is not None
    almost = NOW + claims.STALE_AFTER - dt.timedelta(seconds=1)
    assert claims.beat(database, first, almost).owned
    assert claims.claim_next(database, SolveJob, "second", LATER) is None


def test_a_job_that_kills_its_workers_fails_in_the_end(database: Database, ids: Ids) -> None:
    job = asked(database, ids)
    at = NOW
    for _ in range(claims.MOST_ATTEMPTS):
        assert claims.claim_next(database, SolveJob, "mortal", at) is not None
        at += claims.STALE_AFTER + dt.timedelta(seconds=1)
    assert claims.claim_next(database, SolveJob, "mortal", at) is None
    ended = job_of(database, job.id)
    assert (ended.state, ended.error) == (JobState.FAILED, "worker_died")


def test_a_waiting_job_that_is_cancelled_ends_at_once(database: Database, ids: Ids) -> None:
    job = asked(database, ids)
    with database.write() as session:
        assert service.ask_to_cancel(session, job.id, keep_best=False, now=NOW)
    assert job_of(database, job.id).state is JobState.DISCARDED
    assert claims.claim_next(database, SolveJob, "late", NOW) is None
    with database.write() as session:
        assert not service.ask_to_cancel(session, job.id, keep_best=True, now=NOW)


def test_a_released_job_waits_again_without_a_lost_attempt(database: Database, ids: Ids) -> None:
    job = asked(database, ids)
    claim = claims.claim_next(database, SolveJob, "leaving", NOW)
    assert claim is not None
    claims.release(database, claim)
    waiting = job_of(database, job.id)
    assert (waiting.state, waiting.attempt, waiting.worker) == (JobState.QUEUED, 0, None)
    assert claims.claim_next(database, SolveJob, "staying", NOW) is not None
