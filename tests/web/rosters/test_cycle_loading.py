"""Hours of the averaging cycle before the month, and periods of protection, as the engine reads them."""

import datetime as dt

from sqlalchemy.orm import Session

from roster.problem import Person as EnginePerson
from roster.problem import Problem
from tests.web.rosters.office import MONTH, NOW, Office, legal_month, stored_office
from web.database import Database
from web.people.tables import DayOff, Department, Person, ProtectedPeriod
from web.rosters.loading import load_problem
from web.rosters.panel import Passed, panel_of
from web.rosters.sight import load_sight
from web.rosters.tables import RosterVersion

OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)
WORKED_IN_NOVEMBER = 21 * 450
CONTRACT_OF_OCTOBER = 2400 * 31 // 7
LEFT_OF_THE_QUARTER = 2400 * 92 // 7


def quarterly(database: Database) -> Office:
    return stored_office(database, overrides={"hours.avg_week_cycle": "quarter"})


def december(session: Session, office: Office) -> Problem:
    return load_problem(session, session.get_one(Department, office.department), MONTH)


def person_of(office: Office, number: str = "00102") -> EnginePerson:
    with office.database.read() as session:
        return december(session, office).person_by_id[number]


def test_a_policy_that_averages_over_the_month_asks_for_no_hours_before(office: Office) -> None:
    office.published(month=NOVEMBER)
    assert person_of(office).cycle_minutes is None
    assert person_of(office).limits.average_week is None


def test_published_months_count_as_worked_and_others_as_the_contract(database: Database) -> None:
    office = quarterly(database)
    assert person_of(office).cycle_minutes == CONTRACT_OF_OCTOBER + 2400 * 30 // 7
    office.draft(month=NOVEMBER)
    assert person_of(office).cycle_minutes == CONTRACT_OF_OCTOBER + 2400 * 30 // 7
    office.published(month=NOVEMBER)
    assert person_of(office).cycle_minutes == CONTRACT_OF_OCTOBER + WORKED_IN_NOVEMBER
    office.published(month=OCTOBER)
    assert person_of(office).cycle_minutes == 22 * 450 + WORKED_IN_NOVEMBER
    # September belongs to another quarter
    office.published(month=dt.date(2026, 9, 1))
    assert person_of(office).cycle_minutes == 22 * 450 + WORKED_IN_NOVEMBER


def test_leave_of_the_whole_cycle_and_part_time_are_seen(database: Database) -> None:
    office = quarterly(database)
    with office.database.write() as session:
        session.get_one(Person, office.people["00102"]).weekly_minutes = 1200
        days = [OCTOBER + dt.timedelta(days=n) for n in range(7)]
        session.add_all(
            DayOff(person_id=office.people["00102"], date=day, recorded_at=NOW) for day in (*days, MONTH)
        )
        session.commit()
    found = person_of(office)
    assert found.cycle_minutes == 1200 * 24 // 7 + 1200 * 30 // 7
    assert found.limits.average_week == 1200
    assert len(found.leave) == 8


def test_the_panel_shows_the_cycle_so_far(database: Database) -> None:
    office = quarterly(database)
    office.published(month=NOVEMBER)
    version = office.draft(legal_month())
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        sight = load_sight(session, department, session.get_one(RosterVersion, version))
        panel = panel_of(sight, "00102", office.people["00102"])
    passed = {check.code: check for check in panel.passed}
    assert passed["average_week"] == Passed(
        code="average_week",
        measured=CONTRACT_OF_OCTOBER + WORKED_IN_NOVEMBER + 23 * 450,
        limit=LEFT_OF_THE_QUARTER,
        of_cycle=True,
    )


def test_each_period_protects_from_what_it_names(office: Office) -> None:
    last = MONTH + dt.timedelta(days=9)
    with office.database.write() as session:
        session.add_all(
            ProtectedPeriod(
                person_id=office.people[number],
                first_day=MONTH,
                last_day=last,
                no_night=no_night,
                no_overtime=no_overtime,
                recorded_at=NOW,
            )
            for number, no_night, no_overtime in (("00102", True, False), ("00103", False, True))
        )
        session.commit()
    night, overtime = person_of(office, "00102"), person_of(office, "00103")
    assert (night.is_protected(last), night.may_do_overtime(last)) == (True, True)
    assert (overtime.is_protected(last), overtime.may_do_overtime(last)) == (False, False)
    assert overtime.may_do_overtime(last + dt.timedelta(days=1))
