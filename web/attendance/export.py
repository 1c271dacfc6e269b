"""The register as files: a CSV to read by program, a workbook to print and pass on."""

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from web.attendance.register import COLUMNS, RegisterRow
from web.rosters.export import FORMULA_STARTS


def to_csv(rows: Sequence[RegisterRow]) -> bytes:
    """Return one line per person, UTF-8; a name that a spreadsheet would run is led by an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_harmless(getattr(row, column)) for column in COLUMNS])
    return out.getvalue().encode()


def to_excel(rows: Sequence[RegisterRow], *, title: str, heading: Mapping[str, str]) -> bytes:
    """Return a workbook of one sheet with headings in the reader's language."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("register")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, title, bold)
        for place, column in enumerate(COLUMNS):
            sheet.write_string(2, place, heading[column], bold)
        for line, row in enumerate(rows, start=3):
            for place, column in enumerate(COLUMNS):
                value = getattr(row, column)
                if isinstance(value, int):
                    sheet.write_number(line, place, value)
                else:
                    sheet.write_string(line, place, value)
        sheet.set_column(0, 2, 12)
        sheet.freeze_panes(3, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return data.getvalue()


def _harmless(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
