"""The monthly register: page, publication, files; the devices' secret; the import of events."""

import datetime as dt

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.attendance import charts, tokens
from web.attendance.export import to_csv, to_excel
from web.attendance.importing import ClockImporter
from web.attendance.register import COLUMNS, Register, publish, read_register
from web.attendance.views import SHOWN, blueprint
from web.attendance.words import headings
from web.i18n import N_, day_time
from web.i18n import month as month_words
from web.imports.pages import ImportPages, Texts
from web.people.tables import Department
from web.rosters.months import next_month, parse_month, previous_month
from web.wording import refusal_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ALWAYS = ("number", "name", "team", "shifts", "present", "late", "leave_days")
"""Columns that the page shows even without any entry; the files have all of them."""


@blueprint.get("/attendance/register")
def register() -> Response:
    """Show a month: one's own, the team's, the department's."""
    found = _register()
    person = request.args.get("person", "")
    chosen = next((each for each in found.people if each.row.number == person), None)
    if chosen is None and access.actor().scope == "own":
        chosen = next(iter(found.people), None)
    rows = found.frozen or tuple(each.row for each in found.people)
    shown = render_template(
        "attendance/register.html",
        found=found,
        rows=rows,
        chosen=chosen,
        columns=[name for name in COLUMNS if name in ALWAYS or any(getattr(row, name) for row in rows)],
        headings=headings(COLUMNS),
        before=previous_month(found.month),
        after=next_month(found.month),
        days=charts.late_by_day(found),
        people=charts.late_by_person(found),
        **SHOWN,
    )
    return make_response(shown)


@blueprint.post("/attendance/register/publish")
def publish_register() -> Response:
    """Publish a month that is over; it stays as it is then."""
    department = _department()
    month = _month(department)
    reasons = publish(database.session(), access.actor(), department, month, now=clock.now())
    for reason in reasons:
        flash(refusal_words(reason), "danger")
    if not reasons:
        flash(_("Published. Later corrections stand beside it."), "ok")
    return redirect(url_for("attendance.register", month=f"{month:%Y-%m}"))


@blueprint.get("/attendance/register.csv")
def csv() -> Response:
    """Return the register as CSV."""
    found = _register()
    answer = make_response(to_csv(found.frozen or [each.row for each in found.people]))
    return _file(answer, "text/csv; charset=utf-8", f"attendance-{found.month:%Y-%m}.csv")


@blueprint.get("/attendance/register.xlsx")
def excel() -> Response:
    """Return the register as a workbook."""
    found = _register()
    title = _(
        "Attendance %(month)s, as of %(time)s", month=month_words(found.month), time=day_time(clock.now())
    )
    rows = found.frozen or tuple(each.row for each in found.people)
    answer = make_response(to_excel(rows, title=title, heading=headings(COLUMNS)))
    return _file(answer, XLSX, f"attendance-{found.month:%Y-%m}.xlsx")


@blueprint.get("/attendance/devices")
def devices() -> Response:
    """Say how devices clock, and whether there is a secret."""
    return _devices()


@blueprint.post("/attendance/devices")
def make_token() -> Response:
    """Make a secret, which ends the one before; it is shown this once."""
    answer = _devices(tokens.make_token(database.session(), access.actor(), now=clock.now()))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/attendance/devices/revoke")
def revoke_token() -> Response:
    """End the secret at once."""
    tokens.revoke_token(database.session(), access.actor(), now=clock.now())
    flash(_("The secret is revoked. Devices that use it are refused."), "ok")
    return redirect(url_for("attendance.devices"))


def _devices(token: str | None = None) -> Response:
    live = tokens.live_token(database.session(), access.actor().department_id)
    address = url_for("clock_api.receive", _external=True)
    return make_response(render_template("attendance/devices.html", live=live, token=token, address=address))


def _department() -> Department:
    return database.session().get_one(Department, access.actor().department_id)


def _month(department: Department) -> dt.date:
    try:
        return parse_month(request.values["month"])
    except (KeyError, ValueError):
        return clock.today(department.time_zone).replace(day=1)


def _register() -> Register:
    department = _department()
    return read_register(database.session(), access.actor(), department, _month(department), now=clock.now())


def _file(answer: Response, kind: str, name: str) -> Response:
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


EVENTS = ImportPages(
    importer=ClockImporter(now=clock.now),
    prefix="import",
    done="attendance.register",
    texts=Texts(
        title=N_("Import clock events"),
        columns=N_(
            "Columns: employee number, what was clocked (in, out, away, back, closed: the last contact is"
            " closed), date with time. Optional: name (to be compared). Times without an offset are those of"
            " the department."
        ),
        example=N_("employee_number,act,at\n00123,in,2026-11-20 07:52\n00123,out,2026-11-20 15:36\n"),
        left_alone=N_("Events that are stored already stay; nothing is replaced."),
    ),
)
EVENTS.add_to(blueprint, "/attendance/import")
