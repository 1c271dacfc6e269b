"""A version as files: an Excel workbook to print and pass on, a CSV to read by program."""

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from roster.calendar import DayType
from web.rosters.grid_values import Grid, GridCell, GridTeam

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is run as a formula by programs that open a CSV."""

FILLS = {
    "E": ("#FBE3A1", "#4A3600"),
    "M": ("#BCDCF3", "#07385A"),
    "N": ("#2C3968", "#FFFFFF"),
    "D": ("#C3E8D6", "#0B4A33"),
    "R": ("#F9CDB3", "#6E2605"),
    "T": ("#7A4F93", "#FFFFFF"),
    "O": ("#9A3412", "#FFFFFF"),
}
"""Fill and text of a shift family, as on the page."""
REST_DAYS = frozenset({DayType.WEEKEND, DayType.STATUTORY, DayType.ADJUSTED_REST})
LEAVE_MARK = "L"
FIRST_ROW = 4
COLUMNS = ("team", "employee_number", "name")
AFTER_DAYS = ("hours", "contract_hours", "hard", "soft")


@dataclass(frozen=True, kw_only=True)
class Words:
    """What stands in the workbook, in the reader's language.

    Parameters
    ----------
    heading
        Keys: ``team``, ``employee_number``, ``name``, ``hours``, ``contract_hours``, ``hard``, ``soft``,
        ``assigned``, ``coverage``, ``legend``, ``code``, ``shift``, ``from``, ``to``, ``leave``.
    marks
        Letter or character by code of the shift kind; the code itself where there is none.
    weekdays
        Seven short names, Monday first.
    """

    title: str
    subtitle: str
    heading: Mapping[str, str]
    weekdays: tuple[str, ...]
    marks: Mapping[str, str] = field(default_factory=dict)


def to_csv(grid: Grid) -> bytes:
    """Return one line per shift: ``employee_number,date,shift,start,end`` with ISO local date-times.

    The same format as ``lunban plan`` writes, UTF-8. A number that a spreadsheet program would run as
    a formula is led by an apostrophe.
    """
    times = {kind.code: (kind.start_minute, kind.end_minute) for kind in grid.kinds}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["employee_number", "date", "shift", "start", "end"])
    rows = sorted(
        (row.number, cell.date, cell.kind)
        for team in grid.teams
        for row in team.rows
        for cell in row.cells
        if cell.kind is not None
    )
    for number, date, code in rows:
        start, end = (_local(date, minute) for minute in times[code])
        writer.writerow([harmless(number), date.isoformat(), harmless(code), start, end])
    return out.getvalue().encode()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet program runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def to_excel(grid: Grid, words: Words) -> bytes:
    """Return a workbook of one sheet with the month's grid, coverage, hours and legend.

    Every text is written as text: a name that begins with ``=`` stays a name, 00123 stays 00123.
    """
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": words.title, "created": grid.changed_at.replace(tzinfo=None)})
        sheet = book.add_worksheet(f"{grid.month:%Y-%m}")
        paper = _Paper(sheet, grid, words, _formats(book))
        _page(sheet, grid)
        _head(paper)
        row = FIRST_ROW
        for team in grid.teams:
            row = _team(paper, team, row)
        row = _coverage(paper, row + 1)
        _legend(paper, row + 1)
    return out.getvalue()


@dataclass(frozen=True)
class _Paper:
    """What every part of the sheet is written with."""

    sheet: Worksheet
    grid: Grid
    words: Words
    formats: Mapping[str, Format]

    def mark(self, code: str) -> str:
        return self.words.marks.get(code, code)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    centred = {"align": "center", "valign": "vcenter", "border": 1, "border_color": "#D9DFE6"}
    made = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "plain": book.add_format({"valign": "vcenter"}),
        "head": book.add_format({**centred, "bold": True, "text_wrap": True, "bg_color": "#ECEFF3"}),
        "text": book.add_format({"num_format": "@", "valign": "vcenter"}),
        "hours": book.add_format({"num_format": "0.0", "valign": "vcenter"}),
        "rest": book.add_format(centred),
        "off": book.add_format({**centred, "bg_color": "#F0F3F6"}),
        "leave": book.add_format({**centred, "font_color": "#3A4450"}),
        "count": book.add_format(centred),
        "short": book.add_format({**centred, "bold": True, "font_color": "#A8201A"}),
    }
    for family, (fill, ink) in FILLS.items():
        made[family] = book.add_format({**centred, "bg_color": fill, "font_color": ink, "bold": True})
    return made


def _page(sheet: Worksheet, grid: Grid) -> None:
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.freeze_panes(FIRST_ROW, len(COLUMNS))
    sheet.set_column(0, len(COLUMNS) - 1, 10)
    sheet.set_column(len(COLUMNS), len(COLUMNS) + len(grid.days) - 1, 4)


def _head(paper: _Paper) -> None:
    sheet, grid, words, formats = paper.sheet, paper.grid, paper.words, paper.formats
    sheet.write_string(0, 0, words.title, formats["title"])
    sheet.write_string(1, 0, words.subtitle, formats["plain"])
    for column, key in enumerate(COLUMNS):
        sheet.write_string(FIRST_ROW - 1, column, words.heading[key], formats["head"])
    for column, day in enumerate(grid.days, start=len(COLUMNS)):
        text = f"{day.date.day}\n{words.weekdays[day.weekday]}"
        sheet.write_string(FIRST_ROW - 1, column, text, formats["head"])
    for column, key in enumerate(AFTER_DAYS, start=len(COLUMNS) + len(grid.days)):
        sheet.write_string(FIRST_ROW - 1, column, words.heading[key], formats["head"])
    sheet.set_row(FIRST_ROW - 1, 32)


def _team(paper: _Paper, team: GridTeam, first: int) -> int:
    """Write a team's people from row `first`; return the row after them."""
    sheet, grid, formats = paper.sheet, paper.grid, paper.formats
    families = {kind.code: kind.family for kind in grid.kinds}
    after = len(COLUMNS) + len(grid.days)
    for row, person in enumerate(team.rows, start=first):
        for column, text in enumerate((team.name, person.number, person.name)):
            sheet.write_string(row, column, text, formats["text"])
        for column, cell in enumerate(person.cells, start=len(COLUMNS)):
            text, style = _cell(
                paper, cell, families, is_off=grid.days[column - len(COLUMNS)].day_type in REST_DAYS
            )
            sheet.write_string(row, column, text, formats[style])
        sheet.write_number(row, after, person.minutes / 60, formats["hours"])
        sheet.write_number(row, after + 1, person.contract_minutes / 60, formats["hours"])
        sheet.write_number(row, after + 2, person.hard_count, formats["count"])
        sheet.write_number(row, after + 3, person.soft_count, formats["count"])
    return first + len(team.rows)


