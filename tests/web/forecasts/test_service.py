"""Making a need: what is stored, from what, and when it is refused."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import delete, func, select

from tests.web.forecasts.centre import (
    MONTH,
    NOW,
    TODAY,
    add_history,
    department_of,
    expected_calls,
    stored_user,
)
from web.accounts.tables import User
from web.calls.tables import CallSlot
from web.database import Database
from web.demo.build import CALLS
from web.demo.department import add_calls
from web.forecasts import service
from web.forecasts.history import load_calls
from web.forecasts.service import CannotForecast, contract_minutes, make_need, targets_from, targets_of
from web.forecasts.tables import Forecast, ForecastSlot, Requirement, RequirementSlot
from web.people.tables import DayOff, Department, Person, ShiftKind
from web.planning.month import Targets
from web.records.tables import AuditEvent
from web.rosters.loading import load_demand, requirement_of

TARGETS = Targets(aht_seconds=200.0, patience_seconds=120.0, shrinkage=0.25, max_occupancy=0.85)


def centre_with_history(database: Database, *, days: int = 120) -> tuple[int, int]:
    """Return the ids of a department with calls and of its supervisor."""
    with database.write() as session:
        user = stored_user(session)
        add_history(session, department_of(session, user), days=days)
        session.commit()
        return user.department_id, user.id


def made(database: Database, user_id: int, targets: Targets = TARGETS, month: dt.date = MONTH) -> Requirement:
    with database.write() as session:
        department = department_of(session, session.get_one(User, user_id))
        return make_need(session, department, month, targets=targets, made_by=user_id, now=NOW)


def test_a_need_is_stored_slot_by_slot_with_all_it_was_made_from(database: Database) -> None:
    department_id, user_id = centre_with_history(database)
    need = made(database, user_id)
    with database.read() as session:
        stored = session.get_one(Requirement, need.id)
        forecast = stored.forecast
        required = [slot.required for slot in stored.slots]
        assert len(required) == len(forecast.slots) == 32 * 48  # the last night ends on the day after
        assert [slot.ds for slot in stored.slots] == [slot.ds for slot in forecast.slots]
        assert stored.need_minutes == 30 * sum(required[: 31 * 48])
        assert targets_from(stored.settings) == TARGETS
        assert (forecast.method, forecast.first_day, forecast.days) == ("gaussian_process", MONTH, 31)
        assert forecast.cutoff == dt.datetime.fromisoformat("2026-11-22")
        assert {"gaussian_process", "weekday_mean", "seasonal_naive", "days"} <= forecast.errors.keys()
        department = session.get_one(Department, department_id)
        demand = load_demand(session, department, MONTH, None)
        assert [people for day in demand.required for people in day] == required[: 31 * 48]
        assert list(demand.after) == required[31 * 48 : 31 * 48 + 16]  # until the early shift at 8:00
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "forecast.made")).one()
        assert (event.object_id, event.actor_id, event.department_id) == (
            str(need.id),
            user_id,
            department_id,
        )


def test_nobody_waits_to_write_while_the_forecast_is_computed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The steps that take seconds run while no transaction is open."""
    _, user_id = centre_with_history(database)
    open_while_computing = []
    with database.write() as session:
        for name in ("month_forecast", "staffed_month", "backtest_errors"):
            step = getattr(service, name)

            def watched(*args: object, step: Callable[..., object] = step, **kwargs: object) -> object:
                open_while_computing.append(session.in_transaction())
                return step(*args, **kwargs)

            monkeypatch.setattr(service, name, watched)
        department = department_of(session, session.get_one(User, user_id))
        need = make_need(session, department, MONTH, targets=TARGETS, made_by=user_id, now=NOW)
    assert need.need_minutes > 0
    assert open_while_computing == [False, False, False]


def test_calls_that_repeat_every_week_are_forecast_as_they_were(database: Database) -> None:
    _, user_id = centre_with_history(database)
    need = made(database, user_id)
    with database.read() as session:
        slots = session.scalars(
            select(ForecastSlot).where(ForecastSlot.forecast_id == need.forecast_id)
        ).all()
        busy = [slot for slot in slots if expected_calls(slot.ds)]
        assert all(abs(slot.mean - expected_calls(slot.ds)) < 0.15 * expected_calls(slot.ds) for slot in busy)
        assert all(slot.lo80 <= slot.mean <= slot.hi80 for slot in busy)
        baseline = session.get_one(Forecast, need.forecast_id).parameters["baseline"]
        assert [row[20] for row in baseline] == [40, 36, 34, 32, 30, 12, 8]


def test_a_centre_round_the_clock_needs_somebody_at_every_hour(database: Database) -> None:
    _, user_id = centre_with_history(database)
    need = made(database, user_id)
    with database.read() as session:
        least = session.scalar(
            select(func.min(RequirementSlot.required)).where(RequirementSlot.requirement_id == need.id)
        )
        assert least == 2  # one on calls, with a quarter of the time lost to shrinkage


def test_a_centre_that_closes_at_night_needs_nobody_then(database: Database) -> None:
    department_id, user_id = centre_with_history(database)
    with database.write() as session:
        session.scalars(
            select(ShiftKind).where(ShiftKind.department_id == department_id, ShiftKind.family == "N")
        ).one().active = False
        session.commit()
    need = made(database, user_id)
    with database.read() as session:
        slots = session.get_one(Requirement, need.id).slots
        assert {slot.required for slot in slots if slot.ds.hour < 7} == {0}
        assert {(slot.service_level, slot.occupancy) for slot in slots if slot.ds.hour < 7} == {(None, None)}
        assert min(slot.required for slot in slots if 8 <= slot.ds.hour < 20) > 0


