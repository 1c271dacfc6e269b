"""Amendments of a completed record: added by one, noted by the other."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web.fields import form_token
from web.handovers import amending
from web.handovers.views import act_on, blueprint


@blueprint.post("/handovers/<int:handover_id>/amendments")
def amend(handover_id: int) -> Response:
    """Add an amendment."""
    return act_on(
        handover_id,
        amending.amend,
        _("Amended and signed. The other side is told."),
        signs=True,
        by_state=False,
        anchor="amendments",
        text=request.form.get("text", ""),
        reason=request.form.get("reason", ""),
        token=form_token(request.form),
    )


@blueprint.post("/handovers/<int:handover_id>/amendments/<int:amendment_id>/note")
def take_note(handover_id: int, amendment_id: int) -> Response:
    """Say that one has taken note."""
    return act_on(
        handover_id,
        amending.take_note,
        _("Noted."),
        by_state=False,
        anchor="amendments",
        amendment_id=amendment_id,
    )
