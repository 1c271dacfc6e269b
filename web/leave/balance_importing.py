"""Files of entitlements: each row says what was granted in all; the difference becomes an entry."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.tabular import read_table
from roster.leave.asking import LeaveKind
from web.accounts.actor import Actor
from web.imports.plan import Change, ChangeState, Options, Plan, Reading, Rows, counted
from web.imports.tables import ImportDraft, ImportKind
from web.leave.balance_file import read_balances
from web.leave.balance_tables import EntryKind
from web.leave.balances import NewEntry, granted_of, store_entry
from web.people.tables import Department, Person


class BalanceImporter:
    """Reads, compares and stores entitlements; what is not in the file stays as it is."""

    kind = ImportKind.LEAVE

    def read(self, session: Session, department: Department, data: bytes, options: Options) -> Reading:  # noqa: ARG002 - the protocol's signature
        """Read a file; only people of the department who are active may stand in it."""
        names = {person.employee_number: person.name for person in _people(session, department)}
        found = read_balances(read_table(data), names=names)
        rows = [
            {
                "row": row.row,
                "employee_number": row.employee_number,
                "name": names[row.employee_number],
                "kind": row.kind.value,
                "year": row.year,
                "half_days": row.half_days,
            }
            for row in found.rows
        ]
        return Reading(rows=rows, bad_rows=found.bad_rows, problems=found.problems, notices=found.notices)

    def plan(self, session: Session, department: Department, draft: ImportDraft, rows: Rows) -> Plan:  # noqa: ARG002 - the protocol's signature
        """Compare the rows with what was granted so far."""
        granted = granted_of(session, department.id)
        changes = []
        for row in rows:
            before = granted.get(_key(row))
            same = (before or 0) == row["half_days"]
            changed = ChangeState.NEW if before is None else ChangeState.CHANGED
            fields = (
                ("leave_kind", "", row["kind"]),
                ("leave_year", "", str(row["year"])),
                ("leave_granted", "" if before is None else str(before), str(row["half_days"])),
            )
            changes.append(
                Change(
                    row=row["row"],
                    label=f"{row['employee_number']} {row['name']}",
                    state=ChangeState.UNCHANGED if same else changed,
                    fields=() if same else fields,
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
        """Enter a grant where there is none yet, else a correction by the difference that names the file."""
        granted = granted_of(session, department.id)
        people = {person.employee_number: person for person in _people(session, department)}
        for row in rows:
            before = granted.get(_key(row))
            more = row["half_days"] - (before or 0)
            if not more:
                continue
            entry = NewEntry(
                kind=row["kind"],
                year=row["year"],
                entry=EntryKind.GRANT if before is None else EntryKind.CORRECTION,
                half_days=more,
                reason=draft.file_name or "—",
                token=f"file-{draft.id}-{row['row']}",
            )
            store_entry(session, actor, people[row["employee_number"]], entry, now=now)


def _people(session: Session, department: Department) -> list[Person]:
    rows = session.scalars(select(Person).where(Person.department_id == department.id, Person.active))
    return list(rows)


def _key(row: Mapping[str, Any]) -> tuple[str, LeaveKind, int]:
    return str(row["employee_number"]), LeaveKind(row["kind"]), int(row["year"])
