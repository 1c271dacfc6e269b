"""Table ③ (R-1.7): the calls that came each day, and what the staff made of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecasting.reports.days import dates_of, day_sums, ratio

OUTCOMES = ("offered", "answered", "abandoned")


def staff_by_day(duty: pd.DataFrame, *, slot_minutes: int) -> pd.DataFrame:
    """Count who is on duty.

    Parameters
    ----------
    duty
        One row per agent and slot on duty: ``agent``, any key that tells them apart, and ``ds``.

    Returns
    -------
    pandas.DataFrame
        Indexed by day: ``staff``, people with any slot on the day; ``hours``, person-hours.
    """
    groups = duty["agent"].groupby(dates_of(duty))
    found = pd.DataFrame({"staff": groups.nunique(), "hours": groups.size() * slot_minutes / 60.0})
    return found.astype("float64")


def handled_by_day(calls: pd.DataFrame, duty: pd.DataFrame, *, slot_minutes: int) -> pd.DataFrame:
    """Set the calls of each day against the people on duty.

    Parameters
    ----------
    calls
        One row per slot: ``ds``, ``offered``, ``answered``, ``abandoned``; nan where not recorded.
    duty
        As in :func:`staff_by_day`.
    slot_minutes
        Length of the slots of `duty`; those of the calls may be others that divide an hour.

    Returns
    -------
    pandas.DataFrame
        Indexed by day: the three outcomes; ``connection_rate``, answered ÷ offered (接通率);
        ``handled``, calls handled by staff, which are the answered ones; ``staff``; ``per_person``, calls
        per person; ``per_hour``, calls per person-hour; ``busy_hour``, the hour (0–23) with most handled
        calls, the earliest of several, and ``busy_per_agent``, its calls per person-hour, whose maximum is
        a sample of the busy-hour productivity (R-1.2).
    """
    found = day_sums(calls, OUTCOMES)
    found["connection_rate"] = ratio(found["answered"], found["offered"])
    found["handled"] = found["answered"]
    staff = staff_by_day(duty, slot_minutes=slot_minutes).reindex(found.index)
    found["staff"] = staff["staff"]
    found["per_person"] = ratio(found["handled"], staff["staff"])
    found["per_hour"] = ratio(found["handled"], staff["hours"])
    return found.join(_busy_hours(calls, duty, slot_minutes))


def _busy_hours(calls: pd.DataFrame, duty: pd.DataFrame, slot_minutes: int) -> pd.DataFrame:
    hour = pd.DatetimeIndex(calls["ds"]).floor("h")
    groups = calls["answered"].astype("float64").groupby(hour)
    # an hour of which a part is not recorded is no candidate
    handled = groups.sum().where(groups.count() == groups.size()).dropna()
    handled = handled[handled > 0]
    if handled.empty:
        return pd.DataFrame(columns=["busy_hour", "busy_per_agent"], dtype="float64")
    busiest = pd.DatetimeIndex(handled.groupby(pd.DatetimeIndex(handled.index).normalize()).idxmax())
    on_duty = duty["agent"].groupby(pd.DatetimeIndex(duty["ds"]).floor("h")).size() * slot_minutes / 60.0
    rate = ratio(handled.reindex(busiest), on_duty.reindex(busiest))
    return pd.DataFrame(
        {"busy_hour": np.asarray(busiest.hour, dtype=np.float64), "busy_per_agent": rate},
        index=busiest.normalize(),
    )
