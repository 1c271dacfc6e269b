"""Pages of call-in offers: opening one, who may take it, taking and refusing it."""

import secrets
from collections.abc import Iterable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.answer import Reason
from web.overtime import overview, taking
from web.overtime.forms import read_offer
from web.overtime.longer import longer_shifts
from web.overtime.offers import OfferAnswer, close_offer, open_offer
from web.overtime.page import read_offer_page
from web.overtime.views import SHOWN, blueprint, office_names, problems
from web.people.tables import Department


@blueprint.get("/overtime/offers/new")
def offer_form() -> Response:
    """Show the form of an offer."""
    return _form_page([])


@blueprint.post("/overtime/offers")
def offer() -> Response:
    """Offer overtime to everybody who may work it."""
    session, actor = database.session(), access.actor()
    zone = session.get_one(Department, actor.department_id).time_zone
    answer = open_offer(session, actor, read_offer(request.form, zone), now=clock.now())
    if not answer.done:
        return _form_page(answer.reasons, status=422)
    flash(_("Offered. Everybody who may work it is told; first come, first served."), "ok")
    return redirect(url_for("overtime.offer_page", offer_id=answer.offer_id))


@blueprint.get("/overtime/offers/<int:offer_id>")
def offer_page(offer_id: int) -> Response:
    """Show one offer."""
    return _page(offer_id, ())


@blueprint.post("/overtime/offers/<int:offer_id>/take")
def take(offer_id: int) -> Response:
    """Take it."""
    answer = taking.take_offer(database.session(), access.actor(), offer_id, now=clock.now())
    return _answered(answer, offer_id, _("It is yours. Your consent is on record."))


@blueprint.post("/overtime/offers/<int:offer_id>/refuse")
def refuse(offer_id: int) -> Response:
    """Say no."""
    answer = taking.refuse_offer(database.session(), access.actor(), offer_id, now=clock.now())
    return _answered(answer, offer_id, _("Refused. Nothing changes for you."))


@blueprint.post("/overtime/offers/<int:offer_id>/close")
def close(offer_id: int) -> Response:
    """Take it back."""
    seen = request.form.get("seen", default=0, type=int)
    answer = close_offer(database.session(), access.actor(), offer_id, seen=seen, now=clock.now())
    return _answered(answer, offer_id, _("The offer is taken back. Who has taken it keeps it."))


def _answered(answer: OfferAnswer, offer_id: int, said: str) -> Response:
    if not answer.done:
        gone = {"offer_full", "offer_over"} & {reason.code for reason in answer.reasons}
        return _page(offer_id, answer.reasons, status=409 if gone else 422)
    flash(said, "ok")
    return redirect(url_for("overtime.offer_page", offer_id=offer_id))


def _page(offer_id: int, reasons: Iterable[Reason], *, status: int = 200) -> Response:
    session, actor = database.session(), access.actor()
    page = read_offer_page(session, actor, offer_id, now=clock.now())
    shown = render_template(
        "overtime/offer.html", page=page, offer=page.offer, actor=actor, problems=problems(reasons), **SHOWN
    )
    return make_response(shown, status)


def _form_page(reasons: Iterable[Reason], *, status: int = 200) -> Response:
    session, actor = database.session(), access.actor()
    shown = render_template(
        "overtime/offer_form.html",
        kinds=overview.kinds_to_offer(session, actor),
        skills=[(each.id, each.name) for each in overview.skills_to_ask(session, actor)],
        longer=longer_shifts(session, actor, clock.now()),
        offices=office_names(),
        problems=problems(reasons),
        token=request.form.get("token") or secrets.token_urlsafe(16),
        values=request.form if request.method == "POST" else request.args,
        **SHOWN,
    )
    return make_response(shown, status)
