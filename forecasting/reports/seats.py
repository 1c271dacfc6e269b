"""Table ① (R-1.5): the seats staffed in every interval of the month, and each day's average."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecasting.reports.days import dates_of

MINUTES_PER_DAY = 1440


def seats_by_interval(slots: pd.DataFrame) -> pd.DataFrame:
    """Lay the seats out as date × interval.

    Parameters
    ----------
    slots
        One row per slot: ``ds`` and ``seats``, people on duty.

    Returns
    -------
    pandas.DataFrame
        Indexed by day; a column per interval, named by its minute of the day.
    """
    starts = pd.DatetimeIndex(slots["ds"])
    minutes = pd.Index(starts.hour * 60 + starts.minute, name="minute")
    laid = slots["seats"].set_axis(pd.MultiIndex.from_arrays([dates_of(slots), minutes]))
    return laid.unstack("minute")


def seats_by_day(slots: pd.DataFrame, *, slot_minutes: int) -> pd.DataFrame:
    """Sum up each day's seats.

    Parameters
    ----------
    slots
        One row per slot: ``ds``; ``seats``, people on duty; ``in_service``, whether the hotline is open.

    Returns
    -------
    pandas.DataFrame
        Indexed by day: ``seat_hours``; ``average``, seats over all intervals in service ÷ their number
        (日平均席数); ``most`` and ``least`` seats of an interval in service. A day without service has nan
        in the last three.
    """
    if MINUTES_PER_DAY % slot_minutes:
        raise ValueError(f"intervals of {slot_minutes} minutes do not divide a day")
    days = dates_of(slots)
    seats = slots["seats"].astype("float64")
    # only intervals in service count; without the mask a centre closed at night would look half staffed
    served = seats.where(slots["in_service"].to_numpy(dtype=np.bool_)).groupby(days)
    return pd.DataFrame(
        {
            "seat_hours": seats.groupby(days).sum() * slot_minutes / 60.0,
            "average": served.mean(),
            "most": served.max(),
            "least": served.min(),
        }
    )
