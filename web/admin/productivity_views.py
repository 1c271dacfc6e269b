"""The page of the busy-hour productivity (R-1.2): what was measured, by whom, and a further measurement."""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import Fields
from web.forecasts.productivity import (
    MOST_CALLS,
    Measurement,
    add_measurement,
    measurements,
    productivity_on,
)
from web.people.reach import department_of
from web.people.words import errors_of
from web.planning.cells import LONGEST_NAME
from web.refusal import Refusal
from web.rosters.months import next_month

blueprint = Blueprint("productivity", __name__, template_folder="templates")
LONGEST_REMARK = 200


@blueprint.get("/setup/productivity")
def index() -> Response:
    """Show every measurement, the one in force marked."""
    return _page({}, [])


@blueprint.post("/setup/productivity")
def add() -> Response:
    """Write a measurement down; earlier ones stay."""
    session = database.session()
    department = department_of(session, access.actor())
    fields = Fields(request.form)
    calls = fields.number("calls_per_hour", least=0.1, most=MOST_CALLS)
    day = fields.day("measured_on", required=True)
    who = fields.text("measured_by", longest=LONGEST_NAME)
    remark = fields.text("remark", longest=LONGEST_REMARK, required=False)
    if day is not None and day > clock.today(department.time_zone):
        fields.refuse("measured_on", "measured_later")
    if fields.refusals or calls is None or day is None:
        return _page(request.form, fields.refusals)
    add_measurement(
        session,
        department.id,
        Measurement(calls_per_hour=calls, measured_on=day, measured_by=who, remark=remark),
        recorded_by=access.actor().user_id,
        now=clock.now(),
    )
    flash(_("The measurement is stored. It counts for months that begin after it was taken."), "ok")
    return redirect(url_for("productivity.index"))


def _page(values: Mapping[str, str], refusals: list[Refusal]) -> Response:
    session = database.session()
    department = department_of(session, access.actor())
    today = clock.today(department.time_zone)
    begin = next_month(today.replace(day=1))
    page = render_template(
        "productivity/index.html",
        rows=measurements(session, department.id),
        in_force=productivity_on(session, department.id, begin),
        month=begin,
        today=today,
        values={"calls_per_hour": "", "measured_on": "", "measured_by": "", "remark": "", **values},
        errors=errors_of(refusals),
        may_edit=access.may("productivity.add", access.actor().roles),
    )
    return make_response(page, 422 if refusals else 200)
