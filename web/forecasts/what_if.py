"""What another target, handling time, shrinkage or volume would ask for: worked out anew, nothing stored."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.simulation import Group, Share, Stream, simulate
from forecasting.staffing import required_by_productivity
from web.fields import Fields
from web.forecasts.productivity import productivity_on
from web.forecasts.queue_need import QueueNeed, read_queue_need
from web.forecasts.service import profiles_of, targets_from
from web.forecasts.tables import ForecastSlot, Requirement
from web.forecasts.what_if_roster import RosterEffect, roster_effect
from web.people.tables import Department
from web.planning.month import MonthNeed, Targets, staffed_month
from web.planning.settings import covers_the_clock, with_closed_days
from web.policy.kinds import AgentCapacity
from web.refusal import Refusal
from web.rosters.loading import effective, load_calendar, policy_on, requirement_of
from web.rosters.months import days_in
from web.rosters.people_loading import load_kinds
from web.rosters.tables import RosterVersion

SIMULATED_CALLS = 60_000
"""Calls played through for one answer: some tenths of a second."""
MOST_RUNS = 40
SEED = 1
FIELDS = ("share", "seconds", "aht", "shrinkage", "volume", "rate")


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is tried out; `volume` is the share of calls more (+) or fewer (−), `rate` yuan per hour."""

    targets: Targets
    volume: float = 0.0
    rate: float | None = None


@dataclass(frozen=True, kw_only=True)
class Need:
    """People of a month, and of one of its days slot by slot."""

    minutes: int
    most: int
    of_day: list[int]

    def cost(self, rate: float | None) -> float | None:
        """Return the yuan at a rate per hour, None where no rate is given."""
        return None if rate is None else self.minutes / 60 * rate


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The need as it is and as it would be.

    Attributes
    ----------
    calls, calls_after
        Expected in the month.
    simulated
        Service level that the chosen day would really give with the people of `after`, None without calls.
    roster
        What a roster that is there gives, None without one.
    queues
        What skills cost on the chosen day; None where no queue asks for one.
    capacity, by_capacity
        The department's measured calls per agent-hour, and the person-minutes by it; None where not set.
    """

    slot_minutes: int
    calls: float
    calls_after: float
    before: Need
    after: Need
    simulated: Share | None
    roster: RosterEffect | None
    queues: QueueNeed | None
    capacity: AgentCapacity | None
    by_capacity: int | None

    @property
    def more_minutes(self) -> int:
        """Person-minutes more (+) or fewer (−) than now."""
        return self.after.minutes - self.before.minutes


def read_change(form: Mapping[str, str], now: Targets) -> Change | list[Refusal]:
    """Return what is tried out; what is left out stays as it is.

    Parameters
    ----------
    now
        The targets of the need in force.
    """
    fields = Fields(form)

    def typed(name: str, least: float, most: float) -> float | None:
        return fields.number(name, least=least, most=most, required=False)

    share, seconds = typed("share", 1, 99), typed("seconds", 0, 3600)
    aht, shrinkage = typed("aht", 1, 7200), typed("shrinkage", 0, 90)
    volume, rate = typed("volume", -90, 400), typed("rate", 0, 10_000)
    if fields.refusals:
        return fields.refusals
    targets = replace(
        now,
        service_level_share=now.service_level_share if share is None else round(share / 100, 6),
        service_level_seconds=now.service_level_seconds if seconds is None else round(seconds),
        aht_seconds=now.aht_seconds if aht is None else aht,
        shrinkage=now.shrinkage if shrinkage is None else round(shrinkage / 100, 6),
    )
    return Change(targets=targets, volume=(volume or 0.0) / 100, rate=rate)


def as_typed(change: Change) -> dict[str, float | None]:
    """Return the values of the sliders."""
    targets = change.targets
    return {
        "share": round(100 * targets.service_level_share, 4),
        "seconds": targets.service_level_seconds,
        "aht": targets.aht_seconds,
        "shrinkage": round(100 * targets.shrinkage, 4),
        "volume": round(100 * change.volume, 4),
        "rate": change.rate,
    }


def targets_now(session: Session, department: Department, month: dt.date) -> Targets | None:
    """Return the targets of the month's newest need, None where there is none."""
    requirement = requirement_of(session, department.id, month)
    return None if requirement is None else targets_from(requirement.settings)


