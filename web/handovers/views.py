"""Pages of handovers: the list, and one record as whoever opens it needs it."""

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

import web.handovers.notice_words  # noqa: F401 - registers the words of its notices
from web import access, clock, database, navigation
from web.accounts.actor import actor_of
from web.accounts.sessions import new_token
from web.answer import Reason
from web.book.page import shown_books
from web.book.page import waiting as waiting_books
from web.fields import page_number
from web.files.attaching import MOST_BYTES
from web.handovers import reading_words, words, writing_words
from web.handovers.brought import brought
from web.handovers.overview import overview, waiting
from web.handovers.reading_page import read_record
from web.handovers.signing import confirmed
from web.handovers.steps import HandoverAnswer, Part, open_handover
from web.handovers.writing_page import read_draft

blueprint = Blueprint("handovers", __name__, template_folder="templates")

SHOWN: Mapping[str, object] = {
    "new_token": new_token,
    "instant": dt.datetime.fromisoformat,
    "most_bytes": MOST_BYTES,
    "state_tag": words.state_tag,
    "rank_tag": words.rank_tag,
    "disposition_name": words.disposition_name,
    "field_name": words.field_name,
    "category_name": words.category_name,
    "spoken": words.spoken,
    "frozen_words": words.frozen_words,
    "named_fields": words.named_fields,
    "check_name": words.check_name,
    "condition_name": words.condition_name,
    "defect_name": words.defect_name,
    "age_words": words.age_words,
    "window_words": words.window_words,
    "missing_words": words.missing_words,
    "handover_words": words.handover_words,
    "steps_of": writing_words.steps_of,
    "field_of": writing_words.field_of,
    "local_field": writing_words.local_field,
    "returned_words": writing_words.returned_words,
    "place_of": reading_words.place_of,
    "person_name": reading_words.person_name,
    "act_name": reading_words.act_name,
    "meaning_words": reading_words.meaning_words,
    "refusal_chips": reading_words.refusal_chips,
    "next_words": reading_words.next_words,
    "full_second": reading_words.full_second,
    "amendment_token": lambda: request.form.get("token") or secrets.token_urlsafe(16),
}
"""What the templates call."""


@blueprint.get("/handovers")
def index() -> Response:
    """Show what one has to hand over, to receive, to check, to decide on; and the latest."""
    return index_of(())


def index_of(reasons: Iterable[Reason], *, status: int = 200) -> Response:
    """Return the list as it is now, with what was refused above it."""
    session, actor = database.session(), access.actor()
    page = render_template(
        "handovers/index.html",
        page=overview(
            session,
            actor,
            only=request.args.get("list", ""),
            page=page_number(request.args.get("page", "")),
            now=clock.now(),
        ),
        actor=actor,
        books=shown_books(session, actor, now=clock.now()) if navigation.exists("book.index") else None,
        problems=[(None, each.sentence) for each in words.all_words(reasons)],
        **SHOWN,
    )
    return make_response(page, status)


@blueprint.get("/handovers/<int:handover_id>")
def show(handover_id: int) -> Response:
    """Show one handover: who hands over writes, everybody else reads."""
    return page_of(handover_id, ())


def page_of(handover_id: int, reasons: Iterable[Reason], *, status: int = 200) -> Response:
    """Return the page of a handover as it is now, with what was refused above it."""
    session, actor = database.session(), access.actor()
    opened = open_handover(session, actor, handover_id)
    problems = [(None, each.sentence) for each in words.all_words(reasons)]
    now = clock.now()
    shown = {"actor": actor, "problems": problems, "values": request.form, "now": now, **SHOWN}
    if Part.OUTGOING in opened.parts and (opened.life.is_editable or not opened.row.version):
        page = render_template(
            "handovers/write.html",
            page=read_draft(session, opened, now=now),
            brought=brought(session, opened, now=now),
            **shown,
        )
    else:
        page = render_template(
            "handovers/read.html", page=read_record(session, opened, actor, now=now), **shown
        )
    return make_response(page, status)


def act_on(
    handover_id: int,
    act: Callable[..., HandoverAnswer],
    said: str,
    *,
    signs: bool = False,
    by_state: bool = True,
    anchor: str | None = None,
    **further: object,
) -> Response:
    """Let the present person act on a handover as they saw it, and go back to its page.

    Parameters
    ----------
    signs
        Whether the act is a signature: the password was entered again with it.
    by_state
        Whether it is refused once the handover has moved on; a reading, a question or an answer is not.
    anchor
        The place on the page to go back to.
    """
    session, actor, now = database.session(), access.actor(), clock.now()
    if signs:
        reasons = confirmed(session, actor, request.form.get("password", ""), now=now)
        if reasons:
            return page_of(handover_id, reasons, status=422)
    if by_state:
        further["seen"] = request.form.get("seen", default=0, type=int)
    done = act(session, actor, handover_id, now=now, **further)
    if not done.done:
        return page_of(handover_id, done.reasons, status=409 if done.is_stale else 422)
    if said:
        flash(said, "ok")
    return redirect(url_for("handovers.show", handover_id=handover_id, _anchor=anchor))


@navigation.counts("handovers.index")
def waiting_count() -> int:
    """Return the number beside the link: what waits for the present person."""
    scope = access.matrix()["handovers.index"].scope(current_user.role_names).name.lower()
    session, actor = database.session(), actor_of(current_user, scope)
    books = waiting_books(session, actor) if navigation.exists("book.index") else 0
    return waiting(session, actor) + books
