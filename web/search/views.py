"""The page of the search."""

import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from roster.handovers.life import HandoverState
from web import access, database
from web.accounts.actor import Actor, actor_of
from web.duty_log.tables import EntryKind
from web.fields import row_id
from web.masking import HIDDEN, has_number, mask
from web.policy.vocabulary.handover_content import HandoverCategory
from web.search import words
from web.search.finding import Reach, Wanted, Where, search
from web.search.grams import excerpt, marked
from web.search.page import choices_of

blueprint = Blueprint("search", __name__, template_folder="templates")

FIELDS = (
    "q",
    "where",
    "first",
    "last",
    "team",
    "shift",
    "person",
    "state",
    "category",
    "important",
    "urgent",
    "open",
)
STATES = {state.value: state for state in HandoverState if state is not HandoverState.PLANNED}
PLACES = {place.value: place for place in Where}
SHOWN: Mapping[str, object] = {
    "place_words": words.place_words,
    "state_tag": words.state_tag,
    "kind_name": words.kind_name,
    "inspection_name": words.inspection_name,
    "category_name": words.category_name,
    "marked": marked,
    "excerpt": excerpt,
    "states": tuple(STATES.values()),
    "kinds": tuple(EntryKind),
    "categories": tuple(HandoverCategory),
}
"""What the template calls."""


@blueprint.get("/search")
def index() -> Response:
    """Look for words that people wrote; a customer's number stays in no address."""
    asked = {name: request.args[name] for name in FIELDS if request.args.get(name)}
    if has_number(asked.get("q", "")):
        return redirect(f"{url_for('search.index')}?{urlencode({**asked, 'q': mask(asked['q'])})}")
    session = database.session()
    reach = _reach()
    wanted = _wanted(asked)
    page = render_template(
        "search/index.html",
        asked=asked,
        wanted=wanted,
        found=search(session, reach, wanted),
        choices=choices_of(session, reach),
        reach=reach,
        is_masked=HIDDEN in asked.get("q", ""),
        filters=sum(name not in ("q", "where") for name in asked),
        **SHOWN,
    )
    return make_response(page)


def _wanted(asked: Mapping[str, str]) -> Wanted:
    """Read what the address asks for; what is no choice leaves it open. Masked numbers are not looked for."""
    asked_words = asked.get("q", "").replace("\0", " ").split()  # which PostgreSQL takes in no text
    plain = " ".join(word for word in asked_words if HIDDEN not in word)
    return Wanted(
        words=plain,
        where=PLACES.get(asked.get("where", "")),
        first=_day(asked.get("first", "")),
        last=_day(asked.get("last", "")),
        team_id=row_id(asked.get("team", "")),
        shift_kind_id=row_id(asked.get("shift", "")),
        person_id=row_id(asked.get("person", "")),
        state=STATES.get(asked.get("state", "")),
        category=asked.get("category", "")[:40].replace("\0", ""),
        important="important" in asked,
        urgent="urgent" in asked,
        open_only="open" in asked,
        before=row_id(request.args.get("before", "")),
    )


def _reach() -> Reach:
    return Reach(
        handovers=_actor_on("handovers.index"),
        log=_actor_on("duty_log.index"),
        inspections=_actor_on("inspections.show"),
        findings=_actor_on("inspections.finding"),
        department_id=access.actor().department_id,
    )


def _actor_on(endpoint: str) -> Actor | None:
    """Return the present person with the reach on another page; None where they have none."""
    scope = access.matrix()[endpoint].scope(current_user.role_names)
    return None if scope is access.Scope.NONE else actor_of(current_user, scope.name.lower())


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
