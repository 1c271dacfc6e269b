import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.calendar import DayType
from roster.coverage import coverage
from roster.demand import Demand
from roster.problem import Person as Worker
from roster.problem import Problem, Roster, ShiftKind
from tests.roster.department import EARLY, MIDDLE, NIGHT
from tests.web.rosters.office import MONTH, NOW, NUMBERS, Office, legal_month, stored_office
from web.database import Database
from web.errors import NotFound
from web.forecasts.tables import Forecast, Requirement, RequirementSlot
from web.people.tables import CalendarDay, CalendarDayKind, DayOff, Department
from web.people.tables import ShiftKind as ShiftKindRow
from web.rosters.coverage_rows import coverage_by_kind
from web.rosters.grid import load_grid
from web.rosters.grid_values import Grid, GridCell
from web.rosters.panel import Passed, panel_of
from web.rosters.sight import Sight, load_sight
from web.rosters.tables import RosterVersion, VersionState, Wish, WishRound

DAY = dt.date(2026, 12, 9)


def grid_of(office: Office, version: int | None = None, **options: object) -> Grid:
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        found = load_grid(session, department, MONTH, today=DAY, version_id=version, **options)  # type: ignore[arg-type]
    assert found is not None
    return found


def cell(grid: Grid, number: str, day: dt.date) -> GridCell:
    rows = {row.number: row for team in grid.teams for row in team.rows}
    return next(cell for cell in rows[number].cells if cell.date == day)


def need(office: Office, people: int) -> None:
    """Store a requirement of so many people from 8:00 to 23:00 every day of the month."""
    with office.database.write() as session:
        forecast = Forecast(
            department_id=office.department,
            first_day=MONTH,
            days=31,
            cutoff=dt.datetime.combine(dt.date(2026, 11, 1), dt.time()),
            method="indices",
            slot_minutes=30,
            made_at=NOW,
        )
        session.add(forecast)
        session.flush()
        requirement = Requirement(
            department_id=office.department,
            forecast_id=forecast.id,
            settings={},
            need_minutes=0,
            contract_minutes=0,
            made_at=NOW,
        )
        session.add(requirement)
        session.flush()
        midnight = dt.datetime.combine(MONTH, dt.time())
        session.add_all(
            RequirementSlot(
                requirement_id=requirement.id,
                ds=midnight + dt.timedelta(days=day, minutes=30 * slot),
                required=people,
            )
            for day in range(31)
            for slot in range(16, 46)
        )
        session.commit()


def test_a_month_without_a_version_has_no_grid(office: Office) -> None:
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        assert load_grid(session, department, MONTH, today=DAY) is None


def test_the_grid_has_days_teams_people_and_cells(office: Office) -> None:
    office.draft()
    grid = grid_of(office)
    assert (grid.state, grid.lock_version, grid.is_editable) == (VersionState.DRAFT, 1, True)
    assert [day.date.day for day in grid.days] == list(range(1, 32))
    assert [day.date for day in grid.days if day.is_today] == [DAY]
    assert (grid.days[4].weekday, grid.days[4].day_type) == (5, DayType.WEEKEND)
    assert [(team.name, team.people, team.working[8], team.working[4]) for team in grid.teams] == [
        ("一组", 3, 3, 0),
        ("二组", 3, 3, 0),
    ]
    rows = [row for team in grid.teams for row in team.rows]
    assert [(row.number, row.is_leader, row.minutes) for row in rows] == [
        (number, number.endswith("01"), 23 * 450) for number in NUMBERS
    ]
    assert cell(grid, "00102", DAY).kind == "E"
    assert cell(grid, "00102", MONTH + dt.timedelta(days=4)).kind is None
    assert [(kind.code, kind.name, kind.can_be_chosen) for kind in grid.kinds] == [
        ("E", "早班", True),
        ("M", "中班", True),
        ("N", "夜班", True),
    ]
    assert (grid.people, grid.hard_count, grid.has_need, grid.published_id) == (6, 0, False, None)


