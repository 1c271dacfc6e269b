"""What each queue of a month brings: its own forecast, its own handling time and patience."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.forecasts.history import load_figures, queue_names
from web.forecasts.judging import excluded_days
from web.forecasts.service import profiles_of, targets_from
from web.forecasts.tables import Forecast, ForecastSlot, Requirement
from web.people.tables import Department
from web.planning.profiles import WINDOW_DAYS, Profiles, measure_profiles

MOST_QUEUES = 12
"""Those with most calls; the others are taken together."""
LEAST_REST = 0.01
"""Share of the calls of all queues below which those without a forecast are not worth a queue."""


@dataclass(frozen=True, kw_only=True)
class QueueLoad:
    """Calls of one queue.

    Attributes
    ----------
    name
        "" for the calls that no queue's forecast holds, taken together.
    calls
        ``ds, mean`` of the month and the day after it.
    profiles
        Measured on the queue's own calls where they tell enough, else on all.
    """

    name: str
    calls: pd.DataFrame
    slot_minutes: int
    profiles: Profiles


def queue_loads(
    session: Session, department: Department, requirement: Requirement, *, measured: bool = True
) -> list[QueueLoad]:
    """Return the queues of a need's month that are forecast, most calls first, and the rest of the calls.

    Where queues of the history have no forecast, the share of the forecast of all queues that the others
    leave is one more, by the times of day of all. Empty where that does not make two.

    Parameters
    ----------
    measured
        Whether each queue's own profiles are wanted: they take a look at half a year of its calls.
    """
    of_all = requirement.forecast
    names = queue_names(session, department.id)
    calls = {forecast.queue: _calls(session, forecast.id) for forecast in _forecasts(session, of_all, names)}
    if not calls:
        return []
    everybody = profiles_of(requirement)
    measured = measured and not targets_from(requirement.settings).own_numbers
    excluded = excluded_days(session, department.id)
    loads = []
    for name, of_queue in calls.items():
        profiles = everybody
        if measured:
            figures = load_figures(session, department, before=of_all.first_day, days=WINDOW_DAYS, queue=name)
            profiles = _measured(figures[~figures["ds"].dt.date.isin(excluded)], of_all, everybody)
        loads.append(
            QueueLoad(name=name, calls=of_queue, slot_minutes=of_all.slot_minutes, profiles=profiles)
        )
    if set(names) - set(calls):
        loads += _rest(session, requirement, loads, everybody)
    return loads if len(loads) > 1 else []


def _forecasts(session: Session, of_all: Forecast, names: Sequence[str]) -> Sequence[Forecast]:
    """Return the newest forecast of each named queue for the same days and slots, most calls first."""
    newest = (
        select(func.max(Forecast.id))
        .where(
            Forecast.department_id == of_all.department_id,
            Forecast.first_day == of_all.first_day,
            Forecast.days == of_all.days,
            Forecast.slot_minutes == of_all.slot_minutes,
            Forecast.queue != "",
        )
        .group_by(Forecast.queue)
    )
    found = session.scalars(
        select(Forecast)
        .join(ForecastSlot, ForecastSlot.forecast_id == Forecast.id)
        .where(Forecast.id.in_(newest), Forecast.queue.in_(names))
        .group_by(Forecast.id)
        .order_by(func.sum(ForecastSlot.mean).desc(), Forecast.queue)
        .limit(MOST_QUEUES)
    )
    return found.all()


def _calls(session: Session, forecast_id: int) -> pd.DataFrame:
    rows = session.execute(
        select(ForecastSlot.ds, ForecastSlot.mean)
        .where(ForecastSlot.forecast_id == forecast_id)
        .order_by(ForecastSlot.ds)
    ).all()
    return pd.DataFrame(rows, columns=["ds", "mean"])


def _measured(figures: pd.DataFrame, forecast: Forecast, of_all: Profiles) -> Profiles:
    own = measure_profiles(
        figures, before=pd.Timestamp(forecast.first_day), slot_minutes=forecast.slot_minutes
    )
    return Profiles(handling=own.handling or of_all.handling, patience=own.patience or of_all.patience)


def _rest(
    session: Session, requirement: Requirement, loads: Sequence[QueueLoad], of_all: Profiles
) -> list[QueueLoad]:
    together = _calls(session, requirement.forecast_id)
    expected = float(together["mean"].sum())
    known = sum(float(load.calls["mean"].sum()) for load in loads)
    share = 1.0 - known / expected if expected > 0 else 0.0
    if share < LEAST_REST:
        return []
    rest = together.assign(mean=together["mean"] * share)
    return [QueueLoad(name="", calls=rest, slot_minutes=requirement.forecast.slot_minutes, profiles=of_all)]
