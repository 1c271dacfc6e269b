"""Accounts for several people at once: whom, and the list of start passwords that is shown once."""

import csv
import io
from collections.abc import Sequence
from urllib.parse import quote

from flask import make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.accounts import starting
from web.accounts.starting import Started
from web.accounts.words import sentence
from web.admin.user_views import blueprint
from web.fields import row_id
from web.people.teams import list_teams
from web.people.words import role_in_team
from web.refusal import Refusal
from web.rosters.export import harmless

__all__ = ["blueprint"]


@blueprint.get("/users/several")
def several() -> Response:
    """Show who has no account, all or one team's, to choose from."""
    return _page([])


@blueprint.post("/users/several")
def start_several() -> Response:
    """Make the accounts and show the start passwords, this once."""
    found = starting.start_accounts(
        database.session(),
        by=access.actor(),
        person_ids=[row for text in request.form.getlist("person") if (row := row_id(text))],
        now=clock.now(),
    )
    if isinstance(found, list):
        return _page(found)
    page = render_template(
        "users/started.html",
        found=found,
        problems=[(None, sentence(refusal)) for refusal in found.problems],
        file=f"data:text/csv;charset=utf-8,{quote(_csv(found.started))}",
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(refusals: list[Refusal]) -> Response:
    session, actor = database.session(), access.actor()
    team_id = row_id(request.values.get("team", ""))
    page = render_template(
        "users/several.html",
        people=starting.people_to_choose_from(session, actor.department_id, team_id),
        teams=list_teams(session, actor.department_id, active=True),
        team_id=team_id,
        role_in_team=role_in_team,
        problems=[(None, sentence(refusal)) for refusal in refusals],
    )
    return make_response(page, 422 if refusals else 200)


def _csv(started: Sequence[Started]) -> str:
    """Return the list as a file that spreadsheet programs open: with a mark of its encoding, no formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("Team"), _("Employee number"), _("Name"), _("Start password")])
    for one in started:
        person = one.person
        cells = (person.team.name, person.employee_number, person.name, one.password)
        writer.writerow([harmless(cell) for cell in cells])
    return f"\ufeff{out.getvalue()}"
