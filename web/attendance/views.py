"""Pages of attendance: one's own clock, corrections, the board of the shift."""

import datetime as dt
import secrets
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.exceptions import abort
from werkzeug.wrappers import Response

import web.attendance.notice_words  # noqa: F401 - registers the words of its notices
from roster.attendance.events import ClockAct
from web import access, clock, database, navigation
from web.accounts.actor import Actor, actor_of
from web.addresses import local_target
from web.approvals import answering
from web.attendance import away_words, clocking, correcting, words
from web.attendance.away_asking import waiting_leaving
from web.attendance.board import call_roll, read_board
from web.attendance.card import ClockCard, read_card
from web.attendance.inbox import KIND
from web.attendance.loading import load_events, load_worked
from web.attendance.tables import RollCallState
from web.attendance.waiting import own_corrections, waiting_corrections
from web.errors import NotFound
from web.fields import form_token, row_id
from web.my.words import time_left, time_left_patterns
from web.people.tables import Department, Person
from web.refusal import Refusal
from web.wording import Words

blueprint = Blueprint("attendance", __name__, template_folder="templates")

LAST_DAYS = 7
SHOWN = {
    "act_name": words.act_name,
    "where_tag": words.where_tag,
    "status_tag": words.status_tag,
    "mark_name": words.mark_name,
    "source_name": words.source_name,
    "correction_tag": words.correction_tag,
    "correction_words": words.correction_words,
    "hold_words": words.hold_words,
    "unknown_words": words.unknown_words,
    "off_words": words.off_words,
    "role_name": words.role_words,
    "away_words": away_words.away_words,
    "permit_words": away_words.permit_words,
    "finding_words": words.finding_words,
    "proposal_words": words.proposal_words,
    "cause_words": words.cause_words,
    "time_left": time_left,
}
"""What the templates call."""


@blueprint.get("/attendance")
def index() -> Response:
    """Show one's own clock and last days; to who leads, the corrections that wait."""
    return shown_page(())


@blueprint.post("/attendance/clock")
def clock_act() -> Response:
    """Clock something, for oneself or, marked so, for somebody of one's people."""
    session, actor = database.session(), access.actor()
    act = next((act for act in ClockAct if act.value == request.form.get("act")), None)
    if act is None:
        abort(400)
    person = row_id(request.form.get("person", "")) or actor.person_id
    if person is None:
        raise NotFound("this account belongs to nobody who is rostered")
    asked = clocking.Clocking(person_id=person, act=act, note=request.form.get("note", ""))
    done = clocking.clock(session, actor.department_id, asked, actor=actor, now=clock.now())
    if not done.done:
        return shown_page(done.reasons, status=409 if done.holds else 422)
    said = words.done_words(act)
    if done.held_minutes:
        said += " " + _("You were held for %(minutes)s minutes after the shift.", minutes=done.held_minutes)
    if done.extended_minutes:
        said += " " + _(
            "%(minutes)s minutes after the shift are booked without a form.", minutes=done.extended_minutes
        )
    flash(said, "ok")
    return redirect(local_target(request.form.get("next"), url_for("attendance.index")))


@blueprint.post("/attendance/corrections")
def ask_correction() -> Response:
    """Ask for a correction."""
    session, actor = database.session(), access.actor()
    form = request.form
    person = row_id(form.get("person", "")) or actor.person_id
    if person is None:
        raise NotFound("this account belongs to nobody who is rostered")
    act = next((act for act in ClockAct if act.value == form.get("act")), None)
    at = None if act is None else _instant(form.get("date", ""), form.get("time", ""), _department())
    if act is not None and at is None:
        return shown_page([Refusal(code="clock_time_unreadable", field="time")], status=422)
    asked = correcting.CorrectionAsk(
        person_id=person,
        act=act,
        at=at,
        strikes_id=row_id(form.get("strikes", "")),
        reason=form.get("reason", ""),
        token=form_token(form),
    )
    reasons = correcting.ask(session, actor, asked, now=clock.now())
    if reasons:
        return shown_page(reasons, status=422)
    flash(_("Asked. The original stays until your team leader decides, and afterwards, too."), "ok")
    return redirect(url_for("attendance.index"))


@blueprint.post("/attendance/corrections/<int:correction_id>")
def decide_correction(correction_id: int) -> Response:
    """Approve or refuse a correction."""
    approve = request.values.get("verdict") == "approve"
    reasons = correcting.decide(
        database.session(),
        access.actor(),
        correction_id,
        approve=approve,
        seen=request.form.get("seen", default=0, type=int),
        answer=request.form.get("answer") or request.form.get("reason", ""),
        now=clock.now(),
    )
    if reasons:
        stale = any(reason.code == "correction_decided" for reason in reasons)
        status = 409 if stale else 422
        inbox = answering.refused(
            KIND,
            correction_id,
            [Words(level="danger", sentence=words.said(each), detail="") for each in reasons],
            status=status,
        )
        return shown_page(reasons, status=status) if inbox is None else inbox
    flash(_("Approved.") if approve else _("Refused; the reason goes to who asked."), "ok")
    return redirect(answering.onward(url_for("attendance.index")))


@blueprint.get("/attendance/board")
def board() -> Response:
    """Show who is here, late, away, missing."""
    return _board(())


