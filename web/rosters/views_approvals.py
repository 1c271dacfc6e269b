"""What waits for me: versions of rosters whose next step is mine."""

from flask import Blueprint, make_response, render_template
from flask_security import current_user
from werkzeug.wrappers import Response

from web import access, clock, database, navigation
from web.accounts.actor import actor_of
from web.rosters.overview import waiting_for
from web.rosters.words import role_name, version_label

blueprint = Blueprint("approvals", __name__, template_folder="templates")


@blueprint.get("/approvals")
def index() -> Response:
    """Show what waits, oldest first."""
    session, actor = database.session(), access.actor()
    page = render_template(
        "rosters/approvals.html",
        waiting=waiting_for(session, actor),
        version_label=version_label,
        role_name=role_name,
        now=clock.now(),
    )
    return make_response(page)


@navigation.counts("approvals.index")
def waiting_count() -> int:
    """Return the number beside the link."""
    return len(waiting_for(database.session(), actor_of(current_user, "department")))
