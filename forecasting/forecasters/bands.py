"""How far a forecast of counts is wrong: learnt by forecasting the past.

Two things go wrong: the day's total (measured by an inner rolling-origin backtest, near and far apart)
and its spread over the slots (measured on past days with their true total). Both enter a negative binomial.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from forecasting.demand_days import DemandDays, DemandKind
from forecasting.slots import BoolArray, DayMatrix, FloatArray

BLOCKS = 8
SPECIAL_DAY_VARIANCE = 0.12**2
# Used where the history is too short to measure: a day's total is off by about 15%.
DEFAULT_DAY_VARIANCE = 0.15**2
FEWEST_ERRORS = 20
FEWEST_HISTORY_DAYS = 42
FAR = (6, 37)
NEAR = (1, 5)
STEP_DAYS = 7
MOST_ORIGINS = 12
Z80 = float(stats.norm.ppf(0.9))

# A history and a number of days → forecast log totals of the days after it, shape (days,).
ForecastDays = Callable[[DayMatrix, int], FloatArray]


@dataclass(frozen=True, kw_only=True)
class Bands:
    """Relative variances of a forecast.

    Parameters
    ----------
    near_variance, far_variance
        Variance of the error of a day's log total, 1 to 5 and 6 to 37 days ahead.
    spread
        Extra relative variance of a slot given the day's total, per block of three hours, shape (8,).
    """

    near_variance: float
    far_variance: float
    spread: FloatArray

    def relative_variance(self, horizon: FloatArray, days: DemandDays, slots: int) -> FloatArray:
        """Relative variance r in ``var = mean + mean² · r`` for every slot, shape (days, slots)."""
        farness = np.clip((horizon - NEAR[0]) / (FAR[0] - NEAR[0]), 0.0, 1.0)
        variance = self.near_variance + farness * (self.far_variance - self.near_variance)
        variance = variance + np.where(days.kinds != DemandKind.NORMAL, SPECIAL_DAY_VARIANCE, 0.0)
        return np.asarray(np.expm1(variance)[:, None] + self.spread[block_of_slot(slots)][None, :])


def block_of_slot(slots: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Block of three hours to which each slot belongs, shape (slots,)."""
    return np.arange(slots, dtype=np.int64) * BLOCKS // slots


def slot_spread(calls: FloatArray, shares: FloatArray) -> FloatArray:
    """Relative variance of slots beyond Poisson, given each day's true total, per block, shape (8,).

    Moment estimate ``Σ((y − m)² − m) / Σ m²``, not below 0.
    """
    expected = calls.sum(axis=1, keepdims=True) * shares
    excess = (calls - expected) ** 2 - expected
    blocks = block_of_slot(calls.shape[1])
    top = np.bincount(blocks, weights=excess.sum(axis=0), minlength=BLOCKS)
    bottom = np.bincount(blocks, weights=(expected**2).sum(axis=0), minlength=BLOCKS)
    return np.maximum(np.divide(top, bottom, out=np.zeros(BLOCKS), where=bottom > 0), 0.0)


def origins(n_days: int) -> Iterator[int]:
    """Lengths of the histories of the inner backtest, the longest first."""
    longest = n_days - FAR[0]
    for step in range(MOST_ORIGINS):
        length = longest - step * STEP_DAYS
        if length < FEWEST_HISTORY_DAYS:
            return
        yield length


def total_variance(errors: FloatArray, totals: FloatArray) -> float:
    """Variance of the log total behind observed errors, the counting noise taken off.

    Measured by the 80% quantile of the absolute errors, so that a few odd days do not widen every band.

    Parameters
    ----------
    errors
        Forecast minus actual of ``ln(total + 0.5)``.
    totals
        The forecast totals, same shape.
    """
    if len(errors) < FEWEST_ERRORS:
        return DEFAULT_DAY_VARIANCE
    sd = float(np.quantile(np.abs(errors), 0.8)) / Z80
    return max(sd**2 - float(np.median(1.0 / (totals + 0.5))), 0.0)


def learn_bands(matrix: DayMatrix, judged: BoolArray, shares: FloatArray, forecast: ForecastDays) -> Bands:
    """Measure both kinds of error.

    Parameters
    ----------
    matrix
        History, days × slots.
    judged
        Days that count: known, normal, open, no outliers, shape (days,).
    shares
        Profile of each past day, shape (days, slots).
    forecast
        ``forecast(history, days)``: log totals of the ``days`` days after a shorter history.
    """
    actual = np.log(matrix.calls.sum(axis=1) + 0.5)
    found: dict[bool, list[FloatArray]] = {True: [], False: []}
    totals: dict[bool, list[FloatArray]] = {True: [], False: []}
    for length in origins(matrix.n_days):
        days = min(FAR[1], matrix.n_days - length)
        predicted = forecast(matrix.first(length), days)
        ahead = np.arange(1, days + 1)
        counts = judged[length : length + days]
        for far in (False, True):
            here = counts & ((ahead >= FAR[0]) == far)
            found[far].append((predicted - actual[length : length + days])[here])
            totals[far].append(np.exp(predicted[here]))
    near, wide = (
        total_variance(
            np.concatenate([*found[far], np.empty(0)]), np.concatenate([*totals[far], np.empty(0)])
        )
        for far in (False, True)
    )
    spread = slot_spread(matrix.calls[judged], shares[judged]) if judged.any() else np.zeros(BLOCKS)
    return Bands(near_variance=near, far_variance=max(near, wide), spread=spread)
