"""What the receiver does on a record: begin, read, say back, ask, look, sign, refuse."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web.handovers import receiving, refusing, signing
from web.handovers.views import act_on, blueprint


@blueprint.post("/handovers/<int:handover_id>/receive")
def receive(handover_id: int) -> Response:
    """Begin to receive."""
    return act_on(handover_id, receiving.receive, "")


@blueprint.post("/handovers/<int:handover_id>/sign-in")
def sign_in(handover_id: int) -> Response:
    """Sign as who receives."""
    met = bool(request.form.get("met"))
    return act_on(
        handover_id, signing.sign_in, _("Signed. Responsibility is yours now."), signs=True, met=met
    )


@blueprint.post("/handovers/<int:handover_id>/refuse")
def refuse(handover_id: int) -> Response:
    """Refuse the takeover."""
    reason = request.form.get("reason", "")
    return act_on(handover_id, refusing.refuse, _("Refused. The supervisor is told."), reason=reason)
