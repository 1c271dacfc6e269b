"""The page of a roster played through call by call: start, watch, stop, read."""

import datetime as dt

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web import access, clock, database
from web.config import Config
from web.coverage import simulations
from web.coverage.simulation_charts import day_bars, heads, line_cells, plus_minus, queue_name, slot_bars
from web.coverage.simulation_figures import Outcome, read_simulation
from web.coverage.starting import end_child, start_child
from web.coverage.words import version_state
from web.planning.cells import CellError, read_date
from web.refusal import Refusal
from web.rosters.acts import open_version
from web.wording import refusal_words

blueprint = Blueprint("simulation", __name__, template_folder="templates")


@blueprint.get("/coverage/simulation/<int:version_id>")
def show(version_id: int) -> Response:
    """Show what a version would give when it is played through, or that it runs."""
    return _page(version_id, "coverage/simulation.html")


@blueprint.get("/coverage/simulation/<int:version_id>/live")
def live(version_id: int) -> Response:
    """Return the part of the page that changes while it runs; at its end the whole page is loaded anew."""
    page = _page(version_id, "coverage/simulation_live.html")
    if not simulations.runs(database.session(), version_id, now=clock.now()):
        page.headers["HX-Refresh"] = "true"
    return page


@blueprint.post("/coverage/simulation/<int:version_id>")
def start(version_id: int) -> Response:
    """Start a simulation in a process of its own."""
    session = database.session()
    asked = simulations.ask(session, access.actor(), version_id, now=clock.now())
    if isinstance(asked, Refusal):
        return _page(version_id, "coverage/simulation.html", asked)
    config: Config = current_app.extensions["lunban_config"]
    if not start_child(config, asked.id):
        simulations.withdraw(session, asked.id)
        return _page(version_id, "coverage/simulation.html", Refusal(code="simulation_elsewhere"))
    return redirect(url_for("simulation.show", version_id=version_id))


@blueprint.post("/coverage/simulation/<int:version_id>/stop")
def stop(version_id: int) -> Response:
    """Stop it; nothing is kept."""
    stopped = simulations.stop(database.session(), access.actor(), version_id)
    if stopped is not None:
        end_child(stopped)
    return redirect(url_for("simulation.show", version_id=version_id))


def _page(version_id: int, template: str, refusal: Refusal | None = None) -> Response:
    session, actor = database.session(), access.actor()
    version, department = open_version(session, actor, version_id)
    found = read_simulation(session, version, now=clock.now())
    outcome = None if found is None else found.outcome
    queue = None if outcome is None else outcome.queue(request.args.get("queue"))
    shown = outcome if queue is None else queue.outcome
    date = None if shown is None else _day(shown)
    page = render_template(
        template,
        version=version,
        month=version.roster.month,
        label=version_state(version),
        department=department,
        found=found,
        outcome=outcome,
        queue=queue,
        shown=shown,
        date=date,
        bars=None if shown is None else day_bars(shown, occupancy=queue is None),
        slots=None if shown is None or date is None else slot_bars(shown, date, occupancy=queue is None),
        heads=heads(occupancy=queue is None),
        queue_heads=heads(occupancy=False),
        queue_name=queue_name,
        line_cells=line_cells,
        orphans=() if outcome is None else [one for one in outcome.queues if not one.people],
        plus_minus=plus_minus,
        may_start=access.may("simulation.start", actor.roles),
        problems=[] if refusal is None else [(None, refusal_words(refusal))],
    )
    return make_response(page, 422 if refusal else 200)


def _day(outcome: Outcome) -> dt.date:
    """Return the day asked for, else the worst one."""
    try:
        wanted = read_date(request.args.get("day", ""))
    except CellError:
        return outcome.worst_day
    return wanted if outcome.of_day(wanted) else outcome.worst_day
