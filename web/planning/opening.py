"""When anybody can be on duty: in what slots a need can be met at all."""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from roster.calendar import Calendar
from roster.shifts import MINUTES_PER_DAY, ShiftKind


def staffed_slots(
    kinds: Iterable[ShiftKind], calendar: Calendar, *, first_day: date, days: int, slot_minutes: int
) -> npt.NDArray[np.bool_]:
    """Tell for every slot whether the department is open and its shifts fill it.

    A shift that is placed by hand only, or that covers no demand, fills nothing. A closed day has no shift
    of its own, so that the hours after it that only its night would fill are not staffed either. Where no
    shift kind fills anything yet, nothing is known of the hours and every slot of an open day counts.

    Returns
    -------
    numpy.ndarray
        Shape (days, 1440 / slot_minutes).
    """
    own, after = np.zeros(MINUTES_PER_DAY, dtype=np.bool_), np.zeros(MINUTES_PER_DAY, dtype=np.bool_)
    for kind in kinds:
        if kind.assignable and kind.covers:
            own[kind.start_minute : kind.end_minute] = True
            after[: max(0, kind.end_minute - MINUTES_PER_DAY)] = True
    if not own.any():
        own[:] = True
    found = np.zeros((days, MINUTES_PER_DAY // slot_minutes), dtype=np.bool_)
    for number in range(days):
        day = first_day + timedelta(days=number)
        if calendar.is_closed(day):
            continue
        minutes = own if calendar.is_closed(day - timedelta(days=1)) else own | after
        found[number] = minutes.reshape(-1, slot_minutes).all(axis=1)
    return found
