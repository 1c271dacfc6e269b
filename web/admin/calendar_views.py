"""Pages of the calendar: one year at a time."""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from web import access, clock, database
from web.admin import calendar
from web.admin.words import day_kinds, day_states
from web.fields import Fields
from web.i18n import locale
from web.people.reach import department_of
from web.people.tables import CalendarDayKind, CalendarDayStatus
from web.people.words import errors_of
from web.planning.cells import FIRST_YEAR, LAST_YEAR
from web.refusal import Refusal

blueprint = Blueprint("calendar", __name__, template_folder="templates")


@blueprint.get("/setup/calendar")
def index() -> Response:
    """Show the stored days of a year and what the country's calendar proposes."""
    return _page(_year(request.args.get("year", type=int)), {"status": "official"}, [])


@blueprint.post("/setup/calendar/proposal")
def take_proposal() -> Response:
    """Take the country's calendar over."""
    year = _year(request.form.get("year", type=int))
    changed = calendar.take_proposal(
        database.session(), access.actor(), year, language=locale().language, now=clock.now()
    )
    flash(ngettext("%(num)s day was changed.", "%(num)s days were changed.", changed), "ok")
    return redirect(url_for("calendar.index", year=year))


@blueprint.post("/setup/calendar")
def save_day() -> Response:
    """Store what one date is."""
    fields = Fields(request.form)
    date = fields.day("date", required=True)
    kind = fields.choice("kind", CalendarDayKind)
    status = fields.choice("status", CalendarDayStatus)
    name = fields.text("name", longest=60, required=False)
    if fields.refusals or date is None or kind is None or status is None:
        return _page(_year(request.form.get("year", type=int)), request.form, fields.refusals)
    details = calendar.DayDetails(date=date, kind=kind, name=name, status=status)
    calendar.save_day(database.session(), access.actor(), details, now=clock.now())
    flash(_("The day is stored."), "ok")
    return redirect(url_for("calendar.index", year=date.year))


@blueprint.post("/setup/calendar/<int:day_id>/remove")
def remove_day(day_id: int) -> Response:
    """Make a date what its weekday says."""
    calendar.remove_day(database.session(), access.actor(), day_id, now=clock.now())
    return redirect(url_for("calendar.index", year=_year(request.form.get("year", type=int))))


def _year(wanted: int | None) -> int:
    today = clock.today(department_of(database.session(), access.actor()).time_zone)
    return wanted if wanted is not None and FIRST_YEAR <= wanted < LAST_YEAR else today.year


def _page(year: int, values: Mapping[str, str], refusals: list[Refusal]) -> Response:
    session, actor = database.session(), access.actor()
    page = render_template(
        "calendar/index.html",
        year=year,
        department=department_of(session, actor),
        days=calendar.list_days(session, actor.department_id, year),
        proposal=calendar.proposal(session, actor, year, language=locale().language),
        values=values,
        errors=errors_of(refusals),
        kinds=day_kinds(),
        kind_names=dict(day_kinds()),
        states=day_states(),
        may_edit=access.may("calendar.save_day", actor.roles),
    )
    return make_response(page, 422 if refusals else 200)
