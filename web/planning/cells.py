"""The cells of a people file: one reader per kind of value, each refusing what it does not understand.

Nothing is guessed: 1.23E+05 is no employee number and 03/04/2026 is no date.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from forecasting.tabular import Row, Table

MOST_HOURS = 84
"""Longest week that a contract may name; more is a slip of the keyboard."""
OPEN_END = date(2100, 12, 31)
"""Last day of a period whose end is not known yet."""
LONGEST_NUMBER, LONGEST_NAME, LONGEST_SKILL = 40, 60, 40
FIRST_YEAR, LAST_YEAR = 1950, 2100

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_GARBLED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+|\d+\.\d+")
_SHEET_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!)")
_STARTS_FORMULA = ("=", "@", "+", "\t", "\r")


@dataclass(frozen=True)
class FileProblem:
    """One thing wrong with a file, or worth knowing about it.

    Parameters
    ----------
    row
        1-based row as the user sees it; None for the file as a whole.
    column
        Header of the column; None for the row as a whole.
    code
        Reason; the words are made by the pages.
    value
        The offending text, or a figure that explains the reason.
    """

    row: int | None
    column: str | None
    code: str
    value: str = ""


class CellError(Exception):
    """A cell that cannot be read; carries the code of the reason."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value


@dataclass
class Cells:
    """The cells of one row by the meaning of their column; collects what is wrong.

    Parameters
    ----------
    row
        Number and texts.
    columns
        Meaning of a column to its place in the row.
    table
        Names the columns as the file does.
    """

    row: Row
    columns: dict[str, int]
    table: Table
    problems: list[FileProblem] = field(default_factory=list)

    def text(self, column: str) -> str:
        """Return the trimmed text, "" where the file lacks the column."""
        place = self.columns.get(column)
        return "" if place is None else self.row.cells[place].strip()

    def complain(self, column: str, code: str, value: str | None = None) -> None:
        """Note a problem of this row."""
        place = self.columns.get(column)
        name = column if place is None else self.table.column_name(place)
        self.problems.append(
            FileProblem(self.row.number, name, code, self.text(column) if value is None else value)
        )

    def parts(self, column: str) -> Iterator[str]:
        """Yield the entries of a list joined by ``|``, without empty ones."""
        for part in re.split(r"[|｜]", self.text(column)):
            if part.strip():
                yield part.strip()

    def required(self, column: str, *, longest: int) -> str:
        """Return a text that must not be empty, and holds nothing that a program would run."""
        text = self.text(column)
        try:
            return plain_text(text, longest=longest)
        except CellError as error:
            self.complain(column, error.code, error.value or text)
            return ""

    def day(self, column: str) -> date | None:
        """Return a date; None where the cell is empty or unreadable."""
        text = self.text(column)
        if not text:
            return None
        try:
            return read_date(text)
        except CellError as error:
            self.complain(column, error.code)
            return None

    def days(self, column: str) -> tuple[date, ...]:
        """Return the dates of a list, sorted, each once."""
        found = set()
        for part in self.parts(column):
            try:
                found.add(read_date(part))
            except CellError as error:
                self.complain(column, error.code, part)
        return tuple(sorted(found))

    def period(self, first_column: str, last_column: str) -> tuple[date, date] | None:
        """Return a first and a last day; without an end it is open. None where there is no first day."""
        first, last = self.day(first_column), self.day(last_column)
        if first is None:
            if last is not None:
                self.complain(first_column, "required")
            return None
        if last is not None and last < first:
            self.complain(last_column, "ends_before_start")
            return None
        return first, last or OPEN_END

    def minutes(self, column: str) -> int:
        """Return hours as whole minutes."""
        try:
            return read_hours(self.text(column))
        except CellError as error:
            self.complain(column, error.code, error.value or None)
            return 0


def plain_text(text: str, *, longest: int) -> str:
    """Return `text` if it is a name or a number of staff.

    Raises
    ------
    CellError
        ``required``, ``sheet_error``, ``formula``, ``control_character`` or ``too_long``.
    """
    if not text:
        raise CellError("required")
    if _SHEET_ERROR.fullmatch(text):
        raise CellError("sheet_error")
    if text.startswith(_STARTS_FORMULA):
        raise CellError("formula")
    if any(
        unicodedata.category(character) in {"Cc", "Co", "Cs"} or character == "\ufffd" for character in text
    ):
        raise CellError("control_character", _visible(text))
    if len(text) > longest:
        raise CellError("too_long", f"{len(text)} > {longest}")
    return text


def employee_number(cells: Cells, column: str) -> str:
    """Return a staff number as written; "" with a complaint where a program has rewritten it."""
    text = cells.required(column, longest=LONGEST_NUMBER)
    if text and _GARBLED.fullmatch(text):
        cells.complain(column, "number_garbled")
        return ""
    return text


def read_date(text: str) -> date:
    """Return the date written year first: 2026-10-01, 2026/10/1, 2026年10月1日.

    Raises
    ------
    CellError
        ``not_a_date``, also for orders that mean two dates, and for years nobody works in.

    Examples
    --------
    >>> read_date("2026年10月1日")
    datetime.date(2026, 10, 1)
    """
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        raise CellError("not_a_date")
    try:
        found = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise CellError("no_such_date") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellError("year_unlikely")
    return found


def read_hours(text: str) -> int:
    """Return hours a week as whole minutes.

    Raises
    ------
    CellError
        ``required``, ``not_a_number``, ``negative`` or ``too_many_hours``.

    Examples
    --------
    >>> read_hours("37.5")
    2250
    """
    if not text:
        raise CellError("required")
    plain = unicodedata.normalize("NFKC", text)
    if not _PLAIN_NUMBER.fullmatch(plain):
        raise CellError("not_a_number")
    hours = Decimal(plain)
    if hours < 0:
        raise CellError("negative")
    if hours > MOST_HOURS:
        raise CellError("too_many_hours")
    return int((hours * 60).to_integral_value())


def _visible(text: str) -> str:
    return "".join("␣" if unicodedata.category(character) == "Cc" else character for character in text)
