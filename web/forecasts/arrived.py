"""What has arrived of today, beside what the month's forecast expects of it."""

import datetime as dt

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.slots import FloatArray
from web.forecasts.history import load_calls, midnight
from web.forecasts.tables import ForecastSlot, Requirement
from web.people.tables import Department


def morning_of(session: Session, requirement: Requirement, day: dt.date) -> pd.DataFrame:
    """Return the month's forecast of a day: ``ds, mean, lo80, hi80``."""
    rows = session.execute(
        select(ForecastSlot.ds, ForecastSlot.mean, ForecastSlot.lo80, ForecastSlot.hi80)
        .where(
            ForecastSlot.forecast_id == requirement.forecast_id,
            ForecastSlot.ds >= midnight(day),
            ForecastSlot.ds < midnight(day + dt.timedelta(days=1)),
        )
        .order_by(ForecastSlot.ds)
    ).all()
    return pd.DataFrame(rows, columns=["ds", "mean", "lo80", "hi80"])


def calls_so_far(
    session: Session, department: Department, morning: pd.DataFrame, *, now: dt.datetime, minutes: int
) -> tuple[FloatArray, dt.datetime | None]:
    """Return the calls of each slot that has ended, nan where none are recorded, and until when some are.

    Parameters
    ----------
    now
        Local time, naive: slots that have not ended are not counted, whatever the import holds of them.
    """
    day = now.date()
    calls = load_calls(session, department, first=day, before=day + dt.timedelta(days=1))
    ended = calls[calls["ds"] + pd.Timedelta(minutes=minutes) <= pd.Timestamp(now)]
    by_start = dict(zip(ended["ds"].dt.to_pydatetime(), ended["calls"].tolist(), strict=True))
    starts = morning["ds"].dt.to_pydatetime()
    came = np.array([by_start.get(ds, np.nan) for ds in starts], dtype=np.float64)
    arrived = np.flatnonzero(~np.isnan(came))
    if not len(arrived):
        return came, None
    return came, starts[arrived[-1]] + dt.timedelta(minutes=minutes)
