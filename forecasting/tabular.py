"""Read any table file as rows of text, never guessing types: 00123 stays 00123, NA stays NA.

Shared by every import. What the columns mean is the business of the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from forecasting.reading.delimited import read_delimited
from forecasting.reading.encoding import decode
from forecasting.reading.problem import (
    ImportNotice,
    ImportProblem,
    NoticeCode,
    ProblemCode,
    UnreadableFileError,
)
from forecasting.reading.workbook import Sheet, read_workbook

__all__ = [
    "ImportNotice",
    "ImportProblem",
    "NoticeCode",
    "ProblemCode",
    "Row",
    "Table",
    "read_table",
]

MOST_BYTES = 30_000_000
MOST_ROWS = 1_000_000

# First bytes of a zip archive (.xlsx) and of the older compound files (.xls; also .xlsx with a password).
WORKBOOK_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@dataclass(frozen=True)
class Row:
    """One row: its 1-based number as the user sees it in the file, and the text of its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file as text.

    Parameters
    ----------
    header
        The first row that is not empty.
    header_row
        Its number; 0 if the file has no row at all.
    rows
        The other rows that are not empty, each exactly as wide as the header; rows with problems left out.
    problems
        Everything that kept the file or a row from being read.
    notices
        Worth knowing, not wrong.
    """

    header: tuple[str, ...] = ()
    header_row: int = 0
    rows: tuple[Row, ...] = ()
    problems: tuple[ImportProblem, ...] = ()
    notices: tuple[ImportNotice, ...] = ()

    def column_name(self, index: int) -> str:
        """Header of a column (0-based), or its letter where the header is empty."""
        return (self.header[index] if index < len(self.header) else "") or column_letters(index)


def read_table(source: Path | str | bytes) -> Table:
    """Read a CSV, semicolon- or tab-separated text, .xlsx or .xls file.

    The content decides, not the name of the file. All problems of rows are listed, not only the first.

    Parameters
    ----------
    source
        Path of a file, or its bytes.

    Raises
    ------
    OSError
        If the path cannot be read.
    """
    data = source if isinstance(source, bytes) else _bytes_of(Path(source))
    try:
        sheet = _sheet_of(data)
    except UnreadableFileError as error:
        return Table(problems=(error.problem,))
    return _table_of(sheet)


def column_letters(index: int) -> str:
    """Letters of a column as spreadsheets show them.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet_of(data: bytes) -> Sheet:
    if len(data) > MOST_BYTES:
        raise UnreadableFileError(ProblemCode.TOO_LARGE, f"> {MOST_BYTES} bytes")
    if data.startswith(WORKBOOK_MARKS):
        return read_workbook(data, most_rows=MOST_ROWS)
    return Sheet(rows=read_delimited(decode(data)[0], most_rows=MOST_ROWS))


def _table_of(sheet: Sheet) -> Table:
    numbered = [(number, _trimmed(cells)) for number, cells in enumerate(sheet.rows, start=1)]
    filled = [(number, cells) for number, cells in numbered if cells]
    if not filled:
        return Table(problems=(ImportProblem(None, None, ProblemCode.EMPTY_FILE),))
    header_row, header = filled[0]
    # In this order the leftmost one of a row stays.
    with_formula = dict(sorted(sheet.formulas, reverse=True))
    problems, rows = [], []
    for number, cells in filled[1:]:
        problem = _problem_of_row(number, cells, header, with_formula.get(number))
        if problem is not None:
            problems.append(problem)
        else:
            rows.append(Row(number, cells + ("",) * (len(header) - len(cells))))
    if with_formula.keys() & {header_row} or any("\x00" in cell for cell in header):
        problems.insert(0, ImportProblem(header_row, None, ProblemCode.UNREADABLE, "header"))
    return Table(
        header=header,
        header_row=header_row,
        rows=tuple(rows),
        problems=tuple(problems),
        notices=_notices_of(sheet),
    )


def _problem_of_row(
    number: int, cells: tuple[str, ...], header: tuple[str, ...], formula_column: int | None
) -> ImportProblem | None:
    for index, cell in enumerate(cells):
        if "\x00" in cell:
            return ImportProblem(
                number, _name(header, index), ProblemCode.NUL_BYTE, cell.replace("\x00", "␀")
            )
    if formula_column is not None:
        return ImportProblem(number, _name(header, formula_column - 1), ProblemCode.FORMULA)
    if len(cells) > len(header):
        return ImportProblem(number, None, ProblemCode.RAGGED, f"{len(cells)} > {len(header)}")
    return None


def _notices_of(sheet: Sheet) -> tuple[ImportNotice, ...]:
    notices = []
    if sheet.other_sheets:
        notices.append(ImportNotice(None, None, NoticeCode.MORE_SHEETS, ", ".join(sheet.other_sheets)))
    if sheet.has_formula_values:
        notices.append(ImportNotice(None, None, NoticeCode.FORMULA_VALUES))
    return tuple(notices)


def _name(header: tuple[str, ...], index: int) -> str:
    return (header[index] if index < len(header) else "") or column_letters(index)


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    """Cells without the empty ones at the end, which spreadsheets leave behind."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end])


def _bytes_of(path: Path) -> bytes:
    # One byte more than allowed is enough to know that a file is too large.
    with path.open("rb") as handle:
        return handle.read(MOST_BYTES + 1)
