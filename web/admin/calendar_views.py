"""Pages of the calendar: one year at a time, one date with its history, and files of days."""

import datetime as dt
from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from web import access, clock, database
from web.admin import calendar
from web.admin.calendar_year import Origin, YearDay, day_history, year_days
from web.admin.countries import country_name
from web.admin.days_importing import DaysImporter
from web.admin.words import day_kinds, day_names, day_states
from web.errors import NotFound
from web.fields import Fields
from web.i18n import N_, locale
from web.imports.pages import ImportPages, Texts
from web.people.reach import department_of
from web.people.tables import CalendarDayKind, CalendarDayStatus
from web.people.words import errors_of
from web.planning.cells import FIRST_YEAR, LAST_YEAR
from web.refusal import Refusal

blueprint = Blueprint("calendar", __name__, template_folder="templates")

LONGEST_NAME, LONGEST_REASON = 60, 200

PAGES = ImportPages(
    importer=DaysImporter(),
    prefix="import",
    done="calendar.index",
    texts=Texts(
        title=N_("Import calendar days"),
        columns=N_(
            "Columns: date, kind (statutory_holiday, adjusted_rest_day, makeup_working_day, ordinary_day or"
            " special_day). Optional: name, status (official or provisional; official where it is left out)."
        ),
        example=N_(
            "date,kind,name,status\n"
            "2027-02-06,statutory_holiday,Spring Festival,official\n"
            "2027-02-14,makeup_working_day,,official\n"
        ),
        left_alone=N_("Days that are not in the file stay as they are."),
    ),
)
PAGES.add_to(blueprint, "/setup/calendar/import")


@blueprint.get("/setup/calendar")
def index() -> Response:
    """Show the days of a year, and what the country's calendar proposes."""
    session, actor = database.session(), access.actor()
    department = department_of(session, actor)
    year = _year(request.args.get("year", type=int))
    found = year_days(session, department, year, language=locale().language)
    every = bool(request.args.get("all"))
    page = render_template(
        "calendar/index.html",
        year=year,
        department=department,
        country=country_name(department.country, locale()),
        days=[day for day in found if every or day.differs],
        every=every,
        differing=sum(day.differs for day in found),
        proposal=calendar.proposal(session, actor, year, language=locale().language),
        **_words(),
    )
    return make_response(page)


@blueprint.post("/setup/calendar/proposal")
def take_proposal() -> Response:
    """Take the country's calendar over."""
    year = _year(request.form.get("year", type=int))
    changed = calendar.take_proposal(
        database.session(), access.actor(), year, language=locale().language, now=clock.now()
    )
    flash(ngettext("%(num)s day was changed.", "%(num)s days were changed.", changed), "ok")
    return redirect(url_for("calendar.index", year=year))


@blueprint.get("/setup/calendar/day")
def day() -> Response:
    """Show what one date is, change it, and see who changed it before."""
    return _day_page(_date(request.args.get("date", "")), {}, [])


@blueprint.post("/setup/calendar")
def save_day() -> Response:
    """Store what one date is, and why."""
    fields = Fields(request.form)
    date = fields.day("date", required=True)
    kind = fields.choice("kind", CalendarDayKind)
    status = fields.choice("status", CalendarDayStatus)
    name = fields.text("name", longest=LONGEST_NAME, required=False)
    reason = fields.text("reason", longest=LONGEST_REASON)
    if fields.refusals or date is None or kind is None or status is None:
        return _day_page(date, request.form, fields.refusals)
    details = calendar.DayDetails(date=date, kind=kind, name=name, status=status, reason=reason)
    calendar.save_day(database.session(), access.actor(), details, now=clock.now())
    flash(_("The day is stored."), "ok")
    return redirect(url_for("calendar.index", year=date.year))


@blueprint.post("/setup/calendar/official")
def back_to_official() -> Response:
    """Make a date what the country's calendar says."""
    fields = Fields(request.form)
    date = fields.day("date", required=True)
    reason = fields.text("reason", longest=LONGEST_REASON, required=False)
    if fields.refusals or date is None:
        return _day_page(date, request.form, fields.refusals)
    calendar.back_to_official(
        database.session(), access.actor(), date, reason, language=locale().language, now=clock.now()
    )
    flash(_("The day is what the official calendar says."), "ok")
    return redirect(url_for("calendar.index", year=date.year))


@blueprint.post("/setup/calendar/<int:day_id>/remove")
def remove_day(day_id: int) -> Response:
    """Make a special day an ordinary one."""
    calendar.remove_day(database.session(), access.actor(), day_id, now=clock.now())
    return redirect(url_for("calendar.index", year=_year(request.form.get("year", type=int))))


def _year(wanted: int | None) -> int:
    today = clock.today(department_of(database.session(), access.actor()).time_zone)
    return wanted if wanted is not None and FIRST_YEAR <= wanted < LAST_YEAR else today.year


def _date(text: str) -> dt.date | None:
    """Return the date that an address names; None for none, so that one is asked for."""
    if not text:
        return None
    try:
        found = dt.date.fromisoformat(text)
    except ValueError as error:
        raise NotFound(text) from error
    if not FIRST_YEAR <= found.year < LAST_YEAR:
        raise NotFound(text)
    return found


def _day_page(date: dt.date | None, typed: Mapping[str, str], refusals: list[Refusal]) -> Response:
    session, actor = database.session(), access.actor()
    department = department_of(session, actor)
    found = None
    if date is not None:
        days = year_days(session, department, date.year, language=locale().language)
        found = days[date.timetuple().tm_yday - 1]
    page = render_template(
        "calendar/day.html",
        date=date,
        found=found,
        history=[] if date is None else day_history(session, department.id, date),
        values=typed or _values(date, found),
        errors=errors_of(refusals),
        kinds=day_kinds(),
        states=day_states(),
        year=_year(None) if date is None else date.year,
        **_words(),
    )
    return make_response(page, 422 if refusals else 200)


def _values(date: dt.date | None, found: YearDay | None) -> dict[str, str]:
    if date is None or found is None:
        return {"status": CalendarDayStatus.OFFICIAL.value}
    return {
        "date": date.isoformat(),
        "kind": found.kind,
        "name": found.name,
        "status": CalendarDayStatus.OFFICIAL.value,
    }


def _words() -> dict[str, object]:
    return {
        "kind_names": day_names(),
        "origin": Origin,
        "may_edit": access.may("calendar.save_day", access.actor().roles),
    }
