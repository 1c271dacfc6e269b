"""Files of clock events: rows against the events that are stored; nothing is ever replaced."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.tabular import read_table
from roster.attendance.events import ORDER, ClockAct, minute_of
from web.accounts.actor import Actor
from web.attendance.clock_file import read_clock_file
from web.attendance.clocking import store_event
from web.attendance.overtime import book_afterwards
from web.attendance.tables import ClockEventRow, ClockSource
from web.imports.plan import Change, ChangeState, Options, Plan, Reading, Rows, counted
from web.imports.tables import ImportDraft, ImportKind
from web.people.tables import Department, Person


class ClockImporter:
    """Reads, compares and stores clock events.

    Parameters
    ----------
    now
        Returns the present instant: no event can lie after it.
    """

    kind = ImportKind.CLOCK

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def read(self, session: Session, department: Department, data: bytes, options: Options) -> Reading:  # noqa: ARG002 - the protocol's signature
        """Read a file; only people of the department who are active may stand in it."""
        names = dict(
            session.execute(
                select(Person.employee_number, Person.name).where(
                    Person.department_id == department.id, Person.active
                )
            ).all()
        )
        found = read_clock_file(
            read_table(data), names=names, time_zone=department.time_zone, now=self._now()
        )
        rows = [
            {
                "row": row.row,
                "employee_number": row.employee_number,
                "name": names[row.employee_number],
                "act": row.act.value,
                "at": row.at.isoformat(),
            }
            for row in found.rows
        ]
        return Reading(rows=rows, bad_rows=found.bad_rows, problems=found.problems, notices=found.notices)

    def plan(self, session: Session, department: Department, draft: ImportDraft, rows: Rows) -> Plan:  # noqa: ARG002 - the protocol's signature
        """Compare the rows with the events that are there: the same act in the same minute is the same."""
        minutes = [minute_of(datetime.fromisoformat(row["at"])) for row in rows]
        stored = {
            (number, act.value, minute)
            for number, act, minute in session.execute(
                select(Person.employee_number, ClockEventRow.act, ClockEventRow.minute)
                .join(Person, Person.id == ClockEventRow.person_id)
                .where(
                    ClockEventRow.department_id == department.id,
                    ClockEventRow.minute.between(min(minutes, default=0), max(minutes, default=0)),
                )
            )
        }
        zone = ZoneInfo(department.time_zone)
        changes = []
        for row, minute in zip(rows, minutes, strict=True):
            known = (row["employee_number"], row["act"], minute) in stored
            local = datetime.fromisoformat(row["at"]).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
            changes.append(
                Change(
                    row=row["row"],
                    label=f"{row['employee_number']} {row['name']}",
                    state=ChangeState.UNCHANGED if known else ChangeState.NEW,
                    fields=() if known else (("clock_act", "", row["act"]), ("clock_at", "", local)),
                )
            )
        return Plan(changes=tuple(changes), counts=counted(changes))

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
        """Store the events that are not there yet, then book what they say of overtime, in order of time."""
        found = select(Person).where(Person.department_id == department.id)
        people = {person.employee_number: person for person in session.scalars(found)}
        new: list[tuple[datetime, ClockAct, Person]] = []
        for row in rows:
            person = people[row["employee_number"]]
            act, at = ClockAct(row["act"]), datetime.fromisoformat(row["at"])
            stored = store_event(
                session,
                department.id,
                person.id,
                act,
                at,
                source=ClockSource.IMPORT,
                by_id=actor.user_id,
                on_behalf=True,
                note=draft.file_name,
                now=now,
            )
            if stored is not None:
                new.append((at, act, person))
        for at, act, person in sorted(new, key=lambda event: (event[0], ORDER[event[1]])):
            book_afterwards(session, person, act, at, actor=actor, now=now)
