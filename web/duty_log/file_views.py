"""Files of an entry of the duty log: added, and opened as a download."""

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.duty_log import attaching
from web.duty_log.views import blueprint, entry_page
from web.fields import form_token
from web.files.attaching import MOST_BYTES, facts
from web.files.transfer import download, uploaded
from web.refusal import Refusal
from web.sealing import secret_key
from web.wording import refusal_words


@blueprint.post("/duty-log/<int:entry_id>/files")
def add_file(entry_id: int) -> Response:
    """Add a file to an entry; a script gets the list of its files."""
    session = database.session()
    added = attaching.add_file(
        session,
        access.actor(),
        entry_id,
        data=uploaded("file", most_bytes=MOST_BYTES),
        token=form_token(request.form),
        secret_key=secret_key(),
        now=clock.now(),
    )
    reasons = [each for each in added.reasons if isinstance(each, Refusal)]
    if request.accept_mimetypes.best == "application/json":
        if not added.done:
            return make_response(jsonify(said=[refusal_words(each) for each in reasons]), 422)
        files = attaching.files_of(session, [entry_id]).get(entry_id, ())
        shown = render_template(
            "duty_log/entry_files.html", entry_id=entry_id, files=[facts(each) for each in files]
        )
        return make_response(jsonify(html=shown))
    if not added.done:
        return entry_page(entry_id, reasons, status=422)
    flash(_("Added, signed with your name and the time."), "ok")
    return redirect(url_for("duty_log.show", entry_id=entry_id))


@blueprint.post("/duty-log/<int:entry_id>/files/<int:file_id>")
def open_file(entry_id: int, file_id: int) -> Response:
    """Send a file as a download, once its opening is on record."""
    opened = attaching.open_file(
        database.session(), access.actor(), entry_id, file_id, secret_key=secret_key(), now=clock.now()
    )
    if opened.kind is None:
        return entry_page(entry_id, opened.reasons, status=422)
    return download(opened.data, opened.kind, stem=f"duty-log-{entry_id}-{file_id}")
