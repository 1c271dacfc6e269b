"""Bad rows of people files: one thing wrong, and everything that is wrong."""

import datetime as dt

from openpyxl.worksheet.worksheet import Worksheet

from tests.web.imports.files import PEOPLE_HEADER, Cell, csv, xlsx
from tests.web.imports.verdict import at, people

GOOD = "00123,陈静,一组,agent,40"
CHINESE = "工号,姓名,班组,角色,周工时"


def _merged(sheet: Worksheet) -> None:
    """Merge the teams of two people, as lists for reading do."""
    sheet.merge_cells("C2:C3")


def _formula(sheet: Worksheet) -> None:
    sheet["E2"] = "=20*2"


def _error(sheet: Worksheet) -> None:
    sheet["B2"] = "#N/A"
    sheet["B2"].data_type = "e"


TWO: list[list[Cell]] = [["00123", "陈静", "一组", "agent", 40], ["00124", "李雷", "一组", "agent", 40]]

ROWS = (
    people(
        "no name", csv("00123,,一组,agent,40", GOOD.replace("123", "124")), at(2, "name", "required"), good=1
    ),
    people("no number", csv(",陈静,一组,agent,40"), at(2, "employee_number", "required"), good=0),
    people(
        "number in scientific notation",
        csv("1.23E+05,陈静,一组,agent,40"),
        at(2, "employee_number", "number_garbled"),
        good=0,
    ),
    people(
        "number with decimals",
        csv("123.0,陈静,一组,agent,40"),
        at(2, "employee_number", "number_garbled"),
        good=0,
    ),
    people(
        "number twice",
        csv(GOOD, "00123,李雷,二组,agent,40"),
        at(3, "employee_number", "duplicate_number"),
        good=1,
    ),
    people("unknown team", csv("00123,陈静,三组,agent,40"), at(2, "team", "unknown_team"), good=0),
    people(
        "team with another character", csv("00123,陈静,一組,agent,40"), at(2, "team", "unknown_team"), good=0
    ),
    people("unknown role", csv("00123,陈静,一组,boss,40"), at(2, "role", "unknown_role"), good=0),
    people("no role", csv("00123,陈静,一组,,40"), at(2, "role", "required"), good=0),
    people("negative hours", csv("00123,陈静,一组,agent,-8"), at(2, "weekly_hours", "negative"), good=0),
    people(
        "hours in words", csv("00123,陈静,一组,agent,四十"), at(2, "weekly_hours", "not_a_number"), good=0
    ),
    people(
        "hours with a comma",
        csv('00123,陈静,一组,agent,"37,5"'),
        at(2, "weekly_hours", "not_a_number"),
        good=0,
    ),
    people(
        "hours of a month", csv("00123,陈静,一组,agent,174"), at(2, "weekly_hours", "too_many_hours"), good=0
    ),
    people("no hours", csv("00123,陈静,一组,agent,"), at(2, "weekly_hours", "required"), good=0),
    people(
        "infinite hours", csv("00123,陈静,一组,agent,1e999"), at(2, "weekly_hours", "not_a_number"), good=0
    ),
    people("formula in text", csv('00123,"=HYPERLINK(1)",一组,agent,40'), at(2, "name", "formula"), good=0),
    people("plus before a name", csv("00123,+86,一组,agent,40"), at(2, "name", "formula"), good=0),
    people("a cell too many", csv(GOOD + ",语音,more"), at(2, None, "ragged"), good=0),
    people("shifted row", csv(GOOD, "00124,,李雷,一组,agent,40"), at(3, None, "ragged"), good=1),
    people(
        "row too short",
        csv("00123,陈静"),
        at(2, "team", "required"),
        at(2, "role", "required"),
        at(2, "weekly_hours", "required"),
        good=0,
    ),
    people("NUL", csv("00123,陈\x00静,一组,agent,40"), at(2, "name", "nul_byte"), good=0),
    people(
        "escape sequence", csv("00123,陈\x1b[31m,一组,agent,40"), at(2, "name", "control_character"), good=0
    ),
    people(
        "line break in a name",
        csv('00123,"陈\n静",一组,agent,40'),
        at(2, "name", "control_character"),
        good=0,
    ),
    people(
        "replacement character",
        csv("00123,陈\ufffd,一组,agent,40"),
        at(2, "name", "control_character"),
        good=0,
    ),
    people("endless name", csv(f"00123,{'陈' * 61},一组,agent,40"), at(2, "name", "too_long"), good=0),
    people(
        "Chinese headings in GB18030",
        csv("00123,陈静,九组,客服,40", header=CHINESE, encoding="gb18030"),
        at(2, "班组", "unknown_team"),
        good=0,
    ),
    people(
        "byte-order mark",
        csv("00123,陈静,一组,客服,x", header=CHINESE, encoding="utf-8-sig"),
        at(2, "周工时", "not_a_number"),
        good=0,
    ),
    people(
        "UTF-16",
        csv("00123,陈静,一组,客服,x", header=CHINESE, encoding="utf-16"),
        at(2, "周工时", "not_a_number"),
        good=0,
    ),
    people(
        "semicolons",
        csv("00123;陈静;一组;agent;x", header=";".join(PEOPLE_HEADER)),
        at(2, "weekly_hours", "not_a_number"),
        good=0,
    ),
    people(
        "wrong encoding that still reads",
        csv("00123,陈静,一组,agent,40").decode().encode("utf-8").decode("latin-1").encode("utf-8"),
        at(2, "name", "control_character"),
        at(2, "team", "control_character"),
        good=0,
    ),
    people(
        "four errors in one row",
        csv("00123,,九组,boss,-1"),
        at(2, "name", "required"),
        at(2, "team", "unknown_team"),
        at(2, "role", "unknown_role"),
        at(2, "weekly_hours", "negative"),
        good=0,
    ),
    people("merged cells", xlsx(TWO, change=_merged), at(3, "team", "required"), good=1),
    people("formula without a result", xlsx(TWO, change=_formula), at(2, "weekly_hours", "formula"), good=1),
    people("error in a workbook", xlsx(TWO, change=_error), at(2, "name", "required"), good=1),
    people("error of a spreadsheet", csv("00123,#N/A,一组,agent,40"), at(2, "name", "sheet_error"), good=0),
    people(
        "date for a number",
        xlsx([["00123", "陈静", "一组", "agent", dt.date(2026, 2, 1)]]),
        at(2, "weekly_hours", "not_a_number"),
        good=0,
    ),
)
