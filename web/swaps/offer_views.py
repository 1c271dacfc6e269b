"""Pages of open offers: offering a shift, what one shift is, taking it, taking the offer back."""

import secrets
from collections.abc import Iterable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.errors import NotFound
from web.fields import form_token, row_id
from web.refusal import Refusal
from web.rosters.overview import names_by_number
from web.swaps import offering, words
from web.swaps.offer_tables import OfferState
from web.swaps.page import department_of
from web.swaps.views import SHOWN, blueprint, read_date, refused_offer


@blueprint.post("/swaps/offers")
def offer_shift() -> Response:
    """Offer a shift to everybody who may take it."""
    session, actor = database.session(), access.actor()
    person, when = row_id(request.form.get("person", "")), read_date(request.form.get("date"))
    if person is None or when is None:
        raise NotFound("no shift is named")
    done = offering.offer(
        session,
        actor,
        person,
        when,
        allows_exchange=request.form.get("stand_in_only") != "1",
        ground=request.form.get("ground", ""),
        reason=request.form.get("reason", ""),
        token=form_token(request.form),
        now=clock.now(),
        today=clock.today(department_of(session, actor).time_zone),
    )
    if done.offer_id is None:
        return refused_offer(done.reasons)
    flash(_("Offered. Until somebody takes it and it is approved, the shift is still yours."), "ok")
    return redirect(url_for("swaps.offer", offer_id=done.offer_id))


@blueprint.get("/swaps/offers/<int:offer_id>")
def offer(offer_id: int) -> Response:
    """Show an offered shift, and to who may take it what that changes."""
    return _page(offer_id, ())


@blueprint.post("/swaps/offers/<int:offer_id>/take")
def take_offer(offer_id: int) -> Response:
    """Take the shift."""
    session, actor = database.session(), access.actor()
    today = clock.today(department_of(session, actor).time_zone)
    done = offering.take_offer(
        session, actor, offer_id, seen=request.form.get("seen", 0, int), now=clock.now(), today=today
    )
    if done.swap_id is None:
        return _page(offer_id, done.reasons, status=409 if done.is_stale else 422)
    flash(_("Taken. You are told when it is approved; until then the roster stays as it is."), "ok")
    return redirect(url_for("swaps.show", swap_id=done.swap_id))


@blueprint.post("/swaps/offers/<int:offer_id>/withdraw")
def withdraw_offer(offer_id: int) -> Response:
    """Take the offer back."""
    done = offering.withdraw_offer(
        database.session(), access.actor(), offer_id, seen=request.form.get("seen", 0, int), now=clock.now()
    )
    if done.reasons:
        return _page(offer_id, done.reasons, status=409 if done.is_stale else 422)
    flash(_("The offer is taken back. The shift stays where it is."), "ok")
    return redirect(url_for("swaps.index"))


def _page(offer_id: int, reasons: Iterable[object], *, status: int = 200) -> Response:
    session, actor = database.session(), access.actor()
    row = offering.open_offer(session, actor, offer_id)
    names = names_by_number(session, actor.department_id)
    invited = actor.person_id in {each.person_id for each in row.invitations}
    asked = None
    if invited and row.state is OfferState.OPEN:
        today = clock.today(department_of(session, actor).time_zone)
        asked = offering.asking_of(session, actor, row, now=clock.now(), today=today)
    mine = None if asked is None or isinstance(asked, Refusal) else offering.own_candidate(asked, actor, row)
    said = words.all_words([*reasons, *([asked] if isinstance(asked, Refusal) else [])], names)  # type: ignore[list-item]
    shown = render_template(
        "swaps/offer.html",
        row=row,
        names=names,
        invited=invited,
        mine=mine,
        is_own=actor.person_id == row.person_id or actor.user_id == row.created_by_id,
        problems=[(None, f"{each.sentence} {each.detail}".strip()) for each in said],
        token=secrets.token_urlsafe(16),
        offer_tag=words.offer_tag,
        **SHOWN,
    )
    return make_response(shown, status)
