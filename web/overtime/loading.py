"""What overtime of a date is judged by: terms, people, their shifts around it, what they have already."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from roster.overtime.caps import Load, over_average
from roster.overtime.counting import Window
from roster.overtime.fitness import Extra, Shift, against
from roster.overtime.life import BOUND, COUNTED
from roster.overtime.terms import OvertimeTerms
from roster.problem import Person
from roster.violation import Violation
from web.overtime.tables import OvertimeEntry
from web.overtime.terms import overtime_terms
from web.people.tables import Department, ShiftKind
from web.people.tables import Person as PersonRow
from web.planning.settings import rule_settings
from web.policy.schema import EffectivePolicy
from web.rosters.loading import effective, policy_if_any, policy_on
from web.rosters.months import days_in, next_month
from web.rosters.people_loading import load_kinds, load_people
from web.rosters.tables import AssignmentInForce

AROUND = dt.timedelta(days=2)
"""Shifts so far before or after matter for the rest."""


@dataclass(frozen=True, kw_only=True)
class OvertimeDay:
    """A date on which overtime is judged.

    Parameters
    ----------
    people
        By id of their row.
    shifts
        Shifts in force around the date, and overtime that is agreed on, by person.
    loads
        Overtime that each has already, and whether a shift lies on the date.
    rostered
        Paid minutes of the month's roster.
    rest, weekly
        Minutes between two shifts; minutes of an average week. None where no rule says any.
    """

    department: Department
    date: dt.date
    policy: EffectivePolicy
    policy_version_id: int
    terms: OvertimeTerms
    people: Mapping[int, Person]
    shifts: Mapping[int, list[Shift]]
    loads: Mapping[int, Load]
    rostered: Mapping[int, int]
    rest: int | None
    weekly: int | None

    def against(self, person_id: int, extra: Extra) -> tuple[Violation, ...]:
        """Return what stands against a person working it, and what is to be noted."""
        person, load = self.people[person_id], self.loads[person_id]
        found = against(person, extra, self.shifts[person_id], load, self.terms, rest=self.rest)
        return (*found, *self.average(person_id, extra.window.minutes))

    def average(self, person_id: int, minutes: int) -> tuple[Violation, ...]:
        """Return the note that the average week of the month becomes too long (R-3.1)."""
        whole = self.rostered[person_id] + self.loads[person_id].month + minutes
        return over_average(
            self.people[person_id].id, self.date, whole, days_in(self.date.replace(day=1)), self.weekly
        )

    def shift_of(self, person_id: int) -> Shift | None:
        """Return the person's last shift of the date."""
        found = [shift for shift in self.shifts[person_id] if shift.date == self.date and shift.kind != "O"]
        return max(found, key=lambda shift: shift.window.ends_at, default=None)


def load_day(
    session: Session,
    department: Department,
    day: dt.date,
    *,
    person_ids: Collection[int] | None = None,
    besides: int | None = None,
) -> OvertimeDay:
    """Return what overtime of a date is judged by.

    Parameters
    ----------
    person_ids
        Whose; None for everybody of the department.
    besides
        The overtime that is judged, which does not stand against itself.
    """
    version = policy_on(session, department.id, day)
    policy = effective(version)
    month = day.replace(day=1)
    rows = dict(
        session.execute(
            select(PersonRow.employee_number, PersonRow.id).where(PersonRow.department_id == department.id)
        ).all()
    )
    everybody = load_people(session, department.id, month, next_month(month) - dt.timedelta(days=1))
    people = {
        rows[person.id]: person for person in everybody if person_ids is None or rows[person.id] in person_ids
    }
    kinds = load_kinds(session, department.id)
    rest = rule_settings(policy, everybody, kinds, week_start=department.week_start - 1).rest_between
    return OvertimeDay(
        department=department,
        date=day,
        policy=policy,
        policy_version_id=version.id,
        terms=overtime_terms(policy),
        people=people,
        shifts=_shifts(session, people, day, besides),
        loads=_loads(session, people, day, besides),
        rostered=_rostered(session, people, month),
        rest=None if rest is None else rest.value,
        weekly=policy.average_week_minutes,
    )


