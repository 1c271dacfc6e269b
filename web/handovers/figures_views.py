"""The page of figures of handovers, and the CSV behind each chart."""

import datetime as dt

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from web import access, clock, database
from web.errors import NotFound
from web.fields import row_id
from web.handovers.figures import Figures, months_of, read_figures
from web.handovers.figures_charts import charts_of, to_csv
from web.handovers.views import blueprint
from web.people.tables import Department
from web.rosters.months import parse_month, previous_month

USUAL_MONTHS = 6


@blueprint.get("/handovers/figures")
def figures() -> Response:
    """Show what handovers came to, month by month."""
    found = _figures()
    asked = {"first": f"{found.months[0]:%Y-%m}", "last": f"{found.months[-1]:%Y-%m}"}
    asked |= {name: request.args[name] for name in ("team",) if request.args.get(name)}
    page = render_template("handovers/figures.html", found=found, charts=charts_of(found), asked=asked)
    return make_response(page)


@blueprint.get("/handovers/figures.csv")
def figures_csv() -> Response:
    """Return the table behind one of the charts."""
    wanted = request.args.get("table", "outcomes")
    chart = next((each for each in charts_of(_figures()) if each.name == wanted), None)
    if chart is None:
        raise NotFound("no such table")
    answer = make_response(to_csv(chart))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="handovers-{chart.name}.csv"'
    return answer


def _figures() -> Figures:
    session, actor = database.session(), access.actor()
    department = session.get_one(Department, actor.department_id)
    present = clock.today(department.time_zone).replace(day=1)
    last = _month("last", present)
    first = last
    for _ in range(USUAL_MONTHS - 1):
        first = previous_month(first)
    months = months_of(_month("first", first), last)
    team_id = row_id(request.args.get("team", ""))
    return read_figures(session, actor, months, team_id=team_id, now=clock.now())


def _month(name: str, otherwise: dt.date) -> dt.date:
    try:
        return parse_month(request.args[name])
    except (KeyError, ValueError):
        return otherwise
