"""The call history of a department, as the forecasters and the pages read it."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Integer, cast, extract, func, select
from sqlalchemy.orm import Session

from forecasting.calendar import Calendar, DayKind, Event
from web.admin.billing import billing_days
from web.admin.events import list_events
from web.calls.tables import FIGURES, CallSlot, CallSource
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus, Department
from web.rosters.months import days_in

_DAY_KINDS = {
    CalendarDayKind.STATUTORY_HOLIDAY: DayKind.STATUTORY,
    CalendarDayKind.ADJUSTED_REST_DAY: DayKind.ADJUSTED_REST,
    CalendarDayKind.MAKEUP_WORKING_DAY: DayKind.MAKE_UP,
}


def midnight(day: dt.date) -> dt.datetime:
    """Return the start of a local date."""
    return dt.datetime.combine(day, dt.time())


def load_calls(
    session: Session,
    department: Department,
    *,
    first: dt.date | None = None,
    before: dt.date | None = None,
    queue: str | None = None,
) -> pd.DataFrame:
    """Return the calls of one queue, or of all together, on the department's slots, by time.

    Parameters
    ----------
    first, before
        First day, and the day before which to stop; None: everything.
    queue
        Name of one queue; None adds all of them up.

    Returns
    -------
    pandas.DataFrame
        The long frame ``ds, calls``; empty when there is none. Slots shorter than the department's are
        summed; longer ones stay on their own start (`longest_slot` tells).
    """
    minute = cast(extract("minute", CallSlot.ds), Integer)
    of_one_slot = (
        func.date(CallSlot.ds),
        extract("hour", CallSlot.ds),
        minute // department.slot_minutes,  # it divides an hour
    )
    query = (
        select(func.min(CallSlot.ds), func.sum(CallSlot.offered))
        .where(CallSlot.department_id == department.id)
        .group_by(*of_one_slot)
    )
    if first is not None:
        query = query.where(CallSlot.ds >= midnight(first))
    if before is not None:
        query = query.where(CallSlot.ds < midnight(before))
    if queue is not None:
        query = query.where(CallSlot.queue == queue)
    rows = session.execute(query).all()  # the database adds up: most of the time goes into rows
    columns = {"ds": [row[0] for row in rows], "calls": [row[1] for row in rows]}  # from rows it is slow
    frame = pd.DataFrame(columns).astype({"ds": "datetime64[us]", "calls": "float64"})
    starts = frame["ds"].dt.floor(f"{department.slot_minutes}min")
    return frame["calls"].groupby(starts).sum().reset_index()


def queue_names(session: Session, department_id: int) -> list[str]:
    """Return the names of the queues of the history, sorted; one that has no name is "".

    The index is asked for the next name again and again: a year of 200 queues has millions of rows.
    """
    names: list[str] = []
    next_name = select(func.min(CallSlot.queue)).where(CallSlot.department_id == department_id)
    found = session.scalar(next_name)
    while found is not None:
        names.append(found)
        found = session.scalar(next_name.where(CallSlot.queue > found))
    return sorted(names)


def load_figures(
    session: Session, department: Department, *, before: dt.date, days: int, queue: str | None = None
) -> pd.DataFrame:
    """Return what is recorded of answering and waiting in the days before a date, a row per slot and queue.

    Parameters
    ----------
    queue
        Name of one queue, None: all.

    Returns
    -------
    pandas.DataFrame
        ``ds, offered, answered, abandoned, aht_s, wait_s_sum`` and, where any file had both, ``queued,
        abandoned_le5s``; nan where a file lacks the column.
    """
    names = {name: getattr(CallSlot, column) for name, column in FIGURES.items()}
    query = select(CallSlot.ds, CallSlot.offered, *names.values()).where(
        CallSlot.department_id == department.id,
        CallSlot.ds >= midnight(before - dt.timedelta(days=days)),
        CallSlot.ds < midnight(before),
    )
    if queue is not None:
        query = query.where(CallSlot.queue == queue)
    frame = pd.DataFrame(session.execute(query).all(), columns=["ds", "offered", *names])
    frame = frame.astype({"ds": "datetime64[us]"} | dict.fromkeys(["offered", *names], "float64"))
    waits = ["queued", "abandoned_le5s"]
    return frame if frame[waits].notna().all(axis=1).any() else frame.drop(columns=waits)


def longest_slot(session: Session, department_id: int, *, queue: str | None = None) -> int:
    """Return the length in minutes of the longest slot of the history or of a queue's, 0 without one."""
    query = select(func.max(CallSlot.slot_minutes)).where(CallSlot.department_id == department_id)
    if queue is not None:
        query = query.where(CallSlot.queue == queue)
    return session.scalar(query) or 0


