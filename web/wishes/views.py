"""A person's own wishes: the month, stating, taking back, the answer that there are none."""

import datetime as dt

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import row_id
from web.i18n import day_weekday
from web.my.words import day_type_mark
from web.navigation import counts
from web.people.tables import Department, Person
from web.rosters.months import parse_month
from web.wishes.own import OwnRound, read_own_round, waits_for
from web.wishes.rounds import Refusals, round_of
from web.wishes.stating import LONGEST_NOTE, remove_wish, state_no_wishes, state_wish
from web.wishes.words import own_day_words, phase_tag, sentence_of, wish_mark, wish_name

blueprint = Blueprint("wishes", __name__, template_folder="templates")

DAY_OFF, NOTHING = "off", "none"
"""Choices of the sheet beside the ids of shift kinds."""


@blueprint.get("/wishes/mine")
def mine() -> Response:
    """Show one's own wishes of a month, to be changed while the round is open."""
    page = render_template(
        "wishes/mine.html",
        found=_own_round(),
        day_type_mark=day_type_mark,
        own_day_words=own_day_words,
        phase_tag=phase_tag,
        wish_mark=wish_mark,
        wish_name=wish_name,
        longest_note=LONGEST_NOTE,
    )
    return make_response(page)


@blueprint.post("/wishes/rounds/<int:round_id>/mine")
def state(round_id: int) -> Response:
    """Take the wish for one date, or take it back."""
    session, actor = database.session(), access.actor()
    found = round_of(session, actor, round_id)
    date, choice = _date(), request.form.get("choice", "")
    kind_id = row_id(choice)
    if date is None or (kind_id is None and choice not in {DAY_OFF, NOTHING}):
        flash(_("Choose a day and what you wish for it."), "danger")
        return _to(found.month)
    if choice == NOTHING:
        reasons = remove_wish(session, actor, round_id, date, now=clock.now())
        done = _("Taken back: %(day)s.", day=day_weekday(date))
    else:
        reasons = state_wish(
            session,
            actor,
            round_id,
            date,
            kind_id=kind_id,
            note=request.form.get("note", "")[: 2 * LONGEST_NOTE],
            now=clock.now(),
        )
        done = _("Saved: %(day)s.", day=day_weekday(date))
    if not reasons:
        done = f"{done} {_left_words(found.month)}"
    return _answer(found.month, reasons, done)


@blueprint.post("/wishes/rounds/<int:round_id>/none")
def none(round_id: int) -> Response:
    """Take the answer that there are no wishes this month."""
    session, actor = database.session(), access.actor()
    month = round_of(session, actor, round_id).month
    reasons = state_no_wishes(session, actor, round_id, now=clock.now())
    return _answer(month, reasons, _("Noted: no wishes this month. You can still state some until the end."))


@counts("wishes.index")
def _waiting() -> int:
    if current_user.person_id is None:
        return 0
    return waits_for(database.session(), current_user.department_id, current_user.person_id, clock.now())


def _own_round() -> OwnRound | None:
    session, actor = database.session(), access.actor()
    person = None if actor.person_id is None else session.get_one(Person, actor.person_id)
    if person is None:
        return None
    department = session.get_one(Department, actor.department_id)
    return read_own_round(session, department, person, month=_month(), now=clock.now())


def _left_words(month: dt.date) -> str:
    session, actor = database.session(), access.actor()
    person = session.get_one(Person, actor.person_id)
    department = session.get_one(Department, actor.department_id)
    found = read_own_round(session, department, person, month=month, now=clock.now())
    left = 0 if found is None else found.left
    return ngettext("%(num)s wish left.", "%(num)s wishes left.", left) if left else _("All wishes are used.")


def _answer(month: dt.date, reasons: Refusals, done: str) -> Response:
    for reason in reasons:
        flash(sentence_of(reason), "danger")
    if not reasons:
        flash(done, "ok")
    return _to(month)


def _to(month: dt.date) -> Response:
    return redirect(url_for("wishes.mine", month=f"{month:%Y-%m}"))


def _date() -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.form.get("date", ""))
    except ValueError:
        return None


def _month() -> dt.date | None:
    try:
        return parse_month(request.args["month"]) if "month" in request.args else None
    except ValueError:
        return None
