"""Handling time and patience as the need takes them: by weekday × slot where enough calls say so."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from forecasting.handling_profile import HandlingProfile, learn_handling_profile
from forecasting.patience_profile import PatienceProfile, learn_patience_profile
from web.database.types import JsonObject

FEWEST_ANSWERED = 200
"""Fewer calls do not even give a mean that is better than a department's own number."""
FEWEST_ABANDONED = 50
WINDOW_DAYS = 182
"""Half a year before the month: longer ago people, products and programs were others."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One of the two, by weekday (Monday first) and slot, in seconds.

    Attributes
    ----------
    seconds
        Estimate of each cell, 7 × slots.
    calls
        Calls behind each cell: answered ones for the handling time, abandoned ones for the patience.
    mean_s
        Of all calls together.
    left_out
        Slots whose figures cannot be.
    """

    slot_minutes: int
    seconds: list[list[float]]
    calls: list[list[int]]
    mean_s: float
    left_out: int = 0

    def at(self, ds: pd.Series) -> pd.Series:
        """Return the seconds at some slot starts; the slots may be shorter or longer than these."""
        minutes = ds.dt.hour * 60 + ds.dt.minute
        values = np.array(self.seconds)[
            ds.dt.day_of_week.to_numpy(), (minutes // self.slot_minutes).to_numpy()
        ]
        return pd.Series(values, index=ds.index)


@dataclass(frozen=True, kw_only=True)
class Profiles:
    """What was measured; None: too little, or not in the calls."""

    handling: Figure | None = None
    patience: Figure | None = None

    def of(self, forecast: pd.DataFrame, *, factor: float = 1.0) -> pd.DataFrame:
        """Return a forecast with the columns ``aht_s`` (times a factor) and ``patience_s``, as measured."""
        found = forecast
        if self.handling is not None:
            found = found.assign(aht_s=self.handling.at(forecast["ds"]) * factor)
        if self.patience is not None:
            found = found.assign(patience_s=self.patience.at(forecast["ds"]))
        return found

    def to_json(self) -> JsonObject:
        """Return plain values, to be kept with the requirement; only what was measured."""
        return {name: vars(figure) for name, figure in vars(self).items() if figure is not None}

    @classmethod
    def from_json(cls, values: JsonObject) -> Self:
        """Return what `to_json` gave; nothing for requirements that keep none."""
        return cls(**{name: Figure(**figure) for name, figure in values.items()})


NONE = Profiles()


def measure_profiles(calls: pd.DataFrame, *, before: pd.Timestamp, slot_minutes: int) -> Profiles:
    """Measure both on the half-year before a month.

    Parameters
    ----------
    calls
        One row per slot (of a queue), with what `learn_handling_profile` and `learn_patience_profile` read;
        columns may be absent.
    """
    recent = calls[(calls["ds"] < before) & (calls["ds"] >= before - pd.Timedelta(days=WINDOW_DAYS))]
    handling = learn_handling_profile(recent, slot_minutes=slot_minutes)
    patience = learn_patience_profile(recent, slot_minutes=slot_minutes)
    return Profiles(
        handling=_handling(handling) if handling and handling.answered.sum() >= FEWEST_ANSWERED else None,
        patience=_patience(patience) if patience and patience.abandoned.sum() >= FEWEST_ABANDONED else None,
    )


def weighted_mean(forecast: pd.DataFrame, column: str) -> float:
    """Return the mean of a column over the calls expected, to a tenth."""
    weights = forecast["mean"].to_numpy()
    return round(float(np.average(forecast[column], weights=weights if weights.sum() > 0 else None)), 1)


def _handling(found: HandlingProfile) -> Figure:
    return Figure(
        slot_minutes=found.slot_minutes,
        seconds=np.round(found.aht_s, 1).tolist(),
        calls=np.round(found.answered).astype(int).tolist(),
        mean_s=round(found.mean_s, 1),
        left_out=found.impossible,
    )


def _patience(found: PatienceProfile) -> Figure:
    return Figure(
        slot_minutes=found.slot_minutes,
        seconds=np.round(found.patience_s, 1).tolist(),
        calls=np.round(found.abandoned).astype(int).tolist(),
        mean_s=round(found.mean_s, 1),
        left_out=found.impossible,
    )
