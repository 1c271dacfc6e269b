"""Pages of swaps: the list, who could take a shift, one swap and what is said to it."""

import datetime as dt
import secrets
from collections.abc import Callable, Iterable

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

import web.swaps.notice_words  # noqa: F401 - registers the words of its notices
from roster.swaps.life import SwapAct, SwapState
from roster.swaps.moves import Move
from web import access, clock, database, navigation
from web.accounts.actor import Actor, actor_of
from web.approvals import answering
from web.errors import NotFound
from web.fields import form_token, row_id
from web.people.tables import Department, Person
from web.refusal import Refusal
from web.rosters.months import FIRST_YEAR, LAST_YEAR
from web.rosters.overview import names_by_number
from web.rosters.words import role_name
from web.shift_marks import shift_name
from web.swaps import asking, deciding, words
from web.swaps.debts import open_debts
from web.swaps.inbox import KIND
from web.swaps.loading import load_swap_month, with_next
from web.swaps.offering import open_offers, takers
from web.swaps.overview import (
    coming_shifts,
    own_swaps,
    swaps_in_reach,
    waiting_for_approval,
    waiting_for_word,
)
from web.swaps.page import SwapPage, department_of, read_swap
from web.swaps.placing import Ask
from web.swaps.returns import day_moves, further, returns
from web.swaps.steps import SwapAnswer

blueprint = Blueprint("swaps", __name__, template_folder="templates")

SHOWN = {
    "state_tag": words.state_tag,
    "title_of": words.title_of,
    "waits_words": words.waits_words,
    "steps_of": words.steps_of,
    "swap_words": words.swap_words,
    "all_words": words.all_words,
    "hours_words": words.hours_words,
    "week_words": words.week_words,
    "verdict_tag": words.verdict_tag,
    "ground_name": words.ground_name,
    "role_name": role_name,
    "act_name": words.act_name,
    "shift_word": shift_name,
}
"""What the templates call."""


@blueprint.get("/swaps")
def index() -> Response:
    """Show what waits for one's word, one's own swaps and debts; to who oversees, those in reach."""
    session, actor = database.session(), access.actor()
    oversees = actor.scope != "own"
    page = render_template(
        "swaps/index.html",
        to_agree=waiting_for_word(session, actor),
        to_approve=waiting_for_approval(session, actor) if oversees else [],
        own=own_swaps(session, actor),
        others=swaps_in_reach(session, actor) if oversees else [],
        offers=open_offers(session, actor),
        debts=[] if actor.person_id is None else open_debts(session, actor.person_id),
        actor=actor,
        now=clock.now(),
        **SHOWN,
    )
    return make_response(page)


@blueprint.get("/swaps/new")
def new() -> Response:
    """Choose a shift, then who takes it, then what is said: one page, the answers in its address."""
    return _new_page(request.args.get("person"), request.args.get("date"), [])


@blueprint.post("/swaps")
def propose() -> Response:
    """Ask for a swap."""
    session, actor = database.session(), access.actor()
    person, when = row_id(request.form.get("person", "")), read_date(request.form.get("date"))
    if person is None or when is None:
        raise NotFound("no shift is named")
    requester, taker = session.get(Person, person), _number(request.form.get("with"))
    if requester is None:
        raise NotFound(f"no person {person}")
    moves = [Move(date=when, giver=requester.employee_number, taker=taker)]
    if request.form.get("way") == "exchange":
        moves.append(moves[0].back)
    moves += _also(session, requester, taker, request.form.getlist("also"))
    back = read_date(request.form.get("return"))
    paybacks = [] if back is None else [Move(date=back, giver=taker, taker=requester.employee_number)]
    ask = Ask(
        requester_id=person,
        moves=tuple(moves),
        paybacks=tuple(paybacks),
        ground=request.form.get("ground", ""),
        reason=request.form.get("reason", ""),
        token=form_token(request.form),
        by_company=_by_company(actor, person),
    )
    department = department_of(session, actor)
    done = asking.propose(session, actor, ask, now=clock.now(), today=clock.today(department.time_zone))
    if not done.done or done.swap_id is None:
        return _new_page(request.form.get("person"), request.form.get("date"), done.reasons, status=422)
    flash(_asked_words(done.state), "ok")
    return redirect(url_for("swaps.show", swap_id=done.swap_id))


