"""Read a file of events: ``start_date,end_date,kind,name``, one per row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from forecasting.calendar import Event
from forecasting.reading.moments import DateOrder, order_of_dates, parse_moment
from forecasting.tabular import ImportProblem, ProblemCode, Row, Table, read_table

START, END, KIND, NAME = "start_date", "end_date", "kind", "name"


@dataclass(frozen=True, kw_only=True)
class EventsFile:
    """Events that were read, and all problems of the others."""

    events: tuple[Event, ...] = ()
    errors: tuple[ImportProblem, ...] = ()


def read_events(source: Path | str | bytes) -> EventsFile:
    """Read past and planned events from CSV or Excel.

    Columns are found by name; ``end_date`` and ``name`` may be absent or empty (an event of one day).
    Kinds are free words.

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
    places = {name.strip().casefold(): index for index, name in enumerate(table.header)}
    errors = list(table.problems)
    missing = [name for name in (START, KIND) if name not in places]
    if not table.header or missing:
        errors += [ImportProblem(None, name, ProblemCode.NO_SUCH_COLUMN) for name in missing if table.header]
        return EventsFile(errors=tuple(errors))
    order = order_of_dates(row.cells[places[START]] for row in table.rows) or DateOrder.UNKNOWN
    events = []
    for row in table.rows:
        event = _event_of(table, row, places, order)
        if isinstance(event, Event):
            events.append(event)
        else:
            errors.append(event)
    return EventsFile(events=tuple(events), errors=tuple(sorted(errors, key=lambda error: error.row or 0)))


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
