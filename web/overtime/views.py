"""Pages of overtime: the list, the form, an order, one overtime and what is said to it."""

import secrets
from collections.abc import Callable, Iterable

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

import web.overtime.notice_words  # noqa: F401 - registers the words of its notices
from web import access, clock, database
from web.answer import Reason
from web.approvals import answering
from web.fields import row_id
from web.i18n import language_tag
from web.overtime import asking, deciding, overview, words
from web.overtime.forms import read_form
from web.overtime.inbox import KIND
from web.overtime.longer import longer_shifts
from web.overtime.page import reachable, read_entry
from web.overtime.steps import OvertimeAnswer
from web.people.tables import Department

blueprint = Blueprint("overtime", __name__, template_folder="templates")

SHOWN = {
    "state_tag": words.state_tag,
    "offer_tag": words.offer_tag,
    "origin_name": words.origin_name,
    "when_words": words.when_words,
    "minutes_words": words.minutes_words,
    "places_words": words.places_words,
    "flag_words": words.flag_words,
    "all_words": words.all_words,
    "act_name": words.act_name,
}
"""What the templates call."""


@blueprint.get("/overtime")
def index() -> Response:
    """Show what waits for one's word, one's own overtime, open offers; to who oversees, those in reach."""
    session, actor, now = database.session(), access.actor(), clock.now()
    oversees = actor.scope != "own"
    page = render_template(
        "overtime/index.html",
        actor=actor,
        asked=overview.asked_of(session, actor),
        to_take=overview.offers_to_take(session, actor, now),
        to_approve=overview.to_approve(session, actor),
        to_confirm=overview.to_confirm(session, actor),
        own=overview.own(session, actor),
        others=overview.in_reach(session, actor) if oversees else [],
        offers_list=overview.offers_made(session, actor) if oversees else [],
        **SHOWN,
    )
    return make_response(page)


@blueprint.get("/overtime/new")
def new() -> Response:
    """Show the application form (加班申请表)."""
    return _form_page([])


@blueprint.post("/overtime")
def ask() -> Response:
    """Ask for overtime."""
    session, actor = database.session(), access.actor()
    answer = asking.ask(session, actor, read_form(request.form, actor.person_id), now=clock.now())
    if not answer.done:
        return _form_page(answer.reasons, status=422)
    flash(_("Asked for. Until it is approved, nothing is agreed on; you are told what comes of it."), "ok")
    return redirect(url_for("overtime.show", entry_id=answer.entry_id))


@blueprint.get("/overtime/order")
def order_form() -> Response:
    """Show the form by which a person is asked to work overtime."""
    return _order_page([])


@blueprint.post("/overtime/order")
def order() -> Response:
    """Ask a person to work overtime."""
    session, actor = database.session(), access.actor()
    form = read_form(request.form, row_id(request.form.get("person", "")))
    answer = asking.order(session, actor, form, now=clock.now())
    if not answer.done:
        return _order_page(answer.reasons, status=422)
    flash(_("The person is asked. Without consent there is no overtime."), "ok")
    return redirect(url_for("overtime.show", entry_id=answer.entry_id))


@blueprint.get("/overtime/<int:entry_id>")
def show(entry_id: int) -> Response:
    """Show one overtime."""
    return _page(entry_id, ())


@blueprint.post("/overtime/<int:entry_id>/approve")
def approve(entry_id: int) -> Response:
    """Approve what somebody asks for."""
    return _act(entry_id, deciding.approve, _("Approved. The person is told."))


@blueprint.post("/overtime/<int:entry_id>/reject")
def reject(entry_id: int) -> Response:
    """Return it with a reason."""
    return _act(entry_id, deciding.reject, _("Returned. The person is told why."), with_reason=True)


@blueprint.post("/overtime/<int:entry_id>/agree")
def agree(entry_id: int) -> Response:
    """Agree to what was ordered."""
    return _act(entry_id, deciding.agree, _("Agreed. Your consent is on record."))


@blueprint.post("/overtime/<int:entry_id>/decline")
def decline(entry_id: int) -> Response:
    """Refuse what was ordered."""
    return _act(entry_id, deciding.decline, _("Refused. The supervisor is told."), with_reason=True)


@blueprint.post("/overtime/<int:entry_id>/withdraw")
def withdraw(entry_id: int) -> Response:
    """Take it back."""
    return _act(entry_id, deciding.withdraw, _("Taken back. Everybody concerned is told."), with_reason=True)


@blueprint.post("/overtime/<int:entry_id>/confirm")
def confirm(entry_id: int) -> Response:
    """Confirm the minutes."""
    return _act(entry_id, deciding.confirm, _("Confirmed. It goes into the register."), with_reason=True)


def _act(
    entry_id: int, act: Callable[..., OvertimeAnswer], said: str, *, with_reason: bool = False
) -> Response:
    session, actor = database.session(), access.actor()
    further: dict[str, object] = {}
    if with_reason:
        further["reason"] = request.form.get("reason", "")
    if act is deciding.confirm:
        further["minutes"] = request.form.get("minutes", type=int)
    seen = request.form.get("seen", default=0, type=int)
    done = act(session, actor, entry_id, seen=seen, now=clock.now(), **further)
    if not done.done:
        status = 409 if done.is_stale else 422
        inbox = answering.refused(KIND, entry_id, words.all_words(done.reasons), status=status)
        return _page(entry_id, done.reasons, status=status) if inbox is None else inbox
    flash(said, "ok")
    return redirect(answering.onward(url_for("overtime.show", entry_id=entry_id)))


def _page(entry_id: int, reasons: Iterable[Reason], *, status: int = 200) -> Response:
    session, actor = database.session(), access.actor()
    page = read_entry(session, actor, entry_id, now=clock.now())
    shown = render_template(
        "overtime/show.html",
        page=page,
        row=page.row,
        acts={act.value for act in page.acts},
        problems=problems(reasons),
        values=request.form,
        **SHOWN,
    )
    return make_response(shown, status)


def _form_page(reasons: Iterable[Reason], *, status: int = 200) -> Response:
    shown = render_template(
        "overtime/new.html",
        people=None,
        longer=[],
        offices=[],
        problems=problems(reasons),
        token=request.form.get("token") or secrets.token_urlsafe(16),
        values=request.form if request.method == "POST" else request.args,
        **SHOWN,
    )
    return make_response(shown, status)


def _order_page(reasons: Iterable[Reason], *, status: int = 200) -> Response:
    session, actor = database.session(), access.actor()
    people = overview.people_to_order(session, actor)
    shown = render_template(
        "overtime/new.html",
        people=[(each.id, f"{each.team.name} · {each.name} {each.employee_number}") for each in people],
        longer=longer_shifts(session, actor, clock.now()),
        offices=office_names(),
        problems=problems(reasons),
        token=request.form.get("token") or secrets.token_urlsafe(16),
        values=request.form if request.method == "POST" else request.args,
        **SHOWN,
    )
    return make_response(shown, status)


def problems(reasons: Iterable[Reason]) -> list[tuple[None, str]]:
    """Return what the summary of errors lists."""
    return [(None, f"{each.sentence} {each.detail}".strip()) for each in words.all_words(reasons)]


def office_names() -> list[str]:
    """Return the posts that must be reachable by telephone, in the reader's language."""
    session, actor = database.session(), access.actor()
    department = session.get_one(Department, actor.department_id)
    offices = reachable(session, department, clock.today(department.time_zone))
    return [office.words.zh if language_tag() == "zh-CN" else office.words.en for office in offices]
