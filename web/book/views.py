"""Pages of the book: the list, one time at which it changes hands, and what either side does."""

from collections.abc import Callable, Iterable, Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

import web.book.notice_words  # noqa: F401 - registers the words of its notices
from web import access, clock, database
from web.answer import Reason
from web.book import giving, taking, words
from web.book.occasions import book_times
from web.book.page import read_books, read_page
from web.book.sides import open_book
from web.book.steps import BookAnswer
from web.fields import row_id
from web.handovers.reading_words import full_second
from web.handovers.signing import confirmed
from web.handovers.words import rank_tag
from web.people.tables import Department

blueprint = Blueprint("book", __name__, template_folder="templates")

SHOWN: Mapping[str, object] = {
    "book_state": words.book_state,
    "book_act": words.book_act,
    "desk_name": words.desk_name,
    "direction_name": words.direction_name,
    "section_name": words.section_name,
    "item_kind": words.item_kind,
    "item_sections": words.item_sections,
    "instant": words.instant,
    "rank_tag": rank_tag,
    "full_second": full_second,
}
"""What the templates call."""


@blueprint.get("/book")
def index() -> Response:
    """Show which book stands now, the next one, and the latest."""
    return _index(())


@blueprint.get("/book/<int:book_id>")
def show(book_id: int) -> Response:
    """Show one: who gives it sees what it holds now, everybody else what was handed over."""
    return _page(book_id, ())


@blueprint.post("/book/<int:book_id>/give")
def give(book_id: int) -> Response:
    """Hand the book over and sign."""
    return _act(
        book_id, giving.hand_over, _("Handed over and signed."), signs=True, note=request.form.get("note", "")
    )


@blueprint.post("/book/<int:book_id>/items/<int:number>/read")
def tick(book_id: int, number: int) -> Response:
    """Say that an item is read, and whether customer service goes on with it."""
    session, actor = database.session(), access.actor()
    version = row_id(request.form.get("version", "")) or 0
    goes_on = request.form.get("goes_on", "yes") == "yes"
    answer = taking.tick(session, actor, book_id, number, version=version, goes_on=goes_on, now=clock.now())
    if not answer.done:
        return _page(book_id, answer.reasons, status=409 if answer.is_stale else 422)
    return redirect(url_for("book.show", book_id=book_id, _anchor=f"item-{number}"))


@blueprint.post("/book/<int:book_id>/take")
def take(book_id: int) -> Response:
    """Take the book over and sign."""
    said = _("Signed. Responsibility is yours now.")
    return _act(book_id, taking.take_over, said, signs=True)


@blueprint.post("/book/<int:book_id>/refuse")
def refuse(book_id: int) -> Response:
    """Refuse the takeover."""
    reason = request.form.get("reason", "")
    return _act(book_id, taking.refuse, _("Refused. The managers are told."), reason=reason)


@blueprint.post("/book/<int:book_id>/decide")
def decide(book_id: int) -> Response:
    """Decide on a refusal."""
    return _act(
        book_id,
        taking.decide,
        _("Decided. Both sides are told."),
        order=request.form.get("decision") == "order",
        reason=request.form.get("reason", ""),
    )


@blueprint.post("/book/open")
def open_now() -> Response:
    """Make the book whose time has come, where the clock has not done so yet."""
    giving.open_now(database.session(), access.actor(), now=clock.now())
    return redirect(url_for("book.index"))


@blueprint.post("/book/manager")
def name_manager() -> Response:
    """Say who the desk's manager is."""
    session, actor = database.session(), access.actor()
    reasons = giving.name_manager(session, actor, row_id(request.form.get("manager", "")), now=clock.now())
    if reasons:
        return _index(reasons, status=422)
    flash(_("Named. What is urgent reaches the manager at once."), "ok")
    return redirect(url_for("book.index"))


def _act(
    book_id: int, act: Callable[..., BookAnswer], said: str, *, signs: bool = False, **further: object
) -> Response:
    session, actor, now = database.session(), access.actor(), clock.now()
    open_book(session, actor, book_id)
    if signs:
        reasons = confirmed(session, actor, request.form.get("password", ""), now=now)
        if reasons:
            return _page(book_id, reasons, status=422)
    seen = request.form.get("seen", default=0, type=int)
    answer = act(session, actor, book_id, seen=seen, now=now, **further)
    if not answer.done:
        return _page(book_id, answer.reasons, status=409 if answer.is_stale else 422)
    flash(said, "ok")
    return redirect(url_for("book.show", book_id=book_id))


def _index(reasons: Iterable[Reason], *, status: int = 200) -> Response:
    session, actor = database.session(), access.actor()
    page = read_books(session, actor, now=clock.now())
    text = render_template(
        "book/index.html", page=page, actor=actor, problems=words.problems_of(reasons), **SHOWN
    )
    return make_response(text, status)


def _page(book_id: int, reasons: Iterable[Reason], *, status: int = 200) -> Response:
    session, actor, now = database.session(), access.actor(), clock.now()
    book = open_book(session, actor, book_id)
    times = book_times(session, session.get_one(Department, actor.department_id), now=now)
    text = render_template(
        "book/show.html",
        page=read_page(session, actor, book),
        partner=None if times is None else times.partner,
        actor=actor,
        now=now,
        problems=words.problems_of(reasons),
        values=request.form,
        **SHOWN,
    )
    return make_response(text, status)
