"""Input files of the commands: every problem is printed with row, column and reason, then exit code 2."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn, Protocol
from zoneinfo import ZoneInfoNotFoundError

import click
import pandas as pd
from pydantic import ValidationError

from forecasting.calendar import Calendar, Event
from forecasting.calls import CallsFile, read_calls
from forecasting.events import read_events
from forecasting.tabular import Table, read_table
from web.admin.days_of_month import LAST_DAY, MOST_DAYS, read_days
from web.planning.people_file import PersonRow, read_people
from web.policy import SHIFT_CATALOGUE, ShiftTime, load_preset

EXIT_BAD_INPUT = 2
MOST_LINES = 50


class Located(Protocol):
    """A problem or notice of a file."""

    @property
    def row(self) -> int | None: ...  # noqa: D102 - a protocol member
    @property
    def column(self) -> str | None: ...  # noqa: D102 - a protocol member
    @property
    def code(self) -> str: ...  # noqa: D102 - a protocol member
    @property
    def value(self) -> str: ...  # noqa: D102 - a protocol member


def line_of(file: Path, found: Located) -> str:
    """Return one problem as a line: ``calls.csv, row 14, column calls: -3 is less than zero.``."""
    from web.imports.words import NOTICES, PROBLEMS

    place = [file.name]
    if found.row is not None:
        place.append(f"row {found.row}")
    if found.column is not None:
        place.append(f"column {found.column}")
    sentence = PROBLEMS.get(found.code) or NOTICES.get(found.code)
    if sentence is not None:
        return f"{', '.join(place)}: {sentence % {'value': found.value}}"
    value = f" ({found.value})" if found.value else ""
    return f"{', '.join(place)}: {str(found.code).replace('_', ' ')}{value}"


def refuse(lines: Sequence[str]) -> NoReturn:
    """Print every reason and end with exit code 2."""
    for line in lines[:MOST_LINES]:
        click.echo(f"error: {line}", err=True)
    if len(lines) > MOST_LINES:
        click.echo(f"error: and {len(lines) - MOST_LINES} more", err=True)
    sys.exit(EXIT_BAD_INPUT)


def tell(file: Path, notices: Iterable[Located]) -> None:
    """Print what is no error but should be known."""
    for notice in notices:
        click.echo(f"note: {line_of(file, notice)}", err=True)


def calls_from(file: Path, tz: str | None, last_day: date | None = None) -> CallsFile:
    """Read a call history; end the command when the zone or any row is wrong.

    Parameters
    ----------
    last_day
        Rows of later days are wrong; None takes any day.
    """
    try:
        found = read_calls(file, tz=tz, last_day=last_day)
    except (ZoneInfoNotFoundError, ValueError):
        refuse([f"there is no time zone {tz!r}; write it like Asia/Shanghai"])
    if found.errors:
        refuse([line_of(file, problem) for problem in found.errors])
    tell(file, found.notices)
    return found


def table_from(file: Path) -> Table:
    """Read a table of text; end the command when it cannot be read."""
    table = read_table(file)
    if table.problems:
        refuse([line_of(file, problem) for problem in table.problems])
    return table


def events_from(file: Path | None) -> tuple[Event, ...]:
    """Read ``start_date,end_date,kind,name``; end the command when any row is wrong.

    Spellings that the site knows as one kind are one kind here, too; free words stay free words.
    """
    from web.admin.event_kinds import kind_of

    if file is None:
        return ()
    found = read_events(file)
    if found.errors:
        refuse([line_of(file, problem) for problem in found.errors])
    known = {event.kind: kind_of(event.kind) for event in found.events}
    for typed, kind in known.items():
        if typed != kind:
            click.echo(f"note: {file.name}: events of the kind {typed!r} count as {kind}", err=True)
    return tuple(replace(event, kind=known[event.kind]) for event in found.events)


def calendar_for(country: str, events: tuple[Event, ...] = (), billing_days: str = "") -> Calendar:
    """Return the calendar of a country; end the command when that or a billing day is none.

    Parameters
    ----------
    country
        ``-`` means no statutory holidays.
    billing_days
        Days of the month on which bills go out, as typed; "" for none.
    """
    billing = read_days(billing_days)
    if billing is None:
        how = f"at most {MOST_DAYS} days of the month from 1 to {LAST_DAY}, such as 5,20"
        refuse([f"--billing-days: {billing_days!r} cannot be read; write {how}"])
    try:
        found = Calendar(events=events) if country == "-" else Calendar.for_country(country, events=events)
    except ValueError as error:
        refuse([str(error)])
    return replace(found, billing_days=frozenset(billing))


def write_csv(frame: pd.DataFrame, file: Path) -> None:
    """Write a frame with ISO times and numbers of at most four decimals."""
    file.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(file, index=False, float_format="%.4f", date_format="%Y-%m-%dT%H:%M:%S", lineterminator="\n")


def people_from(file: Path, kinds: Iterable[ShiftTime]) -> tuple[tuple[PersonRow, ...], tuple[str, ...]]:
    """Read a people file; end the command when any row is wrong. Returns people and notes."""
    found = read_people(table_from(file), kinds={kind.code for kind in kinds}, for_plan=True)
    if found.problems:
        refuse([line_of(file, problem) for problem in found.problems])
    return found.people, tuple(line_of(file, notice) for notice in found.notices)


def shifts_from(file: Path | None, preset: str) -> tuple[tuple[ShiftTime, ...], tuple[str, ...]]:
    """Return the shift kinds of a file, of the preset or of the shipped catalogue, and which it was."""
    try:
        policy = load_preset(preset)
    except LookupError:
        refuse([f"there is no preset {preset!r}; `lunban presets` lists them"])
    if file is None:
        if policy.effective().provenance["shift.times"] == "stated":
            return policy.effective().values.shift_times, (f"shift times as preset {preset} states them",)
        is_blank = "shift.times" in policy.effective().questions()
        why = "leaves the shift times blank" if is_blank else "names no shift times"
        return SHIFT_CATALOGUE, (f"preset {preset} {why}: the shipped catalogue is used",)
    table = table_from(file)
    missing = {"code", "start", "end", "paid_minutes"} - set(table.header)
    if missing:
        refuse([f"{file.name}: column {', '.join(sorted(missing))} is missing"])
    kinds, wrong = [], []
    for row in table.rows:
        cells = dict(zip(table.header, row.cells, strict=True))
        try:
            kinds.append(_shift(cells))
        except ValidationError as error:
            wrong += [f"{file.name}, row {row.number}, {reason}" for reason in _reasons(error, cells)]
        else:
            if kinds[-1].code in {kind.code for kind in kinds[:-1]}:
                wrong.append(f"{file.name}, row {row.number}, column code: {kinds[-1].code} stands twice")
    if wrong or not kinds:
        refuse(wrong or [f"{file.name}: no shift kind"])
    return tuple(kinds), (f"shift times from {file.name}",)


def _shift(cells: Mapping[str, str]) -> ShiftTime:
    """Return one shift kind; the first letter of its code is its family."""
    code = cells["code"]
    plain = {
        "code": code,
        "family": code[:1],
        "start": _clock(cells["start"]),
        "end": _clock(cells["end"]),
        "paid_minutes": cells["paid_minutes"],
        "break_minutes": cells.get("break_minutes") or 0,
        "break_from": _clock(cells["break_from"]) if cells.get("break_from") else None,
        "break_to": _clock(cells["break_to"]) if cells.get("break_to") else None,
        "name_zh": code,
        "name_en": code,
    }
    return ShiftTime.model_validate(plain, strict=False)  # numbers are text in a file


def _reasons(error: ValidationError, cells: Mapping[str, str]) -> list[str]:
    """Name each wrong column with its value; what concerns several columns names the whole row's kind."""
    reasons = []
    for part in error.errors():
        column = str(part["loc"][0]) if part["loc"] else ""
        if column in cells:
            reasons.append(f"column {column}: {part['msg']}, not {cells[column]!r}")
        elif not column:
            reasons.append(f"shift {cells['code']}: {part['msg']}")
    return reasons


def _clock(text: str) -> str:
    """Return ``08:00`` for ``8:00``."""
    hours, _, minutes = text.strip().partition(":")
    return f"{hours.zfill(2)}:{minutes}"
