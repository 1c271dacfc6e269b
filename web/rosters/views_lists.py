"""Two versions compared, files to take away, answers to a publication, who is on duty today."""

import datetime as dt

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.errors import NotFound
from web.i18n import day_time, full_date, weekday
from web.i18n import month as month_words
from web.people.tables import Department
from web.refusal import Refusal
from web.rosters.acts import open_version
from web.rosters.answers import answer_lines
from web.rosters.compare_page import compare_teams
from web.rosters.export import Words, to_csv, to_excel
from web.rosters.grid import load_grid
from web.rosters.grid_page import page_days
from web.rosters.grid_values import Grid
from web.rosters.overview import OnDuty, on_duty
from web.rosters.tables import Answer
from web.rosters.versions import compare_versions, list_versions
from web.rosters.views import blueprint
from web.rosters.words import reason_words, version_label
from web.shift_marks import shift_mark, shift_name

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MINUTES_PER_DAY = 24 * 60


@blueprint.get("/rosters/versions/<int:old_id>/compare/<int:new_id>")
def compare(old_id: int, new_id: int) -> Response:
    """Show what differs between two versions of a month, as a grid and by person."""
    session, actor = database.session(), access.actor()
    found = compare_versions(session, actor, old_id, new_id)
    if isinstance(found, Refusal):
        flash(reason_words(found).sentence, "danger")
        return redirect(url_for("rosters.version", version_id=new_id))
    grid = _grid(new_id)
    versions = list_versions(session, actor.department_id, grid.month)
    page = render_template(
        "rosters/compare.html",
        comparison=found,
        grid=grid,
        days=page_days(grid),
        teams=compare_teams(grid, found),
        versions=[(line.id, version_label(line.state, line.number)) for line in versions],
        only_changed=request.args.get("all") != "1",
    )
    return make_response(page)


@blueprint.get("/rosters/versions/<int:version_id>/export.xlsx")
def excel(version_id: int) -> Response:
    """Return the month as an Excel workbook."""
    session, actor = database.session(), access.actor()
    department = session.get_one(Department, actor.department_id)
    grid = _grid(version_id)
    monday = dt.date(2024, 1, 1)
    words = Words(
        title=_(
            "Roster of %(department)s, %(month)s", department=department.name, month=month_words(grid.month)
        ),
        subtitle=_(
            "%(label)s, as of %(time)s",
            label=version_label(grid.state, grid.version_number),
            time=day_time(clock.now()),
        ),
        heading={
            "team": _("Team"),
            "employee_number": _("Number"),
            "name": _("Name"),
            "hours": _("Hours"),
            "contract_hours": _("Contract hours"),
            "hard": _("Violations"),
            "soft": _("Hints"),
            "assigned": _("assigned"),
            "coverage": _("± need"),
            "legend": _("Legend"),
            "code": _("Code"),
            "shift": _("Shift"),
            "from": _("From"),
            "to": _("To"),
            "leave": shift_name("L"),
        },
        weekdays=tuple(weekday(monday + dt.timedelta(days=number)) for number in range(7)),
        marks={kind.code: shift_mark(kind.code) for kind in grid.kinds} | {"L": shift_mark("L")},
    )
    return _file(to_excel(grid, words), EXCEL, grid, "xlsx")


@blueprint.get("/rosters/versions/<int:version_id>/export.csv")
def csv(version_id: int) -> Response:
    """Return the month as CSV, one line per shift."""
    grid = _grid(version_id)
    return _file(to_csv(grid), "text/csv; charset=utf-8", grid, "csv")


@blueprint.get("/rosters/versions/<int:version_id>/answers")
def answers(version_id: int) -> Response:
    """Show who has answered a publication, problems first."""
    session, actor = database.session(), access.actor()
    found, _department = open_version(session, actor, version_id)
    lines = answer_lines(session, actor, version_id)
    told = [line for line in lines if line.was_told or line.answer is not None]
    page = render_template(
        "rosters/answers.html",
        version=found,
        label=version_label(found.state, found.number),
        lines=lines,
        told=len(told),
        got_it=sum(line.answer is Answer.GOT_IT for line in lines),
        problems=sum(line.answer is Answer.PROBLEM for line in lines),
        silent=sum(line.answer is None for line in told),
    )
    return make_response(page)


@blueprint.get("/rosters/today")
def today() -> Response:
    """Show who is on duty today by the published roster; nothing else of it."""
    session, actor = database.session(), access.actor()
    department = session.get_one(Department, actor.department_id)
    date = clock.today(department.time_zone)
    before = [
        line
        for line in on_duty(session, department.id, date - dt.timedelta(days=1))
        if line.end_minute > MINUTES_PER_DAY
    ]
    groups: dict[str, list[OnDuty]] = {}
    for line in on_duty(session, department.id, date):
        groups.setdefault(line.kind, []).append(line)
    page = render_template(
        "rosters/today.html", date=full_date(date), groups=list(groups.values()), before=before
    )
    return make_response(page)


def _grid(version_id: int) -> Grid:
    session, actor = database.session(), access.actor()
    found, department = open_version(session, actor, version_id)
    grid = load_grid(
        session,
        department,
        found.roster.month,
        today=clock.today(department.time_zone),
        version_id=found.id,
    )
    if grid is None:
        raise NotFound(f"no roster version {version_id}")
    return grid


def _file(content: bytes, kind: str, grid: Grid, ending: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    name = f"roster-{grid.month:%Y-%m}-v{grid.version_number}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