@blueprint.get("/swaps/<int:swap_id>")
def show(swap_id: int) -> Response:
    """Show one swap."""
    return _page(swap_id, ())


@blueprint.get("/swaps/<int:swap_id>/form")
def form(swap_id: int) -> Response:
    """Show the registration form (调班登记表), for print."""
    return make_response(render_template("swaps/form.html", page=_read(swap_id), **SHOWN))


@blueprint.post("/swaps/<int:swap_id>/agree")
def agree(swap_id: int) -> Response:
    """Agree to take a shift."""
    return _act(swap_id, deciding.agree, _("Agreed. Until it is approved, the roster stays as it is."))


@blueprint.post("/swaps/<int:swap_id>/decline")
def decline(swap_id: int) -> Response:
    """Say no."""
    return _act(swap_id, deciding.decline, _("Declined. The other side is told."), with_reason=True)


@blueprint.post("/swaps/<int:swap_id>/approve")
def approve(swap_id: int) -> Response:
    """Approve, in one's role."""
    return _act(swap_id, deciding.approve, _("Approved. Both sides are told."))


@blueprint.post("/swaps/<int:swap_id>/reject")
def reject(swap_id: int) -> Response:
    """Return with a reason."""
    return _act(swap_id, deciding.reject, _("Returned. Both sides are told why."), with_reason=True)


@blueprint.post("/swaps/<int:swap_id>/withdraw")
def withdraw(swap_id: int) -> Response:
    """Take one's request back."""
    return _act(swap_id, deciding.withdraw, _("Withdrawn. Nobody's shift moves."), with_reason=True)


@blueprint.post("/swaps/<int:swap_id>/undo")
def undo(swap_id: int) -> Response:
    """Ask to take back a swap in effect: the other side agrees, and it is approved like a new one."""
    session, actor = database.session(), access.actor()
    page = _read(swap_id)
    if SwapAct.UNDO not in page.acts or actor.person_id is None:
        return _page(swap_id, [Refusal(code="wrong_swap_state", measured=page.row.state.value)], status=409)
    moves = page.row.moves
    ask = Ask(
        requester_id=actor.person_id,
        moves=tuple(_back(move.giver, move.taker, move.date) for move in moves if not move.is_payback),
        paybacks=tuple(_back(move.giver, move.taker, move.date) for move in moves if move.is_payback),
        ground=page.row.ground,
        reason=request.form.get("reason", ""),
        token=form_token(request.form),
        undoes_id=swap_id,
    )
    today = clock.today(department_of(session, actor).time_zone)
    done = asking.propose(session, actor, ask, now=clock.now(), today=today)
    if not done.done or done.swap_id is None:
        return _page(swap_id, done.reasons, status=422)
    flash(_("Asked to take the swap back. Until everybody agrees, it stays in effect."), "ok")
    return redirect(url_for("swaps.show", swap_id=done.swap_id))


@navigation.counts("swaps.index")
def waiting_count() -> int:
    """Return the number beside the link: swaps that wait for one's own word; the inbox counts the others."""
    return len(waiting_for_word(database.session(), actor_of(current_user, "own")))


def _back(giver: Person, taker: Person, when: dt.date) -> Move:
    return Move(date=when, giver=taker.employee_number, taker=giver.employee_number)


def _asked_words(state: SwapState | None) -> str:
    if state is SwapState.EFFECTIVE:
        return _("The swap is in effect. Both sides are told.")
    return _("Asked. Until it is approved, the roster stays as it is; you are told what comes of it.")


def _act(swap_id: int, act: Callable[..., SwapAnswer], said: str, *, with_reason: bool = False) -> Response:
    session, actor = database.session(), access.actor()
    further: dict[str, object] = {}
    if with_reason:
        further["reason"] = request.form.get("reason", "")
    if act in (deciding.agree, deciding.approve):
        further["today"] = clock.today(department_of(session, actor).time_zone)
    seen = request.form.get("seen", default=0, type=int)
    done = act(session, actor, swap_id, seen=seen, now=clock.now(), **further)
    if not done.done:
        return answered(swap_id, done)
    flash(said, "ok")
    return redirect(answering.onward(url_for("swaps.show", swap_id=swap_id)))


