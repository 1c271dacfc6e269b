"""A department with a month to solve, small or of the demo's size."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from roster.problem import Roster
from roster.rules import judge
from tests.web.rosters.office import stored_office
from web.database import Database
from web.demo import department as content
from web.forecasts.tables import Forecast, Requirement, RequirementSlot
from web.jobs.tables import JobState, SolveJob
from web.people.tables import DayOff, Department
from web.people.tables import Person as PersonRow
from web.rosters.loading import load_problem, load_roster
from web.rosters.months import days_in
from web.rosters.tables import RosterVersion

PATIENCE_SECONDS = 240
"""A stuck test ends; no verdict hangs on how fast anything is."""
NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
MONTH = dt.date(2026, 12, 1)


@dataclass(frozen=True)
class Ids:
    """What a test needs to ask for a solve."""

    department: int
    requirement: int


def store_month(database: Database, *, people: int, need: int) -> Ids:
    """Store a department under S0g of so many of the demo's people, and a flat need by day.

    Parameters
    ----------
    need
        People needed from 8:00 to 23:00; two by night.
    """
    with database.write() as session:
        department = content.add_department(session, None, NOW)
        content.add_policy(session, department, dt.date(2026, 10, 1), NOW)
        everybody = content.add_people(session, department, TODAY, NOW)
        for person in list(everybody.values())[people:]:
            person.active = False
        requirement = _requirement(session, department, need)
        session.commit()
        return Ids(department.id, requirement.id)


def store_easy_month(database: Database) -> Ids:
    """Store a department of six whom nobody calls: the best month is found and proved in seconds."""
    office = stored_office(database)
    with database.write() as session:
        requirement = _requirement(session, session.get_one(Department, office.department), 0, by_night=0)
        session.commit()
        return Ids(office.department, requirement.id)


def _requirement(session: Session, department: Department, need: int, *, by_night: int = 2) -> Requirement:
    start = dt.datetime.combine(MONTH, dt.time())
    forecast = Forecast(
        department_id=department.id,
        first_day=MONTH,
        days=days_in(MONTH),
        cutoff=start - dt.timedelta(days=6),
        method="indices",
        slot_minutes=30,
        made_at=NOW,
    )
    times = [start + dt.timedelta(minutes=30 * number) for number in range(days_in(MONTH) * 48)]
    requirement = Requirement(
        department_id=department.id,
        forecast=forecast,
        settings={},
        need_minutes=0,
        contract_minutes=0,
        made_at=NOW,
    )
    session.add_all([forecast, requirement])
    session.flush()
    # rows and no objects: there are half-hours by the thousand, and many tests store a month
    needs = [(ds, need if 8 <= ds.hour < 23 else by_night) for ds in times]
    session.execute(
        insert(RequirementSlot),
        [{"requirement_id": requirement.id, "ds": ds, "required": required} for ds, required in needs],
    )
    return requirement


def everybody_on_leave(database: Database, day: dt.date) -> None:
    """Lock everybody out of one day, so that no leader can be on shift."""
    with database.write() as session:
        for person in session.scalars(select(PersonRow).where(PersonRow.active)):
            session.add(DayOff(person_id=person.id, date=day, recorded_at=NOW))
        session.commit()


def job_of(database: Database, job_id: int) -> SolveJob:
    """Return the job's row as it is now."""
    with database.read() as session:
        return session.get_one(SolveJob, job_id)


def has_ended(database: Database, job_id: int) -> bool:
    """Tell whether the job is over."""
    return job_of(database, job_id).state not in {JobState.QUEUED, JobState.RUNNING}


def has_roster(database: Database, job_id: int) -> bool:
    """Tell whether a first roster is on the job's row."""
    return job_of(database, job_id).best_roster is not None


def wait_until(condition: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for another process to bring something about."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def hard_violations_of_result(database: Database, job_id: int) -> int:
    """Judge the draft that a job has written."""
    with database.read() as session:
        job = session.get_one(SolveJob, job_id)
        version = session.get_one(RosterVersion, job.result_version_id)
        department = session.get_one(Department, job.department_id)
        roster: Roster = load_roster(session, version)
        assert len(roster) > 0
        return judge(load_problem(session, department, job.month, version=version), roster).hard_count
