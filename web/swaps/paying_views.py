"""The page on which a shift that is owed is paid back: choose one of the creditor's, then it is asked for."""

import secrets
from collections.abc import Iterable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.swaps.moves import Move
from web import access, clock, database
from web.accounts.actor import Actor
from web.errors import NotFound
from web.fields import form_token
from web.people.tables import Department
from web.rosters.months import next_month
from web.swaps import words
from web.swaps.asking import propose
from web.swaps.loading import load_swap_month
from web.swaps.placing import Ask
from web.swaps.returns import Return, payments
from web.swaps.settling import debt_of
from web.swaps.tables import SwapDebt
from web.swaps.views import blueprint, read_date


@blueprint.get("/swaps/debts/<int:debt_id>")
def debt(debt_id: int) -> Response:
    """Show the shifts by which a debt can be paid back."""
    return _page(_owed(debt_id), ())


@blueprint.post("/swaps/debts/<int:debt_id>")
def pay(debt_id: int) -> Response:
    """Ask for the chosen shift; the other side agrees, and it is approved like a swap."""
    session, actor, owed = database.session(), access.actor(), _owed(debt_id)
    when = read_date(request.form.get("date"))
    if when is None or actor.person_id is None:
        raise NotFound("no shift is named")
    ask = Ask(
        requester_id=actor.person_id,
        moves=(Move(date=when, giver=owed.creditor.employee_number, taker=owed.debtor.employee_number),),
        reason=_("Pay-back of %(day)s", day=owed.move.date.isoformat()),
        token=form_token(request.form),
        pays_id=debt_id,
    )
    today = clock.today(_department(actor).time_zone)
    done = propose(session, actor, ask, now=clock.now(), today=today)
    if not done.done or done.swap_id is None:
        return _page(_owed(debt_id), done.reasons, status=422)
    flash(_("Asked. Until it is approved, the roster stays as it is; you are told what comes of it."), "ok")
    return redirect(url_for("swaps.show", swap_id=done.swap_id))


def _department(actor: Actor) -> Department:
    return database.session().get_one(Department, actor.department_id)


def _owed(debt_id: int) -> SwapDebt:
    """Return a debt that the actor owes or is owed."""
    actor = access.actor()
    found = debt_of(database.session(), actor.department_id, debt_id)
    if actor.person_id not in (found.debtor_id, found.creditor_id):
        raise NotFound(f"debt {debt_id} is not within reach")
    return found


def _page(owed: SwapDebt, reasons: Iterable[object], *, status: int = 200) -> Response:
    now, department = clock.now(), _department(access.actor())
    today = clock.today(department.time_zone)
    options: list[Return] = []
    first = today.replace(day=1)
    for month in (first, next_month(first)):
        loaded = load_swap_month(database.session(), department, month, today=today)
        if loaded is not None:
            options += payments(loaded, owed, now=now, today=today)
    names = {person.employee_number: person.name for person in (owed.debtor, owed.creditor)}
    said = words.all_words(reasons, names)  # type: ignore[arg-type]
    shown = render_template(
        "swaps/debt.html",
        debt=owed,
        options=[(each.date.isoformat(), words.shift_on(each)) for each in options],
        problems=[(None, f"{each.sentence} {each.detail}".strip()) for each in said],
        token=secrets.token_urlsafe(16),
    )
    return make_response(shown, status)
