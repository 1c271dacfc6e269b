"""Pages of leave: the list, asking, one leave and what is said to it."""

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

import web.leave.notice_words  # noqa: F401 - registers the words of its notices
from roster.leave.asking import Channel
from roster.leave.life import LeaveState
from web import access, clock, database, navigation
from web.accounts.actor import actor_of
from web.answer import Reason
from web.approvals import answering
from web.errors import NotFound
from web.fields import form_token, row_id
from web.files.transfer import uploaded
from web.leave import asking, deciding, returning, words
from web.leave.effecting import Cover, field_of
from web.leave.file_content import MOST_BYTES
from web.leave.inbox import KIND
from web.leave.overview import leave_in_reach, own_leave, proofs_to_check
from web.leave.page import department_of, read_form, read_leave
from web.leave.steps import LeaveAnswer
from web.leave.term_words import notice_terms
from web.leave.waiting import waiting
from web.rosters.overview import names_by_number
from web.rosters.words import role_name
from web.sealing import secret_key
from web.swaps.views import read_date
from web.swaps.words import hours_words

blueprint = Blueprint("leave", __name__, template_folder="templates")

SHOWN = {
    "state_tag": words.state_tag,
    "title_of": words.title_of,
    "kind_name": words.kind_name,
    "span_words": words.span_words,
    "waits_words": words.waits_words,
    "steps_of": words.steps_of,
    "all_words": words.all_words,
    "channel_name": words.channel_name,
    "act_name": words.act_name,
    "stand_in_options": words.stand_in_options,
    "hours_words": hours_words,
    "half_days_words": words.half_days_words,
    "file_words": words.file_words,
    "role_name": role_name,
    "field_of": field_of,
}
"""What the templates call."""
OPEN_SHIFT = "open"
"""Value of a field that leaves the shift open."""


@blueprint.get("/leave")
def index() -> Response:
    """Show what waits for one's decision, one's own leave, and to who oversees that in reach."""
    session, actor = database.session(), access.actor()
    oversees = actor.scope != "own"
    page = render_template(
        "leave/index.html",
        to_approve=waiting(session, actor) if oversees else [],
        proofs=proofs_to_check(session, actor) if oversees else [],
        own=own_leave(session, actor),
        others=leave_in_reach(session, actor) if oversees else [],
        actor=actor,
        **SHOWN,
    )
    return make_response(page)


@blueprint.get("/leave/new")
def new() -> Response:
    """Show the form."""
    return _form(request.args.get("person"), ())


@blueprint.post("/leave")
def ask() -> Response:
    """Ask for leave, for oneself or on behalf."""
    session, actor = database.session(), access.actor()
    person = row_id(request.form.get("person", "")) or actor.person_id
    if person is None:
        raise NotFound("nobody is named")
    wanted = asking.Ask(
        person_id=person,
        kind=request.form.get("kind", ""),
        first=read_date(request.form.get("first")),
        last=read_date(request.form.get("last")) or read_date(request.form.get("first")),
        reason=request.form.get("reason", ""),
        channel=request.form.get("channel", Channel.PHONE),
        caller=request.form.get("caller", ""),
        certificate=uploaded("file", most_bytes=MOST_BYTES),
        is_special=bool(request.form.get("special")),
        token=form_token(request.form),
    )
    today = clock.today(department_of(session, actor).time_zone)
    done = asking.ask_leave(session, actor, wanted, now=clock.now(), today=today, secret_key=secret_key())
    if not done.done or done.leave_id is None:
        return _form(str(person), done.reasons, status=422)
    flash(_asked_words(done.state), "ok")
    return redirect(url_for("leave.show", leave_id=done.leave_id))


@blueprint.get("/leave/<int:leave_id>")
def show(leave_id: int) -> Response:
    """Show one leave."""
    return page_of(leave_id, ())


@blueprint.post("/leave/<int:leave_id>/approve")
def approve(leave_id: int) -> Response:
    """Approve, in one's role; at the last step with a decision on every shift."""
    return act_on(
        leave_id, deciding.approve, _("Approved. The person is told."), covers=_covers(request.form)
    )


@blueprint.post("/leave/<int:leave_id>/reject")
def reject(leave_id: int) -> Response:
    """Return with a reason."""
    return act_on(leave_id, deciding.reject, _("Returned. The person is told why."), reason=_reason())


@blueprint.post("/leave/<int:leave_id>/withdraw")
def withdraw(leave_id: int) -> Response:
    """Take one's request back."""
    return act_on(leave_id, deciding.withdraw, _("Withdrawn. The roster stays as it is."), reason=_reason())


@blueprint.post("/leave/<int:leave_id>/settle")
def settle(leave_id: int) -> Response:
    """Decide on a proposed absence without leave."""
    outcome = request.form.get("outcome", "")
    return act_on(leave_id, deciding.settle, _("Decided and signed."), reason=_reason(), outcome=outcome)