def _cell(paper: _Paper, cell: GridCell, families: Mapping[str, str], *, is_off: bool) -> tuple[str, str]:
    if cell.kind is not None:
        return paper.mark(cell.kind), families[cell.kind]
    if cell.is_leave:
        return paper.mark(LEAVE_MARK), "leave"
    return "", "off" if is_off else "rest"


def _coverage(paper: _Paper, first: int) -> int:
    """Write people per shift kind and day, and below each what is missing or left over."""
    sheet, grid, formats = paper.sheet, paper.grid, paper.formats
    row = first
    for cells in grid.strip:
        mark = paper.mark(cells[0].kind)
        for key in ("assigned", "coverage") if grid.has_need else ("assigned",):
            sheet.write_string(row, len(COLUMNS) - 1, f"{mark} {paper.words.heading[key]}", formats["text"])
            for column, cell in enumerate(cells, start=len(COLUMNS)):
                value = cell.assigned if key == "assigned" else cell.delta
                style = "short" if key == "coverage" and value < 0 else "count"
                sheet.write_number(row, column, value, formats[style])
            row += 1
    return row


def _legend(paper: _Paper, first: int) -> None:
    sheet, grid, words, formats = paper.sheet, paper.grid, paper.words, paper.formats
    sheet.write_string(first, 0, words.heading["legend"], formats["title"])
    for column, key in enumerate(("code", "shift", "from", "to")):
        sheet.write_string(first + 1, column, words.heading[key], formats["head"])
    for row, kind in enumerate(grid.kinds, start=first + 2):
        sheet.write_string(row, 0, paper.mark(kind.code), formats[kind.family])
        sheet.write_string(row, 1, kind.name, formats["text"])
        sheet.write_string(row, 2, clock(kind.start_minute), formats["text"])
        sheet.write_string(row, 3, clock(kind.end_minute), formats["text"])
    row = first + 2 + len(grid.kinds)
    sheet.write_string(row, 0, paper.mark(LEAVE_MARK), formats["leave"])
    sheet.write_string(row, 1, words.heading["leave"], formats["text"])


def clock(minute: int) -> str:
    """Return 8:00 for 480, 32:00 as 8:00 (+1)."""
    day, rest = divmod(minute, 1440)
    text = f"{rest // 60}:{rest % 60:02}"
    return f"{text} (+{day})" if day else text


def _local(date: dt.date, minute: int) -> str:
    at = dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minute)
    return at.isoformat()
