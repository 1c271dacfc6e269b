"""Pages of the daily review: the days, and one day with what is read and signed of it."""

import datetime as dt
from collections.abc import Iterable, Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from web import access, clock, database
from web.answer import Reason
from web.duty_log import words as log_words
from web.errors import NotFound
from web.fields import row_id
from web.handovers import words as handover_words
from web.handovers.receiving_views import chosen
from web.handovers.signing import confirmed
from web.planning.cells import CellError
from web.planning.cells import read_date as date_of
from web.reviews import words
from web.reviews.overview import days_of
from web.reviews.reading import read_day
from web.reviews.signing import Reviewed, read_record, sign_day
from web.reviews.terms import local_date, review_terms

blueprint = Blueprint("reviews", __name__, template_folder="templates")

SHOWN: Mapping[str, object] = {
    "state_tag": handover_words.state_tag,
    "rank_tag": handover_words.rank_tag,
    "field_name": handover_words.field_name,
    "disposition_name": handover_words.disposition_name,
    "kind_name": log_words.kind_name,
    "reviewer_name": words.reviewer_name,
    "standing_tag": words.standing_tag,
    "left_words": words.left_words,
}
"""What the templates call."""


@blueprint.get("/reviews")
def index() -> str:
    """Show the last days, and how far the review of each is."""
    session, actor, now = database.session(), access.actor(), clock.now()
    today = local_date(session, actor.department_id, now)
    terms = review_terms(session, actor.department_id, today)
    days = days_of(session, actor, today=today, now=now)
    return render_template("reviews/index.html", days=days, today=today, terms=terms, **SHOWN)


@blueprint.get("/reviews/<day>")
def day(day: str) -> Response:
    """Show one day; `?open=` lays one record of it open."""
    return _page(_date(day), ())


@blueprint.post("/reviews/<day>/read/<int:handover_id>")
def read(day: str, handover_id: int) -> Response:
    """Note that a record is read, and lay it open."""
    date = _date(day)
    read_record(database.session(), access.actor(), handover_id, now=clock.now())
    anchor = f"record-{handover_id}"
    return redirect(url_for("reviews.day", day=date.isoformat(), open=handover_id, _anchor=anchor))


@blueprint.post("/reviews/<day>/sign")
def sign(day: str) -> Response:
    """Sign for everything of the day that was read."""
    session, actor, now = database.session(), access.actor(), clock.now()
    date = _date(day)
    reasons = confirmed(session, actor, request.form.get("password", ""), now=now)
    if reasons:
        return _page(date, reasons, status=422)
    entries_to = row_id(request.form.get("entries_to", "")) or 0
    done = sign_day(session, actor, date, chosen(), entries_to=entries_to, now=now)
    if not done.done:
        return _page(date, done.reasons, status=409 if done.is_stale else 422)
    flash(_said(done), "ok")
    return redirect(url_for("reviews.day", day=date.isoformat()))


def _said(done: Reviewed) -> str:
    reviewed = ngettext("%(num)s handover reviewed.", "%(num)s handovers reviewed.", len(done.handovers))
    left = ngettext("%(num)s stays open.", "%(num)s stay open.", done.left) if done.left else ""
    return " ".join(part for part in (_("Signed."), reviewed, left) if part)


def _page(date: dt.date, reasons: Iterable[Reason], *, status: int = 200) -> Response:
    opened = row_id(request.args.get("open", ""))
    session, actor, now = database.session(), access.actor(), clock.now()
    page = render_template(
        "reviews/day.html",
        page=read_day(session, actor, date, opened=opened, now=now),
        actor=actor,
        today=local_date(session, actor.department_id, now),
        one_day=dt.timedelta(days=1),
        problems=[(None, sentence) for sentence in words.sentences(reasons)],
        **SHOWN,
    )
    return make_response(page, status)


def _date(text: str) -> dt.date:
    try:
        date = date_of(text)
    except CellError as error:
        raise NotFound("no such day") from error
    if not 2000 <= date.year <= 2200:
        raise NotFound("no such day")  # no clock can turn the ends of the calendar into UTC
    return date
