"""How far a forecast of counts is wrong: learnt by forecasting the past.

Two things go wrong: the day's total (measured by an inner rolling-origin backtest, near and far apart)
and its spread over the slots (measured on past days with their true total). Both enter a negative binomial.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from forecasting.demand_days import DemandDays, DemandKind, IntArray
from forecasting.slots import BoolArray, DayMatrix, FloatArray

BLOCKS = 8
SPECIAL_DAY_VARIANCE = 0.12**2
# Too short a history to forecast its own past: what a fit leaves unexplained there is this much too small.
FIT_TO_FORECAST = 1.5
# Not even that: a day's total is off by about 15%.
DEFAULT_DAY_VARIANCE = 0.15**2
# The past was forecast from shorter histories than today's: of its variance this share is still to come.
LEARNT_SINCE = 0.8
FEWEST_ERRORS = 20
FEWEST_SPREAD_DAYS = 6
SPREAD_PASSES = 3
SPREAD_LIMIT = 2.2
FEWEST_HISTORY_DAYS = 42
FAR = (6, 37)
NEAR = (1, 5)
STEP_DAYS = 10
MOST_ORIGINS = 9
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
        Extra relative variance of a slot given the day's total, per effective weekday and block of
        three hours, shape (7, 8).
    """

    near_variance: float
    far_variance: float
    spread: FloatArray

    def relative_variance(self, horizon: FloatArray, days: DemandDays, slots: int) -> FloatArray:
        """Relative variance r in ``var = mean + mean² · r`` for every slot, shape (days, slots)."""
        farness = np.clip((horizon - NEAR[0]) / (FAR[0] - NEAR[0]), 0.0, 1.0)
        variance = self.near_variance + farness * (self.far_variance - self.near_variance)
        variance = variance + np.where(days.kinds != DemandKind.NORMAL, SPECIAL_DAY_VARIANCE, 0.0)
        return np.asarray(np.expm1(variance)[:, None] + self.spread[days.weekdays][:, block_of_slot(slots)])


def block_of_slot(slots: int) -> IntArray:
    """Block of three hours to which each slot belongs, shape (slots,)."""
    return np.arange(slots, dtype=np.int64) * BLOCKS // slots


def slot_spread(calls: FloatArray, shares: FloatArray) -> FloatArray:
    """Relative variance of slots beyond Poisson, given each day's true total, per block, shape (8,).

    Moment estimate ``Σ((y − m)² − m) / Σ m²``, not below 0; deviations beyond three standard ones are cut to
    three, so that a fault on one evening does not widen all evenings.
    """
    expected = calls.sum(axis=1, keepdims=True) * shares
    squares = (calls - expected) ** 2
    blocks = block_of_slot(calls.shape[1])
    bottom = np.bincount(blocks, weights=(expected**2).sum(axis=0), minlength=BLOCKS)
    spread = np.full(BLOCKS, np.inf)
    for _ in range(SPREAD_PASSES):
        usual = SPREAD_LIMIT**2 * (expected + np.where(expected > 0, spread[blocks], 0.0) * expected**2)
        excess = np.minimum(squares, usual) - expected
        top = np.bincount(blocks, weights=excess.sum(axis=0), minlength=BLOCKS)
        spread = np.maximum(np.divide(top, bottom, out=np.zeros(BLOCKS), where=bottom > 0), 0.0)
    return spread


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
    sd = float(np.quantile(np.abs(errors), 0.8)) / Z80
    return max(sd**2 - float(np.median(1.0 / (totals + 0.5))), 0.0)


def learn_bands(
    matrix: DayMatrix,
    residuals: FloatArray,
    weekdays: IntArray,
    shares: FloatArray,
    forecast: ForecastDays,
) -> Bands:
    """Measure both kinds of error.

    Parameters
    ----------
    matrix
        History, days × slots.
    residuals
        What the fit leaves of each day's log total; nan for days that do not count (unknown, special,
        outliers), shape (days,).
    weekdays
        Effective weekday of each day, shape (days,).
    shares
        Profile of each past day, shape (days, slots).
    forecast
        ``forecast(history, days)``: log totals of the ``days`` days after a shorter history.
    """
    actual = np.log(matrix.calls.sum(axis=1) + 0.5)
    judged = ~np.isnan(residuals)
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
    fitted = DEFAULT_DAY_VARIANCE
    if judged.sum() >= FEWEST_ERRORS:
        fitted = FIT_TO_FORECAST * total_variance(residuals[judged], np.exp(actual[judged]))

    def measured(far: bool) -> float:
        errors = np.concatenate([*found[far], np.empty(0)])
        if len(errors) < FEWEST_ERRORS:
            return fitted
        return LEARNT_SINCE * total_variance(errors, np.concatenate(totals[far]))

    near, wide = measured(False), measured(True)
    spread = np.array(
        [slot_spread(matrix.calls[rows], shares[rows]) for rows in _by_weekday(judged, weekdays)]
    )
    return Bands(near_variance=near, far_variance=max(near, wide), spread=spread)


def _by_weekday(judged: BoolArray, weekdays: IntArray) -> list[BoolArray]:
    """Judged days of each effective weekday; all judged days where a weekday has too few of its own."""
    rows = [judged & (weekdays == weekday) for weekday in range(7)]
    return [same if same.sum() >= FEWEST_SPREAD_DAYS else judged for same in rows]
