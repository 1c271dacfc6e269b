"""The calendar link: its page, making and revoking it, and the feed that it opens."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.errors import NotFound
from web.my import calendar_link
from web.my.feed import read_feed
from web.my.ical import to_ical
from web.my.views import blueprint
from web.people.tables import Department
from web.refusal import Refusal
from web.rosters.words import reason_words

LONGEST_TOKEN = 100


@blueprint.get("/my/calendar")
def calendar() -> Response:
    """Say whether there is a link and how to use it; the link itself cannot be shown again."""
    return _page()


@blueprint.post("/my/calendar")
def make_calendar() -> Response:
    """Make a link, which ends the one before; it is shown this once."""
    token = calendar_link.make_link(database.session(), access.actor(), now=clock.now())
    if isinstance(token, Refusal):
        flash(reason_words(token).sentence, "danger")
        return redirect(url_for("my.calendar"))
    answer = _page(address=url_for("my.feed", token=token, _external=True))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/my/calendar/revoke")
def revoke_calendar() -> Response:
    """End the link at once."""
    if calendar_link.revoke_link(database.session(), access.actor(), now=clock.now()):
        flash(_("The link is revoked. Calendars that use it get nothing any more."), "ok")
    else:
        flash(_("There was no link to revoke."), "info")
    return redirect(url_for("my.calendar"))


@blueprint.get("/calendar/<token>.ics")
def feed(token: str) -> Response:
    """Return the shifts of whoever made the link, as a calendar.

    Open to programs without a log-in: the address is the secret. Kept by nobody in between, and asked
    for anew each time, so that a revoked link ends at once.
    """
    session = database.session()
    person = calendar_link.person_of(session, token) if len(token) <= LONGEST_TOKEN else None
    if person is None:
        raise NotFound("no such calendar")
    zone = session.get_one(Department, person.department_id).time_zone
    found = read_feed(session, person, today=clock.today(zone))
    answer = make_response(to_ical(found))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="lunban.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"

    answer.add_etag()
    return answer.make_conditional(request)


def _page(address: str | None = None) -> Response:
    session, actor = database.session(), access.actor()
    live = None if actor.person_id is None else calendar_link.live_link(session, actor.person_id)
    return make_response(
        render_template(
            "my/calendar.html",
            live=live,
            address=address,
            webcal=None if address is None else "webcal://" + address.partition("://")[2],
        )
    )