def test_coverage_is_assigned_less_the_need_that_is_left(office: Office) -> None:
    need(office, 4)
    office.draft(legal_month())
    grid = grid_of(office)
    early = {cell.date: cell for cell in next(row for row in grid.strip if row[0].kind == "E")}
    assert (early[DAY].assigned, early[DAY].need, early[DAY].delta) == (3, 4, -1)
    assert grid.has_need
    assert grid.days[8].short == 1
    saturday = dt.date(2026, 12, 12)
    assert (early[saturday].assigned, early[saturday].need) == (0, 4)
    assert grid.short_shifts == 23 * 2 + 8 * 8


def worker(number: int) -> Worker:
    return Worker(id=f"{number:05}")


def test_a_kinds_need_is_the_worst_slot_after_the_other_kinds() -> None:
    day_kind = ShiftKind(code="D", family="D", start_minute=540, end_minute=1080, paid_minutes=480)
    need_of_day = [0] * 16 + [3] * 4 + [5] * 4 + [2] * 24
    problem = Problem(
        people=tuple(worker(n) for n in range(4)),
        kinds=(EARLY, day_kind, MIDDLE, NIGHT),
        first_day=MONTH,
        days=2,
        demand=Demand.of(MONTH, 30, [need_of_day, need_of_day]),
    )
    roster = Roster(
        {("00000", MONTH): "E", ("00001", MONTH): "E", ("00002", MONTH): "D", ("00003", MONTH): "N"}
    )
    found = coverage(problem, roster)
    rows = {kind.code: coverage_by_kind(problem, found, kind)[0] for kind in problem.kinds}
    # 10:00-12:00 wants 5: two early and one day shift are there.
    assert (rows["E"].assigned, rows["E"].need, rows["E"].delta) == (2, 4, -2)
    assert (rows["D"].assigned, rows["D"].need, rows["D"].delta) == (1, 3, -2)
    # 18:00-23:00 wants 2 and nobody else is there.
    assert (rows["M"].assigned, rows["M"].need, rows["M"].delta) == (0, 2, -2)
    assert (rows["N"].assigned, rows["N"].need, rows["N"].delta) == (1, 2, -1)


def test_the_last_night_has_the_need_of_the_morning_after_the_month() -> None:
    problem = Problem(
        people=(worker(0),),
        kinds=(EARLY, MIDDLE, NIGHT),
        first_day=MONTH,
        days=2,
        demand=Demand.of(MONTH, 30, [[0] * 48] * 2, after=[0] * 8 + [3] + [0] * 7),
    )
    rows = coverage_by_kind(
        problem, coverage(problem, Roster({("00000", MONTH + dt.timedelta(days=1)): "N"})), NIGHT
    )
    assert [(row.assigned, row.need) for row in rows] == [(0, 0), (1, 3)]


def test_what_differs_from_the_published_version_is_marked(office: Office) -> None:
    first = office.published().act.version_id
    office.draft(legal_month().with_cell("00102", DAY, None))
    grid = grid_of(office)
    assert (grid.published_id, grid.published_number, grid.version_number) == (first, 1, 2)
    assert (grid.changed_cells, grid.changed_people) == (1, 1)
    changed = cell(grid, "00102", DAY)
    assert (changed.is_changed, changed.published, changed.kind) == (True, "E", None)
    assert not cell(grid, "00103", DAY).is_changed
    assert grid_of(office, first).changed_cells == 0


def test_violations_stand_at_their_cells_and_are_counted(office: Office) -> None:
    office.draft(legal_month().with_cell("00102", DAY, "M"))
    grid = grid_of(office)
    assert cell(grid, "00102", DAY).broken == ("rest_between",)
    assert cell(grid, "00102", DAY + dt.timedelta(days=1)).broken == ("rest_between",)
    assert cell(grid, "00102", DAY - dt.timedelta(days=1)).broken == ()
    assert [team.hard_count for team in grid.teams] == [1, 0]
    assert grid.hard_count == 1


