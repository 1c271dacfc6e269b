"""Excel workbooks (.xlsx, .xls) as rows of text, each cell as its user sees it."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from dataclasses import dataclass, field

import openpyxl
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from forecasting.reading.archive import MOST_CELLS, inspect_archive
from forecasting.reading.problem import ProblemCode, UnreadableFileError

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
LARGEST_EXACT_INTEGER = 2**53


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The first sheet with content.

    Parameters
    ----------
    rows
        All rows from the first of the sheet, empty ones included.
    formulas
        (row, column), 1-based, of cells whose formula has no stored result.
    other_sheets
        Names of further visible sheets with content.
    has_formula_values
        Whether some cells show the stored result of a formula.
    """

    rows: list[list[str]]
    formulas: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    other_sheets: tuple[str, ...] = ()
    has_formula_values: bool = False


def read_workbook(data: bytes, *, most_rows: int) -> Sheet:
    """Read the first visible sheet with content.

    Raises
    ------
    UnreadableFileError
        If the file is broken, protected by a password, or too large.
    """
    archive = inspect_archive(data) if data.startswith(b"PK") else None
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            filled: dict[str, list[list[Cell]]] = {}
            for sheet in book.sheets_metadata:
                if sheet.visible is not SheetVisibleEnum.Visible or sheet.typ is not SheetTypeEnum.WorkSheet:
                    continue
                found = book.get_sheet_by_name(sheet.name)
                if found.total_height * found.total_width > MOST_CELLS or found.total_height > most_rows:
                    raise UnreadableFileError(ProblemCode.TOO_LARGE, f"{found.total_height} rows")
                if found.height:
                    # Only the first one is read; of the others the name is enough.
                    filled[sheet.name] = found.to_python(skip_empty_area=False) if not filled else []
    except PasswordError as error:
        raise UnreadableFileError(ProblemCode.ENCRYPTED, str(error)) from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError(ProblemCode.UNREADABLE, str(error)) from error
    if not filled:
        return Sheet(rows=[])
    name, cells = next(iter(filled.items()))
    rows = [[text_of(cell) for cell in row] for row in cells]
    others = tuple(filled)[1:]
    if archive is None or not (archive.has_formulas or archive.has_zero_formats):
        return Sheet(rows=rows, other_sheets=others)
    formulas = _second_look(data, name, rows)
    return Sheet(
        rows=rows,
        formulas=frozenset(place for place, has_value in formulas.items() if not has_value),
        other_sheets=others,
        has_formula_values=any(formulas.values()),
    )


def text_of(cell: Cell) -> str:
    """Text of a cell as its user sees it: whole numbers without a decimal point, times in ISO form.

    >>> text_of(7.0), text_of(0.25), text_of(" NA "), text_of(True)
    ('7', '0.25', 'NA', 'TRUE')
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < LARGEST_EXACT_INTEGER:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        # Excel keeps times as fractions of a day: 00:30 comes back as 00:29:59.999997.
        rounded = (cell + dt.timedelta(milliseconds=500)).replace(microsecond=0)
        return rounded.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell).strip()


def _second_look(data: bytes, name: str, rows: list[list[str]]) -> dict[tuple[int, int], bool]:
    """Find formulas (place → has a stored result) and restore leading zeros that a number format shows."""
    formulas: dict[tuple[int, int], bool] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of every extension that it does not know
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            cells = (cell for row in book[name].iter_rows() for cell in row if cell.value is not None)
            for cell in cells:
                row, column = cell.row - 1, cell.column - 1
                shown = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
                if cell.data_type == "f":
                    formulas[cell.row, cell.column] = shown != ""
                elif set(cell.number_format) == {"0"} and shown.isdigit():
                    rows[row][column] = shown.zfill(len(cell.number_format))
            book.close()
        except (KeyError, ValueError, TypeError, OSError) as error:
            raise UnreadableFileError(ProblemCode.UNREADABLE, str(error)) from error
    return formulas
