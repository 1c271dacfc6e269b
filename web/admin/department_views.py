"""Pages of the department's settings and targets."""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from web import access, clock, database
from web.admin import department as service
from web.admin.countries import country_choices
from web.admin.country_change import own_days
from web.admin.words import day_names, weekdays
from web.fields import Fields
from web.forecasts.forms import Further, further_as_typed, read_further
from web.forecasts.productivity import productivity_on
from web.forecasts.target_words import target_labels
from web.i18n import full_date, locale
from web.navigation import exists
from web.people.reach import department_of
from web.people.tables import Department
from web.people.words import errors_of
from web.planning.cells import LONGEST_NAME
from web.refusal import Refusal

blueprint = Blueprint("department", __name__, template_folder="templates")
SLOTS = (5, 10, 15, 20, 30, 60)
MOST_HOUR_COST = 10_000
LONGEST_COUNTRY = 8
NAMED_DAYS = 10
"""Days that stay after another country was chosen and are named in the message."""
PRODUCTIVITY = "productivity.index"
NO_FURTHER: Mapping[str, str] = {"carry_over": "", "hour_cost": "", "seats": "", "staffing_method": ""}
"""A box that is not ticked is not sent at all."""


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
        country=fields.text("country", longest=LONGEST_COUNTRY, required=False).upper(),
        weekend=tuple(weekend),
        week_start=fields.whole("week_start", least=1, most=7) or 1,
    )
    session, department = database.session(), department_of(database.session(), access.actor())
    before = department.country
    refusals = fields.refusals or service.describe(
        session,
        access.actor(),
        details,
        language=locale().language,
        today=clock.today(department.time_zone),
        now=clock.now(),
    )
    if refusals:
        return _form(request.form, set(weekend), refusals)
    flash(_("The settings are stored."), "ok")
    if department.country == before:
        return redirect(url_for("setup.index"))
    flash(_country_words(department), "info")
    return redirect(url_for("calendar.index"))


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
        "own_numbers": "1" if department.own_numbers else "",
        "hour_cost": "" if department.hour_cost is None else f"{department.hour_cost:g}",
        **further_as_typed(
            Further(
                max_occupancy=department.max_occupancy,
                min_answer_rate=department.min_answer_rate,
                max_asa_seconds=department.max_asa_seconds,
                seats=department.seats,
                carry_over=department.carry_over,
                method=department.staffing_method,
            )
        ),
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
    hour_cost = fields.number("hour_cost", least=0.01, most=MOST_HOUR_COST, required=False)
    further = read_further(fields, patience=patience)
    if (
        fields.refusals
        or slot is None
        or share is None
        or seconds is None
        or shrinkage is None
        or aht is None
    ):
        return _targets_form(request.form, fields.refusals)
    department = department_of(database.session(), access.actor())
    refusals = service.set_targets(
        database.session(),
        access.actor(),
        service.StaffingTargets(
            slot_minutes=slot,
            service_level_share=round(share / 100, 6),
            service_level_seconds=seconds,
            shrinkage=round(shrinkage / 100, 6),
            aht_seconds=aht,
            patience_seconds=patience,
            own_numbers=fields.ticked("own_numbers"),
            max_occupancy=further.max_occupancy,
            min_answer_rate=further.min_answer_rate,
            max_asa_seconds=further.max_asa_seconds,
            seats=further.seats,
            carry_over=further.carry_over,
            staffing_method=further.method,
            hour_cost=hour_cost,
        ),
        today=clock.today(department.time_zone),
        now=clock.now(),
    )
    if refusals:
        return _targets_form(request.form, refusals)
    flash(_("The targets are stored. Needs made earlier keep the old ones until they are made anew."), "ok")
    return redirect(url_for("setup.index"))


def _country_words(department: Department) -> str:
    """Return what became of the days after another country was chosen, naming those that stay."""
    own = own_days(database.session(), department.id, department.country)
    said = _("The days that only the country before said are gone, those of the present one are here.")
    if not own:
        return said
    named = [f"{full_date(day.date)} {day.name or day_names()[day.kind.value]}" for day in own[:NAMED_DAYS]]
    days = _(", ").join(named)
    if len(own) > NAMED_DAYS:
        days = ngettext(
            "%(days)s and %(num)s more", "%(days)s and %(num)s more", len(own) - NAMED_DAYS, days=days
        )
    return said + " " + _("Stays, because the department wrote it: %(days)s.", days=days)


def _form(values: Mapping[str, str], weekend: set[int], refusals: list[Refusal]) -> Response:
    page = render_template(
        "department/form.html",
        values=values,
        weekend=weekend,
        weekdays=weekdays(),
        countries=country_choices(locale(), present=values.get("country", "")),
        errors=errors_of(refusals),
        may_edit=access.may("department.update", access.actor().roles),
    )
    return make_response(page, 422 if refusals else 200)


def _targets_form(values: Mapping[str, str], refusals: list[Refusal]) -> Response:
    session = database.session()
    department = department_of(session, access.actor())
    page = render_template(
        "department/targets.html",
        labels=target_labels(),
        values={**NO_FURTHER, **values},
        measured=productivity_on(session, department.id, clock.today(department.time_zone)),
        productivity_address=url_for(PRODUCTIVITY) if exists(PRODUCTIVITY) else None,
        slots=[(slot, _("%(n)s min", n=slot)) for slot in SLOTS],
        errors=errors_of(refusals),
        may_edit=access.may("department.update_targets", access.actor().roles),
    )
    return make_response(page, 422 if refusals else 200)