def compare(
    session: Session,
    department: Department,
    month: dt.date,
    day: dt.date,
    change: Change,
    *,
    version: RosterVersion | None = None,
) -> Compared | None:
    """Return the need of a month as it is and after a change; None where nothing is forecast.

    Both are worked out from the newest forecast with the shifts of today, so that only the change differs.

    Parameters
    ----------
    version
        A roster of the month that is held against both, None: none is.
    """
    requirement = requirement_of(session, department.id, month)
    if requirement is None:
        return None
    profiles, now = profiles_of(requirement), targets_from(requirement.settings)
    plain = _forecast(session, requirement)
    forecast = profiles.of(plain)
    changed = profiles.of(
        plain.assign(mean=plain["mean"] * (1.0 + change.volume)),
        factor=change.targets.aht_seconds / now.aht_seconds,
    )
    policy = effective(policy_on(session, department.id, month))
    kinds = load_kinds(session, department.id)
    opening = with_closed_days(load_calendar(session, department), policy)
    minutes = requirement.forecast.slot_minutes

    def staffed(frame: pd.DataFrame, targets: Targets) -> MonthNeed:
        return staffed_month(
            frame,
            first_day=month,
            days=days_in(month),
            slot_minutes=minutes,
            targets=targets,
            round_the_clock=covers_the_clock(kinds) and not opening.closed_weekdays,
            kinds=kinds,
            opening=opening,
        )

    before = staffed(forecast, now)
    after = staffed(changed, change.targets)
    capacity = productivity_on(session, department.id, month)
    return Compared(
        slot_minutes=minutes,
        calls=float(before.of_month(before.forecast)["mean"].sum()),
        calls_after=float(after.of_month(after.forecast)["mean"].sum()),
        before=_need(before, day),
        after=_need(after, day),
        simulated=_simulated(after, day, change.targets),
        roster=None
        if version is None
        else roster_effect(session, department, version, day, ((before, now), (after, change.targets))),
        queues=read_queue_need(session, department, requirement, day, change.targets, volume=change.volume),
        capacity=capacity,
        by_capacity=None if capacity is None else _by_capacity(after, capacity, change.targets),
    )


def _forecast(session: Session, requirement: Requirement) -> pd.DataFrame:
    rows = session.execute(
        select(ForecastSlot.ds, ForecastSlot.mean)
        .where(ForecastSlot.forecast_id == requirement.forecast_id)
        .order_by(ForecastSlot.ds)
    ).all()
    return pd.DataFrame(rows, columns=["ds", "mean"])


def _need(need: MonthNeed, day: dt.date) -> Need:
    people = need.of_month(need.staffing)["required"]
    return Need(
        minutes=need.need_minutes,
        most=int(people.max()),
        of_day=_of_day(need.staffing, day)["required"].tolist(),
    )


def _of_day(frame: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    start = pd.Timestamp(day)
    return frame.loc[(frame["ds"] >= start) & (frame["ds"] < start + pd.Timedelta(days=1))]


def _simulated(need: MonthNeed, day: dt.date, targets: Targets) -> Share | None:
    """Play the day through with the agents on calls; calls of closed hours are left out."""
    agents = _of_day(need.staffing, day)["on_calls"].to_numpy()
    forecast = _of_day(need.forecast, day)
    calls = np.where(agents > 0, forecast["mean"].to_numpy(), 0.0)
    expected = float(calls.sum())
    if not 0 < expected <= SIMULATED_CALLS / 2:
        return None
    played = simulate(
        [
            Stream(
                calls=calls,
                aht_s=forecast.get("aht_s", targets.aht_seconds),
                patience_s=forecast.get("patience_s", targets.patience_seconds),
            )
        ],
        [Group(agents=agents)],
        slot_minutes=need.slot_minutes,
        seconds=targets.service_level_seconds,
        seed=SEED,
        runs=min(MOST_RUNS, int(SIMULATED_CALLS / expected)),
    )
    return played.service_level()


def _by_capacity(need: MonthNeed, capacity: AgentCapacity, targets: Targets) -> int:
    """Return the month's person-minutes by the busy-hour method (R-1.2) in the hours that are staffed."""
    staffed = need.staffing["required"].to_numpy() > 0
    frame = need.forecast.assign(mean=np.where(staffed, need.forecast["mean"], 0.0))
    found = required_by_productivity(
        frame,
        peak_calls_per_agent_hour=capacity.calls_per_hour,
        shrinkage=targets.shrinkage,
        slot_minutes=need.slot_minutes,
    )
    return int(need.of_month(found)["required"].sum()) * need.slot_minutes
