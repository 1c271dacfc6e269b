"""What who hands over does: write, count, submit, sign."""

import datetime as dt

from flask import jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import form_token
from web.handovers import counting, preparing, sections, signing, submitting, words, writing_words
from web.handovers.preparing import Saved
from web.handovers.steps import open_handover
from web.handovers.views import SHOWN, act_on, blueprint, page_of
from web.handovers.writing_page import read_draft
from web.i18n import time_seconds
from web.said import kept, plain


@blueprint.post("/handovers/<int:handover_id>/begin")
def begin(handover_id: int) -> Response:
    """Begin to write."""
    session, actor = database.session(), access.actor()
    done = preparing.begin(session, actor, handover_id, now=clock.now())
    if not done.done:
        return page_of(handover_id, done.reasons, status=422)
    return redirect(url_for("handovers.show", handover_id=handover_id))


@blueprint.post("/handovers/<int:handover_id>/items")
def add_item(handover_id: int) -> Response:
    """Add an empty item, and go to it."""
    session, actor = database.session(), access.actor()
    added = preparing.add_item(
        session,
        actor,
        handover_id,
        category=request.form.get("category", ""),
        token=form_token(request.form),
        now=clock.now(),
    )
    if not added.done:
        return page_of(handover_id, added.reasons, status=422)
    return redirect(url_for("handovers.show", handover_id=handover_id, _anchor=f"item-{added.item_id}"))


@blueprint.post("/handovers/<int:handover_id>/log/<int:number>")
def take_entry(handover_id: int, number: int) -> Response:
    """Make an item of an entry of the duty log, and go to it."""
    session, actor = database.session(), access.actor()
    taken = preparing.take_entry(session, actor, handover_id, number, now=clock.now())
    if not taken.done:
        return page_of(handover_id, taken.reasons, status=422)
    return redirect(url_for("handovers.show", handover_id=handover_id, _anchor=f"item-{taken.item_id}"))


@blueprint.post("/handovers/items/<int:item_id>")
def save_item(item_id: int) -> Response:
    """Save some fields of an item; what others saved meanwhile is shown, never overwritten (409)."""
    session, actor, now = database.session(), access.actor(), clock.now()
    fields = {name: text for name, text in request.form.items() if name not in ("seen", "csrf_token")}
    seen = request.form.get("seen", default=0, type=int)
    saved = preparing.save_item(session, actor, item_id, fields, seen=seen, now=now)
    masked = {name: kept(text) for name, text in fields.items() if kept(text) != plain(text)}
    further = _as_it_is(item_id) | {"masked": masked, "said": _masked_words()} if saved.done else {}
    return _saved(saved, now, **further)


@blueprint.post("/handovers/items/<int:item_id>/remove")
def remove_item(item_id: int) -> Response:
    """Take an item off the draft."""
    session, actor = database.session(), access.actor()
    handover_id = preparing.handover_of_item(session, item_id)
    reasons = preparing.remove_item(session, actor, item_id)
    if reasons:
        return page_of(handover_id, reasons, status=422)
    return redirect(url_for("handovers.show", handover_id=handover_id))


@blueprint.post("/handovers/<int:handover_id>/nothing")
def nothing(handover_id: int) -> Response:
    """Say that there is nothing to report, or take it back."""
    session, actor = database.session(), access.actor()
    said = bool(request.form.get("nothing"))
    reasons = preparing.say_nothing(session, actor, handover_id, nothing=said, now=clock.now())
    if reasons:
        return page_of(handover_id, reasons, status=422)
    return redirect(url_for("handovers.show", handover_id=handover_id))


@blueprint.post("/handovers/<int:handover_id>/sections/<code>")
def empty_section(handover_id: int, code: str) -> Response:
    """Say that there is nothing to report of a section, or take it back."""
    session, actor = database.session(), access.actor()
    said = bool(request.form.get("nothing"))
    reasons = sections.say_empty(session, actor, handover_id, code, empty=said, now=clock.now())
    if reasons:
        return page_of(handover_id, reasons, status=422)
    return redirect(url_for("handovers.show", handover_id=handover_id, _anchor=f"section-{code}"))


