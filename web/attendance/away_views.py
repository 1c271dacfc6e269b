"""Asking to leave the post, the answer, taking it back."""

from collections.abc import Iterable

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.addresses import local_target
from web.approvals import answering
from web.attendance import away_asking, words
from web.attendance.inbox import AWAY
from web.attendance.views import blueprint, shown_page
from web.fields import form_token, row_id
from web.refusal import Refusal
from web.wording import Words


@blueprint.post("/attendance/away")
def ask_away() -> Response:
    """Ask to leave one's post, or leave at once where it cannot wait."""
    form = request.form
    urgent = bool(form.get("urgent"))
    asked = away_asking.AwayAsk(
        minutes=row_id(form.get("minutes", "")),
        reason=form.get("note", ""),
        token=form_token(form),
        urgent=urgent,
    )
    reasons = away_asking.ask(database.session(), access.actor(), asked, now=clock.now())
    if reasons:
        return shown_page(reasons, status=422)
    said = _("Noted: away from the post. Whoever allows it is told, and answers afterwards.")
    flash(said if urgent else _("Asked. You are told as soon as it is answered; stay until then."), "ok")
    return redirect(local_target(form.get("next"), url_for("attendance.index")))


@blueprint.post("/attendance/away/<int:leaving_id>")
def decide_away(leaving_id: int) -> Response:
    """Allow somebody to leave the post, or not."""
    approve = request.values.get("verdict") == "approve"
    reasons = away_asking.decide(
        database.session(),
        access.actor(),
        leaving_id,
        approve=approve,
        seen=request.form.get("seen", default=0, type=int),
        answer=request.form.get("answer") or request.form.get("reason", ""),
        now=clock.now(),
    )
    if reasons:
        return _refused(leaving_id, reasons)
    flash(_("Allowed; the person is told.") if approve else _("Not allowed; the person is told why."), "ok")
    return redirect(answering.onward(url_for("attendance.index")))


@blueprint.post("/attendance/away/<int:leaving_id>/withdraw")
def withdraw_away(leaving_id: int) -> Response:
    """Take back what one has asked for."""
    reasons = away_asking.withdraw(
        database.session(),
        access.actor(),
        leaving_id,
        seen=request.form.get("seen", default=0, type=int),
        now=clock.now(),
    )
    if reasons:
        return shown_page(reasons, status=409)
    flash(_("Taken back."), "ok")
    return redirect(local_target(request.form.get("next"), url_for("attendance.index")))


def _refused(leaving_id: int, reasons: Iterable[Refusal]) -> Response:
    several = tuple(reasons)
    status = 409 if any(reason.code == "away_decided" for reason in several) else 422
    said = [Words(level="danger", sentence=words.said(each), detail="") for each in several]
    inbox = answering.refused(AWAY, leaving_id, said, status=status)
    return shown_page(several, status=status) if inbox is None else inbox
