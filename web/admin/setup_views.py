"""The home of setting up: what is open, and where everything is."""

from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.admin.checklist import checklist
from web.admin.words import step_words
from web.i18n import N_
from web.navigation import exists
from web.people.reach import department_of

blueprint = Blueprint("setup", __name__, template_folder="templates")

PLACES: tuple[tuple[str, str, str], ...] = (
    ("people.index", N_("People"), "users"),
    ("teams.index", N_("Teams and skills"), "users"),
    ("shift_kinds.index", N_("Shift kinds"), "clock"),
    ("calendar.index", N_("Calendar"), "calendar"),
    ("events.index", N_("Events"), "calendar-event"),
    ("department.edit", N_("Department"), "settings"),
    ("department.targets", N_("Targets"), "adjustments"),
    ("productivity.index", N_("Busy-hour productivity"), "chart-line"),
    ("policy.index", N_("Policy"), "shield-check"),
    ("rules.index", N_("Roster rules"), "adjustments"),
    ("checks.index", N_("Count and check list"), "list-check"),
    ("users.index", N_("Accounts"), "key"),
    ("outside.index", N_("Notices outside"), "send"),
    ("people.import_page", N_("Import people"), "file-upload"),
    ("people.days_off_page", N_("Import days off"), "file-upload"),
    ("calls.import_page", N_("Import calls"), "file-upload"),
    ("events.import_page", N_("Import events"), "file-upload"),
)
"""Endpoint, label and icon of every page of this part of the site."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One step of the checklist, ready for the page."""

    title: str
    why: str
    state: str
    done: bool
    button: str
    address: str | None


@blueprint.get("/setup")
def index() -> Response:
    """Show the checklist and the pages that the person may open."""
    session, actor = database.session(), access.actor()
    department = department_of(session, actor)
    lines = []
    if actor.scope == "department":
        for step in checklist(session, department, today=clock.today(department.time_zone)):
            words = step_words(step)
            lines.append(
                Line(
                    title=words.title,
                    why=words.why,
                    state=words.state,
                    done=step.done,
                    button=words.button,
                    address=words.address,
                )
            )
    places = [(_(label), url_for(endpoint), icon) for endpoint, label, icon in PLACES if exists(endpoint)]
    page = render_template(
        "setup/index.html",
        department=department,
        lines=lines,
        open_steps=sum(not line.done for line in lines),
        places=places,
    )
    return make_response(page)
