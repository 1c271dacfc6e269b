"""The page on which somebody is reported absent and one of the ways to close the hole is taken."""

import datetime as dt
from collections.abc import Mapping, Sequence

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.repair import CellChange
from web import access, clock, database
from web.config import Config
from web.errors import NotFound
from web.fields import Fields, row_id
from web.refusal import Refusal
from web.repairs import service
from web.repairs.found import Found
from web.repairs.running import SEARCH_SECONDS, ask_child
from web.repairs.words import hole_words, option_words
from web.rosters.acts import open_version
from web.rosters.months import days_in
from web.rosters.overview import names_by_number
from web.rosters.words import reason_words, version_label

blueprint = Blueprint("repairs", __name__, template_folder="templates")


@blueprint.get("/rosters/versions/<int:version_id>/repair")
def show(version_id: int) -> Response:
    """Ask who is absent; with an answer in the address, show what can be done."""
    if "person" not in request.args:
        return _page(version_id, {}, [], None)
    session, actor = database.session(), access.actor()
    absence, refusals = _absence(request.args)
    if absence is None:
        return _page(version_id, request.args, refusals, None)
    _version, department = open_version(session, actor, version_id)
    ask = service.read_ask(
        session, actor, version_id, absence, today=clock.today(department.time_zone), now=clock.now()
    )
    if isinstance(ask, list):
        return _page(version_id, request.args, ask, None)
    config: Config = current_app.extensions["lunban_config"]
    found = ask_child(config, ask)
    if isinstance(found, Refusal):
        return _page(version_id, request.args, [found], None)
    return _page(version_id, request.args, [], found)


@blueprint.post("/rosters/versions/<int:version_id>/repair")
def take(version_id: int) -> Response:
    """Put the absence on record and make the chosen way a draft."""
    session, actor = database.session(), access.actor()
    absence, refusals = _absence(request.form)
    if absence is None:
        return _page(version_id, request.form, refusals, None)
    made = service.take(
        session,
        actor,
        version_id,
        absence,
        [_change(text) for text in request.form.getlist("change")],
        seen=request.form.get("seen", default=0, type=int),
        now=clock.now(),
    )
    if isinstance(made, list):
        return _page(version_id, request.form, made, None)
    flash(_("The absence is on record and draft v%(number)s is made. It counts once it is published.",
            number=made.number), "ok")  # fmt: skip
    return redirect(url_for("rosters.version", version_id=made.id))


def _absence(values: Mapping[str, str]) -> tuple[service.Absence | None, list[Refusal]]:
    fields = Fields(values)
    person = row_id(fields.raw("person"))
    if person is None:
        fields.refuse("person", "required")
    first, last = fields.day("first", required=True), fields.day("last", required=True)
    if fields.refusals or person is None or first is None or last is None:
        return None, fields.refusals
    return service.Absence(person_id=person, first=first, last=last), []


def _change(text: str) -> CellChange:
    """Read one hidden field; what is no change is not found."""
    try:
        person, day, before, after = text.split("|")
        return CellChange(person=person, date=dt.date.fromisoformat(day), before=before, after=after)
    except ValueError as error:
        raise NotFound(f"no change: {text!r}") from error


def _page(
    version_id: int, values: Mapping[str, str], refusals: Sequence[Refusal], found: Found | None
) -> Response:
    session, actor = database.session(), access.actor()
    version, department = open_version(session, actor, version_id)
    names = names_by_number(session, department.id)
    month = version.roster.month
    last_day = month + dt.timedelta(days=days_in(month) - 1)
    today = min(max(clock.today(department.time_zone), month), last_day)
    page = render_template(
        "repairs/show.html",
        version=version,
        month=month,
        last_day=last_day,
        label=version_label(version.state, version.number),
        people=[(person.id, f"{person.name} {person.employee_number}")
                for person in service.people_in_reach(session, actor)],
        values={"person": "", "first": today.isoformat(), "last": today.isoformat()} | dict(values),
        problems=[(refusal.field or None, reason_words(refusal).sentence) for refusal in refusals],
        search_seconds=int(SEARCH_SECONDS),
        own_team=actor.scope != "department",
        found=found,
        options=[] if found is None else option_words(found, names),
        holes=[] if found is None else hole_words(found.holes),
    )  # fmt: skip
    # htmx shows no part of an answer that is an error
    return make_response(page, 422 if refusals and "HX-Request" not in request.headers else 200)
