"""Make and keep forecasts and the staffing that follows from them."""

import datetime as dt
from dataclasses import fields

import pandas as pd
from sqlalchemy.orm import Session

from forecasting.calendar import Calendar
from forecasting.forecasters.weekday_mean import WeekdayMeanForecaster
from forecasting.run import SHORTEST_DAYS
from forecasting.selection import SelectedForecaster
from forecasting.slots import day_matrix
from roster.hours import due_days, prorated
from roster.problem import Demand, Problem
from web.database import JsonObject
from web.forecasts.accuracy import BASELINE, LEAST_DAYS, backtest_errors
from web.forecasts.history import call_calendar, load_calls, longest_slot
from web.forecasts.tables import Forecast, ForecastSlot, Requirement, RequirementSlot
from web.people.tables import Department
from web.planning.month import MonthNeed, Targets, month_need
from web.planning.settings import covers_the_clock, with_closed_days
from web.records.audit import note
from web.refusal import Refusal
from web.rosters.loading import effective, load_calendar, policy_on
from web.rosters.months import days_in
from web.rosters.people_loading import load_kinds, load_people

FARTHEST_DAYS = 400
"""From the last call to the last day of the month; beyond a year the calendar itself is a guess."""


class CannotForecast(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """There is not enough, or nothing fitting, to forecast from; `refusal` says what."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


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


def targets_from(settings: JsonObject) -> Targets:
    """Return the targets that a requirement was made with."""
    known = {field.name for field in fields(Targets)}
    return Targets(**{name: value for name, value in settings.items() if name in known})


def make_need(
    session: Session,
    department: Department,
    month: dt.date,
    *,
    targets: Targets,
    made_by: int | None,
    now: dt.datetime,
) -> Requirement:
    """Forecast and staff a month, keep both beside all earlier ones, and commit.

    Forecasting and its back-test take seconds. They run between two transactions: on SQLite one that may
    write keeps everybody else waiting. So call this before anything else is changed in the session.

    With less than eight weeks of history the forecast is the baseline itself; `Forecast.method` says so.

    Raises
    ------
    CannotForecast
        ``no_calls``, ``history_too_short``, ``slots_too_long`` or ``too_far_ahead``.
    NotFound
        When the department has no policy in force.
    """
    calls = load_calls(session, department, before=month)
    _check_history(session, department, month, calls)
    calendar = call_calendar(session, department)
    kinds = load_kinds(session, department.id)
    policy = effective(policy_on(session, department.id, month))
    opening = with_closed_days(load_calendar(session, department), policy)
    given_minutes = contract_minutes(session, department.id, month)
    session.commit()
    short = history_days(calls) < LEAST_DAYS
    forecaster = WeekdayMeanForecaster() if short else SelectedForecaster()
    need = month_need(
        calls,
        calendar,
        first_day=month,
        days=days_in(month),
        slot_minutes=department.slot_minutes,
        targets=targets,
        round_the_clock=covers_the_clock(kinds) and not opening.closed_weekdays,
        kinds=kinds,
        opening=opening,
        forecaster=forecaster,
    )
    method = forecaster.far_name_ if isinstance(forecaster, SelectedForecaster) else BASELINE
    forecast = Forecast(
        department_id=department.id,
        first_day=month,
        days=need.days,
        cutoff=calls["ds"].max().to_pydatetime() + dt.timedelta(minutes=need.slot_minutes),
        method=method,
        parameters={} if short else {"baseline": baseline_profiles(calls, calendar)},
        errors=backtest_errors(calls, calendar, method),
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
        forecast=forecast,
        settings=targets.to_json(),
        need_minutes=need.need_minutes,
        contract_minutes=given_minutes,
        made_by_id=made_by,
        made_at=now,
        slots=requirement_slots(need),
    )
    session.add_all([forecast, requirement])
    session.flush()
    note(
        session,
        action="forecast.made",
        object_type="requirement",
        object_id=requirement.id,
        now=now,
        department_id=department.id,
        actor_id=made_by,
        detail={"month": month.isoformat(), **targets.to_json()},
    )
    session.commit()
    return requirement


def history_days(calls: pd.DataFrame) -> int:
    """Return how many days lie between the first and the last call, both counted; 0 without calls."""
    if calls.empty:
        return 0
    return int((calls["ds"].max().normalize() - calls["ds"].min().normalize()).days) + 1


def baseline_profiles(calls: pd.DataFrame, calendar: Calendar) -> list[list[float]]:
    """Return the mean calls of each weekday's slots, Monday first: what the baseline says of any day."""
    fitted = WeekdayMeanForecaster().fit(calls, calendar)
    start = fitted.matrix_.last_day + dt.timedelta(days=1)
    monday = start + dt.timedelta(days=-start.weekday() % 7)
    means = fitted.predict(monday, 7)["mean"].to_numpy().reshape(7, -1)
    return [[round(float(mean), 2) for mean in row] for row in means]


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


def _check_history(session: Session, department: Department, month: dt.date, calls: pd.DataFrame) -> None:
    if calls.empty:
        raise CannotForecast(Refusal(code="no_calls"))
    longest = longest_slot(session, department.id)
    if department.slot_minutes % longest:  # 20 minutes do not add up to 30 either
        raise CannotForecast(Refusal(code="slots_too_long", measured=longest, limit=department.slot_minutes))
    days = history_days(calls)
    if days < SHORTEST_DAYS or not day_matrix(calls).recorded.any():
        raise CannotForecast(Refusal(code="history_too_short", measured=days, limit=SHORTEST_DAYS))
    last = month + dt.timedelta(days=days_in(month) - 1)
    ahead = (last - calls["ds"].max().date()).days
    if ahead > FARTHEST_DAYS:
        raise CannotForecast(Refusal(code="too_far_ahead", measured=ahead, limit=FARTHEST_DAYS))
