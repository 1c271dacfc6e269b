"""Files beside the items of a handover: added and taken off while one writes, opened as a download."""

from flask import jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import form_token
from web.files.attaching import MOST_BYTES, facts
from web.files.transfer import download, uploaded
from web.handovers import attaching, preparing, words
from web.handovers.item_files import files_of_item
from web.handovers.views import blueprint, page_of
from web.sealing import secret_key


@blueprint.post("/handovers/items/<int:item_id>/files")
def add_file(item_id: int) -> Response:
    """Put a file beside an item; a script gets the list of its files."""
    session, actor = database.session(), access.actor()
    added = attaching.add_file(
        session,
        actor,
        item_id,
        data=uploaded("file", most_bytes=MOST_BYTES),
        token=form_token(request.form),
        secret_key=secret_key(),
        now=clock.now(),
    )
    handover_id = preparing.handover_of_item(session, item_id)
    if request.accept_mimetypes.best == "application/json":
        if not added.done:
            said = [each.sentence for each in words.all_words(added.reasons)]
            return make_response(jsonify(said=said), 422)
        shown = render_template(
            "handovers/item_files.html",
            item_id=item_id,
            handover_id=handover_id,
            files=[facts(each) for each in files_of_item(session, item_id)],
        )
        return make_response(jsonify(html=shown))
    if not added.done:
        return page_of(handover_id, added.reasons, status=422)
    return _back_to(handover_id, item_id)


@blueprint.post("/handovers/items/<int:item_id>/files/<int:file_id>/remove")
def remove_file(item_id: int, file_id: int) -> Response:
    """Take a file off an item."""
    session, actor = database.session(), access.actor()
    handover_id = preparing.handover_of_item(session, item_id)
    reasons = attaching.remove_file(session, actor, item_id, file_id)
    if reasons:
        return page_of(handover_id, reasons, status=422)
    return _back_to(handover_id, item_id)


@blueprint.post("/handovers/<int:handover_id>/files/<int:file_id>")
def open_file(handover_id: int, file_id: int) -> Response:
    """Send a file as a download, once its opening is on record."""
    opened = attaching.open_file(
        database.session(), access.actor(), handover_id, file_id, secret_key=secret_key(), now=clock.now()
    )
    if opened.kind is None:
        return page_of(handover_id, opened.reasons, status=422)
    return download(opened.data, opened.kind, stem=f"handover-{handover_id}-{file_id}")


def _back_to(handover_id: int, item_id: int) -> Response:
    return redirect(url_for("handovers.show", handover_id=handover_id, _anchor=f"item-{item_id}"))
