"""Files of certificates: handed in, and opened as a download."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.files.content import FileKind
from web.files.transfer import download, uploaded
from web.leave import files
from web.leave.file_content import MOST_BYTES
from web.leave.steps import LeaveAnswer
from web.leave.views import answered, blueprint
from web.sealing import secret_key


@blueprint.post("/leave/<int:leave_id>/files")
def add_file(leave_id: int) -> Response:
    """Hand a file in."""
    done = files.add(
        database.session(),
        access.actor(),
        leave_id,
        data=uploaded("file", most_bytes=MOST_BYTES),
        secret_key=secret_key(),
        now=clock.now(),
    )
    if not done.done:
        return answered(leave_id, done)
    flash(_("Handed in. HR and who decides can open it; each opening is recorded."), "ok")
    return redirect(url_for("leave.show", leave_id=leave_id))


@blueprint.post("/leave/<int:leave_id>/files/<int:file_id>")
def open_file(leave_id: int, file_id: int) -> Response:
    """Send the file as a download, once its opening is on record; never to be shown in a page, or kept."""
    opened = files.open_file(
        database.session(), access.actor(), leave_id, file_id, secret_key=secret_key(), now=clock.now()
    )
    if opened.kind is None:
        return answered(leave_id, LeaveAnswer(leave_id=leave_id, reasons=opened.reasons))
    return download(opened.data, FileKind(opened.kind.value), stem=f"certificate-{leave_id}-{file_id}")
