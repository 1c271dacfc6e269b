"""How a day behaves for the callers, which is not the same as what the law calls it.

Every day gets a demand kind and an *effective weekday*: a public holiday is called like the last day of the
weekend, the first open day after it like the first open day of the week.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

import numpy as np
import numpy.typing as npt

from forecasting.calendar import Calendar, DayKind, Event
from forecasting.slots import BoolArray, FloatArray

IntArray = npt.NDArray[np.int64]

# Beyond this many days of rest in a row nothing more is learnt about the neighbours of a day.
LONGEST_REST = 12
NO_EVENT = 10_000
# An event is remembered for so many days from its last one on, that one included.
EVENT_MEMORY_DAYS = 100
# From so many days before to so many days after Spring Festival callers think of it: from the twentieth day
# before, when the travel season is announced, to the Lantern Festival and some days more.
FESTIVAL_DAYS = 20


class DemandKind(IntEnum):
    """What callers make of a day.

    HALF is one that the country takes lightly without closing, SPECIAL one that is called unlike others for
    a reason of its own (17 May, R-1.14).
    """

    NORMAL = 0
    HOLIDAY = 1
    EVE = 2
    AFTER = 3
    MAKE_UP = 4
    HALF = 5
    SPECIAL = 6


@dataclass(frozen=True, kw_only=True)
class DemandDays:
    """Features of consecutive days, each array of shape (days,) where nothing else is said.

    Parameters
    ----------
    ordinals
        Proleptic Gregorian day numbers: differences are days.
    kinds
        Values of :class:`DemandKind`.
    own_weekdays, weekdays
        The weekday of the date and the effective one, Monday = 0.
    month_position
        Place in the month on a circle of 30, so that the last day of any month is next to the first.
    event_lags
        Days since the last day of the event nearest in the past, 0 while one lasts, ``NO_EVENT`` before the
        first.
    event_kinds
        Index of that event's kind in :func:`event_kind_names`, -1 before the first.
    n_event_kinds
        Number of kinds of events in the whole calendar.
    events_begun
        How many events of each kind had their last day so many days before, those that last among the 0;
        shape (event kinds, days, lags from 0).
    festival_lags
        Days since the first day of the lunar year, negative before it; ``NO_EVENT`` where it is farther away
        than ``FESTIVAL_DAYS`` or not kept.
    billing_lags
        Days since the latest billing day, ``NO_EVENT`` without billing days.
    """

    ordinals: IntArray
    kinds: IntArray
    own_weekdays: IntArray
    weekdays: IntArray
    month_position: FloatArray
    event_lags: IntArray
    event_kinds: IntArray
    n_event_kinds: int
    events_begun: FloatArray
    festival_lags: IntArray
    billing_lags: IntArray

    def take(self, rows: BoolArray | slice) -> DemandDays:
        """Features of some of the days only; a mask has shape (days,)."""
        return DemandDays(
            ordinals=self.ordinals[rows],
            kinds=self.kinds[rows],
            own_weekdays=self.own_weekdays[rows],
            weekdays=self.weekdays[rows],
            month_position=self.month_position[rows],
            event_lags=self.event_lags[rows],
            event_kinds=self.event_kinds[rows],
            n_event_kinds=self.n_event_kinds,
            events_begun=self.events_begun[:, rows],
            festival_lags=self.festival_lags[rows],
            billing_lags=self.billing_lags[rows],
        )


def demand_days(calendar: Calendar, first: dt.date, days: int) -> DemandDays:
    """Features of ``days`` consecutive days from ``first``."""
    dates = [first + dt.timedelta(days=index) for index in range(days)]
    kinds = [demand_kind(calendar, day) for day in dates]
    own = np.array([day.weekday() for day in dates], dtype=np.int64)
    acts_as = partial(_effective_weekday, calendar)
    lags, event_kinds = _event_lags(calendar, dates)
    return DemandDays(
        ordinals=first.toordinal() + np.arange(days, dtype=np.int64),
        kinds=np.array(kinds, dtype=np.int64),
        own_weekdays=own,
        weekdays=np.array(
            [acts_as(kind, day) for kind, day in zip(kinds, dates, strict=True)], dtype=np.int64
        ),
        month_position=np.array([(day.day - 1) * 30.0 / _days_in_month(day) for day in dates]),
        event_lags=lags,
        event_kinds=event_kinds,
        n_event_kinds=len(event_kind_names(calendar)),
        events_begun=_events_begun(calendar, first, days),
        festival_lags=np.array([_festival_lag(calendar, day) for day in dates], dtype=np.int64),
        billing_lags=np.array([_billing_lag(calendar, day) for day in dates], dtype=np.int64),
    )


def event_kind_names(calendar: Calendar) -> list[str]:
    """Kinds of the calendar's events, sorted: the meaning of :attr:`DemandDays.event_kinds`."""
    return sorted({event.kind for event in calendar.events})


