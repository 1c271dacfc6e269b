"""The long frame of calls, and the door through which a file becomes one.

Columns: ``ds`` (start of the slot, naive local time), ``calls`` (≥ 0); optional ``queue``, ``aht_s``,
``answered``, ``abandoned`` and the other figures of :mod:`forecasting.reading.call_columns`.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting.reading.call_columns import CallColumns, find_columns, has_header
from forecasting.reading.call_rows import CallRow, RowParser
from forecasting.reading.slot_checks import (
    drop_far_dates,
    drop_off_grid,
    find_holes,
    find_other_length,
    merge_doubles,
    slot_length,
)
from forecasting.tabular import ImportNotice, ImportProblem, NoticeCode, ProblemCode, Row, Table, read_table

__all__ = ["CallsFile", "ImportNotice", "ImportProblem", "check_calls", "empty_calls", "read_calls"]


@dataclass(frozen=True, kw_only=True)
class CallsFile:
    """A file of calls that was read.

    Parameters
    ----------
    frame
        The good rows in order of time; empty if the file as a whole is unusable.
    slot_minutes
        Length of the slots; None where it could not be told.
    notices
        Worth knowing, not wrong: ignored offsets, missing days, gaps within days.
    errors
        All problems, in order of rows. The caller decides whether to take the good rows without the bad ones.
    name
        Name of the file for people.
    """

    frame: pd.DataFrame
    slot_minutes: int | None
    notices: tuple[ImportNotice, ...] = ()
    errors: tuple[ImportProblem, ...] = ()
    name: str = ""


def empty_calls() -> pd.DataFrame:
    """A long frame without rows."""
    return pd.DataFrame({"ds": np.empty(0, dtype="datetime64[s]"), "calls": np.empty(0)})


def check_calls(calls: pd.DataFrame) -> None:
    """Check a long frame at the door of the package.

    Raises
    ------
    ValueError
        If a column is missing, ``ds`` is not naive date-time, a count is negative or not finite, or a slot
        (of a queue) occurs twice.
    """
    missing = {"ds", "calls"} - set(calls.columns)
    if missing:
        raise ValueError(f"calls lack the columns {sorted(missing)}")
    if calls["ds"].dtype.kind != "M" or getattr(calls["ds"].dtype, "tz", None) is not None:
        raise ValueError(f"ds must be naive local time, not {calls['ds'].dtype}")
    counts = calls["calls"].to_numpy(dtype=np.float64)
    if calls["ds"].isna().any() or not (np.isfinite(counts) & (counts >= 0)).all():
        raise ValueError("ds must be known and calls finite and not negative")
    if calls.duplicated([name for name in ("ds", "queue") if name in calls.columns]).any():
        raise ValueError("some slots occur twice")


def read_calls(
    source: Path | str | bytes,
    *,
    name: str | None = None,
    tz: str | None = None,
    last_day: dt.date | None = None,
) -> CallsFile:
    """Read a call history from CSV or Excel.

    The first column that parses as date-time holds the slot starts, the first column of non-negative numbers
    to its right the calls. Columns named as ``queue`` or one of the figures in ``call_columns`` are kept.

    Parameters
    ----------
    source
        Path of a file, or its bytes.
    name
        Name shown to people, by default that of the path; the content alone decides how the file is read.
    tz
        IANA zone of the department. Given: times with ``Z`` or an offset are converted to it, and in times
        without one the hours are known that its clocks skip or show twice. Not given: offsets are ignored,
        with a notice.
    last_day
        Today. Rows of later days are problems; None takes every day.

    Raises
    ------
    OSError
        If the path cannot be read.
    zoneinfo.ZoneInfoNotFoundError
        If ``tz`` is unknown.
    """
    shown = name or ("" if isinstance(source, bytes) else Path(source).name)
    found = _read(read_table(source), zoneinfo.ZoneInfo(tz) if tz is not None else None, last_day)
    return replace(found, name=shown, errors=tuple(sorted(found.errors, key=lambda error: error.row or 0)))


def _read(table: Table, zone: zoneinfo.ZoneInfo | None, last_day: dt.date | None) -> CallsFile:
    notices = list(table.notices)
    if table.header and not has_header(table):
        first = Row(table.header_row, table.header)
        table = replace(table, header=("",) * len(table.header), rows=(first, *table.rows))
        notices.append(ImportNotice(table.header_row, None, NoticeCode.NO_HEADER))
    if not table.rows:
        problem = ImportProblem(None, None, ProblemCode.NO_GOOD_ROW)
        return CallsFile(frame=empty_calls(), slot_minutes=None, errors=table.problems or (problem,))
    columns = find_columns(table)
    if isinstance(columns, ImportProblem):
        return CallsFile(frame=empty_calls(), slot_minutes=None, errors=(*table.problems, columns))
    parser = RowParser(table=table, columns=columns, zone=zone, last_day=last_day)
    parsed = [row for row in map(parser.parse, table.rows) if row is not None]
    near, far = drop_far_dates(parsed)
    rows, doubles, clock_changes = merge_doubles(near, zone)
    errors = [*table.problems, *parser.problems, *far, *doubles]
    notices += [*_notices_of_columns(table, columns), *_notice_of_offsets(rows, zone)]
    notices += [*clock_changes, *parser.notices[:1]]
    length = slot_length(rows)
    if length is None:
        code = ProblemCode.SLOT_LENGTH if rows else ProblemCode.NO_GOOD_ROW
        errors.append(ImportProblem(None, None, code))
        return CallsFile(frame=empty_calls(), slot_minutes=None, notices=tuple(notices), errors=tuple(errors))
    other_length = find_other_length(rows, length)
    if other_length is not None:
        errors = [*table.problems, other_length]
        return CallsFile(frame=empty_calls(), slot_minutes=None, notices=tuple(notices), errors=tuple(errors))
    good, off_grid = drop_off_grid(rows, length)
    notices += find_holes(good, length, zone)
    return CallsFile(
        frame=_frame_of(good, columns),
        slot_minutes=length,
        notices=tuple(notices),
        errors=(*errors, *off_grid),
    )


def _frame_of(rows: list[CallRow], columns: CallColumns) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "ds": np.array([row.ds for row in rows], dtype="datetime64[s]"),
            "calls": np.array([row.calls for row in rows], dtype=np.float64),
        }
    )
    if columns.queue is not None:
        frame["queue"] = [row.queue for row in rows]
    for name in columns.figures:
        frame[name] = np.array([row.figures[name] for row in rows], dtype=np.float64)
    return frame


def _notices_of_columns(table: Table, columns: CallColumns) -> list[ImportNotice]:
    used = [columns.time, columns.calls, *columns.figures.values()]
    if columns.queue is not None:
        used.append(columns.queue)
    names = ", ".join(table.column_name(index) for index in [*used[:2], *sorted(used[2:])])
    notices = [ImportNotice(None, None, NoticeCode.COLUMNS_USED, names)]
    if columns.clock is not None:
        name = table.column_name(columns.clock)
        notices.append(ImportNotice(None, name, NoticeCode.DATE_AND_TIME_JOINED))
    return notices


def _notice_of_offsets(rows: list[CallRow], zone: zoneinfo.ZoneInfo | None) -> list[ImportNotice]:
    with_offset = [row for row in rows if row.offset is not None]
    if zone is not None or not with_offset:
        return []
    first = min(with_offset, key=lambda row: row.number)
    return [ImportNotice(first.number, None, NoticeCode.OFFSET_IGNORED, str(len(with_offset)))]
