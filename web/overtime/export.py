"""The month's overtime as files for payroll: one line each, with origin, approver and record number."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import xlsxwriter

from web.overtime.ledger import Line, OvertimeLedger
from web.rosters.export import harmless

COLUMNS = (
    "employee_number",
    "name",
    "team",
    "date",
    "from",
    "to",
    "minutes",
    "at_150",
    "at_200",
    "at_300",
    "plain",
    "origin",
    "state",
    "approver",
    "record",
    "reason",
)
FIRST_ROW = 3
Names = Callable[[Line], Mapping[str, str]]
"""Words of origin, state and approver in the reader's language."""
Value = str | int


def to_csv(ledger: OvertimeLedger) -> bytes:
    """Return the lines for a program: codes for words, minutes, ISO local date-times, UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in ledger.lines:
        codes = {"origin": line.row.origin.value, "state": line.row.state.value, "approver": line.approver}
        values = _values(ledger, line, codes)
        writer.writerow([harmless(each) if isinstance(each, str) else each for each in values])
    return out.getvalue().encode()


def to_excel(ledger: OvertimeLedger, *, title: str, heading: Mapping[str, str], names: Names) -> bytes:
    """Return the lines as a workbook in the reader's language; every text is written as text."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#ECEFF3", "text_wrap": True})
        sheet = book.add_worksheet(f"{ledger.month:%Y-%m}")
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_ROW - 1)
        sheet.freeze_panes(FIRST_ROW, 2)
        sheet.set_column(0, len(COLUMNS) - 1, 12)
        for column, key in enumerate(COLUMNS):
            sheet.write_string(FIRST_ROW - 1, column, heading[key], bold)
        for row, line in enumerate(ledger.lines, start=FIRST_ROW):
            for column, value in enumerate(_values(ledger, line, names(line))):
                if isinstance(value, int):
                    sheet.write_number(row, column, value)
                else:
                    sheet.write_string(row, column, value)
    return out.getvalue()


def _values(ledger: OvertimeLedger, line: Line, words: Mapping[str, str]) -> list[Value]:
    row, zone = line.row, ZoneInfo(ledger.department.time_zone)

    def local(instant: dt.datetime) -> str:
        return instant.astimezone(zone).strftime("%Y-%m-%dT%H:%M")

    return [
        row.person.employee_number,
        row.person.name,
        row.person.team.name,
        row.date.isoformat(),
        local(row.starts_at),
        local(row.ends_at),
        line.labels.minutes,
        line.labels.at_150,
        line.labels.at_200,
        line.labels.at_300,
        line.labels.plain,
        words["origin"],
        words["state"],
        words["approver"],
        "" if row.record_number is None else row.record_number,
        row.reason,
    ]
