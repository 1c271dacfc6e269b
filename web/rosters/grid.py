"""The month as the grid page shows it: days, coverage, teams, people, cells. Read-only."""

import datetime as dt
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.coverage import Coverage
from roster.hours import hours
from roster.problem import Problem, ShiftKind, Wish
from roster.violation import Violation
from web.people.tables import Department, Person, Team
from web.people.tables import ShiftKind as ShiftKindRow
from web.rosters.comparing import changes_between
from web.rosters.coverage_rows import coverage_by_kind, strip_kinds
from web.rosters.grid_values import Grid, GridCell, GridDay, GridKind, GridRow, GridTeam
from web.rosters.loading import requirement_of
from web.rosters.sight import Sight, load_sight, version_to_show

OF_THE_MONTH = frozenset(
    {
        "average_week",
        "overtime_month",
        "labour_cost",
        "contract_max",
        "contract_min",
        "nights_in_month",
        "weekends_in_month",
        "kinds_in_month",
        "month_shape",
    }
)
"""Rules about the whole month: they stand in the panel, not in cells."""


def load_grid(
    session: Session,
    department: Department,
    month: dt.date,
    *,
    today: dt.date,
    version_id: int | None = None,
    team_ids: Collection[int] | None = None,
) -> Grid | None:
    """Return the month's grid, None when the month has no version yet.

    Parameters
    ----------
    version_id
        Else the newest version that is alive.
    team_ids
        Teams whose rows are wanted; None means all. Counts are always those of everybody.

    Raises
    ------
    NotFound
        When the version is not of this department and month.
    """
    version = version_to_show(session, department, month, version_id)
    if version is None:
        return None
    sight = load_sight(session, department, version)
    return _grid(session, sight, today=today, team_ids=team_ids)


def _grid(session: Session, sight: Sight, *, today: dt.date, team_ids: Collection[int] | None) -> Grid:
    problem, version, published = sight.problem, sight.version, sight.published
    changed = _changed(sight)
    strip = tuple(
        coverage_by_kind(problem, sight.coverage, kind) for kind in strip_kinds(problem, sight.coverage)
    )
    violations = sight.judgement.violations
    hard_count = sight.judgement.hard_count
    return Grid(
        version_id=version.id,
        version_number=version.number,
        state=version.state,
        lock_version=version.lock_version,
        changed_at=version.changed_at,
        month=problem.first_day,
        published_id=None if published is None else published.id,
        published_number=None if published is None else published.number,
        kinds=grid_kinds(session, problem, sight.department.id),
        days=_days(sight, today),
        strip=strip,
        teams=_teams(session, sight, changed, team_ids),
        people=len(problem.people),
        hard_count=hard_count,
        soft_count=len(violations) - hard_count,
        cost=sight.judgement.cost,
        short_shifts=sum(max(0, -cell.delta) for row in strip for cell in row),
        has_need=requirement_of(session, sight.department.id, problem.first_day, version) is not None,
        has_enough_hours=_has_enough_hours(sight.coverage),
        changed_cells=len(changed),
        changed_people=len({number for number, _ in changed}),
    )


def _has_enough_hours(coverage: Coverage) -> bool:
    """Whether at least as many hours are to spare at other times as are short."""
    assigned, need = (sum(sum(row) for row in table) for table in (coverage.assigned, coverage.need))
    return assigned >= need


def grid_kinds(session: Session, problem: Problem, department_id: int) -> tuple[GridKind, ...]:
    """Return the legend: all kinds of the department with their names, by start."""
    rows = {
        row.code: row
        for row in session.scalars(select(ShiftKindRow).where(ShiftKindRow.department_id == department_id))
    }
    return tuple(_kind(rows[kind.code], kind) for kind in problem.kinds)


def _kind(row: ShiftKindRow, kind: ShiftKind) -> GridKind:
    return GridKind(
        id=row.id,
        code=kind.code,
        family=kind.family,
        name=row.name,
        start_minute=kind.start_minute,
        end_minute=kind.end_minute,
        can_be_chosen=row.active,
    )


def _changed(sight: Sight) -> dict[tuple[str, dt.date], str | None]:
    """Return the cells that differ from the published version, with what that has."""
    if sight.published_shifts is None:
        return {}
    found = changes_between(sight.published_shifts, sight.shifts)
    return {(change.number, change.date): change.old for change in found}


