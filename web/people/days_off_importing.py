"""Files of days off: rows against the days off that people have."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.tabular import read_table
from web.accounts.actor import Actor
from web.imports.plan import Change, ChangeState, Options, Plan, Reading, Rows, counted
from web.imports.tables import ImportDraft, ImportKind
from web.people.protection import store_days_off
from web.people.tables import DayOff, Department, Person
from web.planning.days_off_file import read_days_off


class DaysOffImporter:
    """Reads, compares and stores days off. None that is missing in the file is taken back."""

    kind = ImportKind.DAYS_OFF

    def read(self, session: Session, department: Department, data: bytes, options: Options) -> Reading:  # noqa: ARG002 - the protocol's signature
        """Read a file; only people of the department who are active may stand in it."""
        names = dict(
            session.execute(
                select(Person.employee_number, Person.name).where(
                    Person.department_id == department.id, Person.active
                )
            ).all()
        )
        found = read_days_off(read_table(data), names=names)
        rows = [
            {
                "row": leave.row,
                "employee_number": leave.employee_number,
                "name": names[leave.employee_number],
                "first": leave.dates[0].isoformat(),
                "last": leave.dates[-1].isoformat(),
            }
            for leave in found.leaves
        ]
        return Reading(rows=rows, bad_rows=found.bad_rows, problems=found.problems, notices=found.notices)

    def plan(self, session: Session, department: Department, draft: ImportDraft, rows: Rows) -> Plan:  # noqa: ARG002 - the protocol's signature
        """Compare the rows with the days off that are there."""
        have: dict[str, set[date]] = {}
        for number, day in session.execute(
            select(Person.employee_number, DayOff.date)
            .join(DayOff, DayOff.person_id == Person.id)
            .where(Person.department_id == department.id)
        ):
            have.setdefault(number, set()).add(day)
        changes = []
        for row in rows:
            new = [day for day in _dates(row) if day not in have.get(row["employee_number"], set())]
            fields = (("days_off", "", "|".join(day.isoformat() for day in new)),) if new else ()
            changes.append(
                Change(
                    row=row["row"],
                    label=f"{row['employee_number']} {row['name']}",
                    state=ChangeState.NEW if new else ChangeState.UNCHANGED,
                    fields=fields,
                )
            )
        return Plan(changes=tuple(changes), counts=counted(changes))

    def apply(
        self,
        session: Session,
        actor: Actor,
        department: Department,
        draft: ImportDraft,  # noqa: ARG002 - the protocol's signature
        rows: Rows,
        *,
        now: datetime,
    ) -> None:
        """Store the days off that are not there yet."""
        ids = dict(
            session.execute(
                select(Person.employee_number, Person.id).where(Person.department_id == department.id)
            ).all()
        )
        for row in rows:
            store_days_off(session, actor, ids[row["employee_number"]], _dates(row), now=now)


def _dates(row: dict[str, str]) -> list[date]:
    first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]
