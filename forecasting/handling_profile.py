"""Handling time by weekday × slot, each cell drawn towards its slot, its weekday and the grand mean.

A night slot that holds three calls in two months says little by itself. The more calls a cell rests on, the
nearer its estimate stays to its own mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.cells import IntArray, cell_sums, place_in_week, ratio, sums
from forecasting.slots import FloatArray

# No call takes four hours, and none takes no time: such a mean is an error of the source.
LONGEST_SECONDS = 4 * 3600.0
# A slot's mean is believed up to so many times the usual one, and down to the same part of it.
FARTHEST_FACTOR = 8.0
PASSES = 60
COLUMNS = frozenset({"ds", "answered", "aht_s"})


@dataclass(frozen=True, kw_only=True)
class Components:
    """Where handling times differ, seconds squared.

    Parameters
    ----------
    call
        Variance of one call's handling time within its cell.
    slot, weekday, cell
        Variance between slots, between weekdays, and of what is peculiar to a cell beyond both.
    """

    call: float
    slot: float
    weekday: float
    cell: float


@dataclass(frozen=True, kw_only=True)
class HandlingProfile:
    """Handling time of every weekday and slot.

    Parameters
    ----------
    slot_minutes
        Length of a slot.
    aht_s
        Mean handling time, seconds, shape (7, slots), Monday first.
    answered
        Calls behind each cell, shape (7, slots).
    mean_s
        Mean of all calls, seconds.
    components
        What the shrinkage was reckoned from.
    impossible
        Slots left out because their mean cannot be.
    """

    slot_minutes: int
    aht_s: FloatArray
    answered: FloatArray
    mean_s: float
    components: Components
    impossible: int = 0

    def at(self, ds: pd.Series) -> FloatArray:
        """Handling time at each of some slot starts, seconds, shape (rows,)."""
        return self.aht_s.reshape(-1)[place_in_week(ds, self.slot_minutes)]


def learn_handling_profile(slots: pd.DataFrame, *, slot_minutes: int) -> HandlingProfile | None:
    """Estimate the handling time of every cell from means per slot, weighted by the calls answered.

    The mean of a cell with n calls is taken as μ + slot + weekday + cell + noise, the noise of variance
    σ² / n. Given the variances of the parts, their best linear unbiased predictions solve
    ``slot = Σ n·(y − μ − weekday − cell) / (Σ n + σ²/τ²_slot)``, the same for weekdays, and
    ``cell = n·(y − μ − slot − weekday) / (n + σ²/τ²_cell)``: each part is credited with n / (n + k) of what
    is seen of it. They are solved by turns.

    Parameters
    ----------
    slots
        One row per slot (of a queue): ``ds``, ``answered`` and ``aht_s``, the mean of the slot in seconds.
    slot_minutes
        Length of the cells' slots, a multiple of the rows'.

    Returns
    -------
    HandlingProfile | None
        None where no call was answered or a column is missing.

    References
    ----------
    Henderson (1975), "Best linear unbiased estimation and prediction under a selection model"; Bühlmann &
    Straub (1970) for the weights n / (n + k); Dannenburg (1995), "Crossed classification credibility models".
    """
    if not set(slots.columns) >= COLUMNS:
        return None
    answered = slots["answered"].to_numpy(dtype=np.float64)
    seconds = slots["aht_s"].to_numpy(dtype=np.float64)
    said = np.isfinite(answered) & (answered > 0) & ~np.isnan(seconds)
    possible = said & (seconds > 0) & (seconds <= LONGEST_SECONDS)
    if not possible.any():
        return None
    n, y = answered[possible], seconds[possible]
    usual = _weighted_median(y, n)
    y = np.clip(y, usual / FARTHEST_FACTOR, usual * FARTHEST_FACTOR)
    places = place_in_week(slots.loc[possible, "ds"], slot_minutes)
    calls = cell_sums(places, n, slot_minutes)
    means = ratio(cell_sums(places, n * y, slot_minutes), calls, 0.0)
    within = _within(n * (y - means.reshape(-1)[places]) ** 2, calls)
    mean = float((n * y).sum() / n.sum())
    components = variance_components(means, calls, within)
    return HandlingProfile(
        slot_minutes=slot_minutes,
        aht_s=shrunk(means, calls, mean, components),
        answered=calls,
        mean_s=mean,
        components=components,
        impossible=int((said & ~possible).sum()),
    )


def shrunk(means: FloatArray, calls: FloatArray, mean: float, parts: Components) -> FloatArray:
    """Best linear unbiased prediction of every cell, shape (7, slots).

    Parameters
    ----------
    means, calls
        Mean of each cell and the calls behind it, shape (7, slots).
    mean
        Grand mean μ.
    """
    off = np.where(calls > 0, means - mean, 0.0)
    of_slot, of_weekday = calls.sum(axis=0), calls.sum(axis=1)
    slot, weekday, cell = np.zeros(of_slot.shape), np.zeros(of_weekday.shape), np.zeros(calls.shape)
    for _ in range(PASSES):
        seen = (calls * (off - weekday[:, None] - cell)).sum(axis=0)
        slot = _credited(seen, of_slot, parts.call, parts.slot)
        seen = (calls * (off - slot - cell)).sum(axis=1)
        weekday = _credited(seen, of_weekday, parts.call, parts.weekday)
        cell = _credited(calls * (off - slot - weekday[:, None]), calls, parts.call, parts.cell)
    return np.asarray(mean + slot + weekday[:, None] + cell, dtype=np.float64)


def variance_components(means: FloatArray, calls: FloatArray, within: float) -> Components:
    """Estimate the variances from sums of squares over cells, slots and weekdays, none below 0.

    Each uncorrected sum of squares is, in expectation, known multiples of the variances: as many equations as
    unknowns.

    Parameters
    ----------
    within
        Variance of one call within its cell.

    References
    ----------
    Henderson (1953), "Estimation of variance and covariance components", method 1.
    """
    rows, columns = np.indices(calls.shape)
    every, nothing = np.arange(calls.size), np.zeros(calls.size, dtype=np.int64)
    levels = (columns.reshape(-1), rows.reshape(-1), every)
    n, total = calls.reshape(-1), (calls * means).reshape(-1)
    slots, weekdays, cells, all_of_it = (_squares(n, total, groups, levels) for groups in (*levels, nothing))
    equations = np.array([slots - all_of_it, weekdays - all_of_it, cells - slots - weekdays + all_of_it])
    left = equations[:, 0] - within * equations[:, 1]
    found = np.maximum(np.linalg.lstsq(equations[:, 2:], left, rcond=None)[0], 0.0)
    return Components(call=within, slot=float(found[0]), weekday=float(found[1]), cell=float(found[2]))


def _squares(n: FloatArray, total: FloatArray, groups: IntArray, levels: tuple[IntArray, ...]) -> FloatArray:
    """``Σ total² / n`` over groups, and of what it consists: times σ² (the groups), then times each variance.

    The multiple of a factor's variance is ``Σ over groups and levels of n(group, level)² / n(group)``.
    """
    weight = sums(groups, n)
    square = ratio(sums(groups, total) ** 2, weight, 0.0).sum()
    multiples = []
    for level in levels:
        pairs, place = np.unique(groups * n.size + level, return_inverse=True)
        together = sums(place.reshape(-1), n)
        multiples.append(ratio(together**2, weight[pairs // n.size], 0.0).sum())
    return np.array([square, (weight > 0).sum(), *multiples], dtype=np.float64)


def _credited(seen: FloatArray, calls: FloatArray, noise: float, spread: float) -> FloatArray:
    if spread <= 0:
        return np.zeros(np.shape(calls))
    return ratio(seen, calls + noise / spread, 0.0)


def _within(squares: FloatArray, calls: FloatArray) -> float:
    free = len(squares) - int((calls > 0).sum())
    return float(squares.sum() / free) if free > 0 else float(squares.sum())


def _weighted_median(values: FloatArray, weights: FloatArray) -> float:
    order = np.argsort(values)
    heap = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(heap, heap[-1] / 2)])
