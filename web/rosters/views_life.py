"""The life of a version: submit, return, approve, publish, withdraw, discard; new drafts."""

import datetime as dt
from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from web import access, clock, database
from web.accounts.actor import Actor
from web.approvals import answering
from web.errors import NotFound
from web.refusal import Refusal
from web.rosters import lifecycle
from web.rosters.acts import Act, open_version
from web.rosters.grid import load_grid
from web.rosters.inbox import KIND
from web.rosters.new_drafts import NewDraft, draft_from_last_month, draft_from_version
from web.rosters.overview import names_by_number
from web.rosters.publishing import publish as publish_version
from web.rosters.telling import out_of_reach
from web.rosters.version_page import allowed_acts, version_context, waits_for
from web.rosters.views import blueprint, read_month
from web.rosters.words import reason_words, reasons_words, version_label

CONFIRMED = ("publish", "discard", "withdraw", "return")
"""Acts with a second step: a page that says what will happen."""


@blueprint.get("/rosters/versions/<int:version_id>/confirm/<act>")
def confirm(version_id: int, act: str) -> Response:
    """Say what an act will do, before it is done."""
    session, actor = database.session(), access.actor()
    found, department = open_version(session, actor, version_id)
    if act not in CONFIRMED:
        raise NotFound(f"no act {act!r} to confirm")
    if act not in allowed_acts(session, actor, found):
        flash(_("The version is %(state)s; this is not possible now.",
                state=version_label(found.state, found.number)), "warn")  # fmt: skip
        return redirect(url_for("rosters.version", version_id=version_id))
    grid = load_grid(
        session,
        department,
        found.roster.month,
        today=clock.today(department.time_zone),
        version_id=found.id,
        team_ids=(),
    )
    page = render_template(
        "rosters/confirm.html",
        act=act,
        grid=grid,
        untold=out_of_reach(session, department.id) if act == "publish" else [],
        label=version_label(found.state, found.number),
        **version_context(session, actor, found, department, clock.now()),
    )
    return make_response(page)


@blueprint.post("/rosters/versions/<int:version_id>/submit")
def submit(version_id: int) -> Response:
    """Submit for review."""
    return _act(version_id, lifecycle.submit, _submitted)


@blueprint.post("/rosters/versions/<int:version_id>/approve")
def approve(version_id: int) -> Response:
    """Take the next step of the chain."""
    return _act(version_id, lifecycle.approve, _approved)


@blueprint.post("/rosters/versions/<int:version_id>/return")
def return_version(version_id: int) -> Response:
    """Return with a reason."""
    reason = request.form.get("reason", "")[:500]

    def act(session: Session, actor: Actor, version_id: int, *, seen: int, now: dt.datetime) -> Act:
        return lifecycle.return_version(session, actor, version_id, reason=reason, seen=seen, now=now)

    return _act(version_id, act, lambda _session, _actor, _act: _("Returned. The submitter is told why."))


@blueprint.post("/rosters/versions/<int:version_id>/withdraw")
def withdraw(version_id: int) -> Response:
    """Take a submitted or approved version back."""
    return _act(
        version_id,
        lifecycle.withdraw,
        lambda _session, _actor, _act: _("Withdrawn. To go on, make a new draft from it."),
    )


@blueprint.post("/rosters/versions/<int:version_id>/discard")
def discard(version_id: int) -> Response:
    """Put a draft aside."""
    return _act(
        version_id,
        lifecycle.discard,
        lambda _session, _actor, _act: _("Discarded. It stays readable; nothing of it counts."),
    )


