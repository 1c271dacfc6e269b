"""Weekday × slot: the cells in which the day repeats, and how sums over a history are laid out in them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.slots import MINUTES_PER_DAY, FloatArray

IntArray = npt.NDArray[np.int64]
WEEKDAYS = 7
EPOCH_WEEKDAY = 3  # 1 January 1970 was a Thursday


def place_in_week(ds: pd.Series, slot_minutes: int) -> IntArray:
    """Index of the cell of each slot start: Monday's slots first, shape (rows,)."""
    minutes = pd.DatetimeIndex(ds).to_numpy(dtype="datetime64[m]").astype(np.int64)
    weekdays = (minutes // MINUTES_PER_DAY + EPOCH_WEEKDAY) % WEEKDAYS
    return weekdays * (MINUTES_PER_DAY // slot_minutes) + minutes % MINUTES_PER_DAY // slot_minutes


def cell_sums(places: IntArray, values: FloatArray, slot_minutes: int) -> FloatArray:
    """Sum of the values in each cell, shape (7, slots of a day)."""
    slots = MINUTES_PER_DAY // slot_minutes
    return sums(places, values, WEEKDAYS * slots).reshape(WEEKDAYS, slots)


def sums(places: IntArray, values: FloatArray, count: int = 0) -> FloatArray:
    """Sum of the values at each of at least ``count`` places."""
    return np.bincount(places, weights=values, minlength=count).astype(np.float64)


def ratio(top: FloatArray, bottom: FloatArray, default: FloatArray | float) -> FloatArray:
    """``top / bottom`` where there is a bottom, else the default; shapes broadcast."""
    out = np.array(np.broadcast_to(default, np.shape(bottom)), dtype=np.float64)
    np.divide(top, bottom, out=out, where=bottom > 0)
    return out
