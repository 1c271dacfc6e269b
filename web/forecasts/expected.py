"""Calls that a stored forecast expects, on slots as short as the reader's."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.forecasts.history import midnight
from web.forecasts.tables import Forecast, ForecastSlot


def expected_calls(
    session: Session, forecast_id: int, first_day: dt.date, days: int, slot_minutes: int | None = None
) -> Mapping[dt.datetime, float]:
    """Return the expected calls by start of slot, in order of time.

    Parameters
    ----------
    slot_minutes
        Where the need was split because shifts change inside its slots, so are the calls, evenly; None: the
        forecast's own slots.
    """
    own = session.get_one(Forecast, forecast_id).slot_minutes
    step = own if slot_minutes is None else slot_minutes
    rows = session.execute(
        select(ForecastSlot.ds, ForecastSlot.mean)
        .where(
            ForecastSlot.forecast_id == forecast_id,
            ForecastSlot.ds >= midnight(first_day),
            ForecastSlot.ds < midnight(first_day + dt.timedelta(days=days)),
        )
        .order_by(ForecastSlot.ds)
    )
    parts = own // step
    return {
        ds + dt.timedelta(minutes=step * part): mean / parts for ds, mean in rows for part in range(parts)
    }