@blueprint.post("/rosters/versions/<int:version_id>/publish")
def publish(version_id: int) -> Response:
    """Put an approved version in force."""
    session, actor = database.session(), access.actor()
    done = publish_version(session, actor, version_id, seen=_seen(), now=clock.now())
    if not done.act.done:
        return _refused(session, actor, done.act)
    told = ngettext("%(num)s person is told", "%(num)s people are told", done.told)
    if done.superseded_id is not None:
        changed = ngettext(
            "%(num)s person's shifts change", "%(num)s people's shifts change", done.changed_people
        )
        flash(_("Published. %(changed)s, %(told)s.", changed=changed, told=told), "ok")
    else:
        flash(_("Published. %(told)s; answers appear under “Answers”.", told=told), "ok")
    return _to(version_id)


@blueprint.post("/rosters/versions/<int:version_id>/draft")
def new_draft(version_id: int) -> Response:
    """Make a new draft from a version."""
    session, actor = database.session(), access.actor()
    return _drafted(draft_from_version(session, actor, version_id, now=clock.now()), _to(version_id))


@blueprint.post("/rosters/<month>/copy")
def copy(month: str) -> Response:
    """Make a draft that repeats the month before by weekdays."""
    session, actor = database.session(), access.actor()
    first = read_month(month)
    made = draft_from_last_month(session, actor, first, now=clock.now())
    return _drafted(made, redirect(url_for("rosters.month", month=month)))


def _drafted(made: NewDraft | Refusal, back: Response) -> Response:
    if isinstance(made, Refusal):
        flash(reason_words(made).sentence, "danger")
        return back
    parts = [_("Draft v%(number)s is made.", number=made.number)]
    if made.dropped:
        parts.append(
            ngettext(
                "%(num)s shift was left out: leave, or no longer employed.",
                "%(num)s shifts were left out: leave, or no longer employed.",
                made.dropped,
            )
        )
    hard = made.judgement.hard_count
    if hard:
        parts.append(ngettext("%(num)s violation must be fixed.", "%(num)s violations must be fixed.", hard))
    else:
        parts.append(_("Nothing blocks submitting it."))
    flash(" ".join(parts), "warn" if hard else "ok")
    return _to(made.version_id)


def _act(
    version_id: int,
    act: Callable[..., Act],
    words: Callable[[Session, Actor, Act], str],
) -> Response:
    """Do one act on the version that the page showed, and say what happened and what is next."""
    session, actor = database.session(), access.actor()
    done = act(session, actor, version_id, seen=_seen(), now=clock.now())
    if not done.done:
        return _refused(session, actor, done)
    flash(words(session, actor, done), "ok")
    return redirect(answering.onward(url_for("rosters.version", version_id=version_id)))


def _refused(session: Session, actor: Actor, act: Act) -> Response:
    """Show the version, or the inbox that it was decided in, with every reason; 409 when it had changed."""
    names = names_by_number(session, actor.department_id)
    status = 409 if act.is_stale else 403 if act.is_out_of_reach else 422
    said = reasons_words(act.reasons, names)
    inbox = answering.refused(KIND, act.version_id, said, status=status)
    if inbox is not None:
        return inbox
    found, _department = open_version(session, actor, act.version_id)
    page = render_template(
        "rosters/refused.html",
        version=found,
        label=version_label(found.state, found.number),
        reasons=said,
    )
    return make_response(page, status)


def _submitted(session: Session, actor: Actor, act: Act) -> str:
    found, _department = open_version(session, actor, act.version_id)
    role = waits_for(session, found)
    if act.late:
        return _(
            "Submitted, after the due day: it is marked late. Next: approval by the %(role)s.", role=role
        )
    return _("Submitted. It is read-only now. Next: approval by the %(role)s.", role=role)


def _approved(session: Session, actor: Actor, act: Act) -> str:
    found, _department = open_version(session, actor, act.version_id)
    role = waits_for(session, found)
    if role:
        return _("Approved. Next: approval by the %(role)s.", role=role)
    return _("Approved. Next: publish it; until then nothing of it is in force.")


def _seen() -> int:
    return request.form.get("seen", default=0, type=int)


def _to(version_id: int) -> Response:
    return redirect(url_for("rosters.version", version_id=version_id))
