"""Pages of those who run the rounds: the list, opening, status, closing, reopening, reminding."""

import datetime as dt
from collections.abc import Mapping

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import Fields
from web.navigation import exists
from web.people.tables import Department
from web.refusal import Refusal
from web.reminders.hand_in import is_handed_in, read_hand_in
from web.reminders.service import remind_silent
from web.reminders.words import hand_in_tag
from web.rosters.months import parse_month
from web.rosters.tables import RoundState, WishRound
from web.wishes.forms import coming_months, read_instant, read_month, read_window, window_texts
from web.wishes.rounds import (
    Phase,
    Refusals,
    close_round,
    latest_rounds,
    open_round,
    phase_of,
    proposed_window,
    reopen_round,
    round_of,
)
from web.wishes.status import read_status
from web.wishes.views import blueprint, mine
from web.wishes.words import (
    errors_by_field,
    fullest_words,
    phase_tag,
    sentence_of,
    strip_cell_words,
    wish_mark,
    wish_name,
)

OWN = "own"
MOST_ROUNDS = 12
"""Rounds on the list, the latest ones."""


@blueprint.get("/wishes")
def index() -> Response:
    """Show the rounds of the department; who only has wishes of their own sees those."""
    return mine() if access.actor().scope == OWN else _list_page({}, [])


@blueprint.post("/wishes/rounds")
def open_one() -> Response:
    """Open a round for a month."""
    session, actor = database.session(), access.actor()
    department = session.get_one(Department, actor.department_id)
    fields = Fields(request.form)
    month = read_month(fields, coming_months(clock.today(department.time_zone)))
    window = read_window(fields, department.time_zone)
    if month is None or window is None:
        return _list_page(request.form, fields.refusals)
    found = open_round(session, actor, month, window, now=clock.now())
    if not isinstance(found, WishRound):
        return _list_page(request.form, list(found))
    flash(_("The round is stored. Everybody is told when it opens."), "ok")
    return redirect(url_for("wishes.show", round_id=found.id))


@blueprint.get("/wishes/rounds/<int:round_id>")
def show(round_id: int) -> Response:
    """Show who has answered and which days are crowded."""
    return _status_page(round_id, {}, [])


@blueprint.post("/wishes/rounds/<int:round_id>/close")
def close(round_id: int) -> Response:
    """Close a round before its time."""
    reasons = close_round(database.session(), access.actor(), round_id, now=clock.now())
    return _answer(round_id, reasons, _("Closed. The wishes are frozen; you can open the round again."))


@blueprint.post("/wishes/rounds/<int:round_id>/reopen")
def reopen(round_id: int) -> Response:
    """Open a closed round again until a new time."""
    session, actor = database.session(), access.actor()
    department = session.get_one(Department, actor.department_id)
    round_of(session, actor, round_id)
    fields = Fields(request.form)
    closes_at = read_instant(fields, "closes_at", department.time_zone)
    if closes_at is None:
        return _status_page(round_id, request.form, fields.refusals)
    reasons = reopen_round(session, actor, round_id, closes_at=closes_at, now=clock.now())
    if any(reason.field for reason in reasons):
        return _status_page(round_id, request.form, list(reasons))
    return _answer(round_id, reasons, _("Open again."))


@blueprint.post("/wishes/rounds/<int:round_id>/remind")
def remind(round_id: int) -> Response:
    """Remind those who have not answered."""
    told = remind_silent(database.session(), access.actor(), round_id, now=clock.now())
    if not isinstance(told, int):
        return _answer(round_id, told, "")
    reminded = ngettext("%(num)s person is reminded.", "%(num)s people are reminded.", told)
    return _answer(round_id, (), reminded if told else _("Everybody was reminded today already."))


def _answer(round_id: int, reasons: Refusals, done: str) -> Response:
    for reason in reasons:
        flash(sentence_of(reason), "danger")
    if not reasons:
        flash(done, "ok")
    return redirect(url_for("wishes.show", round_id=round_id))


def _list_page(values: Mapping[str, str], refusals: list[Refusal]) -> Response:
    session, actor, now = database.session(), access.actor(), clock.now()
    department = session.get_one(Department, actor.department_id)
    rounds = latest_rounds(session, department.id, MOST_ROUNDS)
    coming = coming_months(clock.today(department.time_zone))
    taken = {found.month for found in rounds}
    months = [month for month in coming if month not in taken]
    month = _chosen(months)
    proposed = {} if month is None else window_texts(
        proposed_window(session, department, month, now), department
    )  # fmt: skip
    page = render_template(
        "wishes/index.html",
        lines=[
            (found, _phase(session, found, now), read_status(session, department, found)) for found in rounds
        ],
        months=months,
        month=month,
        values=values or proposed,
        errors=errors_by_field(refusals),
        hand_in=read_hand_in(session, department, coming[0], now),
        hand_in_tag=hand_in_tag,
        phase_tag=phase_tag,
        has_own=actor.person_id is not None and exists("wishes.mine"),
    )
    return make_response(page, 422 if refusals else 200)


def _chosen(months: list[dt.date]) -> dt.date | None:
    """Return the month for which the form of a new round stands; the next without one by default."""
    try:
        month = parse_month(request.values.get("month", ""))
    except ValueError:
        month = None
    return month if month in months else next(iter(months), None)


def _phase(session: Session, found: WishRound, now: dt.datetime) -> Phase:
    return phase_of(found, now, handed_in=is_handed_in(session, found.department_id, found.month))


def _status_page(round_id: int, values: Mapping[str, str], refusals: list[Refusal]) -> Response:
    session, actor, now = database.session(), access.actor(), clock.now()
    department = session.get_one(Department, actor.department_id)
    found = round_of(session, actor, round_id)
    handed_in = is_handed_in(session, department.id, found.month)
    phase = _phase(session, found, now)
    proposed = window_texts(proposed_window(session, department, found.month, now), department)
    page = render_template(
        "wishes/round.html",
        status=read_status(session, department, found),
        phase=phase,
        may_reopen=phase is Phase.CLOSED and not handed_in and found.state is RoundState.CLOSED,
        handed_in=handed_in,
        hand_in=read_hand_in(session, department, found.month, now),
        hand_in_tag=hand_in_tag,
        values=values or proposed,
        errors=errors_by_field(refusals),
        phase_tag=phase_tag,
        fullest_words=fullest_words,
        strip_cell_words=strip_cell_words,
        wish_mark=wish_mark,
        wish_name=wish_name,
    )
    return make_response(page, 422 if refusals else 200)
