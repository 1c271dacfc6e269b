"""What a leader decides when a swapped shift stayed empty or went wrong."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import row_id
from web.swaps import failing
from web.swaps.views import answered, blueprint


@blueprint.post("/swaps/<int:swap_id>/fail")
def fail(swap_id: int) -> Response:
    """Record the failure of one shift and the share of each side (R-4.13, R-4.14)."""
    done = failing.fail(
        database.session(),
        access.actor(),
        swap_id,
        move_id=row_id(request.form.get("move", "")) or 0,
        giver_share=request.form.get("giver_share", -1, int),
        unexcused=request.form.get("unexcused") == "1",
        reason=request.form.get("reason", ""),
        seen=request.form.get("seen", 0, int),
        now=clock.now(),
    )
    if not done.done:
        return answered(swap_id, done)
    flash(_("Recorded. Both sides are told what was decided."), "ok")
    return redirect(url_for("swaps.show", swap_id=swap_id))
