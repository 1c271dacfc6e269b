"""Pages of accounts, for the administrator."""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.accounts import lockout, resets, service
from web.accounts.tables import User
from web.accounts.words import sentence
from web.fields import row_id
from web.navigation import ROLE_NAMES
from web.people.tables import Person
from web.refusal import Refusal

blueprint = Blueprint("users", __name__, template_folder="templates")


@blueprint.get("/users")
def index() -> Response:
    """Show every account of the department."""
    session, actor = database.session(), access.actor()
    now = clock.now()
    users = service.list_users(session, actor.department_id)
    locked = {
        user.id for user in users if lockout.locked_until(session, user.employee_number, now=now) is not None
    }
    without = service.people_without_account(session, actor.department_id)
    page = render_template(
        "users/index.html", users=users, locked=locked, role_names=_role_names(), without=len(without)
    )
    return make_response(page)


@blueprint.get("/users/new")
def new() -> Response:
    """Show an empty form, or one filled in for a person without an account."""
    session, actor = database.session(), access.actor()
    person = session.get(Person, row_id(request.args.get("person", "")) or 0)
    if person is None or person.department_id != actor.department_id:
        return _form({}, ["agent"], [])
    values = {
        "employee_number": person.employee_number,
        "name": person.name,
        "person_id": str(person.id),
    }
    return _form(values, [person.role_in_team.value], [])


@blueprint.post("/users/new")
def create() -> Response:
    """Make an account; its first password comes by a reset link."""
    session, actor, form = database.session(), access.actor(), request.form
    roles = form.getlist("roles")
    person_id = form.get("person_id", "")
    made = service.create_user(
        session,
        by=actor,
        department_id=actor.department_id,
        employee_number=form.get("employee_number", "").strip(),
        name=form.get("name", "").strip()[:60],
        roles=roles,
        person_id=(row_id(person_id) or 0) if person_id else None,
        now=clock.now(),
    )
    if isinstance(made, User):
        flash(
            _("The account of %(name)s is made. Issue a link for the first password.", name=made.name), "ok"
        )
        return redirect(url_for("users.show", user_id=made.id))
    session.rollback()
    return _form(form, roles, made)


@blueprint.get("/users/<int:user_id>")
def show(user_id: int) -> Response:
    """Show one account."""
    return _page(user_id, [])


@blueprint.post("/users/<int:user_id>/roles")
def set_roles(user_id: int) -> Response:
    """Give an account exactly the ticked roles."""
    refusals = service.set_roles(
        database.session(),
        by=access.actor(),
        user_id=user_id,
        roles=request.form.getlist("roles"),
        now=clock.now(),
    )
    return _after(user_id, refusals, _("The roles are stored."))


@blueprint.post("/users/<int:user_id>/active")
def set_active(user_id: int) -> Response:
    """Close an account, or open it again."""
    session, actor, now = database.session(), access.actor(), clock.now()
    if request.form.get("active") == "1":
        service.activate(session, by=actor, user_id=user_id, now=now)
        return _after(user_id, [], _("The account is open again."))
    refusals = service.deactivate(session, by=actor, user_id=user_id, now=now)
    return _after(user_id, refusals, _("The account is closed; every session of it has ended."))


@blueprint.post("/users/<int:user_id>/unlock")
def unlock(user_id: int) -> Response:
    """Forget the failed attempts of an account."""
    service.unlock(database.session(), by=access.actor(), user_id=user_id, now=clock.now())
    return _after(user_id, [], _("The account is unlocked."))


@blueprint.post("/users/<int:user_id>/reset")
def issue_reset(user_id: int) -> Response:
    """Issue a link for a new password; it is shown this once."""
    issued = resets.issue(database.session(), by=access.actor(), user_id=user_id, now=clock.now())
    if isinstance(issued, list):
        return _page(user_id, issued)
    link = url_for("accounts.reset", token=issued.token, _external=True)
    answer = _page(user_id, [], link=link, expires_at=issued.expires_at)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _after(user_id: int, refusals: list[Refusal], done: str) -> Response:
    if refusals:
        return _page(user_id, refusals)
    flash(done, "ok")
    return redirect(url_for("users.show", user_id=user_id))


def _page(user_id: int, refusals: list[Refusal], **more: object) -> Response:
    session, actor = database.session(), access.actor()
    user = service.get_user(session, actor.department_id, user_id)
    page = render_template(
        "users/show.html",
        user=user,
        own_account=user.id == actor.user_id,
        locked_until=lockout.locked_until(session, user.employee_number, now=clock.now()),
        role_names=_role_names(),
        problems=[(refusal.field or None, sentence(refusal)) for refusal in refusals],
        may_edit=access.may("users.set_roles", actor.roles),
        **more,
    )
    return make_response(page, 422 if refusals else 200)


def _form(values: Mapping[str, str], roles: list[str], refusals: list[Refusal]) -> Response:
    session, actor = database.session(), access.actor()
    without = service.people_without_account(session, actor.department_id)
    people = [("", _("Nobody: not on the roster"))]
    people += [(str(person.id), f"{person.employee_number} {person.name}") for person in without]
    page = render_template(
        "users/form.html",
        values=values,
        chosen=roles,
        people=people,
        role_names=_role_names(),
        errors={refusal.field: sentence(refusal) for refusal in reversed(refusals)},
    )
    return make_response(page, 422 if refusals else 200)


def _role_names() -> dict[str, str]:
    return {role: _(name) for role, name in ROLE_NAMES.items()}
