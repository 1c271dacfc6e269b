"""Pages of the rosters: the months, and one version as the month grid or as a list of a day."""

import datetime as dt
from collections.abc import Collection, Sequence

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from web import access, clock, database
from web.errors import NotFound
from web.forecasts.history import provisional_days
from web.i18n import clock_range
from web.people.tables import Department
from web.rosters.acts import open_version
from web.rosters.alive import in_force_or_newest_alive
from web.rosters.due import due_date
from web.rosters.grid import load_grid
from web.rosters.grid_page import (
    MOST_OPEN,
    Choice,
    Labels,
    choices,
    kind_name,
    page_days,
    page_rows,
    strip_cell,
)
from web.rosters.grid_values import Grid, GridCell, GridRow, GridTeam
from web.rosters.months import days_in, next_month, parse_month, previous_month
from web.rosters.overview import list_months, newest_relevant, people_count
from web.rosters.tables import RosterVersion
from web.rosters.version_page import version_context
from web.rosters.words import state_name, version_label
from web.shift_marks import shift_mark

blueprint = Blueprint("rosters", __name__, template_folder="templates")


@blueprint.get("/rosters")
def index() -> Response:
    """Show the months with their versions, and what the next month still lacks."""
    session, actor = database.session(), access.actor()
    department = session.get_one(Department, actor.department_id)
    months = list_months(session, department.id)
    today = clock.today(department.time_zone)
    coming = next_month(today.replace(day=1))
    page = render_template(
        "rosters/index.html",
        months=months,
        coming=None if any(line.month == coming for line in months) else coming,
        due=_due(session, department, coming),
        can_copy=in_force_or_newest_alive(session, department.id, previous_month(coming)) is not None,
        state_name=state_name,
    )
    return make_response(page)


@blueprint.get("/rosters/<month>")
def month(month: str) -> Response:
    """Go to the newest version of a month that counts, or say that there is none yet."""
    session, actor = database.session(), access.actor()
    first = read_month(month)
    found = newest_relevant(session, actor.department_id, first)
    if found is not None:
        return redirect(url_for("rosters.version", version_id=found))
    can_copy = in_force_or_newest_alive(session, actor.department_id, previous_month(first)) is not None
    department = session.get_one(Department, actor.department_id)
    page = render_template(
        "rosters/empty.html",
        month=first,
        can_copy=can_copy,
        provisional=provisional_days(session, department, first),
        **_beside(first),
    )
    return make_response(page)


@blueprint.get("/rosters/versions/<int:version_id>")
def version(version_id: int) -> Response:
    """Show a version as the month grid (on a phone: as the list of one day)."""
    session, actor = database.session(), access.actor()
    found, department = open_version(session, actor, version_id)
    is_large = people_count(session, department.id) > MOST_OPEN
    opened = request.args.getlist("open", type=int) if is_large else None
    grid = _grid(session, found, department, team_ids=opened)
    labels, offered = Labels(grid.kinds), choices(grid.kinds)
    page = render_template(
        "rosters/version.html",
        grid=grid,
        days=page_days(grid),
        strip=[[strip_cell(cell, has_need=grid.has_need) for cell in cells] for cells in grid.strip],
        strip_kinds=[cells[0].kind for cells in grid.strip],
        teams=[(team, page_rows(grid, team.rows, labels)) for team in grid.teams if team.people],
        opened=opened,
        compact=is_large,
        choices=offered,
        keys=_keys(offered),
        marks={kind.code: shift_mark(kind.code) for kind in grid.kinds},
        legend_kinds=[
            (kind.code, kind_name(kind), clock_range(kind.start_minute, kind.end_minute))
            for kind in grid.kinds
        ],
        first_shown=_first_shown(grid),
        printed_by=actor.name,
        printed_at=clock.now(),
        label=version_label(grid.state, grid.version_number),
        provisional=provisional_days(session, department, grid.month),
        **version_context(session, actor, found, department, clock.now()),
        **_beside(grid.month),
    )
    return make_response(page)


