"""Calendar indices: the product of a few well-shrunk effects, hard to beat 6 to 37 days ahead.

The logarithm of a day's total is weekday + day of month + time since an event + kind of day + a level that
fades with the horizon; the total is spread over the slots by a recent profile.
A fit takes hundredths of a second.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from forecasting.demand_days import DemandDays
from forecasting.forecasters.day_effects import DayEffects, fit_day_effects
from forecasting.forecasters.day_totals import DayModel, DayTotalForecaster
from forecasting.slots import BoolArray, FloatArray

# From the sixth day on the level is a slow one; tomorrow it follows the last days. Between them: a mixture.
LONG_HORIZON_DAYS = 6


@dataclass(frozen=True, kw_only=True)
class LevelMemory:
    """How the level is learnt and fades.

    Parameters
    ----------
    half_life_days
        Half-life of a past day's weight.
    start
        Share of the level in force at horizon 0.
    fade_days
        The level falls to 1/e of its share in this time.
    """

    half_life_days: float
    start: float
    fade_days: float

    def share(self, horizon: FloatArray) -> FloatArray:
        """Share of the level in force ``horizon`` days after the last day of the history."""
        return np.asarray(self.start * np.exp(-horizon / self.fade_days), dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class IndexModel:
    """Effects, and the level that is added to them."""

    effects: DayEffects
    far: LevelMemory
    near: LevelMemory

    @property
    def residuals(self) -> FloatArray:
        """What the effects leave of each past day, nan where the day is not used, shape (days,)."""
        return self.effects.residuals

    def log_totals(self, days: DemandDays, horizon: FloatArray) -> FloatArray:
        """Forecast of ``ln(total + 0.5)`` for open days with these features, shape (days,)."""
        far = self.far.share(horizon) * self.effects.level(self.far.half_life_days)
        near = self.near.share(horizon) * self.effects.level(self.near.half_life_days)
        farness = np.clip((horizon - 1) / (LONG_HORIZON_DAYS - 1), 0.0, 1.0)
        return self.effects.of(days) + farness * far + (1 - farness) * near


@dataclass(kw_only=True)
class IndicesForecaster(DayTotalForecaster):
    """Calendar indices with negative binomial bands.

    Parameters
    ----------
    far, near
        Level for horizons of 6 days and more, and for the next day; linear in between.
    """

    far: LevelMemory = field(default_factory=lambda: LevelMemory(half_life_days=10, start=1.0, fade_days=20))
    near: LevelMemory = field(default_factory=lambda: LevelMemory(half_life_days=4, start=0.8, fade_days=50))

    def fit_days(self, log_totals: FloatArray, known: BoolArray, days: DemandDays) -> DayModel:
        """Fit the effects by backfitting."""
        effects = fit_day_effects(log_totals, known, days)
        return IndexModel(effects=effects, far=self.far, near=self.near)
