"""Patience by weekday × slot, from sums per slot: who was answered is a censored wait.

Callers who are answered waited, too, and did not give up. With an exponential patience of rate λ, those who
give up are Poisson with mean λ × the waiting of all callers together; a gamma prior on λ is then the natural
shrinkage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.cells import cell_sums, place_in_week, ratio
from forecasting.handling_time import QUICK_SECONDS
from forecasting.slots import BoolArray, FloatArray

# Nobody waits four hours: a slot whose callers would have, on average, is an error of the source.
LONGEST_SECONDS = 4 * 3600.0
PASSES = 20
COLUMNS = frozenset({"ds", "abandoned", "wait_s_sum"})


@dataclass(frozen=True, kw_only=True)
class PatienceProfile:
    """Mean exponential patience of every weekday and slot.

    Parameters
    ----------
    slot_minutes
        Length of a slot.
    patience_s
        Mean patience, seconds, shape (7, slots), Monday first.
    abandoned, waited_s
        Callers who gave up, and the seconds that all callers waited together, behind each cell; those who
        hung up within five seconds left out where they are known. Shape (7, slots).
    mean_s
        Patience of all callers together, seconds: waiting ÷ abandonments.
    impossible
        Slots left out because their figures cannot be.
    """

    slot_minutes: int
    patience_s: FloatArray
    abandoned: FloatArray
    waited_s: FloatArray
    mean_s: float
    impossible: int = 0

    def at(self, ds: pd.Series) -> FloatArray:
        """Patience at each of some slot starts, seconds, shape (rows,)."""
        return self.patience_s.reshape(-1)[place_in_week(ds, self.slot_minutes)]


def learn_patience_profile(slots: pd.DataFrame, *, slot_minutes: int) -> PatienceProfile | None:
    """Estimate the patience of every cell.

    The rate at which callers give up is λ × slot × weekday × cell, each factor gamma distributed with mean 1
    and variance φ. Its posterior mean, with E abandonments expected by the other factors and D seen, is
    ``(D + ψ/φ) / (E + ψ/φ)``: 1 where nobody waited, D / E where very many did. ψ ≥ 1 says how much more
    abandonments vary from row to row than Poisson counts, ``Σ(d − e)² / Σe`` over the rows; φ is
    ``Σ((D − E)² − ψE) / ΣE²``.

    Parameters
    ----------
    slots
        One row per slot (of a queue): ``ds``, ``abandoned``, ``wait_s_sum`` (waiting of all callers together,
        seconds) and, both or none, ``queued`` and ``abandoned_le5s``.
    slot_minutes
        Length of the cells' slots, a multiple of the rows'.

    Returns
    -------
    PatienceProfile | None
        None where nobody gave up, nobody waited or a column is missing.

    References
    ----------
    Gelman et al. (2013), "Bayesian Data Analysis", 2.6 (gamma prior of a Poisson rate with exposure);
    Brown et al. (2005), "Statistical analysis of a telephone call center", for waits as censored data.
    """
    if not set(slots.columns) >= COLUMNS:
        return None
    gave_up, waited, said = _exposed(slots)
    possible = said & (gave_up >= 0) & (waited >= 0) & (waited <= LONGEST_SECONDS * _callers(slots))
    places = place_in_week(slots.loc[possible, "ds"], slot_minutes)
    each, exposed = gave_up[possible], waited[possible]
    abandoned, waiting = cell_sums(places, each, slot_minutes), cell_sums(places, exposed, slot_minutes)
    if abandoned.sum() <= 0 or waiting.sum() <= 0:
        return None
    extra = _overdispersion(each, exposed * _pooled_rates(abandoned, waiting).reshape(-1)[places])
    return PatienceProfile(
        slot_minutes=slot_minutes,
        patience_s=1.0 / shrunk_rates(abandoned, waiting, extra),
        abandoned=abandoned,
        waited_s=waiting,
        mean_s=float(waiting.sum() / abandoned.sum()),
        impossible=int((said & ~possible).sum()),
    )


def shrunk_rates(abandoned: FloatArray, waited_s: FloatArray, extra: float) -> FloatArray:
    """Rate per second at which callers give up, of every cell, shape (7, slots).

    Parameters
    ----------
    abandoned, waited_s
        Per cell, shape (7, slots).
    extra
        ψ, the variance of abandonments over that of Poisson counts, ≥ 1.
    """
    rate = float(abandoned.sum() / waited_s.sum())
    slot, weekday = np.ones(abandoned.shape[1]), np.ones(abandoned.shape[0])
    for _ in range(PASSES):
        usual = rate * waited_s * weekday[:, None]
        slot = credited(abandoned.sum(axis=0), usual.sum(axis=0), extra)
        usual = rate * waited_s * slot
        weekday = credited(abandoned.sum(axis=1), usual.sum(axis=1), extra)
    pool: FloatArray = rate * slot * weekday[:, None]
    return pool * credited(abandoned, pool * waited_s, extra)


def credited(seen: FloatArray, expected: FloatArray, extra: float) -> FloatArray:
    """Posterior mean of the factors of counts: 1 without any, near ``seen / expected`` with many."""
    square = float((expected**2).sum())
    spread = float(((seen - expected) ** 2 - extra * expected).sum()) / square if square > 0 else 0.0
    if spread <= 0:
        return np.ones(np.shape(seen))
    return np.asarray((seen + extra / spread) / (expected + extra / spread), dtype=np.float64)


def _exposed(slots: pd.DataFrame) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Per row: who gave up, the seconds in which anybody could have, and whether both are said."""
    gave_up = slots["abandoned"].to_numpy(dtype=np.float64)
    waited = slots["wait_s_sum"].to_numpy(dtype=np.float64)
    if {"queued", "abandoned_le5s"} <= set(slots.columns):
        # as in measure_handling_time: the others are watched from the fifth second on
        quick = slots["abandoned_le5s"].to_numpy(dtype=np.float64)
        stayed = np.maximum(slots["queued"].to_numpy(dtype=np.float64) - quick, 0.0)
        later = np.maximum(waited - QUICK_SECONDS * stayed, 0.0)
        gave_up, waited = gave_up - quick, np.where(waited > 0, later, waited)
    return gave_up, waited, np.isfinite(gave_up) & np.isfinite(waited)


def _callers(slots: pd.DataFrame) -> FloatArray:
    for name in ("offered", "calls"):
        if name in slots.columns:
            return slots[name].to_numpy(dtype=np.float64)
    return np.full(len(slots), np.inf)


def _pooled_rates(abandoned: FloatArray, waited_s: FloatArray) -> FloatArray:
    """Rates of slot × weekday without any shrinkage, shape (7, slots)."""
    slot = ratio(abandoned.sum(axis=0), waited_s.sum(axis=0), 0.0)
    weekday = ratio(abandoned.sum(axis=1), (waited_s * slot).sum(axis=1), 1.0)
    return np.asarray(weekday[:, None] * slot, dtype=np.float64)


def _overdispersion(seen: FloatArray, expected: FloatArray) -> float:
    usual = float(expected.sum())
    return max(float(((seen - expected) ** 2).sum()) / usual, 1.0) if usual > 0 else 1.0
