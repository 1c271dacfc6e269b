"""The five tables as pages and as a workbook."""

import datetime as dt

from flask import Blueprint, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.errors import NotFound
from web.forecasts.period import read_period
from web.i18n import day_time
from web.i18n import month as month_words
from web.people.tables import Department
from web.reports.excel import to_excel
from web.reports.service import KEYS, read_all, read_sheet
from web.reports.sheet import Sheet
from web.reports.words import short_names
from web.rosters.months import next_month, previous_month

blueprint = Blueprint("reports", __name__, template_folder="templates")

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/reports")
def index() -> Response:
    """Show one of the five tables of a month."""
    department = _department()
    month = _month(department)
    key = request.args.get("table", KEYS[0])
    if key not in KEYS:
        raise NotFound(f"table {key!r}")
    sheet = read_sheet(database.session(), department, month, key)
    names = short_names()
    page = render_template(
        "reports/index.html",
        sheet=sheet,
        heading=heading(sheet),
        month=month,
        choices=[(names[one], _address(month, one), one == key) for one in KEYS],
        before=_address(previous_month(month), key),
        after=_address(next_month(month), key),
        previous_month=previous_month(month),
        next_month=next_month(month),
        excel_address=url_for("reports.excel", month=f"{month:%Y-%m}"),
        department=department,
        printed_at=clock.now(),
    )
    return make_response(page)


@blueprint.get("/reports/five-tables.xlsx")
def excel() -> Response:
    """Return all five tables of a month as a workbook."""
    department = _department()
    month = _month(department)
    sheets = read_all(database.session(), department, month)
    subtitle = _("%(department)s, as of %(time)s", department=department.name, time=day_time(clock.now()))
    answer = make_response(to_excel(sheets, titles=[heading(one) for one in sheets], subtitle=subtitle))
    answer.headers["Content-Type"] = EXCEL
    answer.headers["Content-Disposition"] = f'attachment; filename="five-tables-{month:%Y-%m}.xlsx"'
    return answer


def heading(sheet: Sheet) -> str:
    """① Seats …, June 2026."""
    return _(
        "%(mark)s %(title)s, %(month)s", mark=sheet.mark, title=sheet.title, month=month_words(sheet.month)
    )


def _department() -> Department:
    return database.session().get_one(Department, access.actor().department_id)


def _month(department: Department) -> dt.date:
    return read_period(request.args, default=clock.today(department.time_zone)).month


def _address(month: dt.date, key: str) -> str:
    return url_for("reports.index", month=f"{month:%Y-%m}", table=key)
