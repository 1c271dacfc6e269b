"""Call files of the site: slots against the slots that the department has."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import pandas as pd
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forecasting.calls import CallsFile, read_calls
from web.accounts.actor import Actor
from web.calls.tables import FIGURES, CallSlot, CallSource
from web.imports.plan import Change, ChangeState, Options, Plan, Reading, Rows, fingerprint_of
from web.imports.tables import ImportDraft, ImportKind
from web.people.tables import Department
from web.planning.cells import FileProblem
from web.planning.people_file import problem_of

SLOTS = frozenset({5, 10, 15, 20, 30, 60})
LONGEST_QUEUE = 60
MOST_LISTED = 50
"""So many changed slots are listed one by one; all are counted."""
CONVERT = "convert"
"""Option: times with an offset are converted to the department's clock."""

Slot = tuple[str, str]


@dataclass(frozen=True)
class CallsImporter:
    """Reads, compares and stores calls. Slots that the file lacks stay as they are.

    Parameters
    ----------
    today
        The present date in a time zone; None takes calls of any day.
    """

    today: Callable[[str], date] | None = None
    kind: ClassVar[ImportKind] = ImportKind.CALLS

    def read(self, session: Session, department: Department, data: bytes, options: Options) -> Reading:
        """Read a file whose slots are as long as those that are there."""
        zone = department.time_zone
        last_day = None if self.today is None else self.today(zone)
        found = read_calls(data, tz=zone if options.get(CONVERT) else None, last_day=last_day)
        problems = [problem_of(problem) for problem in found.errors]
        notices = [problem_of(notice) for notice in found.notices]
        problems += _slot_problems(session, department, found)
        if found.frame.empty or any(problem.row is None for problem in problems):
            return Reading(rows=[], bad_rows=_bad_rows(problems), problems=problems, notices=notices)
        return Reading(
            rows=_rows(found.frame, found.slot_minutes or 0),
            bad_rows=_bad_rows(problems),
            problems=problems,
            notices=notices,
        )

    def plan(self, session: Session, department: Department, draft: ImportDraft, rows: Rows) -> Plan:
        """Compare the slots with those that are there; a file imported before changes nothing."""
        if find_source(session, department.id, draft.content_hash) is not None:
            return Plan(changes=(), counts={**_none(), ChangeState.UNCHANGED: len(rows)})
        stored = _stored(session, department.id)
        counts, changed = _none(), []
        listed: list[Change] = []
        for row in rows:
            before = stored.get((row["queue"], row["ds"]))
            state = ChangeState.NEW if before is None else _state(before, row)
            counts[state] += 1
            if state is ChangeState.CHANGED and before is not None:
                changed.append([row, before])
                if len(listed) < MOST_LISTED:
                    fields = (("calls", f"{before['offered']:g}", f"{row['offered']:g}"),)
                    label = f"{row['ds'].replace('T', ' ')} {row['queue']}".strip()
                    listed.append(Change(row=0, label=label, state=state, fields=fields))
        return Plan(changes=tuple(listed), counts=counts, digest=fingerprint_of(changed))

    def apply(
        self,
        session: Session,
        actor: Actor,
        department: Department,
        draft: ImportDraft,
        rows: Rows,
        *,
        now: datetime,
    ) -> None:
        """Store new slots and change those that differ; the file is remembered by its hash."""
        if find_source(session, department.id, draft.content_hash) is not None:
            return
        source = CallSource(
            department_id=department.id,
            file_name=draft.file_name,
            content_hash=draft.content_hash,
            rows=len(rows),
            slot_minutes=rows[0]["slot_minutes"],
            imported_by_id=actor.user_id,
            imported_at=now,
        )
        session.add(source)
        session.flush()
        stored = _stored(session, department.id)
        values = [_values(row, source) for row in rows]
        new = [
            value for value, row in zip(values, rows, strict=True) if (row["queue"], row["ds"]) not in stored
        ]
        if new:
            session.execute(insert(CallSlot), new)
        changed = [
            {**value, "id": before["id"]}
            for value, row in zip(values, rows, strict=True)
            if (before := stored.get((row["queue"], row["ds"]))) is not None
            and _state(before, row) is ChangeState.CHANGED
        ]
        if changed:
            session.execute(update(CallSlot), changed)


