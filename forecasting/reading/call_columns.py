"""Which columns of a table hold the slot starts and the calls."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forecasting.reading.moments import DateOrder, order_of_dates, parse_clock, parse_moment
from forecasting.reading.problem import ImportProblem, ProblemCode
from forecasting.tabular import Row, Table

SAMPLE_ROWS = 500
# A column is of a kind if this share of its filled cells is: a few bad cells are problems of their rows.
MOSTLY = 0.5
FIGURES = ("offered", "answered", "abandoned", "abandoned_le5s", "queued", "wait_s_sum", "aht_s")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


@dataclass(frozen=True, kw_only=True)
class CallColumns:
    """Indices of the columns in use.

    Parameters
    ----------
    time
        Slot starts, or their dates where ``clock`` is given.
    clock
        Time of day in a column of its own, or None.
    calls
        Number of calls.
    order
        How dates with the year last are read.
    queue
        Name of the queue, or None.
    figures
        Name → index of further figures.
    """

    time: int
    clock: int | None
    calls: int
    order: DateOrder
    queue: int | None = None
    figures: Mapping[str, int] = field(default_factory=dict)


def find_columns(table: Table) -> CallColumns | ImportProblem:
    """The first column of times, then the first column of non-negative numbers to its right."""
    sample = table.rows[:SAMPLE_ROWS]
    width = len(table.header)
    time = next((index for index in range(width) if _is_time(sample, index)), None)
    if time is None:
        return ImportProblem(None, None, ProblemCode.NO_TIME_COLUMN)
    order = order_of_dates(row.cells[time] for row in table.rows)
    if order is DateOrder.UNKNOWN:
        mixed = _mixed_dates(table, time)
        if mixed is not None:
            return mixed
        return ImportProblem(
            None, table.column_name(time), ProblemCode.AMBIGUOUS_DATES, sample[0].cells[time]
        )
    clock = _clock_column(sample, time, width)
    calls = next((index for index in range(time + 1, width) if _is_count(sample, index)), None)
    if calls is None:
        return ImportProblem(None, None, ProblemCode.NO_NUMBER_COLUMN)
    names = {name.strip().casefold(): index for index, name in enumerate(table.header)}
    return CallColumns(
        time=time,
        clock=clock,
        calls=calls,
        order=order or DateOrder.UNKNOWN,
        queue=names.get("queue"),
        figures={name: names[name] for name in FIGURES if names.get(name, calls) != calls},
    )


def _mixed_dates(table: Table, time: int) -> ImportProblem | None:
    """The first row that has day and month the other way round than an earlier one; None if there is none."""
    seen: tuple[DateOrder, str] | None = None
    for row in table.rows:
        text = row.cells[time]
        order = order_of_dates([text])
        if order is None or order is DateOrder.UNKNOWN:
            continue
        if seen is None:
            seen = (order, text)
        elif seen[0] is not order:
            value = f"{text} ≠ {seen[1]}"
            return ImportProblem(row.number, table.column_name(time), ProblemCode.MIXED_DATES, value)
    return None


def has_header(table: Table) -> bool:
    """Whether the first row names the columns, rather than being the first slot."""
    first = [Row(table.header_row, table.header)]
    return not any(_is_time(first, index) for index in range(len(table.header)))


def parse_number(text: str) -> float | None:
    """Number in a cell, 1,234, the decimal comma of 12,5 and full-width digits included; None if it is none.

    >>> parse_number("12"), parse_number("1,234"), parse_number("12,5"), parse_number("nan")
    (12.0, 1234.0, 12.5, None)
    >>> parse_number("１，２３４")
    1234.0
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if THOUSANDS.fullmatch(text):
        return float(text.replace(",", ""))
    if DECIMAL_COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    return float(text) if NUMBER.fullmatch(text) else None


def _is_time(rows: tuple[Row, ...] | list[Row], index: int) -> bool:
    texts = _filled(rows, index)
    orders = (DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST)
    return any(_share(parse_moment(text, order) for text in texts) >= MOSTLY for order in orders)


def _is_count(rows: tuple[Row, ...], index: int) -> bool:
    numbers = [parse_number(text) for text in _filled(rows, index)]
    return _share(number if number is None or number >= 0 else None for number in numbers) >= MOSTLY


def _clock_column(rows: tuple[Row, ...], time: int, width: int) -> int | None:
    """A column of times of day right beside a column of mere dates."""
    moments = [parse_moment(text, DateOrder.MONTH_FIRST) for text in _filled(rows, time)]
    if time + 1 >= width or any(moment is not None and moment.has_clock for moment in moments):
        return None
    return time + 1 if _share(map(parse_clock, _filled(rows, time + 1))) >= MOSTLY else None


def _filled(rows: tuple[Row, ...] | list[Row], index: int) -> list[str]:
    return [row.cells[index] for row in rows if row.cells[index]]


def _share(found: Iterator[object]) -> float:
    """Share of the values that are not None; 0 of none."""
    flags = [value is not None for value in found]
    return sum(flags) / len(flags) if flags else 0.0
