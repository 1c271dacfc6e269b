"""What the register knows from elsewhere (R-7.16): days of leave by kind, overtime beside the roster."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from roster.leave.asking import LeaveKind
from roster.leave.life import GRANTED, LeaveState
from roster.overtime.life import COUNTED
from web.leave.balances import is_leave
from web.leave.tables import LeaveRequest
from web.overtime.tables import OvertimeEntry
from web.people.tables import DayOff, Person, ShiftFamily, ShiftKind
from web.rosters.tables import AssignmentInForce


@dataclass(frozen=True)
class Leave:
    """One person's leave in a period.

    Parameters
    ----------
    days
        All of them, each once, those of unknown kind included.
    by_kind
        Those that were asked for and granted here.
    """

    days: set[dt.date] = field(default_factory=set)
    by_kind: dict[LeaveKind, set[dt.date]] = field(default_factory=dict)


def leave_of(session: Session, department_id: int, first: dt.date, last: dt.date) -> Mapping[int, Leave]:
    """Return the leave of a department from ``first`` to ``last``, by person."""
    found: dict[int, Leave] = {}
    for person, day in _days_off(session, department_id, first, last):
        found.setdefault(person, Leave()).days.add(day)
    rows = session.scalars(
        select(LeaveRequest)
        .options(selectinload(LeaveRequest.consents))
        .where(
            LeaveRequest.department_id == department_id,
            LeaveRequest.state.in_((*GRANTED, LeaveState.CLOSED)),
            LeaveRequest.until >= first,
            LeaveRequest.first_day <= last,
        )
    )
    for row in rows:
        if not is_leave(row):
            continue  # closed as an absence: nobody granted it, or no certificate came
        mine = found.setdefault(row.person_id, Leave())
        length = (min(row.until, last) - max(row.first_day, first)).days + 1
        days = {max(row.first_day, first) + dt.timedelta(days=day) for day in range(length)}
        mine.by_kind.setdefault(row.kind, set()).update(days)
        mine.days.update(days)
    return found


def booked_overtime(session: Session, department_id: int, first: dt.date, last: dt.date) -> Mapping[int, int]:
    """Return the minutes of overtime that count, by person, without those of the roster's overtime shifts.

    Whoever was called in for a whole shift has it in the roster as a shift like any other; that it is
    overtime only the booking knows.
    """
    rows = session.execute(
        select(OvertimeEntry.person_id, func.sum(OvertimeEntry.minutes))
        .outerjoin(ShiftKind, ShiftKind.id == OvertimeEntry.shift_kind_id)
        .where(
            OvertimeEntry.department_id == department_id,
            OvertimeEntry.date.between(first, last),
            OvertimeEntry.state.in_(tuple(COUNTED)),
            OvertimeEntry.shift_kind_id.is_(None) | (ShiftKind.family != ShiftFamily.OVERTIME),
        )
        .group_by(OvertimeEntry.person_id)
    )
    return {person: int(minutes) for person, minutes in rows}


def _days_off(
    session: Session, department_id: int, first: dt.date, last: dt.date
) -> list[tuple[int, dt.date]]:
    """Return days off and days of a leave shift."""
    days = session.execute(
        select(DayOff.person_id, DayOff.date)
        .join(Person, Person.id == DayOff.person_id)
        .where(Person.department_id == department_id, DayOff.date.between(first, last))
    ).all()
    shifts = session.execute(
        select(AssignmentInForce.person_id, AssignmentInForce.date)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(
            ShiftKind.department_id == department_id,
            ShiftKind.family == ShiftFamily.LEAVE,
            AssignmentInForce.date.between(first, last),
        )
    ).all()
    return [(person, day) for person, day in [*days, *shifts]]
