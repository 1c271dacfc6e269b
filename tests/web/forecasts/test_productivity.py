"""The measured productivity of the busy hour: which value counts, and the need that follows from it."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.web.forecasts.centre import MONTH, NOW, add_history, department_of, stored_user
from web.accounts.tables import User
from web.database import Database
from web.forecasts.productivity import Measurement, add_measurement, measurements, productivity_on
from web.forecasts.service import CannotForecast, make_need, targets_from, targets_of
from web.people.tables import Department
from web.planning.method import StaffingMethod
from web.planning.month import Targets
from web.policy.kinds import AgentCapacity
from web.policy.tables import PolicyVersion
from web.records.tables import AuditEvent

BY_BUSY_HOUR = Targets(method=StaffingMethod.BUSY_HOUR)


def measured(day: str, calls: float) -> Measurement:
    return Measurement(calls_per_hour=calls, measured_on=dt.date.fromisoformat(day), measured_by="王敏")


def stored(database: Database, *found: Measurement, days: int = 0) -> tuple[int, int]:
    """Return the ids of a department with these measurements and of its supervisor."""
    with database.write() as session:
        user = stored_user(session)
        if days:
            add_history(session, department_of(session, user), days=days)
        session.commit()
        for each in found:
            add_measurement(session, user.department_id, each, recorded_by=user.id, now=NOW)
        return user.department_id, user.id


def test_the_newest_measurement_up_to_the_day_counts(database: Database) -> None:
    department_id, user_id = stored(
        database, measured("2026-10-15", 20), measured("2026-11-20", 24), measured("2026-11-20", 22.5)
    )
    with database.read() as session:

        def on(day: dt.date) -> float | None:
            found = productivity_on(session, department_id, day)
            return None if found is None else found.calls_per_hour

        assert on(dt.date(2026, 10, 14)) is None
        assert on(dt.date(2026, 10, 15)) == on(dt.date(2026, 11, 19)) == 20
        assert on(MONTH) == 22.5  # written down last: a correction
        assert [row.calls_per_hour for row in measurements(session, department_id)] == [22.5, 24, 20]
        noted = session.scalars(select(AuditEvent).where(AuditEvent.action == "productivity.measured")).all()
        assert [event.actor_id for event in noted] == [user_id] * 3


def test_a_newer_value_of_the_policy_counts(database: Database) -> None:
    department_id, _ = stored(database, measured("2026-10-15", 20))
    with database.write() as session:
        session.add(
            PolicyVersion(
                department_id=department_id,
                number=2,
                preset="S4f",
                valid_from=dt.date(2026, 11, 1),
                overrides={"forecast.agent_capacity": {"calls_per_hour": 30, "measured_on": "2026-10-20"}},
                made_at=NOW,
            )
        )
        session.commit()
        assert productivity_on(session, department_id, MONTH) == AgentCapacity(
            calls_per_hour=30, measured_on=dt.date(2026, 10, 20)
        )


def test_without_a_measurement_there_is_no_need_by_the_busy_hour(database: Database) -> None:
    department_id, user_id = stored(database, measured("2026-12-02", 20), days=60)
    with database.write() as session:
        department = session.get_one(Department, department_id)
        with pytest.raises(CannotForecast) as refused:
            make_need(session, department, MONTH, targets=BY_BUSY_HOUR, made_by=user_id, now=NOW)
    assert refused.value.refusal.code == "no_productivity"


def test_the_need_records_the_measurement_it_was_made_with(database: Database) -> None:
    """40 calls each half-hour of a Monday are 80 an hour: 4 agents at 20 each, 6 people with shrinkage."""
    department_id, user_id = stored(database, measured("2026-10-15", 20), days=60)
    with database.write() as session:
        department = session.get_one(Department, department_id)
        department.staffing_method = StaffingMethod.BUSY_HOUR
        department.seats = 3
        session.commit()
        need = make_need(session, department, MONTH, targets=targets_of(department), made_by=user_id, now=NOW)
        made = targets_from(need.settings)
        assert (made.busy_hour_calls, made.busy_hour_measured_on) == (20, "2026-10-15")
        assert (made.method, made.seats) == (StaffingMethod.BUSY_HOUR, 3)
        noon = next(slot for slot in need.slots if slot.ds == dt.datetime.fromisoformat("2026-12-07T12:00"))
        assert (noon.on_calls, noon.missing) == (3, 1)
        assert noon.required == 5
        assert session.get_one(User, user_id).id == need.made_by_id
