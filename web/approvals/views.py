"""The page of the inbox, and the number beside its link."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from web import navigation
from web.approvals.answering import ENDPOINT, answer, waiting

blueprint = Blueprint("approvals", __name__, template_folder="templates")


@blueprint.get("/approvals")
def index() -> Response:
    """Show what waits, oldest first, and one item of it."""
    return answer(
        only=request.args.get("kind", ""),
        key=request.args.get("item", ""),
        opened="item" in request.args,
        part=request.headers.get("HX-Target") == "inbox-detail",
    )


@navigation.counts(ENDPOINT)
def waiting_count() -> int:
    """Return the number beside the link."""
    return len(waiting())
