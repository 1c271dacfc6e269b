"""Make and keep forecasts and the staffing that follows from them."""

import datetime as dt

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.calendar import Calendar, DayKind
from roster.hours import due_days, prorated
from roster.problem import Demand, Problem
from web.calls.tables import CallSlot
from web.errors import NotFound
from web.forecasts.accuracy import backtest_errors
from web.forecasts.tables import Forecast, ForecastSlot, Requirement, RequirementSlot
from web.people.tables import CalendarDay, CalendarDayKind, Department
from web.planning.month import MonthNeed, Targets, month_need
from web.planning.settings import covers_the_clock
from web.rosters.loading import effective, load_kinds, load_people, policy_on
from web.rosters.months import days_in

METHOD = "indices"
_DAY_KINDS = {
    CalendarDayKind.STATUTORY_HOLIDAY: DayKind.STATUTORY,
    CalendarDayKind.ADJUSTED_REST_DAY: DayKind.ADJUSTED_REST,
    CalendarDayKind.MAKEUP_WORKING_DAY: DayKind.MAKE_UP,
}


def targets_of(department: Department) -> Targets:
    """Return the department's own targets."""
    return Targets(
        service_level_share=department.service_level_share,
        service_level_seconds=department.service_level_seconds,
        aht_seconds=department.aht_seconds,
        patience_seconds=department.patience_seconds,
        shrinkage=department.shrinkage,
        max_occupancy=department.max_occupancy,
    )


def load_calls(session: Session, department_id: int, queue: str = "") -> pd.DataFrame:
    """Return the call history as the long frame ``ds, calls``, by time; empty when there is none."""
    rows = session.execute(
        select(CallSlot.ds, CallSlot.offered)
        .where(CallSlot.department_id == department_id, CallSlot.queue == queue)
        .order_by(CallSlot.ds)
    ).all()
    frame = pd.DataFrame(rows, columns=["ds", "calls"])
    return frame.astype({"ds": "datetime64[us]", "calls": "float64"})


def call_calendar(session: Session, department: Department) -> Calendar:
    """Return the days of the department as forecasters see them."""
    overrides = {
        row.date: _DAY_KINDS[row.kind]
        for row in session.scalars(select(CalendarDay).where(CalendarDay.department_id == department.id))
        if row.kind in _DAY_KINDS
    }
    return Calendar(
        country=department.country or None,
        weekend=frozenset(day - 1 for day in department.weekend),
        overrides=overrides,
    )


def make_need(
    session: Session,
    department: Department,
    month: dt.date,
    *,
    targets: Targets,
    made_by: int | None,
    now: dt.datetime,
) -> Requirement:
    """Forecast and staff a month, keep both, and commit.

    Raises
    ------
    NotFound
        When there is no call history before the month.
    """
    calls = load_calls(session, department.id)
    calls = calls[calls["ds"] < pd.Timestamp(month)]
    if calls.empty:
        raise NotFound("no call history before the month")
    calendar = call_calendar(session, department)
    policy = effective(policy_on(session, department.id, month))
    need = month_need(
        calls,
        calendar,
        first_day=month,
        days=days_in(month),
        slot_minutes=department.slot_minutes,
        targets=targets,
        round_the_clock=covers_the_clock(load_kinds(session, department.id))
        and not policy.values.work_days.closed_weekdays,
    )
    forecast = Forecast(
        department_id=department.id,
        first_day=month,
        days=need.days,
        cutoff=calls["ds"].max().to_pydatetime() + dt.timedelta(minutes=need.slot_minutes),
        method=METHOD,
        errors=backtest_errors(calls, calendar),
        slot_minutes=need.slot_minutes,
        made_by_id=made_by,
        made_at=now,
        slots=[
            ForecastSlot(ds=row["ds"].to_pydatetime(), mean=row["mean"], lo80=row["lo80"], hi80=row["hi80"])
            for row in need.forecast.to_dict("records")
        ],
    )
    requirement = Requirement(
        department_id=department.id,
        forecast_id=0,
        settings=targets.to_json(),
        need_minutes=need.need_minutes,
        contract_minutes=contract_minutes(session, department.id, month),
        made_by_id=made_by,
        made_at=now,
        slots=requirement_slots(need),
    )
    requirement.forecast = forecast
    session.add_all([forecast, requirement])
    session.commit()
    return requirement


def requirement_slots(need: MonthNeed) -> list[RequirementSlot]:
    """Return the rows of a need; what is not a number (a slot without calls) is left empty."""
    plain = need.staffing.astype(object).where(need.staffing.notna(), None)
    return [
        RequirementSlot(
            ds=row["ds"].to_pydatetime(),
            required=row["required"],
            on_calls=row["on_calls"],
            service_level=row["service_level"],
            occupancy=row["occupancy"],
        )
        for row in plain.to_dict("records")
    ]


def contract_minutes(session: Session, department_id: int, month: dt.date) -> int:
    """Return the person-minutes that contracts give in the month, leave taken off."""
    days = days_in(month)
    people = load_people(session, department_id, month, month + dt.timedelta(days=days - 1))
    problem = Problem(people=people, kinds=(), first_day=month, days=days, demand=Demand.none(month, days))
    return sum(prorated(person.weekly_minutes, due_days(problem, person)) for person in people)
