"""On which days the centre opens at all, learnt from the days that have rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forecasting.demand_days import DemandDays, DemandKind
from forecasting.slots import BoolArray, DayMatrix


class OpeningDays:
    """Weekdays and special days on which the centre opens.

    Parameters
    ----------
    matrix
        History, days × slots.
    history
        Features of the same days.
    """

    def __init__(self, matrix: DayMatrix, history: DemandDays) -> None:
        self._has_rows = matrix.has_rows
        self._history = history
        normal = self._history.kinds == DemandKind.NORMAL
        seen = [self._has_rows[normal & (self._history.own_weekdays == weekday)] for weekday in range(7)]
        # A weekday that the history does not reach is presumed to be open.
        self.weekdays: BoolArray = np.array([len(rows) == 0 or _mostly(rows) for rows in seen])

    def is_open(self, days: DemandDays) -> BoolArray:
        """Whether the centre opens on each day, shape (days,).

        A special kind of day follows its own past; if it has none, the weekday that it acts like.
        """
        result = self.weekdays[days.own_weekdays].copy()
        for kind in np.unique(days.kinds):
            if kind == DemandKind.NORMAL:
                continue
            here = days.kinds == kind
            telling = self.weekdays[self._history.own_weekdays] | (kind == DemandKind.MAKE_UP)
            past = (self._history.kinds == kind) & telling
            result[here] = _mostly(self._has_rows[past]) if past.any() else self.weekdays[days.weekdays[here]]
            if kind != DemandKind.MAKE_UP:
                result[here] &= self.weekdays[days.own_weekdays[here]]
        return result

    def acting(self, days: DemandDays) -> DemandDays:
        """The same days, none acting like a weekday on which the centre never opens."""
        stuck = ~self.weekdays[days.weekdays] & self.weekdays[days.own_weekdays]
        return replace(days, weekdays=np.where(stuck, days.own_weekdays, days.weekdays))


def _mostly(flags: BoolArray) -> bool:
    return bool(flags.mean() >= 0.5)
