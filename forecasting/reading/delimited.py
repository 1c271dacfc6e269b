"""CSV and its relatives: comma, semicolon or tab between the cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from forecasting.reading.problem import ProblemCode, UnreadableFileError

DELIMITERS = (",", ";", "\t")
SAMPLE_LINES = 50
SAMPLE_CHARACTERS = 50_000
LONGEST_CELL = 100_000


def find_delimiter(text: str) -> str:
    r"""The delimiter that splits the first lines most evenly; a comma where none splits them.

    >>> find_delimiter("ds;calls\n1999-01-01 00:00;12,5\n1999-01-01 00:30;7,0\n")
    ';'
    """
    sample = "\n".join(text[:SAMPLE_CHARACTERS].splitlines()[:SAMPLE_LINES])

    def evenness(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in _records(sample, delimiter, strict=False) if any(row))
        if not widths:
            return 0.0, 0
        width, lines = widths.most_common(1)[0]
        return (lines / widths.total(), width) if width > 1 else (0.0, 0)

    return max(DELIMITERS, key=evenness)


def read_delimited(text: str, *, most_rows: int) -> list[list[str]]:
    """Records of a delimited text; an empty line is an empty record, so that numbers of rows agree.

    Raises
    ------
    UnreadableFileError
        If there are more than ``most_rows`` records or a cell is absurdly long.
    """
    rows: list[list[str]] = []
    for row in _records(text, find_delimiter(text), strict=True):
        if len(rows) >= most_rows:
            raise UnreadableFileError(ProblemCode.TOO_LARGE, f"> {most_rows} rows")
        rows.append([cell.strip() for cell in row])
    return rows


def _records(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    # Strict: a quote that never ends must not swallow the rest of the file.
    # newline="" leaves line ends inside quotes alone.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    try:
        for row in reader:
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise UnreadableFileError(ProblemCode.TOO_LARGE, f"cell > {LONGEST_CELL} characters")
            yield row
    except csv.Error as error:
        raise UnreadableFileError(ProblemCode.UNREADABLE, f"line {reader.line_num}: {error}") from error
