"""G-03 as a department lives it: its policy refuses to publish a National Day without reserve."""

import datetime as dt

from sqlalchemy import delete, select

from roster.problem import Roster as Shifts
from roster.violation import Violation
from tests.web.rosters.office import NOW, NUMBERS, Office, stored_office
from web.database import Database
from web.forecasts.tables import Forecast, Requirement, RequirementSlot
from web.people.tables import Department, Person, RoleInTeam, ShiftFamily, ShiftKind
from web.rosters.lifecycle import hard_violations, submit
from web.rosters.loading import load_problem
from web.rosters.publishing import Publication, publish
from web.rosters.tables import Assignment, RosterVersion

OCTOBER, NATIONAL_DAY = dt.date(2026, 10, 1), dt.date(2026, 10, 1)
POLICY = {
    "reserve.holiday_seats": {"least": 5, "most": 7},
    "reserve.normal_staff": 0,
    "forecast.special_days": ["national_day"],
}
HELPERS = tuple(f"009{number:02d}" for number in range(8))
"""Eight people more, who are held in reserve."""


def holiday_office(database: Database) -> Office:
    """A department of agents, whole-hour shifts, one person needed in each of the day's 24 intervals."""
    office = stored_office(database, overrides=POLICY)
    with database.write() as session:
        hours_of = {"E": (480, 960), "M": (960, 1380), "N": (1380, 1920)}
        for kind in session.scalars(select(ShiftKind)).all():
            kind.paid_minutes = 420
            kind.start_minute, kind.end_minute = hours_of[kind.code]
        session.add(
            ShiftKind(
                department_id=office.department,
                code="R",
                family=ShiftFamily.RESERVE,
                name="备班",
                start_minute=0,
                end_minute=1440,
                paid_minutes=60,
            )
        )
        for person in session.scalars(select(Person)):
            person.role_in_team = RoleInTeam.AGENT
        for number in HELPERS:
            session.add(
                Person(
                    department_id=office.department,
                    team_id=office.teams[1],
                    employee_number=number,
                    name=f"员工{number}",
                    role_in_team=RoleInTeam.AGENT,
                )
            )
        start = dt.datetime.combine(NATIONAL_DAY, dt.time())
        forecast = Forecast(
            department_id=office.department,
            first_day=OCTOBER,
            days=31,
            cutoff=start - dt.timedelta(days=6),
            method="indices",
            slot_minutes=60,
            made_at=NOW,
        )
        hours = [start + dt.timedelta(hours=hour) for hour in range(24)]
        session.add(
            Requirement(
                department_id=office.department,
                forecast=forecast,
                settings={},
                need_minutes=0,
                contract_minutes=0,
                made_at=NOW,
                slots=[RequirementSlot(ds=hour, required=1) for hour in hours],
            )
        )
        session.commit()
    return office


def holiday(seats: int) -> Shifts:
    """Two people in each shift, and so many held ready."""
    codes = {**dict(zip(NUMBERS, "EEMMNN", strict=True)), **dict.fromkeys(HELPERS[:seats], "R")}
    return Shifts(((number, NATIONAL_DAY), code) for number, code in codes.items())


def published_without(office: Office, seats: int, code: str) -> Publication:
    """Approve the holiday, take one shift of the kind out of the version, and try to publish it."""
    act = office.approved(holiday(seats), month=OCTOBER)
    with office.database.write() as session:
        one = session.scalars(
            select(Assignment.id)
            .join(ShiftKind)
            .where(Assignment.roster_version_id == act.version_id, ShiftKind.code == code)
            .limit(1)
        ).one()
        session.execute(delete(Assignment).where(Assignment.id == one))
        session.commit()
    with office.database.write() as session:
        return publish(session, office.supervisor, act.version_id, seen=act.lock_version, now=NOW)


def test_four_emergency_seats_are_not_submitted(database: Database) -> None:
    office = holiday_office(database)
    version = office.draft(holiday(4), month=OCTOBER)
    with database.write() as session:
        act = submit(session, office.supervisor, version, seen=1, now=NOW)
    (reason,) = act.reasons
    assert isinstance(reason, Violation)
    assert (reason.code, reason.measured, reason.dates) == ("reserve", 4, (NATIONAL_DAY,))


def test_four_emergency_seats_are_not_published(database: Database) -> None:
    (reason,) = published_without(holiday_office(database), 5, "R").act.reasons
    assert isinstance(reason, Violation)
    assert (reason.code, reason.measured, reason.limit) == ("reserve", 4, 5)
    assert reason.details == {"most": 7}


def test_an_interval_without_surplus_is_not_published(database: Database) -> None:
    (reason,) = published_without(holiday_office(database), 5, "M").act.reasons
    assert isinstance(reason, Violation)
    assert (reason.code, reason.measured, reason.limit) == ("reserve_surplus", 0, 1)
    assert reason.details == {"from_minute": 960, "to_minute": 1380}


def test_five_are_published_and_eight_too_with_a_warning(database: Database) -> None:
    office = holiday_office(database)
    assert office.published(holiday(5), month=OCTOBER).act.done
    act = office.published(holiday(8), month=OCTOBER).act
    with database.read() as session:
        department = session.get_one(Department, office.department)
        version = session.get_one(RosterVersion, act.version_id)
        assert hard_violations(session, department, version) == ()
        problem = load_problem(session, department, OCTOBER, version=version)
    assert problem.rules.reserve_most is not None
    assert not problem.rules.reserve_most.hard
    assert {kind.code for kind in problem.kinds if kind.assignable} == {"E", "M", "N", "R"}
