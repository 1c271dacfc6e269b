"""One table as page, print and workbook show it alike: columns with a form, rows of plain values."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from web.database import JsonObject
from web.i18n import RANGE, day, number, percent, signed, weekday

Form = Literal[
    "day", "weekday", "text", "count", "decimal", "signed", "surplus", "percent", "signed_percent", "hour"
]
Value = dt.date | str | float | None
UNKNOWN = RANGE
"""Stands where a figure is not known."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its head and how its values are written."""

    head: str
    form: Form

    @property
    def is_text(self) -> bool:
        """Whether the column holds words."""
        return self.form in {"day", "weekday", "text"}

    def is_short(self, value: Value) -> bool:
        """Whether a value is a shortage, which stands out."""
        return self.form == "surplus" and isinstance(value, float) and value < 0

    def show(self, value: Value) -> str:
        """Write a value as the reader's language does."""
        if isinstance(value, dt.date):
            return weekday(value) if self.form == "weekday" else day(value)
        if isinstance(value, str):
            return value
        if value is None or math.isnan(value):
            return UNKNOWN
        return _figure(self.form, value)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a chart; `column` is the place of its values in the table."""

    name: str
    column: int
    dashed: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One of the five tables.

    Parameters
    ----------
    key
        Name in addresses.
    mark
        ① to ⑤.
    month
        The month that it shows.
    facts
        What the figures rest on, and the month's sums.
    missing
        What cannot be shown yet, and where it will come from.
    lines, unit, sentence
        The chart: days across, lines, what stands at its axis, what it says in a sentence. Table ① has none.
    """

    key: str
    mark: str
    title: str
    month: dt.date
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    facts: Sequence[str] = ()
    missing: Sequence[str] = ()
    lines: Sequence[Line] = field(default=())
    unit: str = ""
    sentence: str = ""

    @property
    def has_chart(self) -> bool:
        """Whether there is anything to draw."""
        return any(plain(row[line.column]) is not None for line in self.lines for row in self.rows)

    def chart_data(self) -> JsonObject:
        """Return what static/js/reports.js draws."""
        return {
            "labels": [self.columns[0].show(row[0]) for row in self.rows],
            "lines": [
                {
                    "name": line.name,
                    "dashed": line.dashed,
                    "values": [plain(row[line.column]) for row in self.rows],
                }
                for line in self.lines
            ],
            "unit": self.unit,
        }


def plain(value: Value) -> float | None:
    """Return a number to draw or to write in a cell; None where it is not known."""
    return round(float(value), 4) if isinstance(value, (int, float)) and math.isfinite(value) else None


def _figure(form: Form, value: float) -> str:
    if form == "hour":
        return f"{int(value)}:00{RANGE}{int(value) + 1}:00"
    if form in {"percent", "signed_percent"}:
        return f"+{percent(value)}" if form == "signed_percent" and value > 0 else percent(value)
    if form in {"signed", "surplus"}:
        return signed(value, 0 if value == round(value) else 1)
    return number(value, 1 if form == "decimal" else 0)
