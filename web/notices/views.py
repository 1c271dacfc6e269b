"""The page of one's own notices, and the number beside the bell."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import page_number
from web.navigation import counts
from web.notices import service
from web.notices.words import words_of

blueprint = Blueprint("notices", __name__, template_folder="templates")


@blueprint.get("/notices")
def index() -> Response:
    """List the notices of the account, the newest first."""
    page = page_number(request.args.get("page", ""))
    found = service.list_notices(database.session(), access.actor().user_id, page=page)
    lines = [(notice, words_of(notice)) for notice in found.notices]
    return make_response(render_template("notices/index.html", found=found, lines=lines))


@blueprint.post("/notices/<int:notice_id>")
def open_one(notice_id: int) -> Response:
    """Mark one notice as read and go where it leads."""
    notice = service.read_notice(database.session(), access.actor().user_id, notice_id, now=clock.now())
    return redirect(words_of(notice).address or url_for("notices.index"))


@blueprint.post("/notices")
def read_all() -> Response:
    """Mark every notice as read."""
    count = service.read_all(database.session(), access.actor().user_id, now=clock.now())
    flash(
        ngettext("%(num)s notice marked as read.", "%(num)s notices marked as read.", count)
        if count
        else _("Nothing was unread."),
        "ok" if count else "info",
    )
    return redirect(url_for("notices.index"))


@counts("notices.index")
def _unread() -> int:
    return service.unread_count(database.session(), current_user.id)