def test_making_it_anew_keeps_the_earlier_one_and_the_newest_counts(database: Database) -> None:
    department_id, user_id = centre_with_history(database)
    first, second = made(database, user_id), made(database, user_id, Targets(aht_seconds=400.0))
    assert second.need_minutes > first.need_minutes
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Requirement)) == 2
        assert session.scalar(select(func.count()).select_from(ForecastSlot)) == 2 * 32 * 48
        kept = session.get_one(Requirement, first.id)
        assert (kept.need_minutes, targets_from(kept.settings)) == (first.need_minutes, TARGETS)
        newest = requirement_of(session, department_id, MONTH)
        assert newest is not None
        assert newest.id == second.id


def test_under_eight_weeks_the_forecast_is_the_baseline(database: Database) -> None:
    _, user_id = centre_with_history(database, days=55)
    need = made(database, user_id)
    with database.read() as session:
        forecast = session.get_one(Forecast, need.forecast_id)
        assert (forecast.method, forecast.errors) == ("weekday_mean", {})
        empty = ("excluded", "undecided", "events", "billing_days")
        assert [forecast.parameters[name] for name in empty] == [[]] * 4
        assert {slot.mean for slot in forecast.slots if slot.ds.hour == 9 and slot.ds.weekday() == 0} == {
            40.0
        }


@pytest.mark.parametrize(
    ("days", "slot_minutes", "month", "code"),
    [
        (0, 30, MONTH, "no_calls"),
        (30, 30, dt.date(2026, 10, 1), "no_calls"),
        (6, 30, MONTH, "history_too_short"),
        (100, 60, MONTH, "slots_too_long"),
        (100, 20, MONTH, "slots_too_long"),
        (100, 30, dt.date(2028, 1, 1), "too_far_ahead"),
    ],
)
def test_what_cannot_be_forecast_is_refused_and_stores_nothing(
    database: Database, days: int, slot_minutes: int, month: dt.date, code: str
) -> None:
    with database.write() as session:
        user = stored_user(session)
        if days:
            add_history(session, department_of(session, user), days=days, slot_minutes=slot_minutes)
        session.commit()
    with pytest.raises(CannotForecast) as caught:
        made(database, user.id, month=month)
    assert caught.value.refusal.code == code
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Forecast)) == 0


def test_a_department_without_policy_has_no_need(database: Database) -> None:
    with database.write() as session:
        user = stored_user(session, policy=False)
        add_history(session, department_of(session, user), days=90)
        session.commit()
    with pytest.raises(CannotForecast) as caught:
        made(database, user.id)
    assert caught.value.refusal.code == "no_policy"


def test_queues_and_short_slots_are_summed_into_the_departments_slots(database: Database) -> None:
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        add_history(session, department, days=2, queues=("卡", "贷款"), slot_minutes=15)
        calls = load_calls(session, department)
        assert len(calls) == 2 * 48
        assert calls["calls"].tolist() == [2 * expected_calls(ds) for ds in calls["ds"].dt.to_pydatetime()]
        day = load_calls(session, department, first=dt.date(2026, 11, 20), before=dt.date(2026, 11, 21))
        assert day["ds"].dt.date.unique().tolist() == [dt.date(2026, 11, 20)]
        # a slot whose first quarter is missing keeps its own start
        morning = dt.datetime.fromisoformat("2026-11-20T09:00")
        session.execute(delete(CallSlot).where(CallSlot.ds == morning))
        again = load_calls(session, department).set_index("ds")["calls"]
        assert len(again) == 2 * 48
        assert again[morning] == expected_calls(morning)
        assert load_calls(session, department, queue="x").empty


def test_contracts_give_their_weekly_hours_less_leave(database: Database) -> None:
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        people = session.scalars(select(Person).where(Person.department_id == department.id)).all()
        before = contract_minutes(session, department.id, MONTH)
        assert before == len(people) * (2400 * 31 // 7)
        days = [dt.date(2026, 12, 7) + dt.timedelta(days=step) for step in range(7)]
        session.add_all(DayOff(person_id=people[0].id, date=day, recorded_at=NOW) for day in days)
        session.flush()
        assert contract_minutes(session, department.id, MONTH) == before - 2400


def test_the_real_history_beats_both_baselines(database: Database) -> None:
    with database.write() as session:
        user = stored_user(session)
        department = department_of(session, user)
        department.country, department.weekend = "", [5, 6]
        add_calls(session, department, CALLS, TODAY, NOW)
        session.commit()
    need = made(database, user.id, targets_of(department))
    with database.read() as session:
        errors = session.get_one(Forecast, need.forecast_id).errors
    assert (
        errors["gaussian_process"]["wape"] < errors["weekday_mean"]["wape"] < errors["seasonal_naive"]["wape"]
    )
    assert 0.75 < errors["gaussian_process"]["coverage80"] < 0.87
    assert errors["days"]["lo"] < 1 < errors["days"]["hi"]
    assert 4000 < need.need_minutes / 60 < 7000
