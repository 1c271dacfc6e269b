"""One month's forecast as its page shows it: days, slots, history, need."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.calendar import Calendar, DayKind, Event
from web.calls.tables import CallSource
from web.database import JsonObject
from web.forecasts.accuracy import BASELINE
from web.forecasts.history import (
    call_calendar,
    call_sources,
    day_totals,
    load_calls,
    midnight,
    newest_call,
)
from web.forecasts.known_calendar import from_json as calendar_from_json
from web.forecasts.known_calendar import is_other_calendar
from web.forecasts.known_events import EventsSince, events_since, from_json, known_billing_days, on_day
from web.forecasts.tables import Forecast, ForecastSlot, Requirement, RequirementSlot
from web.people.tables import Department
from web.rosters.loading import requirement_of
from web.rosters.months import days_in

HISTORY_WEEKS = 12


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One slot: what is expected, what came, what the baseline says, who is needed (None: not known)."""

    ds: dt.datetime
    mean: float
    lo80: float
    hi80: float
    actual: float | None
    baseline: float | None
    required: int | None


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the month, slots summed; `need_minutes` are person-minutes."""

    date: dt.date
    kind: DayKind
    name: str
    mean: float
    lo80: float
    hi80: float
    actual: float | None
    need_minutes: int
    events: Sequence[Event] = ()


@dataclass(frozen=True, kw_only=True)
class MonthForecast:
    """A forecast with its need, beside what is known by now.

    Attributes
    ----------
    chosen, slots
        The days that the first chart shows, one or a week, and their slots.
    days
        Every day of the month.
    past
        Calls per day of the twelve weeks before the forecast begins; None where nothing is recorded.
    requirement
        The need made from it; None for a single queue, whose people are not its own.
    newer_calls
        Start of the newest call before the month that the forecast does not know yet, or None.
    left_out_calls
        Calls expected in the month in slots without a need: the department is closed, or no shift is there.
    events, events_since
        The events that the forecast was made with, and what was entered or withdrawn since.
    billing_days, other_billing_days
        The billing days that the forecast was made with, and whether others are chosen now.
    other_calendar
        Whether dates up to the month's end are others now than when the forecast was made.
    without_seat
        Slots of the month whose need is more than the seats hold (R-1.16), most missing first.
    """

    forecast: Forecast
    requirement: Requirement | None
    chosen: Sequence[dt.date]
    slots: Sequence[Slot]
    days: Sequence[Day]
    past: Mapping[dt.date, float | None]
    newer_calls: dt.datetime | None
    left_out_calls: float
    events: Sequence[Event]
    events_since: EventsSince
    billing_days: Sequence[int]
    other_billing_days: bool
    other_calendar: bool
    without_seat: Sequence[RequirementSlot]

    @property
    def baseline_only(self) -> bool:
        """Whether the history was too short for more than the baseline."""
        return self.forecast.method == BASELINE

    @property
    def excluded(self) -> Sequence[dt.date]:
        """Days of the history that were left out, in order."""
        return _dates(self.forecast, "excluded")

    @property
    def undecided(self) -> Sequence[dt.date]:
        """Suspicious days that were used because nobody had judged them, in order."""
        return _dates(self.forecast, "undecided")

    @property
    def errors(self) -> JsonObject:
        """What the back-test found; empty when the history was too short for one."""
        return self.forecast.errors

    def day(self, date: dt.date) -> Day:
        """Return one day of the month."""
        return self.days[(date - self.days[0].date).days]

    @property
    def last_call_day(self) -> dt.date:
        """Last day of the calls that the forecast was made from."""
        return (self.forecast.cutoff - dt.timedelta(minutes=1)).date()

    @property
    def chosen_days(self) -> Sequence[Day]:
        """The chosen days with their sums."""
        return [self.day(date) for date in self.chosen]

    @property
    def chosen_calls(self) -> float:
        """Calls expected on the chosen days."""
        return sum(day.mean for day in self.chosen_days)

    @property
    def chosen_need_minutes(self) -> int:
        """Person-minutes needed on the chosen days."""
        return sum(day.need_minutes for day in self.chosen_days)

    @property
    def spare_minutes(self) -> int:
        """Contract time beyond the month's need, in person-minutes; negative when it does not reach."""
        given = self.requirement
        return 0 if given is None else given.contract_minutes - given.need_minutes

    @property
    def busiest(self) -> Slot:
        """The slot of the chosen days with most calls."""
        return max(self.slots, key=lambda slot: slot.mean)

    @property
    def peak_need(self) -> int:
        """Most people needed in any slot of the chosen days."""
        return max(slot.required or 0 for slot in self.slots)


@dataclass(frozen=True, kw_only=True)
class History:
    """What is known of past calls, forecast or not."""

    sources: Sequence[CallSource]
    newest: dt.datetime | None


def read_history(session: Session, department: Department) -> History:
    """Return the imported files and the start of the newest slot."""
    return History(sources=call_sources(session, department.id), newest=newest_call(session, department.id))


