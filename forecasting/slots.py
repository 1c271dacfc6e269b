"""From the long frame of calls to a matrix days × slots, and back.

A row that the history lacks has three possible meanings, told apart here: the centre is closed in that slot
(zero), the record has a hole (unknown), or nobody called and the source writes no zero rows (zero).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

MINUTES_PER_DAY = 1440
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# A slot with rows on at least this share of the same weekdays is expected to have one on each of them.
EXPECTED_SHARE = 0.8
# A day with fewer than this share of its expected rows counts as not recorded.
COMPLETE_SHARE = 0.9
LONGEST_SPAN_DAYS = 50 * 366


@dataclass(frozen=True, kw_only=True)
class DayMatrix:
    """Calls by day and slot.

    Parameters
    ----------
    first_day
        Date of row 0; rows are consecutive days.
    slot_minutes
        Length of a slot; ``1440 / slot_minutes`` columns.
    calls
        Number of calls, shape (days, slots); 0 where a day has no row for the slot.
    recorded
        Whether the history knows the whole day, shape (days,).
    has_rows
        Whether the history has any row of the day, shape (days,).
    open_slots
        Whether the weekday (Monday = 0) ever has a row in the slot, shape (7, slots).
    set_aside
        Whether somebody judged the day unfit to learn from, shape (days,). Such a day is not recorded and its
        calls stand as 0, but it has rows: the centre was open.
    """

    first_day: dt.date
    slot_minutes: int
    calls: FloatArray
    recorded: BoolArray
    has_rows: BoolArray
    open_slots: BoolArray
    set_aside: BoolArray

    @property
    def n_days(self) -> int:
        """Number of days from the first to the last, holes included."""
        return int(self.calls.shape[0])

    @property
    def last_day(self) -> dt.date:
        """Date of the last row."""
        return self.first_day + dt.timedelta(days=self.n_days - 1)

    @property
    def weekdays(self) -> npt.NDArray[np.int64]:
        """Weekday of every row, Monday = 0, shape (days,)."""
        return (np.arange(self.n_days, dtype=np.int64) + self.first_day.weekday()) % 7

    def day(self, index: int) -> dt.date:
        """Date of a row."""
        return self.first_day + dt.timedelta(days=index)

    def first(self, days: int) -> DayMatrix:
        """The same history as it was after its first ``days`` days."""
        return replace(
            self,
            calls=self.calls[:days],
            recorded=self.recorded[:days],
            has_rows=self.has_rows[:days],
            set_aside=self.set_aside[:days],
        )


def slot_minutes_of(calls: pd.DataFrame) -> int:
    """Length of the slots of a history: the commonest distance of neighbouring starts, in minutes.

    Raises
    ------
    ValueError
        If there are fewer than two distinct starts, or the length does not divide a day.
    """
    starts = pd.DatetimeIndex(calls["ds"]).unique().sort_values()
    if len(starts) < 2:
        raise ValueError("a slot length needs at least two slots")
    seconds = np.diff(starts.to_numpy(dtype="datetime64[s]").astype(np.int64))
    values, counts = np.unique(seconds, return_counts=True)
    length = int(values[np.argmax(counts)])
    if length % 60 or MINUTES_PER_DAY % (length // 60):
        raise ValueError(f"slots of {length} seconds do not divide a day")
    return length // 60


def set_aside(calls: pd.DataFrame, days: Collection[dt.date]) -> pd.DataFrame:
    """Mark days as unfit to learn from, in a column ``set_aside``: forecasters treat them as missing.

    Parameters
    ----------
    calls
        Long frame; not changed. Marks that it has are replaced.
    days
        Dates; those that the history lacks change nothing.
    """
    dates = pd.DatetimeIndex(calls["ds"]).normalize()
    return calls.assign(set_aside=dates.isin([pd.Timestamp(day) for day in days]))


def usable_calls(calls: pd.DataFrame) -> pd.DataFrame:
    """The rows that are not set aside."""
    return calls.loc[~calls["set_aside"]] if "set_aside" in calls.columns else calls


def total_calls(calls: pd.DataFrame) -> pd.DataFrame:
    """Sum the queues of a long frame: one row per slot, in order of time.

    Returns
    -------
    pandas.DataFrame
        ``ds``, ``calls``, and ``set_aside`` if the frame has it.
    """
    by_slot = calls.groupby(pd.DatetimeIndex(calls["ds"]))
    summed = by_slot["calls"].sum()
    found = pd.DataFrame({"ds": summed.index, "calls": summed.to_numpy(dtype=np.float64)})
    if "set_aside" in calls.columns:
        found["set_aside"] = by_slot["set_aside"].any().to_numpy(dtype=np.bool_)
    return found


def aggregate(calls: pd.DataFrame, slot_minutes: int) -> pd.DataFrame:
    """Sum calls into longer slots.

    Parameters
    ----------
    calls
        Long frame; only ``ds``, ``calls`` and ``set_aside`` are kept.
    slot_minutes
        A multiple of the present length that divides a day.

    Raises
    ------
    ValueError
        If the new length is shorter than the present one, no multiple of it, or does not divide a day.
    """
    present = slot_minutes_of(calls)
    if slot_minutes % present or MINUTES_PER_DAY % slot_minutes:
        raise ValueError(f"slots of {present} minutes cannot be summed into slots of {slot_minutes} minutes")
    starts = pd.DatetimeIndex(calls["ds"]).floor(f"{slot_minutes}min")
    return total_calls(calls.assign(ds=starts))


def day_matrix(calls: pd.DataFrame) -> DayMatrix:
    """Lay a long frame out as days × slots.

    Parameters
    ----------
    calls
        Long frame with ``ds`` (slot starts, one row per slot), ``calls`` and perhaps ``set_aside``.

    Raises
    ------
    ValueError
        If a slot occurs twice or starts off the grid of the slot length, or the history spans over 50 years.
    """
    slot_minutes = slot_minutes_of(calls)
    minutes = pd.DatetimeIndex(calls["ds"]).to_numpy(dtype="datetime64[m]").astype(np.int64)
    if (minutes % slot_minutes).any():
        raise ValueError(f"some slots do not start on the grid of {slot_minutes} minutes")
    if len(np.unique(minutes)) < len(minutes):
        raise ValueError("some slots occur twice")
    day = minutes // MINUTES_PER_DAY
    slot = minutes % MINUTES_PER_DAY // slot_minutes
    first = int(day.min())
    if int(day.max()) - first > LONGEST_SPAN_DAYS:
        raise ValueError("a history of over 50 years holds a wrong date")
    shape = (int(day.max()) - first + 1, MINUTES_PER_DAY // slot_minutes)
    values = np.zeros(shape)
    present = np.zeros(shape, dtype=np.bool_)
    values[day - first, slot] = calls["calls"].to_numpy(dtype=np.float64)
    present[day - first, slot] = True
    first_day = dt.date(1970, 1, 1) + dt.timedelta(days=first)
    weekdays = (np.arange(shape[0]) + first_day.weekday()) % 7
    aside = np.zeros(shape[0], dtype=np.bool_)
    if "set_aside" in calls.columns:
        aside[day[calls["set_aside"].to_numpy(dtype=np.bool_)] - first] = True
    values[aside], present[aside] = 0.0, False
    recorded, open_slots = _judge_holes(present, weekdays)
    return DayMatrix(
        first_day=first_day,
        slot_minutes=slot_minutes,
        calls=values,
        recorded=recorded,
        has_rows=np.asarray(present.any(axis=1) | aside, dtype=np.bool_),
        open_slots=open_slots,
        set_aside=aside,
    )


def _judge_holes(present: BoolArray, weekdays: npt.NDArray[np.int64]) -> tuple[BoolArray, BoolArray]:
    """Which days are recorded whole, shape (days,), and which slots are ever open, shape (7, slots)."""
    has_rows = np.asarray(present.any(axis=1), dtype=np.bool_)
    open_slots = np.zeros((7, present.shape[1]), dtype=np.bool_)
    recorded = has_rows.copy()
    for weekday in range(7):
        same = np.flatnonzero((weekdays == weekday) & has_rows)
        open_slots[weekday] = present[same].any(axis=0)
        # A day is judged by the other days of its weekday, a single one by all other days.
        peers = same if len(same) > 1 else np.flatnonzero(has_rows)
        count = present[peers].sum(axis=0)
        if len(peers) == 1:
            continue
        for day in same:
            expected = count - present[day] >= EXPECTED_SHARE * (len(peers) - 1)
            recorded[day] = not expected.any() or present[day, expected].mean() >= COMPLETE_SHARE
    return recorded, open_slots


def long_frame(start: dt.date, values: dict[str, FloatArray]) -> pd.DataFrame:
    """Lay matrices days × slots out as a long frame with the column ``ds`` first.

    Parameters
    ----------
    start
        Date of row 0.
    values
        Column name → matrix; all of one shape (days, slots).
    """
    days, slots = next(iter(values.values())).shape
    minutes = MINUTES_PER_DAY // slots
    ds = pd.date_range(pd.Timestamp(start), periods=days * slots, freq=f"{minutes}min", unit="s")
    return pd.DataFrame({"ds": ds} | {name: matrix.reshape(-1) for name, matrix in values.items()})
