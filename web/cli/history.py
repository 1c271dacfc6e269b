"""The call history of a command: which queue, which days are left out, and which look suspicious."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import pandas as pd

from forecasting.calendar import Calendar
from forecasting.reading.moments import parse_moment
from forecasting.slots import set_aside, total_calls
from forecasting.suspicious import Finding, find_suspicious
from forecasting.tabular import Row
from web.cli.inputs import MOST_LINES, calls_from, refuse, table_from

NO_QUEUE = "(no name)"


@dataclass(frozen=True, kw_only=True)
class CommandHistory:
    """Calls of one queue or of all together, days left out marked, and what should be known of them.

    Attributes
    ----------
    calls
        Long frame ``ds, calls, set_aside``.
    figures
        The file's rows with all their columns, days left out taken away: what handling times are measured by.
    notes
        Sentences, in no file yet.
    """

    calls: pd.DataFrame
    figures: pd.DataFrame
    notes: tuple[str, ...]


def history_from(
    file: Path,
    calendar: Calendar,
    *,
    start: dt.date,
    now: dt.datetime,
    tz: str | None,
    queue: str | None = None,
    exclude: Sequence[str] = (),
) -> CommandHistory:
    """Read a call history; end the command when a row, a queue or a day to leave out is wrong.

    Parameters
    ----------
    calendar
        Days of the department: a holiday with few calls is not suspicious.
    start
        First day to forecast; later rows are not used.
    now
        Present instant: rows before `start` that lie in the future are wrong, in every time zone.
    queue
        Name of one queue; None adds all of them up.
    exclude
        Dates, or names of files with a date in each row.
    """
    left_out = days_to_leave_out(exclude)
    tomorrow = now.date() + dt.timedelta(days=1)
    read = calls_from(file, tz, tomorrow if start > tomorrow else None)
    frame, notes = _of_queue(read.frame, queue, file)
    late = int((frame["ds"] >= pd.Timestamp(start)).sum())
    if late:
        notes.append(f"{file.name}: rows from {start} on are not used: {late}")
    calls = set_aside(total_calls(frame), left_out)
    before = calls.loc[calls["ds"] < pd.Timestamp(start)]
    notes += _of_days(file, left_out, before)
    notes += suspicious_notes(file, before, calendar)
    figures = frame.loc[~frame["ds"].dt.date.isin(list(left_out))]
    return CommandHistory(calls=calls, figures=figures, notes=tuple(notes))


def tell_notes(notes: Sequence[str]) -> None:
    """Print notes on standard error, the first of them one by one."""
    for note in notes[:MOST_LINES]:
        click.echo(f"note: {note}", err=True)
    if len(notes) > MOST_LINES:
        click.echo(f"note: and {len(notes) - MOST_LINES} more", err=True)


def days_to_leave_out(words: Sequence[str]) -> dict[dt.date, str]:
    """Return dates with their reasons; each word is a file (``date,reason``) or dates with commas between."""
    days: dict[dt.date, str] = {}
    wrong = []
    for word in words:
        if Path(word).is_file():
            found, problems = _from_file(Path(word))
            days.update(found)
            wrong += problems
            continue
        for text in word.split(","):
            moment = parse_moment(text)
            if moment is None or moment.has_clock:
                wrong.append(f"--exclude: {text!r} is no date like 1999-05-23, and no such file is there")
            else:
                days[moment.local.date()] = ""
    if wrong:
        refuse(wrong)
    return days


def suspicious_notes(file: Path, calls: pd.DataFrame, calendar: Calendar) -> list[str]:
    """Return a line for each thing that looks suspicious, and what can be done about the days."""
    from web.forecasts.suspicion_words import suspicion_words

    found = find_suspicious(calls, calendar)
    lines = [f"{file.name}: {each.date} looks suspicious. {suspicion_words(each)}" for each in found]
    if any(each.finding is not Finding.MISSING_DAY for each in found):
        lines.append("suspicious days are used as they are; --exclude DATE leaves one out")
    return lines


def _of_queue(frame: pd.DataFrame, queue: str | None, file: Path) -> tuple[pd.DataFrame, list[str]]:
    names = sorted(frame["queue"].unique()) if "queue" in frame.columns else []
    shown = ", ".join(name or NO_QUEUE for name in names)
    if queue is None:
        more = [f"{file.name}: {len(names)} queues are added up: {shown}"] if len(names) > 1 else []
        return frame, more
    if not names:
        refuse([f"{file.name} has no column named queue, so there is no queue {queue!r}"])
    if queue not in names:
        refuse([f"{file.name} has no queue {queue!r}; there are: {shown}"])
    return frame.loc[frame["queue"] == queue], [f"{file.name}: queue {queue} alone"]


def _of_days(file: Path, left_out: Mapping[dt.date, str], before: pd.DataFrame) -> list[str]:
    known = set(before["ds"].dt.date)
    lines = []
    for day, reason in sorted(left_out.items()):
        why = f": {reason}" if reason else ""
        lines.append(
            f"{file.name}: {day} is left out{why}"
            if day in known
            else f"{file.name}: {day} is to be left out, but has no calls anyway"
        )
    return lines


def _from_file(file: Path) -> tuple[dict[dt.date, str], list[str]]:
    table = table_from(file)
    names = [name.strip().casefold() for name in table.header]
    rows = list(table.rows)
    if "date" not in names and names and parse_moment(table.header[0]) is not None:
        rows.insert(0, Row(table.header_row, table.header))
    place = names.index("date") if "date" in names else 0
    why = names.index("reason") if "reason" in names else place + 1
    days, wrong = {}, []
    for row in rows:
        moment = parse_moment(row.cells[place])
        if moment is None:
            wrong.append(f"{file.name}, row {row.number}, column date: {row.cells[place]!r} is no date")
        else:
            days[moment.local.date()] = row.cells[why] if why < len(row.cells) else ""
    return days, wrong
