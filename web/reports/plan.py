"""Read what tables ① and ② need: seats, need and forecast of a month, slot by slot."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from forecasting.slots import FloatArray
from roster.coverage import Tally, assigned_of_day
from roster.problem import Demand, Problem
from roster.rules.reserve import held, special_days
from web.forecasts.expected import expected_calls
from web.forecasts.productivity import productivity_on
from web.forecasts.tables import Requirement
from web.people.tables import Department
from web.planning.settings import covers_the_clock
from web.policy.kinds import AgentCapacity
from web.rosters.alive import in_force_or_newest_alive
from web.rosters.loading import (
    load_demand,
    load_problem,
    load_roster,
    requirement_of,
)
from web.rosters.months import days_in
from web.rosters.people_loading import load_kinds
from web.rosters.tables import RosterVersion


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A month as it is planned.

    Attributes
    ----------
    version
        The roster behind the seats, published or else the newest draft; None without any.
    requirement
        The need that the roster was made for, and its forecast; None without any.
    slots
        One row per slot: ``ds``, ``seats``, ``needed``, ``forecast`` (nan where unknown), ``in_service``.
    reserve, emergency
        People held ready on ordinary days (R-1.10) and on special ones (R-1.14); days without are left out.
    capacity
        The measured calls per agent and busy hour (R-1.2, P-16), or None.
    """

    month: dt.date
    slot_minutes: int
    version: RosterVersion | None
    requirement: Requirement | None
    slots: pd.DataFrame
    reserve: Mapping[dt.date, int]
    emergency: Mapping[dt.date, int]
    capacity: AgentCapacity | None

    @property
    def shrinkage(self) -> float:
        """Share of planned time not available for calls, as the need has it."""
        return 0.0 if self.requirement is None else float(self.requirement.settings["shrinkage"])


def read_plan(session: Session, department: Department, month: dt.date) -> Plan:
    """Return the month's roster, need and forecast."""
    version = in_force_or_newest_alive(session, department.id, month)
    requirement = requirement_of(session, department.id, month, version)
    reserve: dict[dt.date, int] = {}
    emergency: dict[dt.date, int] = {}
    if version is None:
        demand = load_demand(session, department, month, None)
        seats: FloatArray = np.full((days_in(month), demand.slots_per_day), np.nan)
    else:
        problem = load_problem(session, department, month, version=version)
        tally = Tally.of(problem, load_roster(session, version))
        demand, seats = problem.demand, _seats(problem, tally)
        reserve, emergency = _held(problem, tally)
    return Plan(
        month=month,
        slot_minutes=demand.slot_minutes,
        version=version,
        requirement=requirement,
        slots=_slots(session, department, demand, requirement, seats),
        reserve=reserve,
        emergency=emergency,
        capacity=productivity_on(session, department.id, month),
    )


def read_forecast(
    session: Session, forecast_id: int, month: dt.date, slot_minutes: int | None = None
) -> pd.DataFrame:
    """Return the calls that a forecast expects in the month: columns ``ds`` and ``forecast``."""
    expected = expected_calls(session, forecast_id, month, days_in(month), slot_minutes)
    frame = pd.DataFrame(list(expected.items()), columns=["ds", "forecast"])
    return frame.astype({"ds": "datetime64[us]", "forecast": "float64"})


def _slots(
    session: Session,
    department: Department,
    demand: Demand,
    requirement: Requirement | None,
    seats: FloatArray,
) -> pd.DataFrame:
    needed = np.array([row[: demand.slots_per_day] for row in demand.required], dtype=np.float64).reshape(-1)
    on_duty = seats.reshape(-1)
    starts = pd.date_range(demand.first_day, periods=len(needed), freq=f"{demand.slot_minutes}min", unit="us")
    found = pd.DataFrame({"ds": starts, "seats": on_duty, "needed": needed})
    # a hotline round the clock is in service where nobody sits, too: that is what the average must show
    always = covers_the_clock(load_kinds(session, department.id))
    found["in_service"] = always | (needed > 0) | (np.nan_to_num(on_duty) > 0)
    if requirement is None:
        return found.assign(needed=np.nan, forecast=np.nan)
    forecast = read_forecast(session, requirement.forecast_id, demand.first_day, demand.slot_minutes)
    return found.merge(forecast, on="ds", how="left")


def _seats(problem: Problem, tally: Tally) -> FloatArray:
    size = problem.demand.slots_per_day
    return np.array(
        [assigned_of_day(problem, tally, day)[:size] for day in range(problem.days)], dtype=np.float64
    )


def _held(problem: Problem, tally: Tally) -> tuple[dict[dt.date, int], dict[dt.date, int]]:
    """Return who is held ready on ordinary days and on special ones."""
    special = set(special_days(problem))
    reserve: dict[dt.date, int] = {}
    emergency: dict[dt.date, int] = {}
    for day in range(problem.days):
        people = held(problem, tally, day)
        if people:
            (emergency if day in special else reserve)[problem.date_of(day)] = people
    return reserve, emergency