@blueprint.get("/handovers/<int:handover_id>/missing")
def missing(handover_id: int) -> Response:
    """Return the foot of the page: what is missing now, and the button."""
    return _foot(handover_id)


@blueprint.post("/handovers/<int:handover_id>/checks/<int:check_id>")
def mark_check(handover_id: int, check_id: int) -> Response:
    """Say how one thing was found."""
    session, actor, now = database.session(), access.actor(), clock.now()
    seen = request.form.get("seen", default=0, type=int)
    reasons = counting.mark_check(session, actor, handover_id, check_id, request.form, seen=seen, now=now)
    changed = any(reason.code == "check_changed" for reason in reasons)
    if request.headers.get("Accept", "").startswith("application/json"):
        if changed:
            check = counting.check_of(session, actor, handover_id, check_id)
            return _overtaken(check.lock_version, check.marked_at, writing_words.check_fields(check))
        return _saved(Saved(item_id=check_id, lock_version=seen + 1, reasons=reasons), now)
    if reasons:
        return page_of(handover_id, reasons, status=409 if changed else 422)
    return redirect(url_for("handovers.show", handover_id=handover_id, _anchor=f"check-{check_id}"))


@blueprint.post("/handovers/<int:handover_id>/submit")
def submit(handover_id: int) -> Response:
    """Submit what was written."""
    return act_on(handover_id, submitting.submit, _("Submitted and frozen."))


@blueprint.post("/handovers/<int:handover_id>/sign-out")
def sign_out(handover_id: int) -> Response:
    """Sign as who hands over."""
    return act_on(handover_id, signing.sign_out, _("Signed."), signs=True)


def _as_it_is(item_id: int) -> dict[str, object]:
    """What the page shows of an item besides its fields: order of reading, and what is missing where."""
    session, actor = database.session(), access.actor()
    opened = open_handover(session, actor, preparing.handover_of_item(session, item_id))
    page = read_draft(session, opened, now=clock.now())
    item = next(item for stored, item in (*page.own, *page.carried) if stored.id == item_id)
    lacks = page.lacks_of(item.number)
    rank, kind = words.rank_tag(item)
    return {
        "rank": rank,
        "rank_kind": kind,
        "missing": [writing_words.field_of(page, lack) for lack in lacks],
        "missing_words": words.missing_words(len(lacks)) if lacks else "",
    }


def _masked_words() -> str:
    return _("A customer's number is masked here. The whole number belongs in the duty log.")


def _saved(saved: Saved, now: dt.datetime, **further: object) -> Response:
    if saved.done:
        return jsonify(lock_version=saved.lock_version, saved_at=time_seconds(now), **further)
    if saved.overtaken_by is not None:
        theirs = saved.overtaken_by
        return _overtaken(theirs.lock_version, theirs.changed_at, writing_words.item_fields(theirs))
    answer = jsonify(said=[each.sentence for each in words.all_words(saved.reasons)])
    answer.status_code = 422
    return answer


def _overtaken(lock_version: int, changed_at: dt.datetime | None, theirs: dict[str, str]) -> Response:
    """Answer with what stands there now, field by field: the page shows both, and one is chosen."""
    at = time_seconds(changed_at) if changed_at else "–"
    said = _("Changed in another window at %(at)s. Look at both, then keep one.", at=at)
    answer = jsonify(lock_version=lock_version, theirs=theirs, said=said, saved_at=at)
    answer.status_code = 409
    return answer


def _foot(handover_id: int) -> Response:
    session, actor, now = database.session(), access.actor(), clock.now()
    opened = open_handover(session, actor, handover_id)
    page = read_draft(session, opened, now=now)
    return make_response(render_template("handovers/foot.html", page=page, now=now, **SHOWN))