def read_month(
    session: Session,
    department: Department,
    month: dt.date,
    chosen: Sequence[dt.date],
    *,
    queue: str | None = None,
) -> MonthForecast | None:
    """Return the newest forecast of a month with everything around it; None when there is none.

    Parameters
    ----------
    chosen
        Days of the month, in order and without gaps, whose slots are wanted.
    queue
        Name of one queue; None for all together, with their need.
    """
    requirement = requirement_of(session, department.id, month) if queue is None else None
    forecast = queue_forecast(session, department.id, month, queue or "") if queue else None
    forecast = forecast if requirement is None else requirement.forecast
    if forecast is None:
        return None
    slots = _slots(session, department, forecast, requirement, month)
    newest = newest_call(session, department.id, before=month, queue=queue)
    last = month + dt.timedelta(days=days_in(month) - 1)
    calendar = call_calendar(session, department)
    known = from_json(forecast.parameters)
    return MonthForecast(
        forecast=forecast,
        requirement=requirement,
        chosen=chosen,
        slots=[slot for slot in slots if slot.ds.date() in set(chosen)],
        days=_days(slots, calendar_from_json(forecast.parameters) or calendar, forecast, known),
        past=_past(session, department, forecast),
        newer_calls=newest if newest is not None and newest >= forecast.cutoff else None,
        left_out_calls=sum(slot.mean for slot in slots if slot.required == 0),
        events=known,
        events_since=events_since(known, calendar.events, last),
        billing_days=known_billing_days(forecast.parameters),
        other_calendar=is_other_calendar(forecast.parameters, calendar, last),
        other_billing_days=known_billing_days(forecast.parameters) != sorted(calendar.billing_days),
        without_seat=() if requirement is None else _without_seat(session, requirement, month),
    )


def queue_forecast(session: Session, department_id: int, month: dt.date, queue: str) -> Forecast | None:
    """Return the newest forecast of one queue for a month, None where there is none."""
    return session.scalar(
        select(Forecast)
        .where(Forecast.department_id == department_id, Forecast.first_day == month, Forecast.queue == queue)
        .order_by(Forecast.id.desc())
        .limit(1)
    )


def _dates(forecast: Forecast, name: str) -> Sequence[dt.date]:
    return [dt.date.fromisoformat(text) for text in forecast.parameters.get(name, [])]


def _without_seat(session: Session, requirement: Requirement, month: dt.date) -> Sequence[RequirementSlot]:
    found = session.scalars(
        select(RequirementSlot)
        .where(
            RequirementSlot.requirement_id == requirement.id,
            RequirementSlot.ds < midnight(month + dt.timedelta(days=days_in(month))),
            RequirementSlot.missing > 0,
        )
        .order_by(RequirementSlot.missing.desc(), RequirementSlot.ds)
    )
    return found.all()


def _slots(
    session: Session,
    department: Department,
    forecast: Forecast,
    requirement: Requirement | None,
    first: dt.date,
) -> list[Slot]:
    end = first + dt.timedelta(days=days_in(first))
    came = load_calls(session, department, first=first, before=end, queue=forecast.queue or None)
    actual = dict(zip(came["ds"].dt.to_pydatetime(), came["calls"].tolist(), strict=True))
    rows = session.execute(
        select(
            ForecastSlot.ds,
            ForecastSlot.mean,
            ForecastSlot.lo80,
            ForecastSlot.hi80,
            RequirementSlot.required,
        )
        .outerjoin(
            RequirementSlot,
            (RequirementSlot.requirement_id == (requirement.id if requirement else None))
            & (RequirementSlot.ds == ForecastSlot.ds),
        )
        .where(
            ForecastSlot.forecast_id == forecast.id,
            ForecastSlot.ds >= midnight(first),
            ForecastSlot.ds < midnight(end),
        )
        .order_by(ForecastSlot.ds)
    )
    profiles: list[list[float]] = forecast.parameters.get("baseline", [])
    return [
        Slot(
            ds=ds,
            mean=mean,
            lo80=lo80,
            hi80=hi80,
            actual=actual.get(ds),
            baseline=_baseline(profiles, ds, forecast.slot_minutes),
            required=required,
        )
        for ds, mean, lo80, hi80, required in rows
    ]


def _baseline(profiles: list[list[float]], ds: dt.datetime, slot_minutes: int) -> float | None:
    if not profiles:
        return None
    return profiles[ds.weekday()][(ds.hour * 60 + ds.minute) // slot_minutes]


def _days(
    slots: Sequence[Slot], calendar: Calendar, forecast: Forecast, events: Sequence[Event]
) -> list[Day]:
    by_date: dict[dt.date, list[Slot]] = {}
    for slot in slots:
        by_date.setdefault(slot.ds.date(), []).append(slot)
    return [_day(date, of_day, calendar, forecast, on_day(events, date)) for date, of_day in by_date.items()]


def _day(
    date: dt.date, slots: Sequence[Slot], calendar: Calendar, forecast: Forecast, events: Sequence[Event]
) -> Day:
    mean = sum(slot.mean for slot in slots)
    came = [slot.actual for slot in slots if slot.actual is not None]
    # The band of a day is measured on days; added up, the slots' bands would be far too wide.
    measured = forecast.errors.get("days") or {}
    lo80 = mean * measured["lo"] if measured else sum(slot.lo80 for slot in slots)
    hi80 = mean * measured["hi"] if measured else sum(slot.hi80 for slot in slots)
    return Day(
        date=date,
        kind=calendar.kind(date),
        name=calendar.name(date),
        mean=mean,
        lo80=lo80,
        hi80=hi80,
        actual=sum(came) if came else None,
        need_minutes=sum(slot.required or 0 for slot in slots) * forecast.slot_minutes,
        events=events,
    )


def _past(session: Session, department: Department, forecast: Forecast) -> dict[dt.date, float | None]:
    start = forecast.first_day - dt.timedelta(weeks=HISTORY_WEEKS)
    queue = forecast.queue or None
    totals = day_totals(load_calls(session, department, first=start, before=forecast.first_day, queue=queue))
    if not totals:
        return {}
    first, last = min(totals), max(totals)
    wanted = (first + dt.timedelta(days=step) for step in range((last - first).days + 1))
    return {day: totals.get(day) for day in wanted}
