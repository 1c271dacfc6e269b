"""Overtime that stands in no roster, for the rules of the month: it leaves the roster so much less."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.overtime.life import COUNTED, OvertimeState
from roster.problem import Person
from web.overtime.tables import OvertimeEntry
from web.people.tables import Person as PersonRow
from web.rosters.months import next_month

AGREED = (*COUNTED, OvertimeState.APPROVED)


def with_booked(
    session: Session, department_id: int, people: Iterable[Person], month: date
) -> tuple[Person, ...]:
    """Return the people with what they have worked, or agreed to work, beyond the roster of the month."""
    rows = session.execute(
        select(PersonRow.employee_number, func.sum(OvertimeEntry.minutes))
        .join(PersonRow, PersonRow.id == OvertimeEntry.person_id)
        .where(
            OvertimeEntry.department_id == department_id,
            OvertimeEntry.date >= month,
            OvertimeEntry.date < next_month(month),
            OvertimeEntry.state.in_(AGREED),
            OvertimeEntry.shift_kind_id.is_(None),
        )
        .group_by(PersonRow.employee_number)
    )
    booked = {number: int(minutes) for number, minutes in rows}
    return tuple(
        replace(person, booked_overtime_minutes=booked[person.id]) if person.id in booked else person
        for person in people
    )