def _days(sight: Sight, today: dt.date) -> tuple[GridDay, ...]:
    problem = sight.problem
    by_date: dict[dt.date, list[Violation]] = {}
    for violation in sight.judgement.violations:
        if violation.person is None and len(violation.dates) == 1:
            by_date.setdefault(violation.dates[0], []).append(violation)
    short: dict[dt.date, int] = {}
    for stretch in sight.coverage.shortages:
        short[stretch.date] = max(short.get(stretch.date, 0), stretch.most)
    days = []
    for number in range(problem.days):
        date = problem.date_of(number)
        found = by_date.get(date, [])
        days.append(
            GridDay(
                date=date,
                day_type=problem.calendar.day_type(date),
                is_closed=problem.calendar.is_closed(date),
                is_today=date == today,
                short=short.get(date, 0),
                hard=tuple(v for v in found if v.hard),
                soft=tuple(v for v in found if not v.hard),
            )
        )
    return tuple(days)


def _teams(
    session: Session,
    sight: Sight,
    changed: Mapping[tuple[str, dt.date], str | None],
    team_ids: Collection[int] | None,
) -> tuple[GridTeam, ...]:
    problem = sight.problem
    ids = dict(
        session.execute(
            select(Person.employee_number, Person.id).where(Person.department_id == sight.department.id)
        ).all()
    )
    teams = session.scalars(
        select(Team).where(Team.department_id == sight.department.id).order_by(Team.position, Team.id)
    ).all()
    by_person = _violations_by_person(sight)
    members: dict[str, list[str]] = {}
    for person in problem.people:
        members.setdefault(person.team, []).append(person.id)
    found = []
    for team in teams:
        numbers = members.get(team.name, [])
        if not numbers and not team.active:
            continue
        mine = [v for number in numbers for v in by_person.get(number, ())]
        wanted = team_ids is None or team.id in team_ids
        found.append(
            GridTeam(
                id=team.id,
                name=team.name,
                people=len(numbers),
                hard_count=sum(v.hard for v in mine),
                soft_count=sum(not v.hard for v in mine),
                working=_working(sight, numbers),
                rows=tuple(_row(sight, number, ids[number], by_person, changed) for number in numbers)
                if wanted
                else (),
            )
        )
    return tuple(found)


def _violations_by_person(sight: Sight) -> dict[str, list[Violation]]:
    found: dict[str, list[Violation]] = {}
    for violation in sight.judgement.violations:
        if violation.person is not None:
            found.setdefault(violation.person, []).append(violation)
    return found


def _working(sight: Sight, numbers: list[str]) -> tuple[int, ...]:
    counts = [0] * sight.problem.days
    for number in numbers:
        for date in sight.shifts.of_person(number):
            counts[(date - sight.problem.first_day).days] += 1
    return tuple(counts)


def _row(
    sight: Sight,
    number: str,
    person_id: int,
    by_person: Mapping[str, list[Violation]],
    changed: Mapping[tuple[str, dt.date], str | None],
) -> GridRow:
    problem = sight.problem
    person = problem.person_by_id[number]
    shifts = sight.shifts.of_person(number)
    mine = by_person.get(number, [])
    broken: dict[dt.date, list[str]] = {}
    for violation in mine:
        if violation.hard and violation.code not in OF_THE_MONTH:
            for date in violation.dates:
                broken.setdefault(date, []).append(violation.code)
    wishes: dict[dt.date, Wish] = {wish.date: wish for wish in problem.wishes_by_person.get(number, ())}
    cells = []
    for day in range(problem.days):
        date = problem.date_of(day)
        cell, kind, wish = (number, date), shifts.get(date), wishes.get(date)
        cells.append(
            GridCell(
                date=date,
                kind=kind,
                locked=cell in problem.locked,
                is_leave=date in person.leave,
                is_employed=person.is_employed(date),
                is_changed=cell in changed,
                published=changed.get(cell),
                broken=tuple(broken.get(date, ())),
                wish=None if wish is None else wish.kind or "off",
                is_wish_met=wish is not None and wish.kind == kind,
            )
        )
    found = hours(problem, sight.shifts, person)
    hard = sum(v.hard for v in mine)
    return GridRow(
        person_id=person_id,
        number=number,
        name=person.name,
        is_leader=person.role == "leader",
        minutes=found.minutes,
        contract_minutes=found.contract_minutes,
        hard_count=hard,
        soft_count=len(mine) - hard,
        cells=tuple(cells),
    )
