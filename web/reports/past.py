"""Read what tables ③, ④ and ⑤ need: what came in a month, who was on duty, and what had been forecast."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.reports.accuracy import known_before
from forecasting.reports.days import dates_of, day_sums, whole_days
from roster.problem import Roster, ShiftKind
from web.calls.tables import CallSlot
from web.forecasts.history import midnight
from web.forecasts.tables import Forecast
from web.people.tables import Department
from web.reports.plan import read_forecast
from web.rosters.alive import in_force, versions_of
from web.rosters.loading import load_history_in_force, load_roster
from web.rosters.months import days_in
from web.rosters.people_loading import load_kinds
from web.rosters.tables import RosterVersion

OUTCOMES = ["offered", "answered", "abandoned"]


@dataclass(frozen=True, kw_only=True)
class Past:
    """A month that is over.

    Attributes
    ----------
    calls
        One row per recorded slot: ``ds, offered, answered, abandoned``; nan where not recorded, and
        throughout on days that are not recorded whole.
    outcomes
        First and last day of which any call is known to be answered or not, whatever the month; None: none.
    torn
        Days with some rows that are not recorded whole.
    forecast
        The forecast known beforehand (`known_before`), or None.
    in_time
        Whether it was made before the month began.
    forecast_days
        Its calls by day; days that had begun when it was made are left out.
    planned, on_duty
        Roster versions: the one in force when the month began, and the one in force at its end.
    planned_duty, duty
        Who is on duty by each: one row per ``agent`` and slot ``ds`` of `duty_minutes`, breaks included.
    """

    month: dt.date
    duty_minutes: int
    calls: pd.DataFrame
    outcomes: tuple[dt.date, dt.date] | None
    torn: Sequence[dt.date]
    forecast: Forecast | None
    in_time: bool
    forecast_days: "pd.Series[float]"
    planned: RosterVersion | None
    on_duty: RosterVersion | None
    planned_duty: pd.DataFrame
    duty: pd.DataFrame

    @property
    def days(self) -> pd.DatetimeIndex:
        """Every day of the month."""
        return pd.date_range(self.month, periods=days_in(self.month), freq="D", unit="us")


def read_past(session: Session, department: Department, month: dt.date) -> Past:
    """Return what is known of a month: calls, people, and the forecast from before it."""
    begin = midnight(month).replace(tzinfo=ZoneInfo(department.time_zone))
    calls, torn = _calls(session, department, month)
    forecast = _forecast(session, department, month, begin)
    kinds = load_kinds(session, department.id)
    # shifts may begin inside a slot of the department: whole slots alone would lose a part of their hours
    ends = [minute for kind in kinds for minute in (kind.start_minute, kind.end_minute)]
    minutes = gcd(department.slot_minutes, *ends)
    planned, on_duty = _planned(session, department, month, begin), in_force(session, department.id, month)
    return Past(
        month=month,
        duty_minutes=minutes,
        calls=calls,
        outcomes=_outcomes(session, department),
        torn=torn,
        forecast=forecast,
        in_time=forecast is not None and forecast.made_at <= begin,
        forecast_days=_forecast_days(session, department, month, forecast),
        planned=planned,
        on_duty=on_duty,
        planned_duty=_duty(session, department, month, planned, kinds=kinds, minutes=minutes),
        duty=_duty(session, department, month, on_duty, kinds=kinds, minutes=minutes),
    )


def _calls(
    session: Session, department: Department, month: dt.date
) -> tuple[pd.DataFrame, Sequence[dt.date]]:
    rows = session.execute(
        select(CallSlot.ds, CallSlot.offered, CallSlot.answered, CallSlot.abandoned).where(
            CallSlot.department_id == department.id,
            CallSlot.ds >= midnight(month),
            CallSlot.ds < midnight(month + dt.timedelta(days=days_in(month))),
        )
    ).all()
    frame = pd.DataFrame(rows, columns=["ds", *OUTCOMES])
    frame = frame.astype({"ds": "datetime64[us]"} | dict.fromkeys(OUTCOMES, "float64"))
    groups = frame[OUTCOMES].groupby(frame["ds"].dt.floor(f"{department.slot_minutes}min"))
    # of several queues one that records no outcome leaves the sum unknown
    summed = groups.sum().where(groups.count().eq(groups.size(), axis=0)).reset_index()
    whole = whole_days(summed.rename(columns={"offered": "calls"}))
    torn = ~dates_of(summed).isin(whole)
    summed.loc[torn, OUTCOMES] = np.nan
    return summed, [day.date() for day in dates_of(summed)[torn].unique()]


def _outcomes(session: Session, department: Department) -> tuple[dt.date, dt.date] | None:
    known = (CallSlot.department_id == department.id, CallSlot.answered.is_not(None))
    first = session.scalar(select(func.min(CallSlot.ds)).where(*known))
    last = session.scalar(select(func.max(CallSlot.ds)).where(*known))
    return None if first is None or last is None else (first.date(), last.date())


def _forecast(
    session: Session, department: Department, month: dt.date, begin: dt.datetime
) -> Forecast | None:
    """Return the kept forecast that the month is judged by."""
    kept = session.scalars(
        select(Forecast)
        .where(Forecast.department_id == department.id, Forecast.first_day == month, Forecast.queue == "")
        .order_by(Forecast.id)
    ).all()
    place = known_before([one.made_at for one in kept], begin)
    return None if place is None else kept[place]


def _forecast_days(
    session: Session, department: Department, month: dt.date, forecast: Forecast | None
) -> "pd.Series[float]":
    if forecast is None:
        return pd.Series(dtype="float64", index=pd.DatetimeIndex([]))
    days = day_sums(read_forecast(session, forecast.id, month), ["forecast"])["forecast"]
    made = forecast.made_at.astimezone(ZoneInfo(department.time_zone)).replace(tzinfo=None)
    return days[days.index >= pd.Timestamp(made)]


def _planned(
    session: Session, department: Department, month: dt.date, begin: dt.datetime
) -> RosterVersion | None:
    """Return the version that was in force when the month began, else the first one published."""
    published = [
        (version.published_at, version)
        for version in session.scalars(versions_of(department.id, month))
        if version.published_at is not None
    ]
    place = known_before([at for at, _version in published], begin)
    return None if place is None else published[place][1]


def _duty(
    session: Session,
    department: Department,
    month: dt.date,
    version: RosterVersion | None,
    *,
    kinds: Sequence[ShiftKind],
    minutes: int,
) -> pd.DataFrame:
    """Lay a roster out as agents and slots; the night before the month reaches into it."""
    if version is None:
        return pd.DataFrame({"agent": pd.Series(dtype="str"), "ds": pd.Series(dtype="datetime64[us]")})
    slots = {kind.code: kind.slots(minutes) for kind in kinds if kind.covers}
    shifts: list[Roster] = [
        load_history_in_force(session, department.id, month),
        load_roster(session, version),
    ]
    rows = [
        (person, midnight(day) + dt.timedelta(minutes=minutes * slot))
        for roster in shifts
        for (person, day), code in roster.items()
        for slot in slots.get(code, ())
    ]
    frame = pd.DataFrame(rows, columns=["agent", "ds"]).astype({"ds": "datetime64[us]"})
    end = month + dt.timedelta(days=days_in(month))
    inside = (frame["ds"] >= pd.Timestamp(month)) & (frame["ds"] < pd.Timestamp(end))
    return frame[inside]
