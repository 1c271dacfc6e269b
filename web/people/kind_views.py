"""Pages of shift kinds."""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import Fields
from web.i18n import locale
from web.people import shift_kinds
from web.people.forms import kind_texts, read_kind
from web.people.reach import department_of
from web.people.tables import ShiftKind
from web.people.words import errors_of, family_choices
from web.refusal import Refusal
from web.wording import refusal_words

blueprint = Blueprint("shift_kinds", __name__, template_folder="templates")
EMPTY: Mapping[str, str] = {"family": "E", "code": "E", "break_minutes": "0"}


@blueprint.get("/shift-kinds")
def index() -> Response:
    """Show the shift kinds as the rosters show them."""
    session, actor = database.session(), access.actor()
    kinds = shift_kinds.list_kinds(session, actor.department_id)
    return make_response(render_template("shift_kinds/index.html", kinds=kinds))


@blueprint.get("/shift-kinds/new")
def new() -> Response:
    """Show an empty form."""
    return _form(None, EMPTY, [])


@blueprint.post("/shift-kinds/new")
def create() -> Response:
    """Store a new kind."""
    return _save(None)


@blueprint.get("/shift-kinds/<int:kind_id>")
def edit(kind_id: int) -> Response:
    """Show one kind."""
    kind = shift_kinds.get_kind(database.session(), access.actor(), kind_id)
    return _form(kind, kind_texts(shift_kinds.details_of(kind)), [])


@blueprint.post("/shift-kinds/<int:kind_id>")
def update(kind_id: int) -> Response:
    """Store a changed kind."""
    shift_kinds.get_kind(database.session(), access.actor(), kind_id)
    return _save(kind_id)


@blueprint.post("/shift-kinds/<int:kind_id>/active")
def set_active(kind_id: int) -> Response:
    """Offer a kind no longer, or again."""
    active = request.form.get("active") == "1"
    shift_kinds.set_kind_active(database.session(), access.actor(), kind_id, active, now=clock.now())
    return redirect(url_for("shift_kinds.index"))


@blueprint.post("/shift-kinds/from-policy")
def take_from_policy() -> Response:
    """Make the kinds that the policy in force names."""
    session, actor = database.session(), access.actor()
    made = shift_kinds.take_from_policy(
        session,
        actor,
        today=clock.today(department_of(session, actor).time_zone),
        chinese=locale().language == "zh",
        now=clock.now(),
    )
    if isinstance(made, list):
        flash(refusal_words(made[0]), "danger")
    else:
        flash(ngettext("%(num)s shift kind was made.", "%(num)s shift kinds were made.", made), "ok")
    return redirect(url_for("shift_kinds.index"))


def _save(kind_id: int | None) -> Response:
    session, actor, fields = database.session(), access.actor(), Fields(request.form)
    details = read_kind(fields)
    refusals = fields.refusals
    if not refusals:
        saved = shift_kinds.save_kind(session, actor, kind_id, details, now=clock.now())
        if isinstance(saved, ShiftKind):
            flash(_("%(name)s is stored.", name=saved.name), "ok")
            return redirect(url_for("shift_kinds.index"))
        refusals = saved
    session.rollback()
    kind = None if kind_id is None else shift_kinds.get_kind(session, actor, kind_id)
    return _form(kind, request.form, refusals)


def _form(kind: ShiftKind | None, values: Mapping[str, str], refusals: list[Refusal]) -> Response:
    page = render_template(
        "shift_kinds/form.html",
        kind=kind,
        used=kind is not None and shift_kinds.is_used(database.session(), kind),
        values=values,
        errors=errors_of(refusals),
        families=family_choices(),
        may_edit=access.may("shift_kinds.update", access.actor().roles),
    )
    return make_response(page, 422 if refusals else 200)
