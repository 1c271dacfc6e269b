"""The page on which a person says where and when to be told outside."""

from collections.abc import Sequence

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.i18n import locale
from web.notices import channels
from web.notices.addresses import PERSONAL
from web.notices.channel_forms import DEFAULT, HOURS, NONE, read_channel, read_quiet
from web.notices.outbox import quiet_of
from web.notices.outside_words import LANGUAGES, kind_name
from web.notices.views import blueprint
from web.people.words import errors_of
from web.refusal import Refusal
from web.sealing import secret_key


@blueprint.get("/me/notices")
def channels_page() -> Response:
    """Show the person's channels and quiet hours."""
    return _page([])


@blueprint.post("/me/notices")
def add_channel() -> Response:
    """Add a channel."""
    session, actor = database.session(), access.actor()
    new = read_channel(request.form)
    refusals = (
        new
        if isinstance(new, list)
        else channels.add_channel(
            session, actor, new, personal=True, secret_key=secret_key(), now=clock.now()
        )
    )
    if refusals:
        return _page(refusals)
    flash(_("The channel is stored. Send yourself a test message."), "ok")
    return redirect(url_for("notices.channels_page"))


@blueprint.post("/me/notices/<int:channel_id>/remove")
def remove_channel(channel_id: int) -> Response:
    """Remove a channel."""
    channels.remove_channel(database.session(), access.actor(), channel_id, personal=True, now=clock.now())
    flash(_("The channel is removed, and its secret with it."), "ok")
    return redirect(url_for("notices.channels_page"))


@blueprint.post("/me/notices/<int:channel_id>/test")
def test_channel(channel_id: int) -> Response:
    """Send a test message."""
    channels.send_test(database.session(), access.actor(), channel_id, personal=True, now=clock.now())
    flash(_("A test message is on its way, at most one a minute."), "ok")
    return redirect(url_for("notices.channels_page"))


@blueprint.post("/me/notices/quiet")
def set_quiet() -> Response:
    """Store quiet hours."""
    session, actor = database.session(), access.actor()
    read = read_quiet(request.form)
    if isinstance(read, list):
        return _page(read)
    choice, quiet = read
    channels.set_quiet(session, actor, quiet, personal=True, now=clock.now(), own=choice != DEFAULT)
    flash(_("The quiet hours are stored."), "ok")
    return redirect(url_for("notices.channels_page"))


def _page(refusals: Sequence[Refusal]) -> Response:
    session, actor = database.session(), access.actor()
    own = channels.has_own_quiet(session, actor.user_id)
    quiet = quiet_of(session, actor.department_id, actor.user_id)
    page = render_template(
        "notices/channels.html",
        channels=channels.channels_of(session, actor.department_id, actor.user_id),
        kinds=[(kind.value, kind_name(kind)) for kind in PERSONAL],
        kind_name=kind_name,
        languages=LANGUAGES,
        language=str(locale()),
        choice=DEFAULT if not own else NONE if quiet is None else HOURS,
        quiet=quiet,
        usual=quiet_of(session, actor.department_id, None),
        errors=errors_of(refusals),
        values=request.form if refusals else {},
        has_mail=channels.mail_server_of(session, actor.department_id) is not None,
    )
    return make_response(page, 422 if refusals else 200)
