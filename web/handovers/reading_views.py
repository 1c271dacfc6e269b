"""Older versions of a record, and a record on paper."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from web import access, clock, database
from web.errors import NotFound
from web.handovers.frozen import read_frozen
from web.handovers.paper import record_pdf
from web.handovers.reading_page import read_record
from web.handovers.stamp import record_stamp
from web.handovers.steps import open_handover
from web.handovers.views import SHOWN, blueprint


@blueprint.get("/handovers/<int:handover_id>/versions/<int:number>")
def version(handover_id: int, number: int) -> Response:
    """Show one submitted version as it was frozen."""
    session, actor, now = database.session(), access.actor(), clock.now()
    page = read_record(session, open_handover(session, actor, handover_id), actor, now=now)
    found = read_frozen(session, handover_id, number)
    if found is None:
        raise NotFound(f"no version {number} of handover {handover_id}")
    text = render_template("handovers/version.html", page=page, frozen=found, now=now, **SHOWN)
    return make_response(text)


@blueprint.get("/handovers/<int:handover_id>/news")
def news(handover_id: int) -> Response:
    """Answer with nothing (204) while the record is as the page saw it, else with the piece that says so."""
    session, actor = database.session(), access.actor()
    opened = open_handover(session, actor, handover_id)
    stamp = record_stamp(session, opened)
    if stamp == request.args.get("stamp"):
        return make_response("", 204)
    page = {"stamp": stamp, "opened": opened}
    return make_response(render_template("handovers/news.html", page=page))


@blueprint.get("/handovers/<int:handover_id>/print")
def print_record(handover_id: int) -> Response:
    """Show a record with everything that stands on it, for print."""
    session, actor, now = database.session(), access.actor(), clock.now()
    page = read_record(session, open_handover(session, actor, handover_id), actor, now=now)
    if page.frozen is None:
        raise NotFound(f"handover {handover_id} was never submitted")
    text = render_template("handovers/print.html", page=page, actor=actor, now=now, **SHOWN)
    return make_response(text)


@blueprint.get("/handovers/<int:handover_id>/record.pdf")
def pdf(handover_id: int) -> Response:
    """Return the same as PDF."""
    session, actor, now = database.session(), access.actor(), clock.now()
    page = read_record(session, open_handover(session, actor, handover_id), actor, now=now)
    if page.frozen is None:
        raise NotFound(f"handover {handover_id} was never submitted")
    answer = make_response(record_pdf(page, actor, now=now))
    answer.headers["Content-Type"] = "application/pdf"
    name = f"handover-{page.opened.container.date.isoformat()}-{page.frozen.record.number}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
