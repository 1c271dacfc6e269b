"""Files of events: the rows that are not known yet are added, nothing is withdrawn."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from forecasting.calendar import Event
from forecasting.events import END, KIND, NAME, read_events
from web.accounts.actor import Actor
from web.admin.event_kinds import LONGEST_EVENT_DAYS, LONGEST_KIND, LONGEST_NAME, kind_of
from web.admin.events import EventDetails, known_keys, store_event
from web.imports.plan import Change, ChangeState, Options, Plan, Reading, Rows, counted
from web.imports.tables import ImportDraft, ImportKind
from web.people.tables import Department
from web.planning.cells import CellError, FileProblem, plain_text


class EventsImporter:
    """Reads, compares and stores events."""

    kind = ImportKind.EVENTS

    def read(self, session: Session, department: Department, data: bytes, options: Options) -> Reading:  # noqa: ARG002 - the protocol's signature
        """Read a file of ``start_date,end_date,kind,name``."""
        found = read_events(data)
        problems = [
            FileProblem(error.row, error.column, error.code.value, error.value) for error in found.errors
        ]
        rows = []
        for number, event in zip(found.rows, found.events, strict=True):
            wrong = _problems(number, event, found.headings)
            problems += wrong
            if not wrong:
                rows.append(_plain(number, event))
        if not found.events and not problems:
            problems.append(FileProblem(None, None, "no_rows"))
        bad = {problem.row for problem in problems if problem.row is not None}
        ordered = sorted(problems, key=lambda problem: problem.row or 0)
        return Reading(rows=rows, bad_rows=len(bad), problems=ordered, notices=())

    def plan(self, session: Session, department: Department, draft: ImportDraft, rows: Rows) -> Plan:  # noqa: ARG002 - the protocol's signature
        """Compare the rows with the events in force; a row that stands twice counts once."""
        known = known_keys(session, department.id)
        changes = []
        for row in rows:
            details = _details(row)
            state = ChangeState.UNCHANGED if details.key in known else ChangeState.NEW
            known.add(details.key)
            days = f"{details.first_day.isoformat()}|{details.last_day.isoformat()}"
            fields = (
                (("event_days", "", days), ("event_kind", "", details.kind))
                if state is ChangeState.NEW
                else ()
            )
            changes.append(Change(row=row["row"], label=details.name, state=state, fields=fields))
        return Plan(changes=tuple(changes), counts=counted(changes))

    def apply(
        self,
        session: Session,
        actor: Actor,
        department: Department,
        draft: ImportDraft,
        rows: Rows,
        *,
        now: dt.datetime,
    ) -> None:
        """Store the events that are not there yet."""
        known = known_keys(session, department.id)
        for row in rows:
            details = _details(row)
            if details.key not in known:
                store_event(session, actor, details, now=now, file_name=draft.file_name)
                known.add(details.key)


def _problems(row: int, event: Event, headings: Mapping[str, str]) -> list[FileProblem]:
    """Return what the page would refuse, too: words that a program would run, and endless events."""
    found = []
    for column, text, longest in ((KIND, event.kind, LONGEST_KIND), (NAME, event.name, LONGEST_NAME)):
        try:
            if text:
                plain_text(text, longest=longest)
        except CellError as error:
            found.append(FileProblem(row, headings[column], error.code, error.value or text))
    days = (event.end - event.start).days + 1
    if days > LONGEST_EVENT_DAYS:
        found.append(FileProblem(row, headings[END], "event_too_long", f"{days} > {LONGEST_EVENT_DAYS}"))
    return found


def _plain(row: int, event: Event) -> dict[str, object]:
    return {
        "row": row,
        "kind": kind_of(event.kind),
        "name": event.name,
        "first": event.start.isoformat(),
        "last": event.end.isoformat(),
    }


def _details(row: dict[str, str]) -> EventDetails:
    return EventDetails(
        kind=row["kind"],
        name=row["name"],
        first_day=dt.date.fromisoformat(row["first"]),
        last_day=dt.date.fromisoformat(row["last"]),
    )
