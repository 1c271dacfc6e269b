"""Pages of the department's settings and targets."""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.admin import department as service
from web.admin.words import weekdays
from web.fields import Fields
from web.people.reach import department_of
from web.people.words import errors_of
from web.planning.cells import LONGEST_NAME
from web.refusal import Refusal

blueprint = Blueprint("department", __name__, template_folder="templates")
SLOTS = (5, 10, 15, 20, 30, 60)


@blueprint.get("/setup/department")
def edit() -> Response:
    """Show name, clock and week."""
    department = department_of(database.session(), access.actor())
    values = {
        "name": department.name,
        "time_zone": department.time_zone,
        "country": department.country,
        "week_start": str(department.week_start),
    }
    return _form(values, set(department.weekend), [])


@blueprint.post("/setup/department")
def update() -> Response:
    """Store name, clock and week."""
    fields = Fields(request.form)
    weekend = sorted({int(text) for text in fields.several("weekend") if text in set("1234567")})
    details = service.Description(
        name=fields.text("name", longest=LONGEST_NAME),
        time_zone=fields.text("time_zone", longest=64),
        country=fields.text("country", longest=2, required=False).upper(),
        weekend=tuple(weekend),
        week_start=fields.whole("week_start", least=1, most=7) or 1,
    )
    refusals = fields.refusals or service.describe(
        database.session(), access.actor(), details, now=clock.now()
    )
    if refusals:
        return _form(request.form, set(weekend), refusals)
    flash(_("The settings are stored."), "ok")
    return redirect(url_for("setup.index"))


@blueprint.get("/setup/targets")
def targets() -> Response:
    """Show the targets of the staffing."""
    department = department_of(database.session(), access.actor())
    values = {
        "slot_minutes": str(department.slot_minutes),
        "service_level": f"{100 * department.service_level_share:g}",
        "service_level_seconds": str(department.service_level_seconds),
        "shrinkage": f"{100 * department.shrinkage:g}",
        "aht_seconds": str(department.aht_seconds),
        "patience_seconds": "" if department.patience_seconds is None else str(department.patience_seconds),
        "max_occupancy": "" if department.max_occupancy is None else f"{100 * department.max_occupancy:g}",
        "own_numbers": "1" if department.own_numbers else "",
    }
    return _targets_form(values, [])


@blueprint.post("/setup/targets")
def update_targets() -> Response:
    """Store the targets of the staffing."""
    fields = Fields(request.form)
    slot = fields.whole("slot_minutes", least=5, most=60)
    if slot is not None and slot not in SLOTS:
        fields.refuse("slot_minutes", "not_a_choice")
    share = fields.number("service_level", least=1, most=99.9)
    seconds = fields.whole("service_level_seconds", least=0, most=3600)
    shrinkage = fields.number("shrinkage", least=0, most=90)
    aht = fields.whole("aht_seconds", least=1, most=7200)
    patience = fields.whole("patience_seconds", least=1, most=7200, required=False)
    occupancy = fields.number("max_occupancy", least=1, most=100, required=False)
    if (
        fields.refusals
        or slot is None
        or share is None
        or seconds is None
        or shrinkage is None
        or aht is None
    ):
        return _targets_form(request.form, fields.refusals)
    service.set_targets(
        database.session(),
        access.actor(),
        service.StaffingTargets(
            slot_minutes=slot,
            service_level_share=round(share / 100, 6),
            service_level_seconds=seconds,
            shrinkage=round(shrinkage / 100, 6),
            aht_seconds=aht,
            patience_seconds=patience,
            max_occupancy=None if occupancy is None else round(occupancy / 100, 6),
            own_numbers=fields.ticked("own_numbers"),
        ),
        now=clock.now(),
    )
    flash(_("The targets are stored. Needs made earlier keep the old ones until they are made anew."), "ok")
    return redirect(url_for("setup.index"))


def _form(values: Mapping[str, str], weekend: set[int], refusals: list[Refusal]) -> Response:
    page = render_template(
        "department/form.html",
        values=values,
        weekend=weekend,
        weekdays=weekdays(),
        errors=errors_of(refusals),
        may_edit=access.may("department.update", access.actor().roles),
    )
    return make_response(page, 422 if refusals else 200)


def _targets_form(values: Mapping[str, str], refusals: list[Refusal]) -> Response:
    page = render_template(
        "department/targets.html",
        values=values,
        slots=[(slot, _("%(n)s min", n=slot)) for slot in SLOTS],
        errors=errors_of(refusals),
        may_edit=access.may("department.update_targets", access.actor().roles),
    )
    return make_response(page, 422 if refusals else 200)
