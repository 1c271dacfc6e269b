"""Forecasts as jobs, from the forecast page: all queues set off; any job watched and stopped."""

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, database
from web.clock import now, today
from web.errors import NotFound
from web.forecasts import queue_jobs
from web.forecasts.asking import queue_of
from web.forecasts.attempt import Attempt
from web.forecasts.period import read_period
from web.forecasts.queue_page import card_of
from web.forecasts.tables import EVERY_QUEUE, ForecastJob
from web.forecasts.words import stage_steps
from web.jobs.workers import bring_to_workers
from web.people.tables import Department
from web.refusal import Refusal
from web.wording import refusal_words

blueprint = Blueprint("queue_forecasts", __name__, template_folder="templates")


@blueprint.post("/forecast/queues")
def start() -> Response:
    """Set off the forecasts of all queues; a second click finds the first one's job."""
    session, actor = database.session(), access.actor()
    department = session.get_one(Department, actor.department_id)
    period = read_period(request.form, default=today(department.time_zone))
    asked = queue_jobs.request_forecasts(
        session, department_id=department.id, month=period.month, requested_by=actor.user_id, now=now()
    )
    if isinstance(asked, Refusal):
        flash(refusal_words(asked), "danger" if asked.code == "no_queues" else "info")
    else:
        bring_to_workers(current_app.extensions["lunban_config"], asked)
    return _back(f"{period.month:%Y-%m}")


@blueprint.get("/forecast/queues/<int:job_id>/live")
def live(job_id: int) -> Response:
    """Return how far the job is, for the part of the page that asks again and again."""
    job = _job(job_id)
    if job.scope != EVERY_QUEUE:
        return _live_attempt(job)
    queues = len(job.parameters["queues"])
    card = card_of(database.session(), job.department_id, job.month, queues=queues)
    return make_response(render_template("forecasts/queues_live.html", queues_card=card, month=job.month))


@blueprint.post("/forecast/queues/<int:job_id>/stop")
def stop(job_id: int) -> Response:
    """Stop; what is forecast by now stays."""
    job = _job(job_id)
    if not queue_jobs.ask_to_stop(database.session(), job.id, now()):
        flash(_("The forecasts had ended already; nothing was stopped."), "info")
    return _back(f"{job.month:%Y-%m}") if job.scope == EVERY_QUEUE else redirect(_address(job))


def _live_attempt(job: ForecastJob) -> Response:
    """Return how far one forecast is; at its end the page is loaded anew, unless something typed is on it."""
    session, typed = database.session(), "unsent" in request.args
    attempt = Attempt(progress=queue_jobs.progress_of(session, job), looked_at=False)
    department = session.get_one(Department, job.department_id)
    period = read_period(request.args, default=today(department.time_zone))
    address = _address(job, day=period.day.isoformat())
    page = render_template(
        "forecasts/making.html",
        attempt=attempt,
        day=period.day,
        unsent=typed,
        address=address,
        stage_steps=stage_steps,
    )
    answer = make_response(page)
    if not attempt.active and not typed:
        answer.headers["HX-Redirect"] = address
    return answer


def _job(job_id: int) -> ForecastJob:
    job = database.session().get(ForecastJob, job_id)
    if job is None or job.department_id != access.actor().department_id:
        raise NotFound(f"forecast job {job_id}")
    return job


def _back(month: str) -> Response:
    return redirect(url_for("forecasts.index", month=month) + "#queues")


def _address(job: ForecastJob, *, day: str | None = None) -> str:
    """Return the address of the page of one forecast, opened for its job."""
    queue = queue_of(job) or None
    return url_for("forecasts.index", month=f"{job.month:%Y-%m}", day=day, queue=queue, job=job.id)