def demand_kind(calendar: Calendar, day: dt.date) -> DemandKind:
    """Demand kind of one day."""
    if _is_holiday(calendar, day):
        return DemandKind.HOLIDAY
    if calendar.is_special(day):
        return DemandKind.SPECIAL
    kind = calendar.kind(day)
    if kind in {DayKind.MAKE_UP, DayKind.WEEKEND}:
        return DemandKind.MAKE_UP if kind is DayKind.MAKE_UP else DemandKind.NORMAL
    if _is_holiday(calendar, _shifted(day, 1)):
        return DemandKind.EVE
    if calendar.is_half_holiday(day):
        return DemandKind.HALF
    return DemandKind.AFTER if _follows_holiday(calendar, day) else DemandKind.NORMAL


def _follows_holiday(calendar: Calendar, day: dt.date) -> bool:
    """Whether the day is the first open one after a holiday."""
    for back in range(1, LONGEST_REST):
        before = _shifted(day, -back)
        if _is_holiday(calendar, before):
            return True
        if not calendar.kind(before).is_rest:
            break
    return False


def _is_holiday(calendar: Calendar, day: dt.date) -> bool:
    kind = calendar.kind(day)
    if kind in {DayKind.STATUTORY, DayKind.ADJUSTED_REST}:
        return True
    # A weekend inside a long holiday belongs to it; one beside a single holiday does not.
    return kind is DayKind.WEEKEND and all(_meets_holiday(calendar, day, step) for step in (-1, 1))


def _meets_holiday(calendar: Calendar, day: dt.date, step: int) -> bool:
    for distance in range(1, LONGEST_REST):
        kind = calendar.kind(_shifted(day, step * distance))
        if kind in {DayKind.STATUTORY, DayKind.ADJUSTED_REST}:
            return True
        if not kind.is_rest:
            return False
    return False


def _effective_weekday(calendar: Calendar, kind: DemandKind, day: dt.date) -> int:
    own, weekend = day.weekday(), calendar.weekend
    working = [weekday for weekday in range(7) if weekday not in weekend]
    if kind is DemandKind.NORMAL or not weekend or not working:
        return own
    last_rest = next(weekday for weekday in sorted(weekend) if (weekday + 1) % 7 not in weekend)
    first_rest = next(weekday for weekday in sorted(weekend) if (weekday - 1) % 7 not in weekend)
    first_open = (last_rest + 1) % 7
    return {
        DemandKind.HOLIDAY: last_rest,
        DemandKind.EVE: first_rest if calendar.eve_is_rest else own,
        DemandKind.AFTER: first_open,
        DemandKind.HALF: own,
        DemandKind.SPECIAL: own,
        # Which weekday a made-up day stands for is not known in general: the middle one is never far off.
        DemandKind.MAKE_UP: working[len(working) // 2],
    }[kind]


def _event_lags(calendar: Calendar, dates: list[dt.date]) -> tuple[IntArray, IntArray]:
    names = event_kind_names(calendar)
    lags = np.full(len(dates), NO_EVENT, dtype=np.int64)
    kinds = np.full(len(dates), -1, dtype=np.int64)
    for event in calendar.events:  # in order of start: of two that are equally near, the later one counts
        begun = np.array([day >= event.start for day in dates], dtype=np.bool_)
        since = np.array([_event_lag(event, day) for day in dates], dtype=np.int64)
        nearest = begun & (since <= lags)
        lags[nearest] = since[nearest]
        kinds[nearest] = names.index(event.kind)
    return lags, kinds


def _event_lag(event: Event, day: dt.date) -> int:
    """Days since the last day of an event that has begun: it acts on all its days as on that one."""
    return max((day - event.end).days, 0)


def _events_begun(calendar: Calendar, first: dt.date, days: int) -> FloatArray:
    names = event_kind_names(calendar)
    begun = np.zeros((len(names), days, EVENT_MEMORY_DAYS))
    for event in calendar.events:
        since_start = np.arange(days) + (first - event.start).days
        lags = np.maximum(np.arange(days) + (first - event.end).days, 0)
        felt = np.flatnonzero((since_start >= 0) & (lags < EVENT_MEMORY_DAYS))
        begun[names.index(event.kind), felt, lags[felt]] += 1.0
    return begun


def _festival_lag(calendar: Calendar, day: dt.date) -> int:
    # The lunar year begins between 21 January and 20 February: always in the same year as the days around it.
    festival = calendar.spring_festival(day.year)
    lag = NO_EVENT if festival is None else (day - festival).days
    return lag if abs(lag) <= FESTIVAL_DAYS else NO_EVENT


def _billing_lag(calendar: Calendar, day: dt.date) -> int:
    """Days since the latest billing day of this month or of the one before."""
    before = day.replace(day=1) - dt.timedelta(days=1)
    found = [
        (day - month.replace(day=min(billing, _days_in_month(month)))).days
        for month in (day, before)
        for billing in calendar.billing_days
    ]
    return min((lag for lag in found if lag >= 0), default=NO_EVENT)


def _shifted(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)


def _days_in_month(day: dt.date) -> int:
    following = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return (following - dt.timedelta(days=1)).day
