"""The five tables as a workbook: a sheet each, numbers as numbers, the charts as the program's own."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from web.reports.sheet import Column, Form, Sheet, Value, plain

NUMBER_FORMATS: Mapping[Form, str] = {
    "count": "#,##0",
    "decimal": "#,##0.0",
    "signed": "+#,##0;-#,##0;0",
    "surplus": "+#,##0;[Red]-#,##0;0",
    "percent": "0.0%",
    "signed_percent": "+0.0%;-0.0%;0.0%",
    "hour": '0":00"',
    "day": "yyyy-mm-dd",
}
MOST_ON_A4 = 20
"""Columns beyond which a sheet is printed on A3."""
COLOURS = ("#1B5E97", "#45525F")


def to_excel(sheets: Sequence[Sheet], *, titles: Sequence[str], subtitle: str) -> bytes:
    """Return a workbook of all tables.

    Every text is written as text: what begins with ``=`` is no formula.

    Parameters
    ----------
    titles
        Heading of each sheet.
    subtitle
        Department, and when the figures were read.
    """
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        formats = {form: book.add_format({"num_format": code}) for form, code in NUMBER_FORMATS.items()}
        title = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#ECEFF3"})
        for sheet, heading in zip(sheets, titles, strict=True):
            page = book.add_worksheet(f"{sheet.mark} {sheet.month:%Y-%m}")
            page.write_string(0, 0, heading, title)
            first = 1
            for text in (subtitle, *sheet.facts, *sheet.missing):
                page.write_string(first, 0, text)
                first += 1
            first += 1
            for column, described in enumerate(sheet.columns):
                page.write_string(first, column, described.head, head)
            for row, values in enumerate(sheet.rows, start=first + 1):
                _row(page, row, sheet.columns, values, formats)
            _paper(page, sheet, first)
            if sheet.lines:
                page.insert_chart(first + len(sheet.rows) + 2, 0, _chart(book, page, sheet, first))
    return out.getvalue()


def _row(
    page: Worksheet,
    row: int,
    columns: Sequence[Column],
    values: Sequence[Value],
    formats: Mapping[Form, Format],
) -> None:
    for place, (column, value) in enumerate(zip(columns, values, strict=True)):
        if isinstance(value, dt.date) and column.form == "day":
            page.write_datetime(row, place, dt.datetime.combine(value, dt.time()), formats["day"])
        elif column.is_text:
            page.write_string(row, place, column.show(value))
        elif (figure := plain(value)) is not None:  # what is not known stays empty
            page.write_number(row, place, figure, formats[column.form])


def _paper(page: Worksheet, sheet: Sheet, head_row: int) -> None:
    wide = len(sheet.columns) > MOST_ON_A4
    page.set_landscape()
    page.set_paper(8 if wide else 9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head_row)
    page.freeze_panes(head_row + 1, 1)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, 22 if column.form == "text" else 6 if wide and place > 2 else 11)


def _chart(book: xlsxwriter.Workbook, page: Worksheet, sheet: Sheet, head_row: int) -> xlsxwriter.chart.Chart:
    chart = book.add_chart({"type": "line"})
    first, last = head_row + 1, head_row + len(sheet.rows)
    for line, colour in zip(sheet.lines, COLOURS, strict=True):
        chart.add_series(
            {
                "name": line.name,
                "categories": [page.get_name(), first, 0, last, 0],
                "values": [page.get_name(), first, line.column, last, line.column],
                "line": {"color": colour, "width": 2, "dash_type": "dash" if line.dashed else "solid"},
            }
        )
    chart.set_x_axis({"num_format": "d", "text_axis": True})
    chart.set_y_axis({"name": sheet.unit, "num_format": "#,##0", "min": 0})
    chart.set_legend({"position": "top"})
    chart.set_size({"width": 960, "height": 340})
    return chart
