"""Pages of people: the list, the form, protected periods and days off."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import Fields, page_number, row_id
from web.people import protection, service, teams
from web.people.forms import person_texts, read_person
from web.people.reach import department_of
from web.people.tables import Person
from web.people.words import errors_of, role_choices, role_in_team
from web.refusal import Refusal

blueprint = Blueprint("people", __name__, template_folder="templates")
EMPTY: Mapping[str, str] = {"role": "agent", "weekly_hours": "40"}


@blueprint.get("/people")
def index() -> Response:
    """Show the people within reach, a page at a time."""
    session, actor = database.session(), access.actor()
    search = request.args.get("q", "").strip()[:40]
    team, inactive = row_id(request.args.get("team", "")), request.args.get("inactive") == "1"
    found = service.list_people(
        session,
        actor,
        search=search,
        team_id=team,
        active=not inactive,
        page=page_number(request.args.get("page", "")),
    )
    page = render_template(
        "people/index.html",
        found=found,
        search=search,
        team=team,
        inactive=inactive,
        teams=teams.list_teams(session, actor.department_id, active=True),
        one_team=actor.scope != "department",
        role_in_team=role_in_team,
        address=lambda number: url_for(
            "people.index", page=number, q=search or None, team=team, inactive=int(inactive) or None
        ),
        today=_today(),
    )
    return make_response(page)


@blueprint.get("/people/new")
def new() -> Response:
    """Show an empty form."""
    return _form(None, EMPTY, frozenset(), [])


@blueprint.post("/people/new")
def create() -> Response:
    """Store a new person."""
    return _save(None)


@blueprint.get("/people/<int:person_id>")
def edit(person_id: int) -> Response:
    """Show one person; who may not change it sees the same form closed."""
    person = service.get_person(database.session(), access.actor(), person_id)
    details = service.details_of(person)
    return _form(person, person_texts(details), details.skill_ids, [])


@blueprint.post("/people/<int:person_id>")
def update(person_id: int) -> Response:
    """Store a changed person."""
    service.get_person(database.session(), access.actor(), person_id)
    return _save(person_id)


@blueprint.post("/people/<int:person_id>/active")
def set_active(person_id: int) -> Response:
    """Set a person inactive, or active again."""
    active = request.form.get("active") == "1"
    person = service.set_active(database.session(), access.actor(), person_id, active, now=clock.now())
    text = (
        _("%(name)s is active again.")
        if active
        else _("%(name)s is inactive. Earlier rosters keep the name.")
    )
    flash(text % {"name": person.name}, "ok")
    return redirect(url_for("people.edit", person_id=person_id))


@blueprint.post("/people/<int:person_id>/protection")
def protect(person_id: int) -> Response:
    """Store a protected period, without a reason."""
    session, actor, fields = database.session(), access.actor(), Fields(request.form)
    person = service.get_person(session, actor, person_id)
    first, last = fields.day("first_day", required=True), fields.day("last_day", required=True)
    refusals = list(fields.refusals)
    if first is not None and last is not None:
        refusals = protection.protect(
            session,
            actor,
            person_id,
            first_day=first,
            last_day=last,
            no_night=fields.ticked("no_night"),
            no_overtime=fields.ticked("no_overtime"),
            now=clock.now(),
        )
    return _after(person, refusals, _("The protected period is stored."))


@blueprint.post("/people/<int:person_id>/protection/<int:period_id>/remove")
def unprotect(person_id: int, period_id: int) -> Response:
    """Remove a protected period."""
    protection.end_protection(database.session(), access.actor(), person_id, period_id, now=clock.now())
    flash(_("The protected period is removed."), "ok")
    return redirect(url_for("people.edit", person_id=person_id))


@blueprint.post("/people/<int:person_id>/days-off")
def give_days_off(person_id: int) -> Response:
    """Store days off."""
    session, actor, fields = database.session(), access.actor(), Fields(request.form)
    person = service.get_person(session, actor, person_id)
    first = fields.day("off_first_day", required=True)
    last = fields.day("off_last_day") or first
    refusals = list(fields.refusals)
    if not refusals and first is not None and last is not None:
        refusals = protection.add_days_off(
            session, actor, person_id, first_day=first, last_day=last, now=clock.now()
        )
    return _after(person, refusals, _("The days off are stored."))


@blueprint.post("/people/<int:person_id>/days-off/<int:day_off_id>/remove")
def take_day_off_back(person_id: int, day_off_id: int) -> Response:
    """Remove one day off."""
    protection.remove_day_off(database.session(), access.actor(), person_id, day_off_id, now=clock.now())
    flash(_("The day off is removed."), "ok")
    return redirect(url_for("people.edit", person_id=person_id))


def _save(person_id: int | None) -> Response:
    session, actor, fields = database.session(), access.actor(), Fields(request.form)
    details = read_person(fields)
    refusals = fields.refusals
    if not refusals:
        saved = service.save_person(session, actor, person_id, details, now=clock.now())
        if isinstance(saved, Person):
            flash(_("%(name)s is stored.", name=saved.name), "ok")
            return redirect(url_for("people.index", team=saved.team_id))
        refusals = saved
    session.rollback()
    person = None if person_id is None else service.get_person(session, actor, person_id)
    return _form(person, request.form, details.skill_ids, refusals)


def _after(person: Person, refusals: list[Refusal], done: str) -> Response:
    if not refusals:
        flash(done, "ok")
        return redirect(url_for("people.edit", person_id=person.id))
    details = service.details_of(person)
    texts = {**person_texts(details), **request.form}
    return _form(person, texts, details.skill_ids, refusals)


def _form(
    person: Person | None, values: Mapping[str, str], skill_ids: frozenset[int], refusals: list[Refusal]
) -> Response:
    session, actor = database.session(), access.actor()
    today = _today()
    own_teams = teams.list_teams(session, actor.department_id)
    page = render_template(
        "people/form.html",
        person=person,
        values=values,
        skill_ids=skill_ids,
        errors=errors_of(refusals),
        team_choices=[
            ("", _("Choose a team")),
            *(
                (team.id, team.name)
                for team in own_teams
                if team.active or (person is not None and team.id == person.team_id)
            ),
        ],
        skills=[
            skill
            for skill in teams.list_skills(session, actor.department_id)
            if skill.active or skill.id in skill_ids
        ],
        roles=role_choices(),
        may_edit=access.may("people.update", actor.roles),
        protected=protection.list_protection(session, person.id, from_day=today) if person else [],
        days_off=protection.list_days_off(session, person.id, from_day=today) if person else [],
    )
    return make_response(page, 422 if refusals else 200)


def _today() -> date:
    return clock.today(department_of(database.session(), access.actor()).time_zone)
