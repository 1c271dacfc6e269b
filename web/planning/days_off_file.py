"""A file of days off (granted leave): employee number, first day, and a last day where there are several."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from forecasting.tabular import Table
from web.planning.cells import Cells, FileProblem, employee_number
from web.planning.people_file import find_columns, problem_of, unknown_columns

REQUIRED: Final = ("employee_number", "first_day")
ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "employee_number": ("工号", "员工编号", "员工号", "employee no", "staff number"),
    "first_day": ("date", "day", "日期", "休假日期", "开始日期", "起始日期", "from", "first day"),
    "last_day": ("结束日期", "截止日期", "to", "last day"),
    "name": ("姓名", "名字"),
}
LONGEST_LEAVE_DAYS: Final = 366


@dataclass(frozen=True, kw_only=True)
class DaysOffRow:
    """One good row: a person is off on these consecutive dates."""

    row: int
    employee_number: str
    dates: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class DaysOffFile:
    """What a file says; fields as in `web.planning.people_file.PeopleFile`."""

    leaves: tuple[DaysOffRow, ...]
    problems: tuple[FileProblem, ...]
    notices: tuple[FileProblem, ...]

    @property
    def bad_rows(self) -> int:
        """Number of rows that are not taken."""
        return len({problem.row for problem in self.problems if problem.row is not None})


def read_days_off(table: Table, *, names: Mapping[str, str] | None = None) -> DaysOffFile:
    """Read days off from a table.

    Parameters
    ----------
    names
        Employee number to name of everybody who may stand in the file; None where any number is right.
    """
    problems = [problem_of(problem) for problem in table.problems]
    notices = [problem_of(notice) for notice in table.notices]
    columns, more = find_columns(table, ALIASES, REQUIRED) if table.header else ({}, [])
    problems += more
    if any(problem.row is None for problem in problems):
        return DaysOffFile(leaves=(), problems=tuple(problems), notices=tuple(notices))
    notices += unknown_columns(table, columns)
    leaves: list[DaysOffRow] = []
    taken: dict[tuple[str, date], int] = {}
    for row in table.rows:
        cells = Cells(row, columns, table)
        number = employee_number(cells, "employee_number")
        _check_person(cells, number, names)
        dates = _dates(cells)
        _check_overlap(cells, number, dates, taken)
        problems += cells.problems
        if not cells.problems:
            leaves.append(DaysOffRow(row=row.number, employee_number=number, dates=dates))
    if not table.rows and not table.problems:
        problems.append(FileProblem(None, None, "no_rows"))
    ordered = sorted(problems, key=lambda problem: problem.row or 0)
    return DaysOffFile(leaves=tuple(leaves), problems=tuple(ordered), notices=tuple(notices))


def _check_person(cells: Cells, number: str, names: Mapping[str, str] | None) -> None:
    if not number or names is None:
        return
    if number not in names:
        cells.complain("employee_number", "unknown_number", number)
    elif cells.text("name") and cells.text("name") != names[number]:
        cells.complain("name", "other_name", f"{cells.text('name')} ≠ {names[number]}")


def _dates(cells: Cells) -> tuple[date, ...]:
    first, last = cells.day("first_day"), cells.day("last_day")
    if first is None:
        if not cells.text("first_day"):
            cells.complain("first_day", "required")
        return ()
    last = last or first
    days = (last - first).days + 1
    if days < 1:
        cells.complain("last_day", "ends_before_start")
        return ()
    if days > LONGEST_LEAVE_DAYS:
        cells.complain("last_day", "leave_too_long", f"{days} > {LONGEST_LEAVE_DAYS}")
        return ()
    return tuple(first + timedelta(days=offset) for offset in range(days))


def _check_overlap(
    cells: Cells, number: str, dates: Collection[date], taken: dict[tuple[str, date], int]
) -> None:
    for day in dates:
        other = taken.setdefault((number, day), cells.row.number)
        if number and other != cells.row.number:
            cells.complain("first_day", "day_twice", str(other))
            return
