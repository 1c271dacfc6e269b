"""Make and keep forecasts and the staffing that follows from them."""

import datetime as dt
from dataclasses import fields, replace

import pandas as pd
from sqlalchemy.orm import Session

from roster.hours import due_days, prorated
from roster.problem import Demand, Problem
from web.database import JsonObject
from web.forecasts.accuracy import backtest_errors
from web.forecasts.basis import CannotForecast, kept_forecast, read_basis
from web.forecasts.history import load_figures
from web.forecasts.productivity import productivity_on
from web.forecasts.tables import Requirement, RequirementSlot
from web.people.tables import Department
from web.planning.method import StaffingMethod
from web.planning.month import MonthNeed, Targets, measured_targets, month_need
from web.planning.profiles import NONE, WINDOW_DAYS, Profiles, measure_profiles
from web.planning.settings import covers_the_clock, with_closed_days
from web.records.audit import note
from web.refusal import Refusal
from web.rosters.loading import effective, load_calendar, policy_on
from web.rosters.months import days_in
from web.rosters.people_loading import load_kinds, load_people

__all__ = ["CannotForecast", "make_need"]


def targets_of(department: Department) -> Targets:
    """Return the department's own targets."""
    return Targets(
        service_level_share=department.service_level_share,
        service_level_seconds=department.service_level_seconds,
        aht_seconds=department.aht_seconds,
        patience_seconds=department.patience_seconds,
        shrinkage=department.shrinkage,
        max_occupancy=department.max_occupancy,
        own_numbers=department.own_numbers,
        min_answer_rate=department.min_answer_rate if department.patience_seconds else None,
        max_asa_seconds=department.max_asa_seconds,
        seats=department.seats,
        carry_over=department.carry_over,
        method=department.staffing_method,
    )


def targets_from(settings: JsonObject) -> Targets:
    """Return the targets that a requirement was made with."""
    known = {field.name for field in fields(Targets)}
    values = {name: value for name, value in settings.items() if name in known}
    # needs made before there was a choice were made by waiting times
    method = StaffingMethod(values.pop("method", StaffingMethod.ERLANG))
    return Targets(**values, method=method)


def profiles_of(requirement: Requirement) -> Profiles:
    """Return the handling time and patience by weekday and slot that a need was made with."""
    return Profiles.from_json(requirement.settings.get("profiles", {}))


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

    Where the calls tell, handling time and patience go by weekday and slot, and the requirement keeps them;
    its targets then hold their means. With less than eight weeks of history the forecast is the baseline
    itself; `Forecast.method` says so. The busy-hour method takes the measurement in force on the month's
    first day (R-1.2), and the requirement records it.

    Raises
    ------
    CannotForecast
        What :func:`~web.forecasts.basis.read_basis` refuses, and ``no_productivity``.
    NotFound
        When the department has no policy in force.
    """
    targets = _with_productivity(session, department, month, targets)
    basis = read_basis(session, department, month)
    kinds = load_kinds(session, department.id)
    policy = effective(policy_on(session, department.id, month))
    opening = with_closed_days(load_calendar(session, department), policy)
    given_minutes = contract_minutes(session, department.id, month)
    figures = load_figures(session, department, before=month, days=WINDOW_DAYS)
    figures = figures[~figures["ds"].dt.date.isin(basis.excluded)]
    session.commit()
    profiles = NONE
    if not targets.own_numbers:
        before = pd.Timestamp(month)
        profiles = measure_profiles(figures, before=before, slot_minutes=department.slot_minutes)
    need = month_need(
        basis.calls,
        basis.calendar,
        first_day=month,
        days=days_in(month),
        slot_minutes=department.slot_minutes,
        targets=targets,
        round_the_clock=covers_the_clock(kinds) and not opening.closed_weekdays,
        kinds=kinds,
        opening=opening,
        forecaster=basis.forecaster,
        profiles=profiles,
    )
    used = measured_targets(targets, need)
    errors = backtest_errors(basis.calls, basis.calendar, basis.method)
    forecast = kept_forecast(basis, need.forecast, errors=errors, made_by=made_by, now=now)
    requirement = Requirement(
        department_id=department.id,
        forecast=forecast,
        settings={**used.to_json(), "profiles": profiles.to_json()},
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
        detail={"month": month.isoformat(), **used.to_json(), "measured": sorted(profiles.to_json())},
    )
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
            missing=row["missing"],
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


def _with_productivity(session: Session, department: Department, month: dt.date, targets: Targets) -> Targets:
    if targets.method is not StaffingMethod.BUSY_HOUR:
        return replace(targets, busy_hour_calls=None, busy_hour_measured_on=None)
    found = productivity_on(session, department.id, month)
    if found is None:
        raise CannotForecast(Refusal(code="no_productivity", field="staffing_method"))
    return replace(
        targets,
        busy_hour_calls=found.calls_per_hour,
        busy_hour_measured_on=found.measured_on.isoformat(),
    )
