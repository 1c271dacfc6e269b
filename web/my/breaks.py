"""When one's breaks are: the roster and its need decide, nobody enters it."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.break_times import break_times
from web.people.tables import Department, Person, ShiftKind
from web.rosters.loading import load_problem, load_roster
from web.rosters.tables import Roster, RosterVersion

Pause = tuple[int, int]
"""Begin and end of a break, in minutes after midnight of the date on which the shift starts."""


def own_breaks(
    session: Session, department: Department, person: Person, version: RosterVersion
) -> dict[dt.date, Pause]:
    """Return the person's breaks in a version by the date of the shift; empty where none are placed."""
    windows = select(ShiftKind.id).where(
        ShiftKind.department_id == department.id, ShiftKind.break_earliest.is_not(None)
    )
    if session.scalar(windows.limit(1)) is None:
        return {}  # the whole month need not be read
    month = session.get_one(Roster, version.roster_id).month
    problem, shifts = load_problem(session, department, month, version=version), load_roster(session, version)
    number = person.employee_number
    return {
        day: (begins, begins + problem.kind_by_code[shifts[number, day]].break_minutes)
        for (who, day), begins in break_times(problem, shifts).items()
        if who == number
    }
