"""A file of clock events: employee number, what was clocked, and when; pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from forecasting.tabular import Table
from roster.attendance.events import ClockAct, minute_of
from web.planning.cells import Cells, FileProblem, employee_number
from web.planning.people_file import find_columns, problem_of, unknown_columns

REQUIRED: Final = ("employee_number", "act", "at")
ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "employee_number": ("工号", "员工编号", "员工号", "employee no", "staff number"),
    "act": ("event", "type", "打卡类型", "类型", "动作"),
    "at": ("time", "datetime", "timestamp", "打卡时间", "时间"),
    "name": ("姓名", "名字"),
}
ACTS: Final[Mapping[str, ClockAct]] = {
    **{act.value: act for act in ClockAct},
    "上班": ClockAct.IN,
    "签到": ClockAct.IN,
    "下班": ClockAct.OUT,
    "签退": ClockAct.OUT,
    "离岗": ClockAct.AWAY,
    "返岗": ClockAct.BACK,
    "回岗": ClockAct.BACK,
    "末次会话结束": ClockAct.CLOSED,
    "会话结束": ClockAct.CLOSED,
}
OLDEST: Final = dt.timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class ClockRow:
    """One good row; `at` is an aware instant in UTC."""

    row: int
    employee_number: str
    act: ClockAct
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class ClockFile:
    """What a file says; fields as in `web.planning.people_file.PeopleFile`."""

    rows: tuple[ClockRow, ...]
    problems: tuple[FileProblem, ...]
    notices: tuple[FileProblem, ...]

    @property
    def bad_rows(self) -> int:
        """Number of rows that are not taken."""
        return len({problem.row for problem in self.problems if problem.row is not None})


def read_clock_file(table: Table, *, names: Mapping[str, str], time_zone: str, now: dt.datetime) -> ClockFile:
    """Read clock events from a table.

    Parameters
    ----------
    names
        Employee number to name of everybody who may stand in the file.
    time_zone
        IANA name, of times without an offset. A time that the clock showed twice needs one.
    now
        Nothing later can have happened.
    """
    problems = [problem_of(problem) for problem in table.problems]
    notices = [problem_of(notice) for notice in table.notices]
    columns, more = find_columns(table, ALIASES, REQUIRED) if table.header else ({}, [])
    problems += more
    if any(problem.row is None for problem in problems):
        return ClockFile(rows=(), problems=tuple(problems), notices=tuple(notices))
    notices += unknown_columns(table, columns)
    rows: list[ClockRow] = []
    taken: dict[tuple[str, ClockAct, int], int] = {}
    for line in table.rows:
        cells = Cells(line, columns, table)
        number = employee_number(cells, "employee_number")
        if number and number not in names:
            cells.complain("employee_number", "unknown_number", number)
        elif number and cells.text("name") and cells.text("name") != names[number]:
            cells.complain("name", "other_name", f"{cells.text('name')} ≠ {names[number]}")
        act, at = _act(cells), _instant(cells, ZoneInfo(time_zone), now)
        if number and act is not None and at is not None:
            other = taken.setdefault((number, act, minute_of(at)), line.number)
            if other != line.number:
                cells.complain("at", "clock_twice", str(other))
        problems += cells.problems
        if not cells.problems and act is not None and at is not None:
            rows.append(ClockRow(row=line.number, employee_number=number, act=act, at=at))
    if not table.rows and not table.problems:
        problems.append(FileProblem(None, None, "no_rows"))
    ordered = sorted(problems, key=lambda problem: problem.row or 0)
    return ClockFile(rows=tuple(rows), problems=tuple(ordered), notices=tuple(notices))


def _act(cells: Cells) -> ClockAct | None:
    text = cells.text("act")
    found = ACTS.get(text.lower())
    if found is None:
        cells.complain("act", "not_a_clock_act" if text else "required")
    return found


def _instant(cells: Cells, zone: ZoneInfo, now: dt.datetime) -> dt.datetime | None:
    text = cells.text("at")
    if not text:
        cells.complain("at", "required")
        return None
    try:
        at = dt.datetime.fromisoformat(text.replace("/", "-"))
        at.replace(tzinfo=at.tzinfo or zone).astimezone(dt.UTC)
    except (ValueError, OverflowError):  # the first or last day that there is may have no instant in UTC
        cells.complain("at", "not_a_time")
        return None
    if at.tzinfo is None:
        first, second = at.replace(tzinfo=zone, fold=0), at.replace(tzinfo=zone, fold=1)
        if first.utcoffset() != second.utcoffset():
            was_skipped = first.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != at
            cells.complain("at", "skipped_time" if was_skipped else "clock_ambiguous")
            return None
        at = first
    found = at.astimezone(dt.UTC)
    if found > now:
        cells.complain("at", "clock_future")
        return None
    if found < now - OLDEST:
        cells.complain("at", "clock_too_old")
        return None
    return found