@blueprint.get("/attendance/board/live")
def board_live() -> Response:
    """Return the part of the board that follows the time."""
    return make_response(render_template("attendance/board_live.html", **_board_values(), fragment=True))


@blueprint.post("/attendance/release")
def release() -> Response:
    """Let somebody go with a reason."""
    person = row_id(request.form.get("person", ""))
    if person is None:
        raise NotFound("nobody is named")
    reasons = clocking.release(
        database.session(),
        access.actor(),
        person,
        reason=request.form.get("reason", ""),
        now=clock.now(),
    )
    if reasons:
        return _board(reasons, status=422)
    flash(_("Recorded. The person can clock out now."), "ok")
    return redirect(url_for("attendance.board"))


@blueprint.post("/attendance/roll-call")
def roll_call() -> Response:
    """Record the roll call of a shift."""
    form = request.form
    team, kind, date = row_id(form.get("team", "")), row_id(form.get("kind", "")), _date(form.get("date", ""))
    if team is None or kind is None or date is None:
        raise NotFound("no shift is named")
    marks = {}
    states = {state.value: state for state in RollCallState}
    for name, value in form.items():
        person = row_id(name.removeprefix("mark-")) if name.startswith("mark-") else None
        if person is not None and value in states:
            marks[person] = states[value]
    reasons = call_roll(
        database.session(),
        access.actor(),
        team_id=team,
        kind_id=kind,
        date=date,
        marks=marks,
        comment=form.get("comment", ""),
        now=clock.now(),
    )
    if reasons:
        return _board(reasons, status=422)
    flash(_("The roll call is recorded."), "ok")
    return redirect(url_for("attendance.board"))


@navigation.counts("attendance.index")
def waiting_count() -> int:
    """Return the number beside the link: what waits for the present person's word."""
    session = database.session()
    corrections = waiting_corrections(session, _as("attendance.index"))
    return len(corrections) + len(waiting_leaving(session, _as("attendance.decide_away"), clock.now()))


def own_card() -> ClockCard | None:
    """Return the clock of the present person; None for an account that is not rostered."""
    session, actor = database.session(), access.actor()
    if actor.person_id is None:
        return None
    return read_card(session, session.get_one(Person, actor.person_id), now=clock.now())


def card_values(card: ClockCard | None) -> dict[str, object]:
    """Return what the clock's template needs."""
    return {
        "card": card,
        "time_left_patterns": time_left_patterns(),
        "away_token": secrets.token_urlsafe(16),
        **SHOWN,
    }


def _as(endpoint: str) -> Actor:
    """Return the present person with the reach that another endpoint gives."""
    scope = access.matrix()[endpoint].scope(current_user.role_names).name.lower()
    return actor_of(current_user, scope)


def _department() -> Department:
    return database.session().get_one(Department, access.actor().department_id)


def shown_page(reasons: Iterable[Refusal], *, status: int = 200) -> Response:
    """Return the page of one's own clock, with what was refused above it."""
    session, actor = database.session(), access.actor()
    now, today = clock.now(), clock.today(_department().time_zone)
    worked, events = [], []
    if actor.person_id is not None:
        first = today - dt.timedelta(days=LAST_DAYS)
        mine = [actor.person_id]
        worked = [
            each
            for each in load_worked(session, actor.department_id, first, today, now=now, people=mine)
            if each.row.starts_at <= now
        ]
        since = now - dt.timedelta(days=LAST_DAYS + 1)
        events = load_events(
            session, actor.department_id, since, now + dt.timedelta(minutes=1), people=mine
        ).get(actor.person_id, [])
    shown = render_template(
        "attendance/index.html",
        actor=actor,
        today=today,
        now=now,
        worked=list(reversed(worked)),
        events=list(reversed(events)),
        corrections=[] if actor.person_id is None else own_corrections(session, actor.person_id),
        waiting=waiting_corrections(session, actor),
        leaving=waiting_leaving(session, _as("attendance.decide_away"), now),
        acts=tuple(ClockAct),
        token=secrets.token_urlsafe(16),
        problems=[(reason.field or None, words.said(reason)) for reason in reasons],
        values=request.form,
        **card_values(own_card()),
    )
    return make_response(shown, status)


def _board_values() -> dict[str, object]:
    session, actor = database.session(), access.actor()
    now = clock.now()
    return {
        "groups": read_board(session, actor, _department(), now=now),
        "marks": tuple(RollCallState),
        "now": now,
        "today": clock.today(_department().time_zone),
        "actor": actor,
        "leaving": waiting_leaving(session, _as("attendance.decide_away"), now),
        **SHOWN,
    }


def _board(reasons: Iterable[Refusal], *, status: int = 200) -> Response:
    problems = [(reason.field or None, words.said(reason)) for reason in reasons]
    shown = render_template("attendance/board.html", problems=problems, **_board_values(), fragment=False)
    return make_response(shown, status)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _instant(date: str, time: str, department: Department) -> dt.datetime | None:
    """Return a local date and time of the department; None where it cannot be read or was shown twice."""
    try:
        local = dt.datetime.fromisoformat(f"{date}T{time}")
    except ValueError:
        return None
    if local.tzinfo is not None:
        return None
    zone = ZoneInfo(department.time_zone)
    first, second = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    try:
        return None if first.utcoffset() != second.utcoffset() else first.astimezone(dt.UTC)
    except OverflowError:  # the first or last day that there is
        return None
