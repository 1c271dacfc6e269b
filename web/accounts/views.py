"""Pages around one's own account: log-in, log-out, password, reset link."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from web import access, database
from web.accounts import authentication, cookie, resets, service, sessions, starting
from web.accounts.words import problems
from web.addresses import local_target
from web.clock import now
from web.navigation import ROLE_NAMES
from web.refusal import Refusal

blueprint = Blueprint("accounts", __name__, template_folder="templates")


@blueprint.get("/login")
def login() -> Response:
    """Show the log-in form; who is logged in already goes on."""
    target = local_target(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(target)
    return make_response(render_template("accounts/login.html", target=target, number="", refused=False))


@blueprint.post("/login")
def log_in() -> Response:
    """Begin a session, or say for every reason alike that this did not work.

    A start password begins none: it leads to where the own password is set.
    """
    target = local_target(request.form.get("next"))
    number, password = request.form.get("employee_number", ""), request.form.get("password", "")
    if len(number) <= authentication.LONGEST_NUMBER:
        secret = starting.recognise(database.session(), number, password, now=now())
        if secret is not None:
            flash(_("This was the start password. Choose your own now, then log in with it."), "info")
            return redirect(url_for("accounts.reset", token=secret))
        found = authentication.log_in(database.session(), number, password, now=now())
        if found is not None:
            cookie.begin(found)
            return redirect(target)
    page = render_template("accounts/login.html", target=target, number=number[:64], refused=True)
    return make_response(page, 422)


@blueprint.post("/logout")
def logout() -> Response:
    """End this session on the server and forget its cookie."""
    session = database.session()
    sessions.end(session, cookie.token(), now=now())
    session.commit()
    cookie.forget()
    return redirect(url_for("accounts.login"))


@blueprint.get("/me")
def profile() -> Response:
    """Show the account: who, which roles, on how many devices."""
    running = sessions.running(database.session(), access.actor().user_id, now=now())
    roles = [_(ROLE_NAMES[role.name]) for role in current_user.roles]
    page = render_template("accounts/profile.html", user=current_user, running=running, roles=roles)
    return make_response(page)


@blueprint.post("/me/sessions/end")
def end_sessions() -> Response:
    """End every other session of the account."""
    session = database.session()
    sessions.end_all(session, access.actor().user_id, now=now(), keep=cookie.token())
    session.commit()
    flash(_("The other devices are logged out."), "ok")
    return redirect(url_for("accounts.profile"))


@blueprint.get("/me/password")
def password() -> Response:
    """Show the form that changes the own password."""
    return _password_page([], 200)


@blueprint.post("/me/password")
def change_password() -> Response:
    """Change the own password; other devices are logged out."""
    form = request.form
    if form.get("password", "") != form.get("repeated", ""):
        return _password_page([Refusal(code="password_differs", field="repeated")], 422)
    refusals = service.change_password(
        database.session(),
        user_id=access.actor().user_id,
        old=form.get("old_password", ""),
        new=form.get("password", ""),
        keep=cookie.token(),
        now=now(),
    )
    if refusals:
        return _password_page(refusals, 422)
    flash(_("The password is changed. Other devices are logged out."), "ok")
    return redirect(url_for("accounts.profile"))


@blueprint.get("/reset/<token>")
def reset(token: str) -> Response:
    """Show the form behind a reset link; opening it does not use it up."""
    return _reset_page(token, [], 200)


@blueprint.post("/reset/<token>")
def use_reset(token: str) -> Response:
    """Set the first or next password of the link's owner, who then logs in with it."""
    form = request.form
    if form.get("password", "") != form.get("repeated", ""):
        return _reset_page(token, [Refusal(code="password_differs", field="repeated")], 422)
    refusals = resets.use(database.session(), token, password=form.get("password", ""), now=now())
    if refusals:
        return _reset_page(token, refusals, 422)
    cookie.forget()
    flash(_("The password is set. Log in with it."), "ok")
    return redirect(url_for("accounts.login"))


def _password_page(refusals: list[Refusal], status: int) -> Response:
    page = render_template("accounts/password.html", user=current_user, problems=problems(refusals))
    return make_response(page, status)


def _reset_page(token: str, refusals: list[Refusal], status: int) -> Response:
    user = resets.find(database.session(), token, now=now())
    if user is None:
        return make_response(render_template("accounts/reset_over.html"), 410)
    page = render_template("accounts/reset.html", user=user, token=token, problems=problems(refusals))
    return make_response(page, status)