def _shifts(
    session: Session, people: Collection[int], day: dt.date, besides: int | None
) -> Mapping[int, list[Shift]]:
    first, last = day - AROUND, day + AROUND
    found: dict[int, list[Shift]] = defaultdict(list)
    rows = session.execute(
        select(
            AssignmentInForce.person_id,
            AssignmentInForce.date,
            ShiftKind.code,
            AssignmentInForce.starts_at,
            AssignmentInForce.ends_at,
        )
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(AssignmentInForce.person_id.in_(people), AssignmentInForce.date.between(first, last))
    )
    extra = session.execute(
        select(
            OvertimeEntry.person_id,
            OvertimeEntry.date,
            OvertimeEntry.starts_at,
            OvertimeEntry.ends_at,
        ).where(
            OvertimeEntry.person_id.in_(people),
            OvertimeEntry.date.between(first, last),
            OvertimeEntry.state.in_(tuple(BOUND)),
            OvertimeEntry.shift_kind_id.is_(None),
            OvertimeEntry.id != (besides or 0),
        )
    )
    for person, date, code, starts_at, ends_at in rows:
        found[person].append(Shift(date=date, kind=code, window=Window(starts_at=starts_at, ends_at=ends_at)))
    for person, date, starts_at, ends_at in extra:
        found[person].append(Shift(date=date, kind="O", window=Window(starts_at=starts_at, ends_at=ends_at)))
    return found


def _loads(
    session: Session, people: Collection[int], day: dt.date, besides: int | None
) -> Mapping[int, Load]:
    month = day.replace(day=1)
    of_day: dict[int, int] = defaultdict(int)
    of_month: dict[int, int] = defaultdict(int)
    own: set[int] = set()
    rows = session.execute(
        select(
            OvertimeEntry.person_id, OvertimeEntry.date, OvertimeEntry.minutes, OvertimeEntry.on_day_off
        ).where(
            OvertimeEntry.person_id.in_(people),
            OvertimeEntry.date >= month,
            OvertimeEntry.date < next_month(month),
            OvertimeEntry.state.in_(tuple(BOUND)),
            OvertimeEntry.id != (besides or 0),
        )
    )
    for person, date, minutes, on_day_off in rows:
        of_month[person] += minutes
        if date == day:
            of_day[person] += minutes
            if on_day_off:
                own.add(person)  # the shift of that day is itself overtime
    at_work = set(
        session.scalars(
            select(AssignmentInForce.person_id).where(
                AssignmentInForce.person_id.in_(people), AssignmentInForce.date == day
            )
        )
    )
    return {
        person: Load(
            day=of_day[person], month=of_month[person], works=person in at_work and person not in own
        )
        for person in people
    }


def _rostered(session: Session, people: Collection[int], month: dt.date) -> Mapping[int, int]:
    """Return the paid minutes of the roster; whole shifts that are overtime are left to the overtime."""
    called = (
        select(OvertimeEntry.id)
        .where(
            OvertimeEntry.person_id == AssignmentInForce.person_id,
            OvertimeEntry.date == AssignmentInForce.date,
            OvertimeEntry.shift_kind_id == AssignmentInForce.shift_kind_id,
            or_(OvertimeEntry.state.in_(tuple(COUNTED)), OvertimeEntry.state.in_(tuple(BOUND))),
        )
        .exists()
    )
    found: dict[int, int] = defaultdict(int)
    for person, minutes in session.execute(
        select(AssignmentInForce.person_id, ShiftKind.paid_minutes)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(
            AssignmentInForce.person_id.in_(people),
            AssignmentInForce.date >= month,
            AssignmentInForce.date < next_month(month),
            ~called,
        )
    ):
        found[person] += minutes
    return found


def policy_in_force(session: Session, department_id: int, day: dt.date) -> EffectivePolicy | None:
    """Return what the policy says on a date; None before a department has one."""
    version = policy_if_any(session, department_id, day)
    return None if version is None else effective(version)
