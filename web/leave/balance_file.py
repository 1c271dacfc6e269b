"""A file of leave entitlements: employee number, kind, calendar year, and the days granted in all; pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from forecasting.tabular import Table
from roster.leave.asking import ENTITLED, LeaveKind
from roster.leave.balance import PER_DAY
from web.planning.cells import Cells, FileProblem, employee_number
from web.planning.people_file import find_columns, problem_of, unknown_columns

REQUIRED: Final = ("employee_number", "kind", "year", "days")
ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "employee_number": ("工号", "员工编号", "员工号", "employee no", "staff number"),
    "kind": ("种类", "假别", "请假种类", "leave", "leave kind"),
    "year": ("年", "年度", "年份"),
    "days": ("天数", "额度", "额度天数", "granted"),
    "name": ("姓名", "名字"),
}
WORDS: Final[Mapping[str, LeaveKind]] = {
    **{kind.value: kind for kind in ENTITLED},
    "年假": LeaveKind.ANNUAL,
    "年休假": LeaveKind.ANNUAL,
    "annual leave": LeaveKind.ANNUAL,
    "事假": LeaveKind.PERSONAL,
    "personal leave": LeaveKind.PERSONAL,
    "探亲假": LeaveKind.HOME_VISIT,
    "home visit": LeaveKind.HOME_VISIT,
}
YEARS: Final = range(2000, 2101)
MOST_DAYS: Final = 366


@dataclass(frozen=True, kw_only=True)
class BalanceRow:
    """One good row: what a person was granted in all for a kind and year."""

    row: int
    employee_number: str
    kind: LeaveKind
    year: int
    half_days: int


@dataclass(frozen=True, kw_only=True)
class BalanceFile:
    """What a file says; fields as in `web.planning.people_file.PeopleFile`."""

    rows: tuple[BalanceRow, ...]
    problems: tuple[FileProblem, ...]
    notices: tuple[FileProblem, ...]

    @property
    def bad_rows(self) -> int:
        """Number of rows that are not taken."""
        return len({problem.row for problem in self.problems if problem.row is not None})


def read_balances(table: Table, *, names: Mapping[str, str]) -> BalanceFile:
    """Read entitlements from a table.

    Parameters
    ----------
    names
        Employee number to name of everybody who may stand in the file.
    """
    problems = [problem_of(problem) for problem in table.problems]
    notices = [problem_of(notice) for notice in table.notices]
    columns, more = find_columns(table, ALIASES, REQUIRED) if table.header else ({}, [])
    problems += more
    if any(problem.row is None for problem in problems):
        return BalanceFile(rows=(), problems=tuple(problems), notices=tuple(notices))
    notices += unknown_columns(table, columns)
    rows: list[BalanceRow] = []
    taken: dict[tuple[str, LeaveKind, int], int] = {}
    for line in table.rows:
        cells = Cells(line, columns, table)
        number = employee_number(cells, "employee_number")
        _check_person(cells, number, names)
        kind, year, half_days = _kind(cells), _year(cells), _half_days(cells)
        if kind is not None and year is not None and number:
            other = taken.setdefault((number, kind, year), line.number)
            if other != line.number:
                cells.complain("kind", "entitlement_twice", str(other))
        problems += cells.problems
        if not cells.problems and kind is not None and year is not None and half_days is not None:
            rows.append(
                BalanceRow(row=line.number, employee_number=number, kind=kind, year=year, half_days=half_days)
            )
    if not table.rows and not table.problems:
        problems.append(FileProblem(None, None, "no_rows"))
    ordered = sorted(problems, key=lambda problem: problem.row or 0)
    return BalanceFile(rows=tuple(rows), problems=tuple(ordered), notices=tuple(notices))


def half_days_of(text: str) -> int | None:
    """Return days written as 7 or 7.5 in half days; None where it is no number of whole or half days.

    Examples
    --------
    >>> half_days_of("7.5"), half_days_of("-1"), half_days_of("0.3"), half_days_of("much")
    (15, -2, None, None)
    """
    try:
        half_days = Decimal(unicodedata.normalize("NFKC", text.strip())) * PER_DAY
    except InvalidOperation:
        return None
    is_whole = half_days.is_finite() and abs(half_days) <= MOST_DAYS * PER_DAY and half_days == int(half_days)
    return int(half_days) if is_whole else None


def _check_person(cells: Cells, number: str, names: Mapping[str, str]) -> None:
    if not number:
        return
    if number not in names:
        cells.complain("employee_number", "unknown_number", number)
    elif cells.text("name") and cells.text("name") != names[number]:
        cells.complain("name", "other_name", f"{cells.text('name')} ≠ {names[number]}")


def _kind(cells: Cells) -> LeaveKind | None:
    text = cells.text("kind")
    kind = WORDS.get(text.lower())
    if kind is None:
        cells.complain("kind", "no_entitlement" if text else "required", text)
    return kind


def _year(cells: Cells) -> int | None:
    text = unicodedata.normalize("NFKC", cells.text("year")).removesuffix("年")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
    if year is None or year not in YEARS:
        cells.complain("year", "not_a_year" if text else "required", text)
        return None
    return year


def _half_days(cells: Cells) -> int | None:
    text = cells.text("days")
    half_days = half_days_of(text)
    if half_days is None or half_days < 0:
        cells.complain("days", "not_half_days" if text else "required", text)
        return None
    return half_days