def test_leave_wishes_holidays_and_locks_are_marked(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        session.add(DayOff(person_id=office.people["00103"], date=DAY, recorded_at=NOW))
        session.add(
            CalendarDay(department_id=office.department, date=DAY, kind=CalendarDayKind.STATUTORY_HOLIDAY)
        )
        round_ = WishRound(
            department_id=office.department,
            month=MONTH,
            opens_at=NOW,
            closes_at=NOW + dt.timedelta(days=1),
            quota=3,
            created_at=NOW,
        )
        session.add(round_)
        session.flush()
        early = session.scalars(select(ShiftKindRow).where(ShiftKindRow.code == "E")).one()
        for day, kind in ((DAY, None), (MONTH, early.id)):
            session.add(
                Wish(
                    wish_round_id=round_.id,
                    person_id=office.people["00102"],
                    date=day,
                    shift_kind_id=kind,
                    stated_at=NOW,
                )
            )
        session.commit()
    grid = grid_of(office, version)
    assert cell(grid, "00103", DAY).is_leave
    assert cell(grid, "00103", DAY).broken == ("day_off",)
    assert (cell(grid, "00102", DAY).wish, cell(grid, "00102", DAY).is_wish_met) == ("off", False)
    assert (cell(grid, "00102", MONTH).wish, cell(grid, "00102", MONTH).is_wish_met) == ("E", True)
    assert grid.days[8].day_type is DayType.STATUTORY


def test_only_the_teams_asked_for_bring_their_rows(office: Office) -> None:
    office.draft()
    grid = grid_of(office, team_ids={office.teams[1]})
    assert [len(team.rows) for team in grid.teams] == [0, 3]
    assert [team.working[8] for team in grid.teams] == [3, 3]
    assert grid.people == 6


def test_the_newest_version_that_is_not_withdrawn_is_shown(office: Office) -> None:
    one, two = office.draft(), office.draft()
    with office.database.write() as session:
        session.get_one(RosterVersion, two).state = VersionState.WITHDRAWN
        session.commit()
    assert grid_of(office).version_id == one
    assert grid_of(office, two).version_id == two


def test_another_departments_version_is_not_there(database: Database) -> None:
    here, there = stored_office(database), stored_office(database, code="XX")
    version = there.draft()
    with pytest.raises(NotFound):
        grid_of(here, version)


def sight(session: Session, office: Office, version: int) -> Sight:
    department = session.get_one(Department, office.department)
    return load_sight(session, department, session.get_one(RosterVersion, version))


def test_the_panel_says_what_is_broken_and_what_holds_with_numbers(office: Office) -> None:
    version = office.draft(legal_month().with_cell("00102", DAY, "M"))
    with office.database.read() as session:
        panel = panel_of(sight(session, office, version), "00102", office.people["00102"])
    assert [(v.code, v.measured, v.limit, v.dates) for v in panel.hard] == [
        ("rest_between", 540, 660, (DAY, DAY + dt.timedelta(days=1)))
    ]
    passed = {check.code: check for check in panel.passed}
    assert passed["working_run"] == Passed(code="working_run", measured=5, limit=6)
    assert passed["night_run"] == Passed(code="night_run", measured=0, limit=3)
    assert passed["contract_max"] == Passed(code="contract_max", measured=23 * 450, limit=2400 * 31 // 7)
    assert passed["nights_in_month"].team_average == 0
    assert "rest_between" not in passed
    assert (panel.hours.minutes, panel.team, panel.wishes) == (23 * 450, "一组", 0)
    assert all(not violation.hard for violation in panel.soft)


def test_the_panel_of_a_legal_month_names_the_shortest_rest(office: Office) -> None:
    version = office.draft()
    with office.database.read() as session:
        panel = panel_of(sight(session, office, version), "00102", office.people["00102"])
    passed = {check.code: check for check in panel.passed}
    assert passed["rest_between"] == Passed(code="rest_between", measured=16 * 60 + 30, limit=660)
    assert panel.hard == ()
