"""Pages of inspections: the list with its figures, the form, one inspection, one finding."""

import secrets
from collections.abc import Iterable, Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.inspections import AGES, LOOKS
from web import access, clock, database
from web.answer import Reason
from web.fields import form_token, row_id
from web.inspections import words
from web.inspections.following import FindingAnswer
from web.inspections.following import close as close_finding
from web.inspections.following import follow_up as follow_finding
from web.inspections.forms import OTHER, read_entered, read_finding
from web.inspections.overview import inspections_page, people_of, teams_of
from web.inspections.proposal import proposed
from web.inspections.reach import get_finding, get_inspection
from web.inspections.terms import inspection_terms
from web.inspections.writing import add_finding as store_finding
from web.inspections.writing import write as store

blueprint = Blueprint("inspections", __name__, template_folder="templates")

SHOWN: Mapping[str, object] = {
    "inspection_name": words.kind_name,
    "content_name": words.content_name,
    "age_words": words.age_words,
    "due_words": words.due_words,
    "other": OTHER,
    "ages": (*AGES, None),
}
"""What the templates call."""


@blueprint.get("/inspections")
def index() -> str:
    """Show what is missing, what is open by age, and the latest inspections."""
    page = inspections_page(database.session(), access.actor(), now=clock.now())
    return render_template("inspections/index.html", page=page, **SHOWN)


@blueprint.get("/inspections/new")
def new() -> Response:
    """Show the form."""
    return _form(())


@blueprint.post("/inspections")
def write() -> Response:
    """Store an inspection."""
    session, actor, now = database.session(), access.actor(), clock.now()
    terms = inspection_terms(session, actor.department_id, now)
    written = store(session, actor, read_entered(request.form, terms), now=now)
    if not written.done:
        return _form(written.reasons, status=422)
    flash(_("Stored and signed."), "ok")
    return redirect(url_for("inspections.show", inspection_id=written.inspection_id))


@blueprint.get("/inspections/<int:inspection_id>")
def show(inspection_id: int) -> Response:
    """Show one inspection with its findings."""
    return _inspection(inspection_id, ())


@blueprint.post("/inspections/<int:inspection_id>/findings")
def add_finding(inspection_id: int) -> Response:
    """Add a finding to an inspection."""
    each = read_finding(request.form, OTHER)
    written = store_finding(
        database.session(),
        access.actor(),
        inspection_id,
        each,
        token=form_token(request.form),
        now=clock.now(),
    )
    if not written.done:
        return _inspection(inspection_id, written.reasons, status=422)
    flash(_("Stored and signed."), "ok")
    return redirect(url_for("inspections.show", inspection_id=inspection_id))


@blueprint.get("/findings/<int:finding_id>")
def finding(finding_id: int) -> Response:
    """Show one finding and what was done about it."""
    return _finding(finding_id, ())


@blueprint.post("/findings/<int:finding_id>/follow-up")
def follow_up(finding_id: int) -> Response:
    """Write down what was done about a finding."""
    done = follow_finding(
        database.session(),
        access.actor(),
        finding_id,
        words=request.form.get("words", ""),
        token=form_token(request.form),
        now=clock.now(),
    )
    return _stepped(finding_id, done, _("Stored."))


@blueprint.post("/findings/<int:finding_id>/close")
def close(finding_id: int) -> Response:
    """Close a finding with its result."""
    done = close_finding(
        database.session(),
        access.actor(),
        finding_id,
        words=request.form.get("words", ""),
        token=form_token(request.form),
        seen=row_id(request.form.get("seen", "")) or 0,
        now=clock.now(),
    )
    return _stepped(finding_id, done, _("Closed. Both sides are told."))


def _stepped(finding_id: int, done: FindingAnswer, said: str) -> Response:
    if not done.done:
        return _finding(finding_id, done.reasons, status=409 if done.is_stale else 422)
    flash(said, "ok")
    return redirect(url_for("inspections.finding", finding_id=finding_id))


def _form(reasons: Iterable[Reason], *, status: int = 200) -> Response:
    session, actor, now = database.session(), access.actor(), clock.now()
    terms = inspection_terms(session, actor.department_id, now)
    page = render_template(
        "inspections/new.html",
        terms=terms,
        kinds=terms.kinds(actor.roles),
        looking=LOOKS,
        proposed=proposed(session, actor, terms, now=now),
        teams=teams_of(session, actor),
        whole=actor.scope == "department",
        **_typed(reasons),
    )
    return make_response(page, status)


def _inspection(inspection_id: int, reasons: Iterable[Reason], *, status: int = 200) -> Response:
    session, actor = database.session(), access.actor()
    row = get_inspection(session, actor, inspection_id)
    page = render_template("inspections/show.html", row=row, **_typed(reasons))
    return make_response(page, status)


def _finding(finding_id: int, reasons: Iterable[Reason], *, status: int = 200) -> Response:
    session, actor = database.session(), access.actor()
    row = get_finding(session, actor, finding_id)
    may_see = actor.roles & {"leader", "supervisor", "head", "auditor"}
    page = render_template(
        "inspections/finding.html", row=row, may_see=may_see, actor=actor, **_typed(reasons)
    )
    return make_response(page, status)


def _typed(reasons: Iterable[Reason]) -> dict[str, object]:
    session, actor, now = database.session(), access.actor(), clock.now()
    terms = inspection_terms(session, actor.department_id, now)
    return {
        "problems": words.problems(reasons),
        "values": request.form,
        "people": people_of(session, actor),
        "today": terms.today(now),
        "token": form_token(request.form) or secrets.token_urlsafe(16),
        **SHOWN,
    }
