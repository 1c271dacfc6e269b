import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from roster.problem import DayType, Limit
from roster.problem import Roster as Shifts
from roster.rules import judge
from tests.web.rosters.office import MONTH, NOW, Office, legal_month, stored_office
from tests.web.rosters.test_grid import need
from web.database import Database
from web.errors import NotFound
from web.people.tables import CalendarDay, CalendarDayKind, Department, Person, ProtectedPeriod, ShiftKind
from web.policy.tables import PolicyVersion
from web.rosters.drafts import Draft, store_draft
from web.rosters.instants import instants
from web.rosters.lifecycle import discard
from web.rosters.loading import (
    effective,
    load_history,
    load_problem,
    load_problem_to_solve,
    load_roster,
    locked_cells,
    policy_on,
    requirement_of,
)
from web.rosters.months import days_in, next_month, parse_month, previous_month
from web.rosters.tables import Assignment, RosterVersion

BEFORE = dt.date(2026, 11, 1)


def test_a_stored_draft_is_read_back_as_it_was(office: Office) -> None:
    locked = frozenset({("00102", MONTH), ("00102", MONTH + dt.timedelta(days=5))})
    with office.database.write() as session:
        department = session.get_one(Department, office.department)
        draft = Draft(month=MONTH, shifts=legal_month(), requirement_id=None, locked=locked, note="手工")
        first = store_draft(session, department, draft, made_by=None, now=NOW)
        second = store_draft(session, department, draft, made_by=None, now=NOW)
        session.commit()
        assert (first.number, second.number, first.roster_id) == (1, 2, second.roster_id)
    with office.database.read() as session:
        version = session.get_one(RosterVersion, first.id)
        assert load_roster(session, version) == legal_month()
        saturday = MONTH + dt.timedelta(days=5)
        expected: dict[tuple[str, dt.date], str | None] = {("00102", MONTH): "E", ("00102", saturday): None}
        assert locked_cells(session, version) == expected
        problem = load_problem(
            session, session.get_one(Department, office.department), MONTH, version=version
        )
        assert problem.locked == expected
        assert judge(problem, load_roster(session, version)).hard_count == 0


def test_drafts_stored_at_once_take_different_numbers(office: Office) -> None:
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: office.draft(Shifts({("00102", MONTH): "E"})), range(6)))
    with office.database.read() as session:
        rows = session.scalars(select(RosterVersion)).all()
    assert sorted(row.number for row in rows) == [1, 2, 3, 4, 5, 6]
    assert sorted(made) == sorted(row.id for row in rows)
    assert len({row.roster_id for row in rows}) == 1


def test_shifts_are_stored_as_instants_of_the_departments_zone(office: Office) -> None:
    version = office.draft(Shifts({("00102", MONTH): "N"}))
    with office.database.read() as session:
        row = session.scalars(select(Assignment).where(Assignment.roster_version_id == version)).one()
        assert row.starts_at == dt.datetime(2026, 12, 1, 15, 0, tzinfo=dt.UTC)
        assert row.ends_at == dt.datetime(2026, 12, 2, 0, 0, tzinfo=dt.UTC)


def test_a_night_over_the_change_of_the_clock_keeps_its_named_hours() -> None:
    night = ShiftKind(start_minute=1380, end_minute=1920)
    spring = instants(dt.date(2026, 3, 28), night, "Europe/Berlin")
    autumn = instants(dt.date(2026, 10, 24), night, "Europe/Berlin")
    assert [end - start for start, end in (spring, autumn)] == [dt.timedelta(hours=8), dt.timedelta(hours=10)]


def test_people_come_with_contract_protection_and_employment(office: Office) -> None:
    with office.database.write() as session:
        person = session.get_one(Person, office.people["00102"])
        person.weekly_minutes, person.hired_on, person.leaves_on = 1200, MONTH, dt.date(2026, 12, 20)
        session.add(
            ProtectedPeriod(
                person_id=person.id,
                first_day=MONTH,
                last_day=dt.date(2026, 12, 10),
                no_night=True,
                recorded_at=NOW,
            )
        )
        session.get_one(Person, office.people["00203"]).active = False
        session.commit()
    with office.database.read() as session:
        problem = load_problem(session, session.get_one(Department, office.department), MONTH)
    assert [person.id for person in problem.people] == ["00101", "00102", "00103", "00201", "00202"]
    found = problem.person_by_id["00102"]
    assert (found.weekly_minutes, found.team, found.role) == (1200, "一组", "agent")
    assert [found.is_employed(day) for day in (BEFORE, MONTH, dt.date(2026, 12, 21))] == [False, True, False]
    assert [found.is_protected(dt.date(2026, 12, day)) for day in (10, 11)] == [True, False]
    assert problem.person_by_id["00101"].role == "leader"