@blueprint.post("/leave/<int:leave_id>/back")
def cut_short(leave_id: int) -> Response:
    """Record that somebody is back early."""
    back_on = read_date(request.form.get("back_on"))
    said = _("Recorded. The roster stays as it is; who stands in keeps the shifts.")
    return act_on(leave_id, returning.cut_short, said, back_on=back_on, reason=_reason())


@navigation.counts("leave.index")
def waiting_count() -> int:
    """Return the number beside the link."""
    scope = access.matrix()["leave.index"].scope(current_user.role_names).name.lower()
    return 0 if scope == "own" else len(waiting(database.session(), actor_of(current_user, scope)))


def act_on(leave_id: int, act: Callable[..., LeaveAnswer], said: str, **further: object) -> Response:
    """Let the present person do something to a leave as they saw it, and go back to its page."""
    session, actor = database.session(), access.actor()
    if act is deciding.approve:
        further["today"] = clock.today(department_of(session, actor).time_zone)
    seen = request.form.get("seen", default=0, type=int)
    done = act(session, actor, leave_id, seen=seen, now=clock.now(), **further)
    if not done.done:
        return answered(leave_id, done)
    flash(said, "ok")
    return redirect(answering.onward(url_for("leave.show", leave_id=leave_id)))


def answered(leave_id: int, answer: LeaveAnswer) -> Response:
    """Show a leave on which an act was refused, or the inbox that it was decided in, with why."""
    status = 409 if answer.is_stale else 422
    names = names_by_number(database.session(), access.actor().department_id)
    said = words.all_words(answer.reasons, names)
    inbox = answering.refused(KIND, leave_id, said, status=status)
    return page_of(leave_id, answer.reasons, status=status) if inbox is None else inbox


def page_of(leave_id: int, reasons: Iterable[Reason], *, status: int = 200) -> Response:
    """Return the page of a leave, with what was refused on top."""
    session, actor = database.session(), access.actor()
    today = clock.today(department_of(session, actor).time_zone)
    page = read_leave(session, actor, leave_id, now=clock.now(), today=today)
    shown = render_template(
        "leave/show.html",
        page=page,
        row=page.row,
        acts={str(act) for act in page.acts},
        problems=_problems(reasons, page.names),
        most_mb=MOST_BYTES // 1024 // 1024,
        back_on=min(max(today, page.row.first_day + dt.timedelta(days=1)), page.row.until),
        values=request.form,
        **SHOWN,
    )
    return make_response(shown, status)


def _form(person: str | None, reasons: Iterable[Reason], *, status: int = 200) -> Response:
    session, actor = database.session(), access.actor()
    today = clock.today(department_of(session, actor).time_zone)
    form = read_form(session, actor, row_id(person or ""), today=today)
    names = {} if form.person is None else {form.person.employee_number: form.person.name}
    shown = render_template(
        "leave/new.html",
        form=form,
        is_own=form.person is not None and form.person.id == actor.person_id,
        kinds=[] if form.terms is None else words.kind_options(form.terms),
        lines=[] if form.terms is None else notice_terms(form.terms),
        channels=[(each.value, words.channel_name(each)) for each in (Channel.PHONE, Channel.PROXY)],
        today=today,
        most_mb=MOST_BYTES // 1024 // 1024,
        problems=_problems(reasons, names),
        token=request.form.get("token") or secrets.token_urlsafe(16),
        values=request.form,
        **SHOWN,
    )
    return make_response(shown, status)


def _problems(reasons: Iterable[Reason], names: Mapping[str, str]) -> list[tuple[str | None, str]]:
    reasons = list(reasons)
    fields = [getattr(reason, "field", "") or None for reason in reasons]
    said = [words.leave_words(reason, names) for reason in reasons]
    found = [
        (f"{each.sentence} {each.detail}".strip(), field) for each, field in zip(said, fields, strict=True)
    ]
    return [(field, sentence) for sentence, field in dict(found).items()]


def _covers(form: Mapping[str, str]) -> dict[dt.date, Cover]:
    """Return what is said of each shift: fields ``cover-2026-12-08`` and ``why-2026-12-08``."""
    covers = {}
    for name, value in form.items():
        day = read_date(name.removeprefix("cover-")) if name.startswith("cover-") else None
        if day is not None and value:
            why = form.get(f"why-{day.isoformat()}", "")
            covers[day] = Cover(reason=why) if value == OPEN_SHIFT else Cover(stand_in=value)
    return covers


def _reason() -> str:
    return request.form.get("reason", "")


def _asked_words(state: LeaveState | None) -> str:
    if state is LeaveState.LATE_NOTICE:
        return _("Asked, but too late: management decides. Unless approved, it is absence without leave.")
    if state is LeaveState.NOTIFIED:
        return _("Reported. You are told what is decided.")
    return _("Asked. Until it is approved, the shifts stay as they are; you are told what comes of it.")
