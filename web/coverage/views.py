"""The page that shows where people are missing."""

import datetime as dt
from zoneinfo import ZoneInfo

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from web import access, database
from web.clock import now, today
from web.coverage.charts import day_chart
from web.coverage.figures import MonthCoverage, read_coverage
from web.coverage.heat import SHOWS, heat_rows
from web.coverage.simulations import newest
from web.coverage.words import day_mark, shortfall_words, version_state
from web.errors import NotFound
from web.fields import row_id
from web.forecasts.period import Period, read_period
from web.navigation import exists
from web.people.tables import Department
from web.rosters.months import next_month, previous_month

blueprint = Blueprint("coverage", __name__, template_folder="templates")


@blueprint.get("/coverage")
def index() -> Response:
    """Show the month's heat-map and one of its days."""
    session = database.session()
    department = session.get_one(Department, access.actor().department_id)
    period = read_period(request.args, default=today(department.time_zone))
    found = read_coverage(session, department, period.month, version_id=_version_id(), why_on=period.day)
    show = _show(found)
    day = found.day(period.day)
    here = _here(found, period)
    page = render_template(
        "coverage/index.html",
        found=found,
        period=period,
        show=show,
        day=day,
        rows=heat_rows(found, show, period.day) if found.requirement or found.version else [],
        chart_of_day=day_chart(day, now_minute=_minute_now(department, period.day)),
        day_mark=day_mark,
        shortfall_words=shortfall_words,
        version_state=version_state,
        previous_month=previous_month(period.month),
        next_month=next_month(period.month),
        here=here,
        here_on=lambda date: {**here, "day": date.isoformat()},
        links=_links(found, period),
        hour_cost=department.hour_cost,
        may_play=access.may("simulation.start", access.actor().roles),
        played=found.version is not None and newest(session, found.version.id) is not None,
    )
    return make_response(page)


def _version_id() -> int | None:
    text = request.args.get("version", "")
    if not text:
        return None
    found = row_id(text)
    if found is None:
        raise NotFound(f"roster version {text!r}")
    return found


def _show(found: MonthCoverage) -> str:
    if found.version is None:
        return "need"
    wanted = request.args.get("show", "")
    return wanted if wanted in SHOWS else SHOWS[0]


def _minute_now(department: Department, day: dt.date) -> int | None:
    local = now().astimezone(ZoneInfo(department.time_zone))
    return local.hour * 60 + local.minute if local.date() == day else None


def _here(found: MonthCoverage, period: Period) -> dict[str, object]:
    """Return what the links of the page keep: day and, where one was chosen, version."""
    kept: dict[str, object] = {"day": period.day.isoformat()}
    if found.version is not None and request.args.get("version"):
        kept["version"] = found.version.id
    return kept


def _links(found: MonthCoverage, period: Period) -> dict[str, str]:
    """Return the addresses of pages of other features, as far as they exist for this person."""
    month = f"{period.month:%Y-%m}"
    wanted: dict[str, tuple[str, dict[str, object]]] = {
        "forecast": ("forecasts.index", {"month": month}),
        "generate": ("jobs.new", {"month": month}),
    }
    if found.version is not None:
        wanted["roster"] = ("rosters.version", {"version_id": found.version.id})
        wanted["simulation"] = ("simulation.show", {"version_id": found.version.id})
    return {
        name: url_for(endpoint, **arguments)  # type: ignore[arg-type]  # the values of an address are handed on
        for name, (endpoint, arguments) in wanted.items()
        if exists(endpoint)
    }
