"""The list of all handovers."""

import datetime as dt

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from web import access, database
from web.fields import row_id
from web.handovers.past import Before, past
from web.handovers.views import SHOWN, blueprint


@blueprint.get("/handovers/past")
def past_ones() -> Response:
    """List handovers by shift, the newest first."""
    asked = {name: request.args[name] for name in ("team", "until") if request.args.get(name)}
    page = past(
        database.session(),
        access.actor(),
        team_id=row_id(asked.get("team", "")),
        until=_day(asked.get("until", "")),
        before=_before(request.args.get("before", "")),
    )
    return make_response(
        render_template("handovers/past.html", page=page, asked=asked, address_of=_address, **SHOWN)
    )


def _address(before: Before) -> str:
    return f"{before.ends_at.timestamp():.0f}-{before.container_id}"


def _before(text: str) -> Before | None:
    seconds, _dash, container = text.partition("-")
    at, container_id = row_id(seconds), row_id(container)
    if at is None or container_id is None:
        return None
    return Before(ends_at=dt.datetime.fromtimestamp(at, tz=dt.UTC), container_id=container_id)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
