"""A person's own month, the answer to a publication."""

import datetime as dt

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import abort
from werkzeug.wrappers import Response

import web.rosters.answer_words  # noqa: F401 - its sentences are those of refused answers
from web import access, clock, database
from web.addresses import local_target
from web.handovers.words import state_tag
from web.my.page import OwnPage, read_own_page
from web.my.words import (
    break_words,
    cell_words,
    change_words,
    day_type_mark,
    day_words,
    time_left,
    time_left_patterns,
)
from web.people.tables import Department, Person
from web.rosters.answers import acknowledge
from web.rosters.months import next_month, parse_month, previous_month
from web.rosters.tables import Answer
from web.rosters.words import reason_words

blueprint = Blueprint("my", __name__, template_folder="templates")


@blueprint.get("/my")
def month() -> Response:
    """Show one's own month: published shifts only."""
    page = own_page(_month())
    return make_response(render_template("my/month.html", **shown(page)))


@blueprint.post("/my/rosters/<int:version_id>/answer")
def answer(version_id: int) -> Response:
    """Take the person's answer to a publication."""
    try:
        given = Answer(request.form.get("answer", ""))
    except ValueError:
        abort(400)
    reasons = acknowledge(
        database.session(),
        access.actor(),
        version_id,
        answer=given,
        words=request.form.get("words", ""),
        now=clock.now(),
    )
    for reason in reasons:
        flash(reason_words(reason).sentence, "danger")
    if not reasons and given is Answer.GOT_IT:
        flash(_("Noted. Your team leader and supervisor see that you know."), "ok")
    elif not reasons:
        flash(_("Noted. Your team leader and supervisor see your problem."), "ok")
    return redirect(local_target(request.form.get("next"), url_for("my.month")))


def own_page(month: dt.date | None) -> OwnPage | None:
    """Return the page of the present person; None for an account that is not rostered."""
    session, actor = database.session(), access.actor()
    department = session.get_one(Department, actor.department_id)
    person = None if actor.person_id is None else session.get_one(Person, actor.person_id)
    if person is None:
        return None
    return read_own_page(
        session, department, person, month=month, now=clock.now(), today=clock.today(department.time_zone)
    )


def shown(page: OwnPage | None) -> dict[str, object]:
    """Return what the templates of an own page need."""
    values: dict[str, object] = {
        "page": page,
        "now": clock.now(),
        "state_tag": state_tag,
        "break_words": break_words,
        "cell_words": cell_words,
        "change_words": change_words,
        "day_type_mark": day_type_mark,
        "day_words": day_words,
        "time_left": time_left,
        "time_left_patterns": time_left_patterns(),
    }
    if page is not None:
        values["before"] = previous_month(page.month.month)
        values["after"] = next_month(page.month.month)
    return values


def _month() -> dt.date | None:
    """Return the month asked for; one that is none is read as the present one."""
    try:
        return parse_month(request.args["month"]) if "month" in request.args else None
    except ValueError:
        return None
