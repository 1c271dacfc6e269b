"""What leaders and superiors do on a record: pass, return, recall, decide, appoint, hold, lift."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web.handovers import checking
from web.handovers.views import act_on, blueprint


@blueprint.post("/handovers/<int:handover_id>/pass")
def pass_record(handover_id: int) -> Response:
    """Pass a record."""
    return act_on(handover_id, checking.pass_record, _("Passed and signed."), signs=True)


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
