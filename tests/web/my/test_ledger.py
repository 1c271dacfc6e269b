import datetime as dt

import pytest

from roster.hours import hours
from tests.web.my.months import department, later, person, publish_at, with_cells
from tests.web.rosters.office import MONTH, NOW, Office, legal_month
from web.my.ledger import Ledger, read_ledger
from web.people.tables import CalendarDay, CalendarDayKind, DayOff, Person
from web.rosters.loading import load_problem, load_roster
from web.rosters.tables import RosterVersion


def ledger_of(office: Office, version_id: int, number: str) -> Ledger:
    with office.database.read() as session:
        version = session.get_one(RosterVersion, version_id)
        return read_ledger(session, department(session, office), person(session, office, number), version)


def test_the_hours_are_those_of_the_roster_core(office: Office) -> None:
    with office.database.write() as session:
        session.get_one(Person, office.people["00102"]).hired_on = dt.date(2026, 12, 1)
        session.get_one(Person, office.people["00103"]).leaves_on = dt.date(2026, 12, 20)
        session.add(DayOff(person_id=office.people["00102"], date=dt.date(2026, 12, 6), recorded_at=NOW))
        session.add(DayOff(person_id=office.people["00103"], date=dt.date(2026, 12, 27), recorded_at=NOW))
        session.commit()
    gone = {("00103", MONTH + dt.timedelta(days=day)): None for day in range(20, 31)}
    gone["00102", dt.date(2026, 12, 31)] = None
    version_id = publish_at(office, with_cells(dict(gone)), later(0))
    with office.database.read() as session:
        version = session.get_one(RosterVersion, version_id)
        problem = load_problem(session, department(session, office), MONTH, version=version)
        shifts = load_roster(session, version)
        wanted = {who.id: hours(problem, shifts, who) for who in problem.people}
    for number in office.people:
        found = ledger_of(office, version_id, number)
        assert (found.minutes, found.contract_minutes) == (
            wanted[number].minutes,
            wanted[number].contract_minutes,
        )
        assert found.week_minutes == pytest.approx(wanted[number].average_week_minutes)
        assert (found.nights.own, found.weekends.own) == (wanted[number].nights, wanted[number].weekend_days)


def test_nights_and_weekends_stand_beside_the_teams_average(office: Office) -> None:
    shifts = with_cells(
        {
            ("00102", dt.date(2026, 12, 4)): "N",
            ("00102", dt.date(2026, 12, 11)): "N",
            ("00103", dt.date(2026, 12, 5)): "E",
            ("00103", dt.date(2026, 12, 31)): None,
        }
    )
    version_id = publish_at(office, shifts, later(0))
    found = ledger_of(office, version_id, "00102")
    assert found.nights.own == 2
    assert found.nights.team == pytest.approx(2 / 3)
    assert found.weekends.own == 0
    assert found.weekends.team == pytest.approx(1 / 3)
    assert ledger_of(office, version_id, "00202").nights.team == 0


def test_statutory_holidays_count_over_twelve_months(office: Office) -> None:
    holidays = (dt.date(2026, 11, 30), dt.date(2026, 12, 1), dt.date(2025, 12, 31), dt.date(2027, 1, 1))
    with office.database.write() as session:
        session.add_all(
            CalendarDay(department_id=office.department, date=date, kind=CalendarDayKind.STATUTORY_HOLIDAY)
            for date in holidays
        )
        session.commit()
    november = dt.date(2026, 11, 1)
    publish_at(office, legal_month(november), later(0), month=november)
    shifts = with_cells({("00103", dt.date(2026, 12, 1)): None})
    version_id = publish_at(office, shifts, later(0))
    found = ledger_of(office, version_id, "00102")
    assert found.holidays.own == 2
    assert found.holidays.team == pytest.approx(5 / 3)
    assert ledger_of(office, version_id, "00103").holidays.own == 1