def answered(swap_id: int, answer: SwapAnswer) -> Response:
    """Show a swap on which an act was refused, or the inbox that it was decided in, with why."""
    status = 409 if answer.is_stale else 422
    session, actor = database.session(), access.actor()
    said = words.all_words(answer.reasons, names_by_number(session, actor.department_id))
    inbox = answering.refused(KIND, swap_id, said, status=status)
    return _page(swap_id, answer.reasons, status=status) if inbox is None else inbox


def _read(swap_id: int) -> SwapPage:
    session, actor = database.session(), access.actor()
    today = clock.today(department_of(session, actor).time_zone)
    return read_swap(session, actor, swap_id, now=clock.now(), today=today)


def _page(swap_id: int, reasons: Iterable[object], *, status: int = 200) -> Response:
    page = _read(swap_id)
    said = words.all_words(reasons, page.names)  # type: ignore[arg-type]
    shown = render_template(
        "swaps/show.html",
        page=page,
        problems=[(None, f"{each.sentence} {each.detail}".strip()) for each in said],
        token=secrets.token_urlsafe(16),
        reason=request.form.get("reason", ""),
        now=clock.now(),
        acts={act.value for act in page.acts},
        **SHOWN,
    )
    return make_response(shown, status)


def refused_offer(reasons: Iterable[object]) -> Response:
    """Show the page of a shift that could not be offered, with why and what was written."""
    return _new_page(request.form.get("person"), request.form.get("date"), reasons, status=422)


def _new_page(
    person: str | None, date: str | None, reasons: Iterable[object], *, status: int = 200
) -> Response:
    session, actor = database.session(), access.actor()
    now, today = clock.now(), clock.today(department_of(session, actor).time_zone)
    who = asking.in_reach(session, actor, row_id(person or "") or actor.person_id)
    when = read_date(date)
    found = (
        None
        if who is None or when is None
        else asking.candidates(
            session, actor, who, when, by_company=_by_company(actor, who), now=now, today=today
        )
    )
    refused = found if isinstance(found, Refusal) else None
    asked = None if isinstance(found, Refusal) else found
    with_number = request.values.get("with", "")
    chosen = (
        None
        if asked is None
        else next((each for each in asked.candidates if each.person == with_number), None)
    )
    names = {} if asked is None else {number: row.name for number, row in asked.month.people.items()}
    said = words.all_words([*reasons, *([refused] if refused else [])], names)  # type: ignore[list-item]
    shown = render_template(
        "swaps/new.html",
        asked=asked,
        chosen=chosen,
        also=()
        if asked is None or chosen is None
        else [
            (each.date.isoformat(), words.shift_on(each))
            for each in further(
                with_next(session, asked.month, today=today), chosen.swap, now=now, today=today
            )
        ],
        for_department=who is not None and _by_company(actor, who),
        may_ask_for_department=actor.scope != "own" and who != actor.person_id,
        offered_to=() if asked is None else takers(asked, allows_exchange=True),
        return_options=words.return_options(
            returns(asked.month, chosen.swap, now=now, today=today)
            if asked is not None and chosen is not None and chosen.gives is None
            else ()
        ),
        shifts=[] if who is None else coming_shifts(session, who, now),
        names=names,
        person=who,
        problems=[(None, f"{each.sentence} {each.detail}".strip()) for each in said],
        token=request.form.get("token") or secrets.token_urlsafe(16),
        values=request.form,
        **SHOWN,
    )
    return make_response(shown, status)


def read_date(text: str | None) -> dt.date | None:
    """Return a date from an address or a form; None for what is none."""
    try:
        found = None if not text else dt.date.fromisoformat(text)
    except ValueError:
        return None
    return None if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR else found


def _also(session: Session, requester: Person, taker: str, dates: Iterable[str]) -> list[Move]:
    """Return the moves of further days that go to the same person."""
    moves: list[Move] = []
    for when in filter(None, map(read_date, dates)):
        month = load_swap_month(
            session,
            session.get_one(Department, requester.department_id),
            when.replace(day=1),
            today=when,
        )
        if month is not None:
            moves += day_moves(month, requester.employee_number, taker, when)
    return moves


def _by_company(actor: Actor, person: int) -> bool:
    """Whether the department asks (R-4.20): only who oversees others can, and not in one's own matter."""
    return request.values.get("company") == "1" and actor.scope != "own" and person != actor.person_id


def _number(text: str | None) -> str:
    if not text:
        raise NotFound("nobody is named")
    return text