def newest_call(
    session: Session, department_id: int, *, before: dt.date | None = None, queue: str | None = None
) -> dt.datetime | None:
    """Return the start of the newest recorded slot, before a day and of a queue where one is given."""
    query = select(func.max(CallSlot.ds)).where(CallSlot.department_id == department_id)
    if before is not None:
        query = query.where(CallSlot.ds < midnight(before))
    if queue is not None:
        query = query.where(CallSlot.queue == queue)
    return session.scalar(query)


def day_totals(calls: pd.DataFrame) -> dict[dt.date, float]:
    """Return the calls of each day that has any row."""
    totals = calls["calls"].groupby(calls["ds"].dt.normalize()).sum()
    return {pd.Timestamp(str(day)).date(): float(total) for day, total in totals.items()}


def call_sources(session: Session, department_id: int) -> Sequence[CallSource]:
    """Return the imported files, the newest first."""
    found = session.scalars(
        select(CallSource)
        .where(CallSource.department_id == department_id)
        .order_by(CallSource.imported_at.desc(), CallSource.id.desc())
    )
    return found.all()


def call_calendar(session: Session, department: Department) -> Calendar:
    """Return the days and the events of the department as forecasters see them."""
    rows = session.scalars(select(CalendarDay).where(CalendarDay.department_id == department.id)).all()
    weekend = frozenset(day - 1 for day in department.weekend)
    overrides = {row.date: _DAY_KINDS[row.kind] for row in rows if row.kind in _DAY_KINDS}
    for row in rows:
        if row.kind is CalendarDayKind.ORDINARY_DAY:
            on_weekend = row.date.weekday() in weekend
            overrides[row.date] = DayKind.WEEKEND if on_weekend else DayKind.ORDINARY
    return Calendar(
        country=department.country or None,
        weekend=weekend,
        overrides=overrides,
        events=call_events(session, department.id),
        special=frozenset(row.date for row in rows if row.kind is CalendarDayKind.SPECIAL_DAY),
        billing_days=frozenset(billing_days(session, department.id)),
    )


def provisional_days(session: Session, department: Department, month: dt.date) -> list[dt.date]:
    """Return the days of a month that rest on no announcement yet, in order.

    Those that the department has stored as provisional, and those of the country's projection that it has not
    stored at all.
    """
    days = [month + dt.timedelta(days=offset) for offset in range(days_in(month))]
    stored = set(
        session.scalars(
            select(CalendarDay.date).where(
                CalendarDay.department_id == department.id,
                CalendarDay.date.between(days[0], days[-1]),
                CalendarDay.status == CalendarDayStatus.PROVISIONAL,
            )
        )
    )
    calendar = call_calendar(session, department)
    projected = {
        day for day in days if calendar.is_provisional(day) and calendar.kind(day) in _DAY_KINDS.values()
    }
    return sorted(stored | projected)


def call_events(session: Session, department_id: int) -> tuple[Event, ...]:
    """Return the department's events, past and planned."""
    return tuple(
        Event(start=row.first_day, end=row.last_day, kind=row.kind, name=row.name)
        for row in list_events(session, department_id)
    )