def test_who_has_left_but_is_still_in_the_version_breaks_the_employment_rule(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        session.get_one(Person, office.people["00203"]).active = False
        session.commit()
        row = session.get_one(RosterVersion, version)
        problem = load_problem(session, session.get_one(Department, office.department), MONTH, version=row)
        broken = judge(problem, load_roster(session, row)).hard
    assert {(v.code, v.person) for v in broken} >= {("employment", "00203")}
    assert {v.person for v in broken} == {"00203"}


def test_history_is_what_was_in_force_before_else_the_newest_version(office: Office) -> None:
    office.draft(legal_month(BEFORE, kinds=("M", "E")), month=BEFORE)
    last = dt.date(2026, 11, 30)
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        drafted = load_problem(session, department, MONTH).history
    assert (drafted.kind("00102", last), min(day for _, day in drafted)) == ("M", dt.date(2026, 11, 17))
    office.published(legal_month(BEFORE), month=BEFORE)
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        assert load_problem(session, department, MONTH).history.kind("00102", last) == "E"


def test_what_was_withdrawn_before_the_month_is_no_history(office: Office) -> None:
    kept = office.draft(legal_month(BEFORE), month=BEFORE)
    late = office.draft(legal_month(BEFORE, kinds=("M", "E")), month=BEFORE)
    with office.database.write() as session:
        assert discard(session, office.supervisor, late, seen=1, now=NOW).done
    with office.database.write() as session:
        department = session.get_one(Department, office.department)
        assert load_problem(session, department, MONTH).history.kind("00102", dt.date(2026, 11, 30)) == "E"
        session.rollback()
    with office.database.write() as session:
        assert discard(session, office.supervisor, kept, seen=1, now=NOW).done
    with office.database.read() as session:
        assert len(load_history(session, office.department, MONTH)) == 0


def test_the_rules_look_back_over_the_months_edge(office: Office) -> None:
    office.published(Shifts({("00102", dt.date(2026, 11, 30)): "N"}), month=BEFORE)
    version = office.draft(Shifts({("00102", MONTH): "E"}))
    with office.database.read() as session:
        row = session.get_one(RosterVersion, version)
        problem = load_problem(session, session.get_one(Department, office.department), MONTH, version=row)
        codes = {v.code for v in judge(problem, load_roster(session, row)).hard}
    assert codes == {"rest_between", "night_rest"}


def test_the_need_is_the_versions_or_the_newest_that_covers_the_month(office: Office) -> None:
    need(office, 2)
    need(office, 3)
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        newest = requirement_of(session, department.id, MONTH)
        assert newest is not None
        assert requirement_of(session, department.id, BEFORE) is None
        demand = load_problem(session, department, MONTH).demand
        assert (demand.required[0][16], demand.required[30][45], demand.required[0][46]) == (3, 3, 0)
        assert load_problem(session, department, BEFORE).demand.required[0][16] == 0


def test_a_solve_is_for_the_need_that_was_asked_for_under_the_policy_of_its_draft(office: Office) -> None:
    need(office, 2)
    version_id = office.draft(legal_month())
    with office.database.write() as session:
        asked = requirement_of(session, office.department, MONTH)
        assert asked is not None
        session.add(
            PolicyVersion(
                department_id=office.department,
                number=2,
                preset="S0g",
                overrides={"rest.days_off_per_week": 1},
                valid_from=MONTH,
                made_at=NOW,
            )
        )
        session.commit()
    need(office, 3)
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        version = session.get_one(RosterVersion, version_id)
        problem = load_problem_to_solve(session, department, MONTH, requirement_id=asked.id, based_on=version)
        seen = load_problem(session, department, MONTH, version=version)
    assert problem.demand.required[0][16] == 2
    assert (problem.rules.weekly_days_off, seen.rules.weekly_days_off) == (
        Limit(value=1),
        Limit(value=2, hard=False, weight=30),
    )


def test_calendar_and_policy_decide_day_types_and_rules(database: Database) -> None:
    office = stored_office(database, overrides={"rest.days_off_per_week": 2})
    with database.write() as session:
        department = session.get_one(Department, office.department)
        department.weekend = [5, 6]
        kinds = (
            CalendarDayKind.STATUTORY_HOLIDAY,
            CalendarDayKind.SPECIAL_DAY,
            CalendarDayKind.MAKEUP_WORKING_DAY,
        )
        for day, kind in zip((1, 2, 4), kinds, strict=True):
            session.add(CalendarDay(department_id=department.id, date=MONTH.replace(day=day), kind=kind))
        session.commit()
        problem = load_problem(session, department, MONTH)
    types = [problem.calendar.day_type(MONTH.replace(day=day)) for day in (1, 2, 4, 5, 6)]
    assert types == [
        DayType.STATUTORY,
        DayType.WORKDAY,
        DayType.MAKE_UP,
        DayType.WEEKEND,
        DayType.WORKDAY,
    ]
    assert problem.rules.weekly_days_off == Limit(value=2)
    assert [kind.assignable for kind in problem.kinds] == [True, True, True]


def test_the_policy_of_a_day_is_the_newest_that_has_begun(office: Office) -> None:
    with office.database.write() as session:
        session.add(
            PolicyVersion(
                department_id=office.department,
                number=2,
                preset="S0f",
                valid_from=MONTH,
                made_at=NOW,
            )
        )
        session.commit()
        found = [policy_on(session, office.department, day) for day in (BEFORE, MONTH)]
        assert [version.preset for version in found] == ["S0g", "S0f"]
        assert effective(found[1]).values.rest_days_off_per_week == 1
        with pytest.raises(NotFound):
            policy_on(session, office.department, dt.date(2025, 12, 31))


def test_months_are_first_days() -> None:
    assert (days_in(dt.date(2028, 2, 1)), next_month(MONTH)) == (29, dt.date(2027, 1, 1))
    assert (previous_month(MONTH), parse_month("2026-12")) == (BEFORE, MONTH)
    for text in ("2026", "2026-13", "26-12", "2026-1", "x"):
        with pytest.raises(ValueError, match=r".+"):
            parse_month(text)
