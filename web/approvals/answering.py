"""The inbox as a whole page: for its own address, and as the answer of a feature that refuses a decision.

A form of the inbox is posted to the feature's endpoint (`Decision`), with ``inbox`` as a mark and in ``next``
the item that follows. Done, the feature goes on to ``next``; refused, it lets `refused` answer, so that the
reader stays in the inbox, on the item as it is now, with what changed above it.
"""

from collections.abc import Iterable

from flask import g, make_response, render_template, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from web import access, clock, database
from web.accounts.actor import Actor, actor_of
from web.addresses import local_target
from web.approvals import words
from web.approvals.coming import next_deadline
from web.approvals.item import Item
from web.approvals.page import Inbox, arrange
from web.approvals.sources import everything
from web.people.tables import Department
from web.wording import Words

ENDPOINT = "approvals.index"
MARK = "inbox"
"""Field of a form of the inbox: the kind that the list is narrowed to, may be empty."""


def reader() -> Actor:
    """Return the present person with the reach of the inbox, whatever endpoint is asked."""
    scope = access.matrix()[ENDPOINT].scope(current_user.role_names)
    return actor_of(current_user, scope.name.lower())


def waiting() -> list[Item]:
    """Return everything that waits for the present person; asked for once per request."""
    if "approvals_waiting" not in g:
        session, actor = database.session(), reader()
        zone = session.get_one(Department, actor.department_id).time_zone
        g.approvals_waiting = everything(session, actor, now=clock.now(), today=clock.today(zone))
    found: list[Item] = g.approvals_waiting
    return found


def answer(
    *,
    only: str,
    key: str,
    opened: bool,
    problems: Iterable[Words] = (),
    status: int = 200,
    part: bool = False,
) -> Response:
    """Return the inbox.

    Parameters
    ----------
    opened
        Whether somebody asked for the item: the phone shows it instead of the list.
    problems
        Why nothing was done.
    part
        Only the detail, for a page that has the list already.
    """
    session, actor, now = database.session(), reader(), clock.now()
    zone = session.get_one(Department, actor.department_id).time_zone
    inbox = arrange(waiting(), now=now, zone=zone, only=only, key=key)
    said = [(None, f"{each.sentence} {each.detail}".strip()) for each in problems]
    gone = bool(key) and (inbox.chosen is None or inbox.chosen.key != key)
    page = render_template(
        "approvals/detail.html" if part else "approvals/index.html",
        inbox=inbox,
        chosen=inbox.chosen,
        context={} if inbox.chosen is None else inbox.chosen.detail(),
        opened=opened and inbox.chosen is not None,
        problems=said,
        gone=gone,
        reason=request.form.get("reason", "") if said and not gone else "",
        address=address_of,
        onward=_onward(inbox),
        coming=None if inbox.total else next_deadline(session, actor, now),
        now=now,
        due_name=words.due_name,
        left_words=words.left_words,
        standing_tag=words.standing_tag,
    )
    return make_response(page, status)


def refused(kind: str, item_id: int, problems: Iterable[Words], *, status: int) -> Response | None:
    """Return the inbox with the reasons; None when the form was not one of the inbox."""
    if MARK not in request.form or not access.may(ENDPOINT, current_user.role_names):
        return None
    return answer(
        only=request.form[MARK],
        key=f"{kind}-{item_id}",
        opened=True,
        problems=problems,
        status=status,
    )


def onward(default: str) -> str:
    """Return where a decision leads: to what the form names as next, else to `default`."""
    return local_target(request.form.get("next"), default)


def address_of(item: Item, only: str = "") -> str:
    """Return the address at which the inbox shows an item."""
    return url_for(ENDPOINT, item=item.key, kind=only or None)


def _onward(inbox: Inbox) -> str:
    """Return where a decision on the open item leads: to what follows it."""
    return url_for(ENDPOINT) if inbox.after is None else address_of(inbox.after, inbox.only)
