"""The month's overtime by person and rate: as a page, for print, and as files for payroll."""

import datetime as dt

from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.errors import NotFound
from web.i18n import month as month_words
from web.overtime.export import to_csv, to_excel
from web.overtime.ledger import OvertimeLedger, read_ledger
from web.overtime.views import SHOWN, blueprint
from web.overtime.words import export_heading, export_names, note_words
from web.people.tables import Department
from web.rosters.months import next_month, parse_month, previous_month

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/overtime/ledger")
def ledger() -> Response:
    """Show the overtime of a month."""
    found = _ledger()
    page = render_template(
        "overtime/ledger.html",
        ledger=found,
        month=found.month,
        before=url_for("overtime.ledger", month=f"{previous_month(found.month):%Y-%m}"),
        after=url_for("overtime.ledger", month=f"{next_month(found.month):%Y-%m}"),
        previous_month=previous_month(found.month),
        next_month=next_month(found.month),
        note_words=note_words,
        printed_at=clock.now(),
        **SHOWN,
    )
    return make_response(page)


@blueprint.get("/overtime/ledger.csv")
def ledger_csv() -> Response:
    """Return the month's lines for a program."""
    found = _ledger()
    return _file(to_csv(found), "text/csv; charset=utf-8", found.month, "csv")


@blueprint.get("/overtime/ledger.xlsx")
def ledger_excel() -> Response:
    """Return the month's lines as a workbook."""
    found = _ledger()
    title = _(
        "Overtime %(month)s, %(department)s", month=month_words(found.month), department=found.department.name
    )
    book = to_excel(found, title=title, heading=export_heading(), names=export_names)
    return _file(book, EXCEL, found.month, "xlsx")


def _file(content: bytes, kind: str, month: dt.date, ending: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="overtime-{month:%Y-%m}.{ending}"'
    return answer


def _ledger() -> OvertimeLedger:
    session, actor = database.session(), access.actor()
    zone = session.get_one(Department, actor.department_id).time_zone
    text = request.args.get("month", "")
    try:
        month = parse_month(text) if text else clock.today(zone).replace(day=1)
    except ValueError as error:
        raise NotFound(f"month {text!r}") from error
    return read_ledger(session, actor, month)
