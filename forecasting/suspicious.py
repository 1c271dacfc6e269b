"""Days of a history that are unlike the others: an error of the source, an outage, a campaign.

Nothing is dropped here. What is found is data for a person to judge: the day may have been real.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from forecasting.calendar import Calendar
from forecasting.demand_days import DemandKind, demand_days
from forecasting.forecasters.opening import OpeningDays
from forecasting.slots import BoolArray, DayMatrix, FloatArray, day_matrix
from forecasting.usual import ROBUST, UsualDays, usual_days

FEWEST_DAYS = 28
"""Fewer recorded days say nothing of what is usual."""
SPREADS = 5.0
"""A day so many robust standard deviations away from what is usual is named."""
LEAST_RATIO, ENOUGH_RATIO = 0.4, 1.6
"""Least distance in ln(total): one and a half times too many, or a third too few. An ordinary day five times
too high or low is named however wild the centre is: a wild one often is so for want of known events."""
EVENT_DAYS = 6
"""An event of the calendar explains its own days, and so many after its start."""
SLOT_SPREADS = 8.0
LEAST_SLOT_RATIO = 3.0
BUSY_QUANTILE, BUSY_RATIO = 0.99, 1.25
"""A slot is impossible when it is so many spreads and so many times too high, and clearly above what the
busiest slots of the whole history have: a quiet hour that is less quiet for once says nothing."""
LEAST_SLOT_SPREAD = 0.15
FEWEST_PROFILE_DAYS = 4
SILENT_CALLS = 30.0
SILENT_MINUTES = 60
"""Silence is named when so many calls are missing from a stretch of at least so many minutes."""
SHORT_KINDS = (DemandKind.HOLIDAY, DemandKind.EVE, DemandKind.MAKE_UP)
"""Days that may close early: their silence says nothing."""


class Finding(StrEnum):
    """What is unlike the other days."""

    MISSING_DAY = "missing_day"
    PARTLY_MISSING = "partly_missing"
    HIGH_DAY = "high_day"
    LOW_DAY = "low_day"
    HIGH_SLOT = "high_slot"
    SILENT_HOURS = "silent_hours"


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """One thing found on one day.

    Parameters
    ----------
    date
        The day.
    finding
        What it is.
    measured, expected
        What the history says and what would have been usual; ``unit`` says of what.
    unit
        ``calls``, or ``minutes`` of the day that have rows.
    start_minute, end_minute
        The part of the day concerned, in minutes after midnight; None for the whole day.
    """

    date: dt.date
    finding: Finding
    measured: float
    expected: float
    unit: str = "calls"
    start_minute: int | None = None
    end_minute: int | None = None


def find_suspicious(calls: pd.DataFrame, calendar: Calendar) -> list[Suspicion]:
    """Name what is unlike the other days, in order of date.

    A day's total is compared with the days of its kind and effective weekday and with the level of the
    weeks around it; a slot with the same slot of the same weekday; hours without calls with what the rest
    of the day lets expect. Days that the history has set aside are neither judged nor compared with.

    Parameters
    ----------
    calls
        Long frame, one row per slot.
    calendar
        Days of the department. Its events explain the days that they touch.

    Returns
    -------
    list of Suspicion
        Empty for a history shorter than four weeks of recorded days.
    """
    if calls["ds"].nunique() < 2:
        return []
    matrix = day_matrix(calls)
    if matrix.recorded.sum() < FEWEST_DAYS:
        return []
    days = demand_days(calendar, matrix.first_day, matrix.n_days)
    opening = OpeningDays(matrix, days)
    usual = usual_days(matrix, opening.acting(days))
    found = [
        *_missing_days(matrix, opening.is_open(days), usual),
        *_torn_days(calls, matrix, usual),
        *_odd_totals(matrix, usual, _explained(calendar, matrix)),
        *_odd_slots(matrix, usual),
    ]
    return sorted(found, key=lambda each: (each.date, each.start_minute or 0, each.finding))


def _missing_days(matrix: DayMatrix, is_open: BoolArray, usual: UsualDays) -> list[Suspicion]:
    return [
        Suspicion(
            date=matrix.day(int(index)),
            finding=Finding.MISSING_DAY,
            measured=0.0,
            expected=usual.total(int(index)),
        )
        for index in np.flatnonzero(is_open & ~matrix.has_rows)
    ]


def _torn_days(calls: pd.DataFrame, matrix: DayMatrix, usual: UsualDays) -> list[Suspicion]:
    """Days with rows for a part of their hours; the first and the last may be cut, a special one short."""
    day = (pd.DatetimeIndex(calls["ds"]).normalize() - pd.Timestamp(matrix.first_day)).days.to_numpy()
    rows = np.bincount(day, minlength=matrix.n_days)
    torn = matrix.has_rows & ~matrix.recorded & ~matrix.set_aside & (usual.days.kinds == DemandKind.NORMAL)
    torn[[0, -1]] = False
    found = []
    for index in np.flatnonzero(torn):
        same = matrix.recorded & (usual.days.own_weekdays == usual.days.own_weekdays[index])
        expected = float(np.median(rows[same])) if same.any() else float(rows.max())
        found.append(
            Suspicion(
                date=matrix.day(int(index)),
                finding=Finding.PARTLY_MISSING,
                measured=float(rows[index] * matrix.slot_minutes),
                expected=expected * matrix.slot_minutes,
                unit="minutes",
            )
        )
    return found


def _explained(calendar: Calendar, matrix: DayMatrix) -> BoolArray:
    """Days that an event of the calendar touches, shape (days,)."""
    touched = np.zeros(matrix.n_days, dtype=np.bool_)
    for event in calendar.events:
        begin = (event.start - matrix.first_day).days
        end = max((event.end - matrix.first_day).days, begin + EVENT_DAYS)
        touched[max(begin, 0) : max(end + 1, 0)] = True
    return touched


def _odd_totals(matrix: DayMatrix, usual: UsualDays, explained: BoolArray) -> list[Suspicion]:
    totals = matrix.calls.sum(axis=1)
    off = np.log(totals + 0.5) - usual.log_totals
    counting = SPREADS * np.exp(-np.maximum(usual.log_totals, 0.0) / 2)
    ordinary = np.maximum(np.minimum(SPREADS * usual.spread, ENOUGH_RATIO), counting)
    limit = np.where(usual.days.kinds == DemandKind.NORMAL, ordinary, SPREADS * usual.spread)
    odd = matrix.recorded & ~explained & (np.abs(off) > np.maximum(limit, LEAST_RATIO))
    # A special day without any call is a closed one.
    odd &= (totals > 0) | (usual.days.kinds == DemandKind.NORMAL)
    return [
        Suspicion(
            date=matrix.day(int(index)),
            finding=Finding.HIGH_DAY if off[index] > 0 else Finding.LOW_DAY,
            measured=float(totals[index]),
            expected=usual.total(int(index)),
        )
        for index in np.flatnonzero(odd)
    ]


def _odd_slots(matrix: DayMatrix, usual: UsualDays) -> list[Suspicion]:
    found = []
    learnt = matrix.calls[usual.normal]
    most = BUSY_RATIO * float(np.quantile(learnt[learnt > 0], BUSY_QUANTILE)) if (learnt > 0).any() else 0.0
    for weekday in range(7):
        here = np.flatnonzero(matrix.recorded & (usual.days.weekdays == weekday))
        if len(here) < FEWEST_PROFILE_DAYS:
            continue
        expected = usual.slots(matrix.calls, here)
        spread = _slot_spread(matrix.calls[here], expected)
        for place, index in enumerate(here):
            calls, mean = matrix.calls[index], expected[place]
            sd = np.sqrt(mean + (spread * mean) ** 2)
            high = (calls > mean + SLOT_SPREADS * sd) & (calls > LEAST_SLOT_RATIO * mean)
            for begin, end in _runs(high):
                if calls[begin:end].max() > most:
                    found.append(_stretch(matrix, int(index), Finding.HIGH_SLOT, (begin, end), mean))
            if usual.days.kinds[index] in SHORT_KINDS or not calls.any():
                continue
            for begin, end in _runs((calls == 0) & (mean > 0)):
                lasts = (end - begin) * matrix.slot_minutes >= SILENT_MINUTES
                if lasts and mean[begin:end].sum() >= SILENT_CALLS:
                    found.append(_stretch(matrix, int(index), Finding.SILENT_HOURS, (begin, end), mean))
    return found


def _slot_spread(calls: FloatArray, expected: FloatArray) -> FloatArray:
    """Relative robust spread of each slot over the days of a weekday, shape (slots,)."""
    off = np.abs(calls / np.maximum(expected, 1.0) - 1.0)
    return np.asarray(np.maximum(ROBUST * np.median(off, axis=0), LEAST_SLOT_SPREAD), dtype=np.float64)


def _runs(flags: BoolArray) -> list[tuple[int, int]]:
    """First place and place after the last of each stretch of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)]


def _stretch(
    matrix: DayMatrix, index: int, finding: Finding, run: tuple[int, int], mean: FloatArray
) -> Suspicion:
    begin, end = run
    return Suspicion(
        date=matrix.day(index),
        finding=finding,
        measured=float(matrix.calls[index, begin:end].sum()),
        expected=float(mean[begin:end].sum()),
        start_minute=begin * matrix.slot_minutes,
        end_minute=end * matrix.slot_minutes,
    )
