"""Pages of the generation: set it off, watch it, stop it."""

import datetime as dt

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, database, navigation
from web.clock import now
from web.errors import NotFound
from web.jobs import request_form, service
from web.jobs.conflict_links import conflicts_shown
from web.jobs.snapshot import Snapshot, get_job, take_snapshot
from web.jobs.tables import SolveJob
from web.jobs.words import MOST_LINES, cost_rows, error_words, meanwhile_words, phase_steps, violation_lines
from web.jobs.workers import bring_to_workers
from web.people.tables import Department, Team
from web.refusal import Refusal
from web.rosters.loading import requirement_of
from web.rosters.months import parse_month
from web.rosters.overview import names_by_number
from web.rosters.versions import list_versions

blueprint = Blueprint("jobs", __name__, template_folder="templates")


@blueprint.get("/rosters/<month>/solve")
def new(month: str) -> Response:
    """Show what will be solved, and the few choices there are."""
    session, actor = database.session(), access.actor()
    first = _month(month)
    department = session.get_one(Department, actor.department_id)
    running = service.active_job(session, department.id, first)
    if running is not None:
        return redirect(url_for("jobs.show", job_id=running.id))
    page = render_template(
        "jobs/new.html",
        month=first,
        requirement=requirement_of(session, department.id, first),
        is_duty=request_form.rosters_duty(session, department.id, first),
        versions=list_versions(session, department.id, first),
        team=None if actor.team_id is None else session.get_one(Team, actor.team_id),
        whole_department=actor.scope == "department",
        form=request_form.DEFAULTS,
    )
    return make_response(page)


@blueprint.post("/rosters/<month>/solve")
def start(month: str) -> Response:
    """Queue the solve; a second click finds the first one's job."""
    session, actor = database.session(), access.actor()
    first = _month(month)
    parameters = request_form.read(session, actor, first, request.form)
    if isinstance(parameters, Refusal):
        flash(error_words(parameters.code), "danger")
        return redirect(url_for("jobs.new", month=month))
    asked = service.request_solve(
        session,
        department_id=actor.department_id,
        month=first,
        parameters=parameters,
        requested_by=actor.user_id,
        now=now(),
    )
    if isinstance(asked, Refusal):
        running = service.active_job(session, actor.department_id, first)
        flash(_("This month is being solved already. Here is how far it is."), "info")
        return redirect(
            url_for("jobs.new", month=month) if running is None else url_for("jobs.show", job_id=running.id)
        )
    bring_to_workers(current_app.extensions["lunban_config"], asked)
    return redirect(url_for("jobs.show", job_id=asked.id))


@blueprint.get("/solves/<int:job_id>")
def show(job_id: int) -> Response:
    """Show one solve, running or ended."""
    return make_response(render_template("jobs/show.html", live=False, **_shown(_snapshot(job_id))))


@blueprint.get("/solves/<int:job_id>/live")
def live(job_id: int) -> Response:
    """Return the changing part of the page; once the solve has ended, the page is loaded anew."""
    snap = _snapshot(job_id)
    answer = make_response(render_template("jobs/live.html", live=True, **_shown(snap)))
    if not snap.active:
        answer.headers["HX-Redirect"] = url_for("jobs.show", job_id=job_id)
    return answer


@blueprint.post("/solves/<int:job_id>/stop")
def stop(job_id: int) -> Response:
    """Stop and keep the best roster so far."""
    return _cancel(job_id, keep_best=True)


@blueprint.get("/solves/<int:job_id>/discard")
def confirm_discard(job_id: int) -> Response:
    """Say what would be thrown away, before it is."""
    snap = _snapshot(job_id)
    if not _may_stop(snap.job):
        abort(403)
    if not snap.active:
        flash(_("The solve had ended already; nothing was stopped."), "info")
    if not snap.active or snap.stopping:  # while it stops, its page says so
        return redirect(url_for("jobs.show", job_id=job_id))
    return make_response(render_template("jobs/discard.html", live=False, snap=snap))


@blueprint.post("/solves/<int:job_id>/discard")
def discard(job_id: int) -> Response:
    """Stop and keep nothing."""
    return _cancel(job_id, keep_best=False)


def _cancel(job_id: int, *, keep_best: bool) -> Response:
    session = database.session()
    job = get_job(session, access.actor(), job_id)
    if not _may_stop(job):
        abort(403)
    if not service.ask_to_cancel(session, job.id, keep_best=keep_best, now=now()):
        flash(_("The solve had ended already; nothing was stopped."), "info")
    return redirect(url_for("jobs.show", job_id=job_id))


def _may_stop(job: SolveJob) -> bool:
    return navigation.exists("jobs.stop") and access.actor().reaches_team(job.parameters.get("team"))


def _snapshot(job_id: int) -> Snapshot:
    session = database.session()
    return take_snapshot(session, get_job(session, access.actor(), job_id), now())


def _shown(snap: Snapshot) -> dict[str, object]:
    names = names_by_number(database.session(), snap.job.department_id)
    return {
        "snap": snap,
        "may_stop": _may_stop(snap.job),
        "steps": phase_steps(snap),
        "cost_rows": cost_rows(snap.first, snap.best),
        "undone": [] if snap.best is None else violation_lines(snap.best.undone, names),
        "reasons": violation_lines(snap.reasons[:MOST_LINES], names),
        "conflicts": conflicts_shown(database.session(), snap, names),
        "meanwhile": None if snap.meanwhile is None else meanwhile_words(snap.meanwhile, names),
        "error": error_words(snap.job.error) if snap.job.error else "",
    }


def _month(text: str) -> dt.date:
    try:
        return parse_month(text)
    except ValueError as error:
        raise NotFound(str(error)) from error
