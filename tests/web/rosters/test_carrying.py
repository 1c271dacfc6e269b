"""The ledger of a month is read from the published months before it."""

import datetime as dt
from collections.abc import Mapping

from roster.ledger import Ledger
from roster.problem import Problem
from roster.problem import Roster as Shifts
from roster.rules import judge
from tests.web.rosters.office import MONTH, NOW, Office, legal_month
from web.people.tables import CalendarDay, CalendarDayKind, DayOff, Department, Person
from web.policy.tables import PolicyVersion
from web.rosters.loading import load_problem, load_problem_to_solve, load_roster
from web.rosters.panel import Passed, panel_of
from web.rosters.sight import load_sight
from web.rosters.tables import RosterVersion

BEFORE = dt.date(2026, 11, 1)
HOLIDAY = dt.date(2026, 11, 3)


def with_shifts(month: dt.date, cells: Mapping[tuple[str, dt.date], str]) -> Shifts:
    """Return the legal month with some cells changed."""
    return Shifts(dict(legal_month(month)) | dict(cells))


def problem_of(office: Office, month: dt.date = MONTH) -> Problem:
    with office.database.read() as session:
        return load_problem(session, session.get_one(Department, office.department), month)


def carried(office: Office, month: dt.date = MONTH) -> dict[str, Ledger]:
    return {person.id: person.carried for person in problem_of(office, month).people}


def test_a_draft_is_no_ledger_and_a_published_month_is(office: Office) -> None:
    cells = {("00102", dt.date(2026, 11, 6)): "N", ("00103", dt.date(2026, 11, 28)): "E"}
    with office.database.write() as session:
        kind = CalendarDayKind.STATUTORY_HOLIDAY
        session.add(CalendarDay(department_id=office.department, date=HOLIDAY, kind=kind))
        session.commit()
    office.draft(with_shifts(BEFORE, cells), month=BEFORE)
    assert set(carried(office).values()) == {Ledger()}
    office.published(with_shifts(BEFORE, cells), month=BEFORE)
    found = carried(office)
    assert found["00102"] == Ledger(nights=1, holidays=1)
    assert found["00103"] == Ledger(weekend_days=1, holidays=1)
    assert found["00201"] == Ledger(holidays=1)
    assert set(carried(office, BEFORE).values()) == {Ledger()}


def test_duty_in_turn_is_carried_under_a_policy_of_duty(office: Office) -> None:
    office.published(with_shifts(BEFORE, {("00102", dt.date(2026, 11, 6)): "M"}), month=BEFORE)
    with office.database.write() as session:
        session.add(
            PolicyVersion(
                department_id=office.department, number=2, preset="S3c", valid_from=MONTH, made_at=NOW
            )
        )
        session.commit()
    problem = problem_of(office)
    # the early shift is there from 11:30 to 13:30
    assert problem.rules.turn_kinds == {"E"}
    assert [(need.date, need.kind) for need in problem.shift_needs] == [
        (MONTH + dt.timedelta(days=day), "E") for day in range(31)
    ]
    assert [person.carried.turns for person in problem.people] == [21, 20, 21, 0, 0, 0]
    version_id = office.draft(Shifts({("00102", MONTH): "E", ("00102", MONTH + dt.timedelta(days=1)): "M"}))
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        sight = load_sight(session, department, session.get_one(RosterVersion, version_id))
    panel = panel_of(sight, "00102", office.people["00102"])
    turns = Passed(code="turn_fairness", measured=21, team_average=21.0)
    assert [check for check in panel.passed if check.code == "turn_fairness"] == [turns]


def test_who_has_no_shift_yet_begins_where_like_people_are(office: Office) -> None:
    # nothing says when 00203 was hired, but before this month there is no shift
    cells = {(number, HOLIDAY + dt.timedelta(days=3)): "N" for number in ("00102", "00103", "00202")}
    shifts = Shifts((cell, code) for cell, code in with_shifts(BEFORE, cells).items() if cell[0] != "00203")
    office.published(shifts, month=BEFORE)
    assert carried(office)["00203"].nights == 1
    assert carried(office)["00201"].nights == 0