@blueprint.get("/rosters/versions/<int:version_id>/rows")
def rows(version_id: int) -> Response:
    """Return the rows of some teams (``team=3&team=4``), for a team that is opened."""
    session, actor = database.session(), access.actor()
    found, department = open_version(session, actor, version_id)
    wanted = request.args.getlist("team", type=int)
    grid = _grid(session, found, department, team_ids=wanted)
    labels = Labels(grid.kinds)
    teams = [(team, page_rows(grid, team.rows, labels)) for team in grid.teams if team.id in wanted]
    return make_response(render_template("rosters/rows.html", grid=grid, teams=teams))


@blueprint.get("/rosters/versions/<int:version_id>/days/<day>")
def day(version_id: int, day: str) -> Response:
    """Show one day of a version: teams, people and their shifts, and coverage."""
    session, actor = database.session(), access.actor()
    found, department = open_version(session, actor, version_id)
    grid = _grid(session, found, department, team_ids=None)
    index = _day_index(grid, day)
    date = grid.days[index].date
    context = {
        "grid": grid,
        "day": page_days(grid)[index],
        "before": date - dt.timedelta(days=1) if index else None,
        "after": date + dt.timedelta(days=1) if index + 1 < len(grid.days) else None,
        "strip": [(cells[index], strip_cell(cells[index], has_need=grid.has_need)) for cells in grid.strip],
        "teams": [(team, _of_day(team, index)) for team in grid.teams if team.people],
        "times": {kind.code: clock_range(kind.start_minute, kind.end_minute) for kind in grid.kinds},
        "label": version_label(grid.state, grid.version_number),
    }
    if request.headers.get("HX-Request"):
        return make_response(render_template("rosters/day_part.html", **context))
    return make_response(render_template("rosters/day.html", **context, **_beside(grid.month)))


def read_month(text: str) -> dt.date:
    """Return the first day of a month in an address; what is no month is not found."""
    try:
        return parse_month(text)
    except ValueError as error:
        raise NotFound(str(error)) from error


def _grid(
    session: Session,
    found: RosterVersion,
    department: Department,
    *,
    team_ids: Collection[int] | None,
) -> Grid:
    grid = load_grid(
        session,
        department,
        found.roster.month,
        today=clock.today(department.time_zone),
        version_id=found.id,
        team_ids=team_ids,
    )
    if grid is None:
        raise NotFound(f"no roster version {found.id}")
    return grid


def _day_index(grid: Grid, text: str) -> int:
    """Return the place of a date in the month; a date of another month is not found."""
    try:
        index = (dt.date.fromisoformat(text) - grid.month).days
    except ValueError as error:
        raise NotFound(f"no date: {text}") from error
    if not 0 <= index < days_in(grid.month):
        raise NotFound(f"{text} is not in the month")
    return index


def _of_day(team: GridTeam, index: int) -> list[tuple[GridRow, GridCell]]:
    """Return a team's people with their cell of one day: who works first, by shift."""
    pairs = [(row, row.cells[index]) for row in team.rows]
    return sorted(pairs, key=lambda pair: (pair[1].kind is None, pair[1].kind or "", not pair[0].is_leader))


def _keys(offered: Sequence[Choice]) -> dict[str, list[str]]:
    """Return the codes behind each letter key."""
    found: dict[str, list[str]] = {}
    for choice in offered:
        found.setdefault(choice.code[:1], []).append(choice.code)
    return found


def _first_shown(grid: Grid) -> dt.date:
    """Return today where it is in the month, else the first day."""
    return next((day.date for day in grid.days if day.is_today), grid.month)


def _beside(first: dt.date) -> dict[str, dt.date]:
    return {"previous": previous_month(first), "following": next_month(first)}


def _due(session: Session, department: Department, month: dt.date) -> dt.date | None:
    try:
        return due_date(session, department, month)
    except NotFound:  # no policy yet
        return None
