import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from tests.web.storage.centre import MONTH, NOW, all_at_once, stored_centre
from web.database import Database
from web.jobs.tables import JobState, SolveJob
from web.rosters.tables import RosterVersion, VersionState

ACTIVE = [JobState.QUEUED, JobState.RUNNING]


def ask(database: Database, department: int, month: dt.date = MONTH) -> bool:
    """Ask for a solve; tell whether the database took the job."""
    with database.write() as session:
        session.add(SolveJob(department_id=department, month=month, requested_at=NOW))
        try:
            session.commit()
        except IntegrityError:
            return False
        return True


def test_of_eight_requests_at_once_one_becomes_a_job(database: Database) -> None:
    department = stored_centre(database).department
    acts: list[Callable[[], bool]] = [partial(ask, database, department)] * 8
    assert sum(all_at_once(acts)) == 1


@pytest.mark.parametrize("state", list(JobState))
def test_only_an_active_job_keeps_the_month_to_itself(database: Database, state: JobState) -> None:
    department = stored_centre(database).department
    with database.write() as session:
        session.add(SolveJob(department_id=department, month=MONTH, requested_at=NOW, state=state))
        session.commit()
    assert ask(database, department) is (state not in ACTIVE)


def test_another_month_and_another_department_may_be_solved_meanwhile(database: Database) -> None:
    first, second = stored_centre(database).department, stored_centre(database, code="NIGHT").department
    assert ask(database, first)
    assert ask(database, first, dt.date(2027, 1, 1))
    assert ask(database, second)


def test_a_finished_job_cannot_be_made_active_beside_another(database: Database) -> None:
    department = stored_centre(database).department
    assert ask(database, department)
    with database.write() as session:
        session.execute(update(SolveJob).values(state=JobState.DONE))
        session.commit()
    assert ask(database, department)
    with database.write() as session, pytest.raises(IntegrityError):
        session.execute(
            update(SolveJob).where(SolveJob.state == JobState.DONE).values(state=JobState.RUNNING)
        )


def decide(database: Database, version: int) -> bool:
    """Approve as a service does: one conditional UPDATE whose row count is checked."""
    with database.write() as session:
        done = session.execute(
            update(RosterVersion)
            .where(RosterVersion.id == version, RosterVersion.state == VersionState.SUBMITTED)
            .values(state=VersionState.APPROVED)
            .returning(RosterVersion.id)
        ).all()
        session.commit()
        return len(done) == 1


def test_of_sixteen_approvers_at_once_one_approves(database: Database) -> None:
    centre = stored_centre(database, versions=3)
    with database.write() as session:
        session.execute(update(RosterVersion).values(state=VersionState.SUBMITTED))
        session.commit()
    for version in centre.versions:
        acts: list[Callable[[], bool]] = [partial(decide, database, version)] * 16
        assert sum(all_at_once(acts)) == 1


def test_a_roster_has_one_published_version(database: Database) -> None:
    centre = stored_centre(database, versions=2)
    with database.write() as session, pytest.raises(IntegrityError):
        session.execute(update(RosterVersion).values(state=VersionState.PUBLISHED))
    with database.read() as session:
        published = select(func.count()).where(RosterVersion.state == VersionState.PUBLISHED)
        assert session.scalar(published) == 0
        assert len(centre.versions) == 2
