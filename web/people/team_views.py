"""Pages of teams and skills: one list each, one form per line."""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import Fields
from web.people import teams
from web.people.words import errors_of
from web.planning.cells import LONGEST_NAME, LONGEST_SKILL
from web.refusal import Refusal

blueprint = Blueprint("teams", __name__, template_folder="templates")


@blueprint.get("/teams")
def index() -> Response:
    """Show teams and skills with their people."""
    return _page("", {}, [])


@blueprint.post("/teams")
def create() -> Response:
    """Add a team."""
    return _save_team(None)


@blueprint.post("/teams/<int:team_id>")
def update(team_id: int) -> Response:
    """Rename a team or move it in the lists."""
    return _save_team(team_id)


@blueprint.post("/teams/<int:team_id>/active")
def set_active(team_id: int) -> Response:
    """Close an empty team, or open it again."""
    active = request.form.get("active") == "1"
    refusals = teams.set_team_active(database.session(), access.actor(), team_id, active, now=clock.now())
    if refusals:
        return _page(f"team-{team_id}", {}, refusals)
    return redirect(url_for("teams.index"))


@blueprint.post("/skills")
def create_skill() -> Response:
    """Add a skill."""
    return _save_skill(None)


@blueprint.post("/skills/<int:skill_id>")
def update_skill(skill_id: int) -> Response:
    """Rename a skill."""
    return _save_skill(skill_id)


@blueprint.post("/skills/<int:skill_id>/active")
def set_skill_active(skill_id: int) -> Response:
    """Offer a skill no longer, or again."""
    active = request.form.get("active") == "1"
    teams.set_skill_active(database.session(), access.actor(), skill_id, active, now=clock.now())
    return redirect(url_for("teams.index"))


def _save_team(team_id: int | None) -> Response:
    session, actor, fields = database.session(), access.actor(), Fields(request.form)
    name = fields.text("name", longest=LONGEST_NAME)
    position = fields.whole("position", least=0, most=999, required=False) or 0
    refusals = fields.refusals
    if not refusals:
        saved = teams.save_team(session, actor, team_id, name=name, position=position, now=clock.now())
        if not isinstance(saved, list):
            return _done(saved.name)
        refusals = saved
    return _page("team-new" if team_id is None else f"team-{team_id}", request.form, refusals)


def _save_skill(skill_id: int | None) -> Response:
    session, actor, fields = database.session(), access.actor(), Fields(request.form)
    name = fields.text("name", longest=LONGEST_SKILL)
    refusals = fields.refusals
    if not refusals:
        saved = teams.save_skill(session, actor, skill_id, name=name, now=clock.now())
        if not isinstance(saved, list):
            return _done(saved.name)
        refusals = saved
    return _page("skill-new" if skill_id is None else f"skill-{skill_id}", request.form, refusals)


def _done(name: str) -> Response:
    flash(_("%(name)s is stored.", name=name), "ok")
    return redirect(url_for("teams.index"))


def _page(place: str, values: Mapping[str, str], refusals: list[Refusal]) -> Response:
    """Render the page; `place` names the form that was refused."""
    session, actor = database.session(), access.actor()
    if refusals:
        session.rollback()
    page = render_template(
        "teams/index.html",
        teams=teams.counted_teams(session, actor.department_id),
        skills=teams.counted_skills(session, actor.department_id),
        place=place,
        values=values,
        errors=errors_of(refusals),
        may_edit=access.may("teams.update", actor.roles),
    )
    return make_response(page, 422 if refusals else 200)
