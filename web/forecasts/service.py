"""Make and keep forecasts and the staffing that follows from them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import pandas as pd
from sqlalchemy.orm import Session

from roster.hours import due_days, prorated
from roster.problem import Calendar, Demand, Problem, ShiftKind
from web.database import JsonObject
from web.errors import NotFound
from web.forecasts.accuracy import backtest_errors
from web.forecasts.basis import Basis, CannotForecast, kept_forecast, read_basis
from web.forecasts.history import load_figures
from web.forecasts.productivity import productivity_on
from web.forecasts.queues import month_forecast
from web.forecasts.stages import OnStage, Stage, unwatched
from web.forecasts.tables import Requirement, RequirementSlot
from web.people.tables import Department
from web.planning.method import StaffingMethod
from web.planning.month import MonthNeed, Targets, measured_targets, staffed_month
from web.planning.profiles import NONE, WINDOW_DAYS, Profiles, measure_profiles
from web.planning.settings import covers_the_clock, with_closed_days
from web.policy.schema import EffectivePolicy
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


@dataclass(frozen=True, kw_only=True)
class NeedBasis:
    """All that forecast and need of a month are made from, read from the tables.

    Attributes
    ----------
    figures
        What is recorded of answering and waiting in the last half-year, without the days left out.
    opening
        The calendar with the days on which the department is closed.
    given_minutes
        Person-minutes that the contracts give in the month.
    """

    calls: Basis
    targets: Targets
    figures: pd.DataFrame
    kinds: Sequence[ShiftKind]
    opening: Calendar
    given_minutes: int


def read_need(session: Session, department: Department, month: dt.date, targets: Targets) -> NeedBasis:
    """Return what forecast and need of a month are made from.

    The busy-hour method takes the measurement in force on the month's first day (R-1.2).

    Raises
    ------
    CannotForecast
        What :func:`~web.forecasts.basis.read_basis` refuses, and ``no_productivity`` and ``no_policy``.
    """
    targets, policy = _foundations(session, department, month, targets)
    basis = read_basis(session, department, month)
    figures = load_figures(session, department, before=month, days=WINDOW_DAYS)
    return NeedBasis(
        calls=basis,
        targets=targets,
        figures=figures[~figures["ds"].dt.date.isin(basis.excluded)],
        kinds=load_kinds(session, department.id),
        opening=with_closed_days(load_calendar(session, department), policy),
        given_minutes=contract_minutes(session, department.id, month),
    )


def need_of(
    given: NeedBasis, *, made_by: int | None, now: dt.datetime, on_stage: OnStage = unwatched
) -> Requirement:
    """Forecast and staff the month, and try the method on its past: seconds of work; nothing is stored.

    Where the calls tell, handling time and patience go by weekday and slot, and the requirement keeps them;
    its targets then hold their means. With less than eight weeks of history the forecast is the baseline
    itself; `Forecast.method` says so. The requirement records the busy-hour measurement that it used.
    """
    basis, targets = given.calls, given.targets
    made = month_forecast(basis, on_stage)
    on_stage(Stage.STAFFING)
    profiles = NONE
    if not targets.own_numbers:
        before = pd.Timestamp(basis.month)
        profiles = measure_profiles(given.figures, before=before, slot_minutes=basis.slot_minutes)
    need = staffed_month(
        profiles.of(made),
        first_day=basis.month,
        days=days_in(basis.month),
        slot_minutes=basis.slot_minutes,
        targets=targets,
        round_the_clock=covers_the_clock(given.kinds) and not given.opening.closed_weekdays,
        kinds=given.kinds,
        opening=given.opening,
    )
    on_stage(Stage.JUDGING)
    errors = backtest_errors(basis.calls, basis.calendar, basis.method)
    used = measured_targets(targets, need)
    return Requirement(
        department_id=basis.department_id,
        forecast=kept_forecast(basis, need.forecast, errors=errors, made_by=made_by, now=now),
        settings={**used.to_json(), "profiles": profiles.to_json()},
        need_minutes=need.need_minutes,
        contract_minutes=given.given_minutes,
        made_by_id=made_by,
        made_at=now,
        slots=requirement_slots(need),
    )


def keep_need(session: Session, requirement: Requirement) -> None:
    """Store forecast and need beside all earlier ones with a line of the audit trail, without committing."""
    session.add_all([requirement.forecast, requirement])
    session.flush()
    used, measured = targets_from(requirement.settings), profiles_of(requirement)
    note(
        session,
        action="forecast.made",
        object_type="requirement",
        object_id=requirement.id,
        now=requirement.made_at,
        department_id=requirement.department_id,
        actor_id=requirement.made_by_id,
        detail={
            "month": requirement.forecast.first_day.isoformat(),
            **used.to_json(),
            "measured": sorted(measured.to_json()),
        },
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
    """Forecast and staff a month, keep both, and commit: for those who wait for it themselves.

    It takes seconds. They run between two transactions: on SQLite one that may write keeps everybody else
    waiting. So call this before anything else is changed in the session.

    Raises
    ------
    CannotForecast
        What :func:`read_need` refuses.
    """
    given = read_need(session, department, month, targets)
    session.commit()
    requirement = need_of(given, made_by=made_by, now=now)
    keep_need(session, requirement)
    session.commit()
    return requirement


def check_foundations(session: Session, department: Department, month: dt.date, targets: Targets) -> None:
    """Look for what is missing beside the calls, without reading them.

    Raises
    ------
    CannotForecast
        ``no_productivity`` or ``no_policy``.
    """
    _foundations(session, department, month, targets)


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


def _foundations(
    session: Session, department: Department, month: dt.date, targets: Targets
) -> tuple[Targets, EffectivePolicy]:
    """Return the targets with the measurement that their method needs, and the policy in force."""
    targets = replace(targets, busy_hour_calls=None, busy_hour_measured_on=None)
    if targets.method is StaffingMethod.BUSY_HOUR:
        found = productivity_on(session, department.id, month)
        if found is None:
            raise CannotForecast(Refusal(code="no_productivity", field="staffing_method"))
        measured_on = found.measured_on.isoformat()
        targets = replace(targets, busy_hour_calls=found.calls_per_hour, busy_hour_measured_on=measured_on)
    try:
        policy = policy_on(session, department.id, month)
    except NotFound as error:
        raise CannotForecast(Refusal(code="no_policy")) from error
    return targets, effective(policy)