def test_long_leave_and_joining_in_the_month_are_no_debt(office: Office) -> None:
    cells = {(number, dt.date(2026, 11, 27)): "N" for number in ("00102", "00202", "00203")}
    away = [BEFORE + dt.timedelta(days=day) for day in range(10)]
    shifts = with_shifts(BEFORE, cells)
    with office.database.write() as session:
        session.add_all(DayOff(person_id=office.people["00103"], date=day, recorded_at=NOW) for day in away)
        session.commit()
    office.published(
        Shifts((c, code) for c, code in shifts.items() if c[0] != "00103" or c[1] not in away), month=BEFORE
    )
    assert carried(office)["00103"].nights == 1
    with office.database.write() as session:
        session.get_one(Person, office.people["00202"]).hired_on = dt.date(2026, 11, 20)
        session.commit()
    assert carried(office)["00202"].nights == 1


def test_who_has_left_is_still_named_beside_a_published_month(office: Office) -> None:
    without = Shifts((cell, code) for cell, code in legal_month(BEFORE).items() if cell[0] != "00203")
    office.published(without, month=BEFORE)
    draft = office.draft()
    with office.database.write() as session:
        session.get_one(Person, office.people["00203"]).active = False
        session.commit()
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        version = session.get_one(RosterVersion, draft)
        problem = load_problem(session, department, MONTH, version=version)
        broken = judge(problem, load_roster(session, version)).hard
    assert {(found.code, found.person) for found in broken} >= {("employment", "00203")}


def test_people_keep_their_own_employment_and_leave(office: Office) -> None:
    office.published(month=BEFORE)
    for person in problem_of(office).people:
        assert person.first_day is None
        assert person.leave == frozenset()


def test_a_month_that_is_published_is_changed_at_a_cost(office: Office) -> None:
    assert problem_of(office).published is None
    published = office.published().act.version_id
    again = office.draft(with_shifts(MONTH, {("00102", MONTH): "M"}))
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        versions = {of: session.get_one(RosterVersion, of) for of in (published, again)}
        before, after = (
            load_problem(session, department, MONTH, version=versions[of]).published
            for of in (published, again)
        )
        solved = [
            load_problem_to_solve(session, department, MONTH, requirement_id=None, based_on=version).published
            for version in (None, versions[published], versions[again])
        ]
    assert before is None
    assert after == legal_month()
    assert solved == [legal_month()] * 3


def test_a_version_that_was_superseded_is_not_compared_with_its_successor(office: Office) -> None:
    first = office.published().act.version_id
    office.published(with_shifts(MONTH, {("00102", MONTH + dt.timedelta(days=30)): "M"}))
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        version = session.get_one(RosterVersion, first)
        assert load_problem(session, department, MONTH, version=version).published is None


def test_the_panel_shows_the_holidays_of_the_year_where_the_month_has_one(office: Office) -> None:
    office.published(month=BEFORE)
    version_id = office.draft()

    def on_holidays() -> Passed | None:
        with office.database.read() as session:
            department = session.get_one(Department, office.department)
            sight = load_sight(session, department, session.get_one(RosterVersion, version_id))
        panel = panel_of(sight, "00102", office.people["00102"])
        return next((check for check in panel.passed if check.code == "holiday_fairness"), None)

    def add_holiday(day: dt.date) -> None:
        with office.database.write() as session:
            kind = CalendarDayKind.STATUTORY_HOLIDAY
            session.add(CalendarDay(department_id=office.department, date=day, kind=kind))
            session.commit()

    add_holiday(HOLIDAY)
    assert on_holidays() is None
    add_holiday(MONTH + dt.timedelta(days=2))
    assert on_holidays() == Passed(code="holiday_fairness", measured=2, team_average=2.0)
