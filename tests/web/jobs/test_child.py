"""The solving process itself: what it refuses to search for, and what it keeps to while the month changes."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from roster.problem import Roster
from roster.violation import Violation
from tests.support.databases import Urls
from tests.web.browsing import logged_in
from tests.web.jobs.month import (
    MONTH,
    NOW,
    Ids,
    everybody_on_leave,
    has_roster,
    job_of,
    store_month,
    wait_until,
)
from web.accounts import service as accounts
from web.accounts.tables import User
from web.database import Database
from web.jobs import claims, service
from web.jobs.claims import Claim
from web.jobs.leash import EXIT_LOST
from web.jobs.meanwhile import Meanwhile
from web.jobs.reasons import explanation_of, violations_of
from web.jobs.tables import JobState, SolveJob
from web.people.tables import Department, Person, Team
from web.rosters.drafts import Draft, store_draft
from web.rosters.loading import load_roster, locked_cells
from web.rosters.months import days_in
from web.rosters.tables import RosterLock, RosterVersion

pytestmark = pytest.mark.processes

DAYS = [MONTH + dt.timedelta(days=number) for number in range(days_in(MONTH))]


@pytest.fixture
def database(database_urls: Urls) -> Iterator[Database]:
    opened = Database(database_urls.app)
    yield opened
    opened.close()


@pytest.fixture
def environment(database_urls: Urls) -> dict[str, str]:
    return os.environ | {"LUNBAN_DATABASE_URL": database_urls.app, "LUNBAN_SECRET_KEY": "only-for-tests"}


def people(database: Database, team: str) -> list[Person]:
    with database.read() as session:
        of_team = select(Person).join(Team).where(Person.active, Team.name == team)
        return list(session.scalars(of_team.order_by(Person.employee_number)))


def teams(database: Database) -> list[Team]:
    with database.read() as session:
        return list(session.scalars(select(Team).order_by(Team.position)))


def store(database: Database, ids: Ids, shifts: Roster) -> int:
    with database.write() as session:
        draft = Draft(month=MONTH, shifts=shifts, requirement_id=ids.requirement)
        department = session.get_one(Department, ids.department)
        version = store_draft(session, department, draft, made_by=None, now=NOW)
        session.commit()
        return version.id


def ask(database: Database, ids: Ids, *, seconds: int, **parameters: object) -> Claim:
    with database.write() as session:
        job = service.request_solve(
            session,
            department_id=ids.department,
            month=MONTH,
            parameters={"seconds": seconds, "seed": 1, "requirement": ids.requirement, **parameters},
            requested_by=None,
            now=NOW,
        )
    assert isinstance(job, SolveJob)
    claim = claims.claim_by_id(database, SolveJob, job.id, "test", dt.datetime.now(dt.UTC))
    assert claim is not None
    return claim


def child(claim: Claim, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    arguments = [str(claim.job_id), claim.worker, str(claim.attempt), str(os.getpid())]
    return subprocess.Popen([sys.executable, "-m", "web.jobs.child", *arguments], env=environment)


def reasons_of(database: Database, job_id: int) -> list[Violation]:
    return violations_of(job_of(database, job_id).reasons)


def test_another_teams_locked_row_that_breaks_rules_is_named_and_nothing_is_searched(
    app: Flask, database: Database, environment: dict[str, str]
) -> None:
    ids = store_month(database, people=16, need=1)
    mine, other = teams(database)[:2]
    overworked = people(database, other.name)[0]
    version = store(database, ids, Roster({(overworked.employee_number, day): "E" for day in DAYS[:12]}))
    claim = ask(database, ids, seconds=60, based_on=version, team=mine.id)
    assert child(claim, environment).wait(90) == 0
    job = job_of(database, claim.job_id)
    assert (job.state, job.error, job.result_version_id) == (JobState.FAILED, "locks_break_rules", None)
    reasons = reasons_of(database, claim.job_id)
    assert {found.person for found in reasons} == {overworked.employee_number}
    run = next(found for found in reasons if found.code == "working_run")
    assert (run.dates, run.measured) == (tuple(DAYS[:12]), 12)
    explanation = explanation_of(job.reasons)
    assert explanation is not None
    assert explanation.conflicts[0].people == {overworked.employee_number}
    assert {"locked"} < explanation.conflicts[0].rules
    with database.write() as session:
        made = accounts.create_user(
            session,
            by=None,
            department_id=ids.department,
            employee_number="77001",
            name="主管",
            roles=["supervisor"],
            person_id=None,
            now=NOW,
        )
        assert isinstance(made, User)
        visitor = logged_in(app, session, made)
        session.commit()
    text = visitor.get(f"/solves/{claim.job_id}").text
    for shown in ("本身就违反硬规则", "本月无解的原因", overworked.name, "12月1日–12月12日"):
        assert shown in text


def test_a_teams_solve_leaves_the_other_rows_as_they_are_and_locks_nothing(
    database: Database, environment: dict[str, str]
) -> None:
    ids = store_month(database, people=24, need=5)
    whole = ask(database, ids, seconds=600)
    process = child(whole, environment)
    wait_until(lambda: has_roster(database, whole.job_id))
    with database.write() as session:
        assert service.ask_to_cancel(session, whole.job_id, keep_best=True, now=NOW)
    assert process.wait(90) == 0
    version = job_of(database, whole.job_id).result_version_id
    mine = teams(database)[0]
    team = ask(database, ids, seconds=3, based_on=version, team=mine.id)
    assert child(team, environment).wait(90) == 0
    job = job_of(database, team.job_id)
    assert (job.state, job.error, job.meanwhile) == (JobState.DONE, None, None)
    with database.read() as session:
        before, after = (session.get_one(RosterVersion, found) for found in (version, job.result_version_id))
        old, new = load_roster(session, before), load_roster(session, after)
        assert locked_cells(session, after) == {}
    ours = {person.employee_number for person in people(database, mine.name)}
    assert len(new) > 0
    assert {cell for cell in set(old) | set(new) if old.kind(*cell) != new.kind(*cell)} <= {
        (person, day) for person in ours for day in DAYS
    }


def test_a_month_that_is_plainly_impossible_says_why(database: Database, environment: dict[str, str]) -> None:
    ids = store_month(database, people=24, need=5)
    everybody_on_leave(database, MONTH)
    claim = ask(database, ids, seconds=30)
    assert child(claim, environment).wait(90) == 0
    assert job_of(database, claim.job_id).error == "infeasible"
    assert (MONTH,) in {found.dates for found in reasons_of(database, claim.job_id)}


def test_days_locked_while_the_solver_works_are_not_lost_silently(
    database: Database, environment: dict[str, str]
) -> None:
    ids = store_month(database, people=32, need=9)
    version = store(database, ids, Roster())
    claim = ask(database, ids, seconds=600, based_on=version)
    process = child(claim, environment)
    wait_until(lambda: has_roster(database, claim.job_id))
    person = people(database, teams(database)[0].name)[0]
    with database.write() as session:
        for day in DAYS:
            session.add(RosterLock(roster_version_id=version, person_id=person.id, date=day))
        assert service.ask_to_cancel(session, claim.job_id, keep_best=True, now=NOW)
    assert process.wait(90) == 0
    job = job_of(database, claim.job_id)
    assert job.state is JobState.CANCELLED
    assert job.meanwhile is not None
    meanwhile = Meanwhile.from_json(job.meanwhile)
    assert meanwhile.locked == len(DAYS)
    lost = {found.dates[0] for found in meanwhile.broken if found.code == "locked"}
    with database.read() as session:
        draft = session.get_one(RosterVersion, job.result_version_id)
        works = set(load_roster(session, draft).of_person(person.employee_number))
        locked = {day for _, day in locked_cells(session, draft)}
    assert works
    assert lost == works
    assert locked == set(DAYS) - works


def test_a_solver_that_comes_late_leaves_the_job_alone(
    database: Database, environment: dict[str, str]
) -> None:
    claim = ask(database, store_month(database, people=8, need=1), seconds=60)
    claims.release(database, claim)
    assert child(claim, environment).wait(90) == EXIT_LOST
    with database.read() as session:
        assert session.scalar(select(SolveJob.given)) is None
