"""What other targets or calls would mean for a roster that is there: where it is short, what it costs."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from forecasting.plan_level import mean_level, planned_level
from forecasting.slots import FloatArray
from roster.coverage import Tally, assigned_of_day
from roster.labour_cost import paid_minutes
from web.errors import NotFound
from web.people.tables import Department
from web.planning.month import MonthNeed, Targets
from web.rosters.alive import in_force_or_newest_alive, versions_of
from web.rosters.loading import load_problem, load_roster
from web.rosters.tables import RosterVersion

MINUTES_PER_DAY = 1440


@dataclass(frozen=True, kw_only=True)
class Cover:
    """A roster held against a need.

    Attributes
    ----------
    short_slots, short_minutes
        Slots of the month with too few people, and the person-minutes that are missing in them.
    level
        Service level of the chosen day by the formula, with the people of the roster; None without calls.
    short_of_day
        People missing in each slot of the chosen day.
    """

    short_slots: int
    short_minutes: int
    level: float | None
    short_of_day: list[int]


@dataclass(frozen=True, kw_only=True)
class RosterEffect:
    """A version held against the need as it is and as tried out.

    Attributes
    ----------
    paid_minutes
        Of all shifts that begin in the month.
    """

    version: RosterVersion
    paid_minutes: int
    before: Cover
    after: Cover


def versions_to_try(session: Session, department: Department, month: dt.date) -> Sequence[RosterVersion]:
    """Return the versions of the month's roster, the newest first."""
    return session.scalars(versions_of(department.id, month)).all()


def chosen_version(
    session: Session, department: Department, month: dt.date, version_id: int | None
) -> RosterVersion | None:
    """Return the version asked for, else the one in force or the newest alive; None without a roster.

    Raises
    ------
    NotFound
        When the version is not one of this department and month.
    """
    if version_id is None:
        return in_force_or_newest_alive(session, department.id, month)
    for version in versions_to_try(session, department, month):
        if version.id == version_id:
            return version
    raise NotFound(f"roster version {version_id}")


def roster_effect(
    session: Session,
    department: Department,
    version: RosterVersion,
    day: dt.date,
    needs: tuple[tuple[MonthNeed, Targets], tuple[MonthNeed, Targets]],
) -> RosterEffect:
    """Return what a version gives.

    Parameters
    ----------
    day
        Whose service level is wanted.
    needs
        The need as it is with its targets, and as tried out.
    """
    problem = load_problem(session, department, version.roster.month, version=version)
    roster = load_roster(session, version)
    tally = Tally.of(problem, roster)
    size = problem.demand.slots_per_day
    people = np.array(
        [assigned_of_day(problem, tally, index)[:size] for index in range(problem.days)], dtype=np.float64
    ).reshape(-1)
    before, after = (
        cover(need, targets, people, problem.demand.slot_minutes, day) for need, targets in needs
    )
    return RosterEffect(
        version=version,
        paid_minutes=paid_minutes(problem, roster),
        before=before,
        after=after,
    )


def cover(need: MonthNeed, targets: Targets, people: FloatArray, people_minutes: int, day: dt.date) -> Cover:
    """Hold people on duty against a need.

    Parameters
    ----------
    people, people_minutes
        On duty in each slot of the month, and the length of these slots; the need's may be longer.
    """
    if people_minutes > need.slot_minutes:
        on_duty = people.repeat(people_minutes // need.slot_minutes)
    else:  # of a longer slot, the part with fewest people
        on_duty = people.reshape(-1, need.slot_minutes // people_minutes).min(axis=1)
    of_month = need.of_month(need.staffing)
    missing = np.maximum(of_month["required"].to_numpy() - on_duty, 0).astype(int)
    chosen = (of_month["ds"].dt.date == day).to_numpy()
    open_hours = (of_month["required"].to_numpy() > 0) | (on_duty > 0)
    forecast = need.of_month(need.forecast)
    calls = np.where(open_hours, forecast["mean"].to_numpy(), 0.0)
    ready = on_duty * (1.0 - targets.shrinkage)
    if targets.seats is not None:
        ready = np.minimum(ready, float(targets.seats))
    level = planned_level(
        calls,
        ready,
        aht_s=forecast.get("aht_s", targets.aht_seconds),
        patience_s=forecast.get("patience_s", targets.patience_seconds),
        seconds=targets.service_level_seconds,
        slot_minutes=need.slot_minutes,
        carry_over=targets.carry_over,
    )
    return Cover(
        short_slots=int((missing > 0).sum()),
        short_minutes=int(missing.sum()) * need.slot_minutes,
        level=mean_level(calls[chosen], level[chosen]),
        short_of_day=missing[chosen].tolist(),
    )


def cost_of(minutes: int, rate: float | None) -> float | None:
    """Return the yuan of so many person-minutes, None where no rate is known (R-1.17)."""
    return None if rate is None or pd.isna(rate) else minutes / 60 * rate