def find_source(session: Session, department_id: int, content_hash: str) -> CallSource | None:
    """Return the import of this very file into the department, if there was one."""
    return session.scalar(
        select(CallSource).where(
            CallSource.department_id == department_id, CallSource.content_hash == content_hash
        )
    )


def list_sources(session: Session, department_id: int, *, most: int = 20) -> list[CallSource]:
    """Return the files imported last, newest first."""
    return list(
        session.scalars(
            select(CallSource)
            .where(CallSource.department_id == department_id)
            .order_by(CallSource.imported_at.desc(), CallSource.id.desc())
            .limit(most)
        )
    )


def known_days(session: Session, department_id: int) -> tuple[date, date] | None:
    """Return the first and last date of the call history, None when there is none."""
    ordered = select(CallSlot.ds).where(CallSlot.department_id == department_id).limit(1)
    first = session.scalar(ordered.order_by(CallSlot.ds))
    last = session.scalar(ordered.order_by(CallSlot.ds.desc()))
    return None if first is None or last is None else (first.date(), last.date())


def _slot_problems(session: Session, department: Department, found: CallsFile) -> list[FileProblem]:
    problems = []
    if found.slot_minutes is not None and found.slot_minutes not in SLOTS:
        problems.append(FileProblem(None, None, "slot_unsupported", str(found.slot_minutes)))
    stored = session.scalar(
        select(CallSlot.slot_minutes).where(CallSlot.department_id == department.id).limit(1)
    )
    if found.slot_minutes is not None and stored is not None and stored != found.slot_minutes:
        problems.append(FileProblem(None, None, "slot_differs", f"{found.slot_minutes} ≠ {stored}"))
    if "queue" in found.frame and found.frame["queue"].str.len().max() > LONGEST_QUEUE:
        problems.append(FileProblem(None, "queue", "too_long", f"> {LONGEST_QUEUE}"))
    return problems


def _rows(frame: pd.DataFrame, slot_minutes: int) -> Rows:
    queues = frame["queue"] if "queue" in frame else [""] * len(frame)
    figures = {name: frame[column] for column, name in FIGURES.items() if column in frame}
    return [
        {
            "ds": ds.isoformat(),
            "queue": queue,
            "slot_minutes": slot_minutes,
            "offered": float(calls),
            **{name: _figure(column.iloc[place]) for name, column in figures.items()},
        }
        for place, (ds, queue, calls) in enumerate(zip(frame["ds"], queues, frame["calls"], strict=True))
    ]


def _figure(value: float) -> float | None:
    return float(value) if math.isfinite(value) and value >= 0 else None


def _stored(session: Session, department_id: int) -> dict[Slot, dict[str, Any]]:
    names = ("id", "offered", *FIGURES.values())
    columns = (getattr(CallSlot, name) for name in names)
    rows = session.execute(
        select(CallSlot.queue, CallSlot.ds, *columns).where(CallSlot.department_id == department_id)
    )
    return {(queue, ds.isoformat()): dict(zip(names, values, strict=True)) for queue, ds, *values in rows}


def _state(before: dict[str, Any], row: dict[str, Any]) -> ChangeState:
    named = [name for name in ("offered", *FIGURES.values()) if name in row]
    same = all(before[name] == row[name] for name in named)
    return ChangeState.UNCHANGED if same else ChangeState.CHANGED


def _values(row: dict[str, Any], source: CallSource) -> dict[str, Any]:
    given = {
        name: row[name] for name in ("queue", "slot_minutes", "offered", *FIGURES.values()) if name in row
    }
    return {
        **given,
        "department_id": source.department_id,
        "source_id": source.id,
        "ds": datetime.fromisoformat(row["ds"]),
    }


def _none() -> dict[ChangeState, int]:
    return dict.fromkeys(ChangeState, 0)


def _bad_rows(problems: list[FileProblem]) -> int:
    return len({problem.row for problem in problems if problem.row is not None})
