"""Pages of leave balances: the table of a department or team, one person's entries, a file of them."""

import secrets
from collections.abc import Iterable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.leave.asking import ENTITLED
from web import access, clock, database
from web.fields import form_token
from web.i18n import N_
from web.imports.pages import ImportPages, Texts
from web.leave import balances, words
from web.leave.balance_file import half_days_of
from web.leave.balance_importing import BalanceImporter
from web.leave.balance_tables import EntryKind
from web.leave.page import department_of
from web.leave.views import blueprint
from web.refusal import Refusal
from web.wording import refusal_words

SHOWN = {
    "kind_name": words.kind_name,
    "half_days_words": words.half_days_words,
    "signed_half_days": words.signed_half_days,
    "entry_name": words.entry_name,
}


@blueprint.get("/leave/balances")
def balance_table() -> Response:
    """Show what everybody within reach has left in a year."""
    session, actor = database.session(), access.actor()
    year = _year()
    rows = balances.table_of(session, actor, year)
    has = {kind for _person, found in rows for kind, _of in found}
    page = render_template(
        "leave/balances.html",
        year=year,
        rows=rows,
        kinds=[kind for kind in ENTITLED if kind in has],
        **SHOWN,
    )
    return make_response(page)


@blueprint.get("/leave/balances/<int:person_id>")
def balance(person_id: int) -> Response:
    """Show what one person was granted, took and has left, entry by entry."""
    return _page(person_id, ())


@blueprint.post("/leave/balances/<int:person_id>")
def enter_balance(person_id: int) -> Response:
    """Enter what was granted, or put it right with a reason."""
    form = request.form
    year = form.get("year", "").strip()
    new = balances.NewEntry(
        kind=form.get("kind", ""),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        entry=form.get("entry", ""),
        half_days=half_days_of(form.get("days", "")),
        reason=form.get("reason", ""),
        token=form_token(form),
    )
    reasons = balances.enter(database.session(), access.actor(), person_id, new, now=clock.now())
    if reasons:
        return _page(person_id, reasons, status=422)
    flash(_("Entered. Earlier entries stay as they are."), "ok")
    return redirect(url_for("leave.balance", person_id=person_id))


def _page(person_id: int, reasons: Iterable[Refusal], *, status: int = 200) -> Response:
    session, actor = database.session(), access.actor()
    person, entries = balances.entries_of(session, actor, person_id)
    found = balances.balance_of(session, person_id)
    shown = render_template(
        "leave/balance.html",
        person=person,
        entries=entries,
        balances=[found[key] for key in sorted(found, key=lambda key: (-key[1], ENTITLED.index(key[0])))],
        kinds=[(kind.value, words.kind_name(kind)) for kind in ENTITLED],
        entry_kinds=[(kind.value, words.entry_name(kind)) for kind in EntryKind],
        year=clock.today(department_of(session, actor).time_zone).year,
        problems=[(reason.field or None, refusal_words(reason)) for reason in reasons],
        token=request.form.get("token") or secrets.token_urlsafe(16),
        values=request.form,
        **SHOWN,
    )
    return make_response(shown, status)


def _year() -> int:
    wanted = request.args.get("year", default=0, type=int)
    if wanted in balances.YEARS:
        return wanted
    return clock.today(department_of(database.session(), access.actor()).time_zone).year


FILES = ImportPages(
    importer=BalanceImporter(),
    prefix="balances",
    done="leave.balance_table",
    texts=Texts(
        title=N_("Import leave entitlements"),
        columns=N_(
            "Columns: employee number, kind (annual, personal, home_visit), year, days granted in all,"
            " whole or half. Optional: name (to be compared)."
        ),
        example=N_("employee_number,kind,year,days\n00123,annual,2026,7.5\n00124,annual,2026,10\n"),
        left_alone=N_(
            "Earlier entries stay; where the file says another number, the difference is entered as a"
            " correction that names the file."
        ),
    ),
)
FILES.add_to(blueprint, "/leave/balances/import")
