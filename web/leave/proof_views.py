"""Certificates of a leave: their dates registered, accepted or refused."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web.files.transfer import uploaded
from web.leave import proving, registering
from web.leave.file_content import MOST_BYTES
from web.leave.views import act_on, blueprint
from web.sealing import secret_key
from web.swaps.views import read_date


@blueprint.post("/leave/<int:leave_id>/proof")
def register_proof(leave_id: int) -> Response:
    """Register the dates of a certificate."""
    first, last = read_date(request.form.get("proof_first")), read_date(request.form.get("proof_last"))
    further = {"file": uploaded("file", most_bytes=MOST_BYTES), "secret_key": secret_key()}
    return act_on(
        leave_id, registering.register, _("Certificate registered."), first=first, last=last, **further
    )


@blueprint.post("/leave/<int:leave_id>/proof/accept")
def accept_proof(leave_id: int) -> Response:
    """Accept the certificates."""
    return act_on(leave_id, proving.accept, _("Accepted. The leave is closed."))


@blueprint.post("/leave/<int:leave_id>/proof/refuse")
def refuse_proof(leave_id: int) -> Response:
    """Refuse the certificates with a reason."""
    reason = request.form.get("reason", "")
    return act_on(leave_id, proving.refuse, _("Refused. The person is told why."), reason=reason)
