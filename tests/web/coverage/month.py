"""A stored month with a need that is the same every day, and a roster of five people."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.problem import Roster as Shifts
from tests.web.forecasts.centre import NOW, department_of, stored_user
from web.accounts.tables import User
from web.forecasts.history import midnight
from web.forecasts.tables import Forecast, ForecastSlot, Requirement, RequirementSlot
from web.people.tables import Department, Person
from web.rosters.drafts import Draft, store_draft
from web.rosters.months import days_in
from web.rosters.tables import RosterVersion

MONTH = dt.date(2026, 11, 1)
DAY = dt.date(2026, 11, 22)
SETTINGS = {"aht_seconds": 180.0, "shrinkage": 0.5, "service_level_share": 0.8, "service_level_seconds": 20}


@dataclass(frozen=True, kw_only=True)
class Month:
    """What was stored."""

    user: User
    department: Department
    requirement: Requirement | None
    version: RosterVersion | None


def needed(hour: int) -> int:
    """Two people by day, one at night."""
    return 2 if 8 <= hour < 23 else 1


def add_need(
    session: Session,
    department: Department,
    month: dt.date = MONTH,
    *,
    extra: int = 0,
    slot_minutes: int = 30,
) -> Requirement:
    """Store a forecast of ten calls in every half-hour, and the need."""
    days, slots = days_in(month), 1440 // slot_minutes
    starts = [midnight(month) + dt.timedelta(minutes=slot_minutes * n) for n in range(slots * (days + 1))]
    calls = slot_minutes / 30
    forecast = Forecast(
        department_id=department.id,
        first_day=month,
        days=days,
        cutoff=midnight(month),
        method="indices",
        slot_minutes=slot_minutes,
        made_at=NOW,
        slots=[ForecastSlot(ds=start, mean=10 * calls, lo80=5 * calls, hi80=15 * calls) for start in starts],
    )
    requirement = Requirement(
        department_id=department.id,
        forecast=forecast,
        settings=SETTINGS,
        need_minutes=slot_minutes * sum(needed(start.hour) + extra for start in starts[: slots * days]),
        contract_minutes=100_000,
        made_at=NOW,
        slots=[
            RequirementSlot(
                ds=start, required=needed(start.hour) + extra, on_calls=1, service_level=0.8, occupancy=0.7
            )
            for start in starts
        ],
    )
    session.add(requirement)
    session.flush()
    return requirement


def people_of(session: Session, department: Department) -> list[str]:
    found = session.scalars(
        select(Person.employee_number)
        .where(Person.department_id == department.id)
        .order_by(Person.employee_number)
    )
    return list(found)


def shifts_of(numbers: list[str], month: dt.date = MONTH) -> Shifts:
    """One early, one middle and one night shift on every day: one short by day, exact at night."""
    days = [month + dt.timedelta(days=step) for step in range(days_in(month))]
    return Shifts(((number, day), code) for number, code in zip(numbers, "EMN", strict=False) for day in days)


def stored_month(
    session: Session, role: str = "supervisor", *, need: bool = True, roster: bool = True
) -> Month:
    """Store it all; the caller commits."""
    user = stored_user(session, role)
    department = department_of(session, user)
    requirement = add_need(session, department) if need else None
    version = None
    if roster:
        draft = Draft(
            month=MONTH,
            shifts=shifts_of(people_of(session, department)),
            requirement_id=None if requirement is None else requirement.id,
        )
        version = store_draft(session, department, draft, made_by=user.id, now=NOW)
    return Month(user=user, department=department, requirement=requirement, version=version)
