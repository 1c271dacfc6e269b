"""What can be wrong with a file, as data: words are made elsewhere, from the codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """Reasons why a row, or a whole file, is not taken."""

    # whole file
    EMPTY_FILE = "empty_file"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    NOT_A_WORKBOOK = "not_a_workbook"
    ENCRYPTED = "encrypted"
    ENCODING = "encoding"
    NO_SUCH_COLUMN = "no_such_column"
    NO_TIME_COLUMN = "no_time_column"
    NO_NUMBER_COLUMN = "no_number_column"
    AMBIGUOUS_DATES = "ambiguous_dates"
    MIXED_DATES = "mixed_dates"
    MIXED_SLOTS = "mixed_slots"
    SLOT_LENGTH = "slot_length"
    NO_GOOD_ROW = "no_good_row"
    # one row
    RAGGED = "ragged"
    NUL_BYTE = "nul_byte"
    FORMULA = "formula"
    NOT_A_TIME = "not_a_time"
    FAR_DATE = "far_date"
    FUTURE_DATE = "future_date"
    SKIPPED_TIME = "skipped_time"
    HOUR_24 = "hour_24"
    MISSING_NUMBER = "missing_number"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    DUPLICATE = "duplicate"
    OFF_GRID = "off_grid"
    ENDS_BEFORE_START = "ends_before_start"
    MISSING_TEXT = "missing_text"


class NoticeCode(StrEnum):
    """What was read in a way that the user should know, though nothing is wrong."""

    OFFSET_IGNORED = "offset_ignored"
    CLOCK_CHANGE = "clock_change"
    CLOCK_FORWARD = "clock_forward"
    SKIPPED_SLOT = "skipped_slot"
    NO_HEADER = "no_header"
    MORE_SHEETS = "more_sheets"
    FORMULA_VALUES = "formula_values"
    DATE_AND_TIME_JOINED = "date_and_time_joined"
    COLUMNS_USED = "columns_used"
    MISSING_DAYS = "missing_days"
    GAP = "gap"


@dataclass(frozen=True)
class ImportProblem:
    """One thing wrong with a file.

    Parameters
    ----------
    row
        1-based row as the user sees it in the file; None for the file as a whole.
    column
        Header of the column, or its letter where there is no header; None for the row as a whole.
    code
        Reason.
    value
        The offending text, or a figure that explains the reason.
    """

    row: int | None
    column: str | None
    code: ProblemCode
    value: str = ""


@dataclass(frozen=True)
class ImportNotice:
    """One thing worth knowing about a file that was read; fields as in :class:`ImportProblem`."""

    row: int | None
    column: str | None
    code: NoticeCode
    value: str = ""


class UnreadableFileError(Exception):
    """A file of which not a single row can be read; carries the problem."""

    def __init__(self, code: ProblemCode, value: str = "") -> None:
        super().__init__(f"{code}: {value}")
        self.problem = ImportProblem(None, None, code, value)
