"""Read a file of events: ``start_date,end_date,kind,name``, one per row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from forecasting.calendar import Event
from forecasting.reading.moments import DateOrder, order_of_dates, parse_moment
from forecasting.tabular import ImportProblem, ProblemCode, Row, Table, read_table

START, END, KIND, NAME = "start_date", "end_date", "kind", "name"
ALIASES = {
    START: ("开始日期", "起始日期", "开始", "日期", "start", "date"),
    END: ("结束日期", "截止日期", "结束", "end"),
    KIND: ("类型", "种类", "事件类型"),
    NAME: ("名称", "事件", "事件名称", "说明"),
}
"""Other headings of each column."""


@dataclass(frozen=True, kw_only=True)
class EventsFile:
    """Events that were read, and all problems of the others.

    Parameters
    ----------
    events, rows
        The events, and the 1-based row of the file in which each stands.
    headings
        What the file calls each column that it has.
    """

    events: tuple[Event, ...] = ()
    rows: tuple[int, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[ImportProblem, ...] = ()


def read_events(source: Path | str | bytes) -> EventsFile:
    """Read past and planned events from CSV or Excel.

    Columns are found by name, in English or Chinese; ``end_date`` and ``name`` may be absent or empty (an
    event of one day). Kinds are free words.

    Parameters
    ----------
    source
        Path of a file, or its bytes.

    Raises
    ------
    OSError
        If the path cannot be read.
    """
    table = read_table(source)
    places = _places(table.header)
    errors = list(table.problems)
    missing = [name for name in (START, KIND) if name not in places]
    if not table.header or missing:
        errors += [ImportProblem(None, name, ProblemCode.NO_SUCH_COLUMN) for name in missing if table.header]
        return EventsFile(errors=tuple(errors))
    order = order_of_dates(row.cells[places[START]] for row in table.rows) or DateOrder.UNKNOWN
    events, numbers = [], []
    for row in table.rows:
        event = _event_of(table, row, places, order)
        if isinstance(event, Event):
            events.append(event)
            numbers.append(row.number)
        else:
            errors.append(event)
    errors.sort(key=lambda error: error.row or 0)
    headings = {name: table.column_name(index) for name, index in places.items()}
    return EventsFile(events=tuple(events), rows=tuple(numbers), headings=headings, errors=tuple(errors))


def _places(header: tuple[str, ...]) -> dict[str, int]:
    """Column by meaning; where two headings mean the same, the first one counts."""
    meaning = {heading: name for name, others in ALIASES.items() for heading in (name, *others)}
    places: dict[str, int] = {}
    for index, heading in enumerate(header):
        name = meaning.get(heading.strip().casefold())
        if name is not None:
            places.setdefault(name, index)
    return places


def _event_of(table: Table, row: Row, places: dict[str, int], order: DateOrder) -> Event | ImportProblem:
    def text(name: str) -> str:
        return row.cells[places[name]] if name in places else ""

    def problem(name: str, code: ProblemCode) -> ImportProblem:
        return ImportProblem(row.number, table.column_name(places[name]), code, text(name))

    start = _date(text(START), order)
    if start is None:
        return problem(START, ProblemCode.NOT_A_TIME)
    end = _date(text(END), order) if text(END) else start
    if end is None:
        return problem(END, ProblemCode.NOT_A_TIME)
    if end < start:
        return problem(END, ProblemCode.ENDS_BEFORE_START)
    if not text(KIND):
        return problem(KIND, ProblemCode.MISSING_TEXT)
    return Event(start=start, end=end, kind=text(KIND), name=text(NAME))


def _date(text: str, order: DateOrder) -> dt.date | None:
    moment = parse_moment(text, order)
    return None if moment is None else moment.local.date()
