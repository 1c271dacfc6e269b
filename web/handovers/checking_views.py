"""What leaders and superiors do on a record: pass, return, recall, decide, appoint, hold, lift."""

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from roster.handovers.life import Hold
from web import access, clock, database
from web.fields import row_id
from web.handovers import checking, in_place, refusing, reopening, signing
from web.handovers.receiving_views import chosen, several_done, signed
from web.handovers.views import act_on, blueprint, index_of, page_of
from web.refusal import Refusal


@blueprint.post("/handovers/<int:handover_id>/pass")
def pass_record(handover_id: int) -> Response:
    """Pass a record."""
    return act_on(handover_id, checking.pass_record, _("Passed and signed."), signs=True)


@blueprint.post("/handovers/pass")
def pass_several() -> Response:
    """Pass several records by one password."""
    session, actor, now = database.session(), access.actor(), clock.now()
    reasons = signing.confirmed(session, actor, request.form.get("password", ""), now=now)
    if reasons:
        return index_of(reasons, status=422)
    answers = checking.pass_several(session, actor, chosen(), now=now)
    return several_done(
        answers, ngettext("%(num)s record passed.", "%(num)s records passed.", signed(answers))
    )


@blueprint.post("/handovers/<int:handover_id>/return")
def return_record(handover_id: int) -> Response:
    """Return a record with its defects."""
    return act_on(
        handover_id,
        checking.return_record,
        _("Returned. The person is told why."),
        defects=request.form.getlist("defects"),
        reason=request.form.get("reason", ""),
    )


@blueprint.post("/handovers/<int:handover_id>/recall")
def recall(handover_id: int) -> Response:
    """Take back a record that was passed."""
    return act_on(
        handover_id,
        checking.recall_record,
        _("Recalled. The person is told why."),
        reason=request.form.get("reason", ""),
    )


@blueprint.post("/handovers/<int:handover_id>/reopen")
def reopen(handover_id: int) -> Response:
    """Reopen a record that both have signed: concealment is proven."""
    return act_on(
        handover_id,
        reopening.reopen,
        _("Reopened. Both sides are told."),
        signs=True,
        reason=request.form.get("reason", ""),
        evidence=request.form.get("evidence", ""),
    )


@blueprint.post("/handovers/<int:handover_id>/decide")
def decide(handover_id: int) -> Response:
    """Decide on a refusal: send it back, or order the takeover."""
    return act_on(
        handover_id,
        refusing.decide_refusal,
        _("Decided. Both sides are told."),
        order=request.form.get("decision") == "order",
        reason=request.form.get("reason", ""),
    )


@blueprint.post("/handovers/<int:handover_id>/appoint")
def appoint(handover_id: int) -> Response:
    """Let somebody else receive."""
    return act_on(
        handover_id,
        refusing.appoint,
        _("Appointed. Both sides are told."),
        person_id=row_id(request.form.get("person", "")),
        reason=request.form.get("reason", ""),
    )


@blueprint.post("/handovers/<int:handover_id>/act-for")
def act_for(handover_id: int) -> Response:
    """Hand over by order in place of who cannot."""
    return act_on(
        handover_id,
        in_place.act_for,
        _("Now you hand over in place of the person. Both sides are told."),
        signs=True,
        reason=request.form.get("reason", ""),
    )


@blueprint.post("/handovers/<int:handover_id>/hold")
def hold(handover_id: int) -> Response:
    """Say what stands in the way."""
    kind, _colon, code = request.form.get("kind", "").partition(":")
    if kind not in set(Hold):
        return page_of(handover_id, [Refusal(code="not_a_choice", field="kind")], status=422)
    return act_on(
        handover_id,
        refusing.hold,
        _("Stopped. Both sides are told."),
        kind=Hold(kind),
        code=code,
        affects_business=bool(request.form.get("affects")),
        reason=request.form.get("reason", ""),
    )


@blueprint.post("/handovers/<int:handover_id>/holds/<int:hold_id>/lift")
def lift(handover_id: int, hold_id: int) -> Response:
    """Say that something no longer stands in the way."""
    return act_on(
        handover_id,
        refusing.lift,
        _("The handover goes on."),
        hold_id=hold_id,
        reason=request.form.get("reason", ""),
    )
