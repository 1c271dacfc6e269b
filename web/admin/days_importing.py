"""Files of calendar days: rows against what the dates are now. Dates that the file lacks stay as they are."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.tabular import Table, read_table
from web.accounts.actor import Actor
from web.admin.calendar import DayDetails, store_day
from web.imports.plan import Change, ChangeState, Options, Plan, Reading, Rows, counted
from web.imports.tables import ImportDraft, ImportKind
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus, Department
from web.planning.cells import CellError, Cells, FileProblem, plain_text
from web.planning.people_file import find_columns, problem_of, unknown_columns

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("日期", "day"),
    "kind": ("类型", "种类"),
    "name": ("名称", "节日"),
    "status": ("状态",),
}
KINDS: Final[Mapping[CalendarDayKind, tuple[str, ...]]] = {
    CalendarDayKind.STATUTORY_HOLIDAY: ("法定节假日", "法定", "法", "statutory holiday", "holiday"),
    CalendarDayKind.ADJUSTED_REST_DAY: ("调休休息日", "调休", "休", "adjusted rest day"),
    CalendarDayKind.MAKEUP_WORKING_DAY: ("调休上班日", "补班", "班", "make-up working day"),
    CalendarDayKind.ORDINARY_DAY: ("平常日", "平日", "ordinary day"),
    CalendarDayKind.SPECIAL_DAY: ("特殊日", "special day"),
}
STATES: Final[Mapping[CalendarDayStatus, tuple[str, ...]]] = {
    CalendarDayStatus.OFFICIAL: ("正式", "官方", "已公布"),
    CalendarDayStatus.PROVISIONAL: ("暂定", "预计"),
}
_KIND = {word: kind for kind, words in KINDS.items() for word in (kind.value, *words)}
_STATE = {word: state for state, words in STATES.items() for word in (state.value, *words)}
LONGEST_NAME: Final = 60


class DaysImporter:
    """Reads, compares and stores calendar days."""

    kind = ImportKind.CALENDAR

    def read(self, session: Session, department: Department, data: bytes, options: Options) -> Reading:  # noqa: ARG002 - the protocol's signature
        """Read a file of ``date,kind,name,status``."""
        return read_days(read_table(data))

    def plan(self, session: Session, department: Department, draft: ImportDraft, rows: Rows) -> Plan:  # noqa: ARG002 - the protocol's signature
        """Compare the rows with the days that are stored."""
        stored = _by_place(session, department.id)
        changes = []
        for row in rows:
            there = stored.get((row["date"], row["kind"] == CalendarDayKind.SPECIAL_DAY))
            before = ("", "", "") if there is None else (there.kind.value, there.name, there.status.value)
            after = (row["kind"], row["name"], row["status"])
            state = ChangeState.NEW if there is None else ChangeState.CHANGED
            fields = tuple(
                (field, old, new)
                for field, old, new in zip(("day_kind", "name", "day_status"), before, after, strict=True)
                if old != new
            )
            changes.append(
                Change(
                    row=row["row"],
                    label=row["date"],
                    state=state if fields else ChangeState.UNCHANGED,
                    fields=fields,
                )
            )
        return Plan(changes=tuple(changes), counts=counted(changes))

    def apply(
        self,
        session: Session,
        actor: Actor,
        department: Department,  # noqa: ARG002 - the protocol's signature
        draft: ImportDraft,
        rows: Rows,
        *,
        now: dt.datetime,
    ) -> None:
        """Store the days; the file's name is the reason."""
        for row in rows:
            details = DayDetails(
                date=dt.date.fromisoformat(row["date"]),
                kind=CalendarDayKind(row["kind"]),
                name=row["name"],
                status=CalendarDayStatus(row["status"]),
                reason=draft.file_name,
            )
            store_day(session, actor, details, now=now)
        session.flush()


def read_days(table: Table) -> Reading:
    """Read the rows of a table, every fault by row and column."""
    problems = [problem_of(problem) for problem in table.problems]
    notices = [problem_of(notice) for notice in table.notices]
    columns, more = find_columns(table, COLUMNS, ("date", "kind")) if table.header else ({}, [])
    problems += more
    if any(problem.row is None for problem in problems):
        return Reading(rows=[], bad_rows=0, problems=problems, notices=notices)
    rows: list[dict[str, object]] = []
    seen: dict[tuple[dt.date, bool], int] = {}
    for row in table.rows:
        cells = Cells(row, columns, table)
        found = _row(cells, seen)
        problems += cells.problems
        if found is not None and not cells.problems:
            rows.append(found)
    if not table.rows and not table.problems:
        problems.append(FileProblem(None, None, "no_rows"))
    return Reading(
        rows=rows,
        bad_rows=len({problem.row for problem in problems if problem.row is not None}),
        problems=sorted(problems, key=lambda problem: problem.row or 0),
        notices=[*notices, *unknown_columns(table, columns)],
    )


def _row(cells: Cells, seen: dict[tuple[dt.date, bool], int]) -> dict[str, object] | None:
    date = cells.day("date")
    if date is None and not cells.text("date"):
        cells.complain("date", "required")
    kind = _KIND.get(cells.text("kind").casefold())
    if kind is None:
        cells.complain("kind", "unknown_day_kind" if cells.text("kind") else "required")
    status = _STATE.get(cells.text("status").casefold() or CalendarDayStatus.OFFICIAL.value)
    if status is None:
        cells.complain("status", "unknown_day_status")
    name = cells.text("name")
    try:
        plain_text(name or "-", longest=LONGEST_NAME)
    except CellError as error:
        cells.complain("name", error.code, error.value or name)
    if date is None or kind is None or status is None:
        return None
    other = seen.setdefault((date, kind is CalendarDayKind.SPECIAL_DAY), cells.row.number)
    if other != cells.row.number:
        cells.complain("date", "date_twice", str(other))
    return {
        "row": cells.row.number,
        "date": date.isoformat(),
        "kind": kind.value,
        "name": name,
        "status": status.value,
    }


def _by_place(session: Session, department_id: int) -> dict[tuple[str, bool], CalendarDay]:
    """Return the stored days by date, special days apart: they stand beside what a date is."""
    rows = session.scalars(select(CalendarDay).where(CalendarDay.department_id == department_id))
    return {(row.date.isoformat(), row.kind is CalendarDayKind.SPECIAL_DAY): row for row in rows}
