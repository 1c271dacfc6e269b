"""The set-up of what goes outside: mail server, group channels, quiet hours, and the state of the outbox."""

from collections.abc import Sequence

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.i18n import locale
from web.notices import channels
from web.notices.addresses import OF_GROUPS
from web.notices.channel_forms import HOURS, NONE, read_channel, read_quiet
from web.notices.outbox import quiet_of
from web.notices.outside_words import LANGUAGES, error_words, kind_name
from web.notices.tables import ChannelKind
from web.people.words import errors_of
from web.refusal import Refusal
from web.sealing import secret_key

blueprint = Blueprint("outside", __name__, template_folder="templates")


@blueprint.get("/setup/notices")
def index() -> Response:
    """Show the department's channels and the outbox."""
    return _page([])


@blueprint.post("/setup/notices")
def add_channel() -> Response:
    """Add a group channel, or set up the mail server in place of the one before."""
    session, actor = database.session(), access.actor()
    new = read_channel(request.form)
    refusals = (
        new
        if isinstance(new, list)
        else channels.add_channel(
            session, actor, new, personal=False, secret_key=secret_key(), now=clock.now()
        )
    )
    if refusals:
        return _page(refusals)
    flash(_("Stored. What it holds is not shown again."), "ok")
    return redirect(url_for("outside.index"))


@blueprint.post("/setup/notices/<int:channel_id>/remove")
def remove_channel(channel_id: int) -> Response:
    """Remove a channel or the mail server."""
    channels.remove_channel(database.session(), access.actor(), channel_id, personal=False, now=clock.now())
    flash(_("The channel is removed, and its secret with it."), "ok")
    return redirect(url_for("outside.index"))


@blueprint.post("/setup/notices/<int:channel_id>/test")
def test_channel(channel_id: int) -> Response:
    """Send a test message to a group."""
    channels.send_test(database.session(), access.actor(), channel_id, personal=False, now=clock.now())
    flash(_("A test message is on its way, at most one a minute."), "ok")
    return redirect(url_for("outside.index"))


@blueprint.post("/setup/notices/quiet")
def set_quiet() -> Response:
    """Store the quiet hours that hold for everybody without own ones."""
    session, actor = database.session(), access.actor()
    read = read_quiet(request.form)
    if isinstance(read, list):
        return _page(read)
    channels.set_quiet(session, actor, read[1], personal=False, now=clock.now())
    flash(_("The quiet hours are stored."), "ok")
    return redirect(url_for("outside.index"))


@blueprint.post("/setup/notices/again")
def send_again() -> Response:
    """Try once more what was given up."""
    count = channels.send_again(database.session(), access.actor(), now=clock.now())
    flash(_("Messages that are tried again: %(count)s.", count=count), "ok" if count else "info")
    return redirect(url_for("outside.index"))


def _page(refusals: Sequence[Refusal]) -> Response:
    session, actor = database.session(), access.actor()
    quiet = quiet_of(session, actor.department_id, None)
    page = render_template(
        "notices/outside.html",
        channels=channels.channels_of(session, actor.department_id, None),
        server=channels.mail_server_of(session, actor.department_id),
        state=channels.outbox_state(session, actor.department_id),
        kinds=[(kind.value, kind_name(kind)) for kind in OF_GROUPS],
        mail_server=ChannelKind.MAIL_SERVER.value,
        kind_name=kind_name,
        error_words=error_words,
        languages=LANGUAGES,
        language=str(locale()),
        choice=NONE if quiet is None else HOURS,
        quiet=quiet,
        errors=errors_of(refusals),
        values=request.form if refusals else {},
    )
    return make_response(page, 422 if refusals else 200)
