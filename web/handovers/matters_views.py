"""The page of open matters, and giving one to somebody else."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.answer import Reason
from web.fields import form_token, page_number, row_id
from web.handovers import giving, matters_words, words
from web.handovers.giving_form import giving_form
from web.handovers.matters import Wanted, open_matters
from web.handovers.views import SHOWN, blueprint
from web.navigation import exists

AWAY = "away"
"""Chosen in place of a holder: those who are not there."""
ASKED = ("team", "holder", "page")


@blueprint.get("/handovers/matters")
def matters() -> Response:
    """List open matters by weight, overdue promises and age; one of them with the form of giving it away."""
    return _page((), giving_id=row_id(request.args.get("give", "")))


@blueprint.post("/handovers/matters/<int:matter_id>/give")
def give(matter_id: int) -> Response:
    """Give a matter to somebody else."""
    done = giving.give(
        database.session(),
        access.actor(),
        matter_id,
        to=row_id(request.form.get("person", "")),
        seen=row_id(request.form.get("seen", "")) or 0,
        reason=request.form.get("reason", ""),
        token=form_token(request.form),
        now=clock.now(),
    )
    if not done.done:
        return _page(done.reasons, giving_id=matter_id, status=409 if done.is_stale else 422)
    flash(_("Given, on record. Both are told."), "ok")
    return redirect(_address(_asked(), anchor=f"matter-{matter_id}"))


def _page(reasons: Iterable[Reason], *, giving_id: int | None, status: int = 200) -> Response:
    session, actor, now = database.session(), access.actor(), clock.now()
    asked = _asked()
    holder = asked.get("holder", "")
    wanted = Wanted(team_id=row_id(asked.get("team", "")), holder_id=row_id(holder), away=holder == AWAY)
    may_give = exists("handovers.give")
    form = giving_form(session, actor, giving_id, now=now) if may_give and giving_id is not None else None
    page = render_template(
        "handovers/matters.html",
        found=open_matters(session, actor, wanted, page=page_number(asked.get("page", "")), now=now),
        form=form,
        may_give=may_give,
        asked=asked,
        away=AWAY,
        page_address=lambda number: _address({**asked, "page": str(number)}),
        now=now,
        values=request.form,
        token=form_token(request.form) or secrets.token_urlsafe(16),
        problems=matters_words.matter_problems(reasons),
        absence_tag=matters_words.absence_tag,
        age_bars=matters_words.age_bars,
        old_words=matters_words.old_words,
        shifts_words=words.shifts_words,
        **SHOWN,
    )
    return make_response(page, status)


def _address(asked: Mapping[str, str], anchor: str | None = None) -> str:
    further: dict[str, Any] = dict(asked)
    return url_for("handovers.matters", **further, _anchor=anchor)


def _asked() -> dict[str, str]:
    """Return what the list is narrowed down by, and its page, as the address has it."""
    return {name: request.args[name] for name in ASKED if request.args.get(name)}
