"""roster.xlsx of ``lunban plan``: people × days, hours beside them. Every text is written as text."""

import io

import xlsxwriter
from xlsxwriter.format import Format

from roster.hours import hours
from roster.problem import DayType, Problem, Roster
from web.rosters.export import FILLS

HEADS = ("team", "employee_number", "name")
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def roster_workbook(problem: Problem, roster: Roster) -> bytes:
    """Return the workbook of a plan's roster; the site's own export adds coverage and violations."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **TEXT_ONLY}) as book:
        sheet = book.add_worksheet(f"{problem.first_day:%Y-%m}")
        cell = {"align": "center", "border": 1, "border_color": "#D9DFE6"}
        plain, head = book.add_format(cell), book.add_format({**cell, "bold": True, "bg_color": "#ECEFF3"})
        rest = book.add_format({**cell, "bg_color": "#F0F3F6"})
        fills: dict[str, Format] = {
            family: book.add_format({**cell, "bg_color": fill, "font_color": ink, "bold": True})
            for family, (fill, ink) in FILLS.items()
        }
        days = [problem.date_of(day) for day in range(problem.days)]
        titles = [*HEADS, *(f"{day.day}\n{day:%a}" for day in days), "hours"]
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, head)
        for row, person in enumerate(problem.people, start=1):
            for column, text in enumerate((person.team, person.id, person.name)):
                sheet.write_string(row, column, text, plain)
            for column, day in enumerate(days, start=len(HEADS)):
                code = roster.kind(person.id, day)
                is_working_day = problem.calendar.day_type(day) in {DayType.WORKDAY, DayType.MAKE_UP}
                style = (
                    fills[problem.kind_by_code[code].family] if code else plain if is_working_day else rest
                )
                sheet.write_string(row, column, code or "", style)
            minutes = hours(problem, roster, person).minutes
            sheet.write_number(row, len(HEADS) + len(days), minutes / 60, plain)
        sheet.freeze_panes(1, len(HEADS))
        sheet.set_column(len(HEADS), len(HEADS) + len(days) - 1, 4)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return out.getvalue()
