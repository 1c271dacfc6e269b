"""The integrals behind Erlang B and A: one peak, ``exp(a·(1 − e^(−x)) − s·x)``, left and right of x = 0.

The exponent is concave with its top at x₀ = ln(a / s). Seen from there it falls by at least ``s·d²/2`` on
the left and by ``s·(d − 1 + e^(−d))`` on the right, so that it is known where nothing is left of the peak;
between, the Gauss-Legendre rule converges faster than any power. Everything is scaled by the top: no size
overflows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.slots import FloatArray

# e^(−40) of the peak is 4e−18 of it: below the last digit of a double.
DROP = 40.0
NODES = 24
_AT, _WEIGHTS = np.polynomial.legendre.leggauss(NODES)
_AT, _WEIGHTS = (_AT + 1.0) / 2.0, _WEIGHTS / 2.0
# Right of the peak the exponent bends within the first few units; beyond the second it is a straight line.
BENDS = (4.0, 40.0)


@dataclass(frozen=True, kw_only=True)
class WaitMass:
    """The offered waits of Erlang A, in units of the mean patience; shares are of all that wait.

    Parameters
    ----------
    log_all
        Logarithm of the integral over x ≥ 0.
    kept
        Share that is answered: the caller outlasts the wait.
    kept_in_time
        Share that is answered within the threshold.
    kept_times
        Mean of the wait where the caller outlasts it, 0 where not.
    """

    log_all: FloatArray
    kept: FloatArray
    kept_in_time: FloatArray
    kept_times: FloatArray


def mass_of_waits(a: FloatArray, s: FloatArray, within: FloatArray) -> WaitMass:
    """Integrate the peak over x ≥ 0.

    Parameters
    ----------
    a, s
        Arrival rate and service rate of all agents, each × the mean patience; > 0.
    within
        Threshold of the service level ÷ the mean patience.
    """
    top = np.maximum(np.log(a / s), 0.0)
    low = top - np.minimum(_left(s), top)
    # from the top the exponent falls by (s − a)·d where the peak lies left of 0, and by its bend
    high = top + np.minimum(_right(np.minimum(a, s)), DROP / np.maximum(s - a, 1e-300))
    limit = np.clip(within, low, high)
    bends = [np.minimum(top + bend, high) for bend in BENDS]
    breaks = np.sort(np.stack([low, top, *bends, limit, high], axis=-1), axis=-1)
    x, weights = _nodes(breaks)
    height = np.exp(_fall(x - top[..., None], np.minimum(a, s)[..., None], s[..., None])) * weights
    kept = height * np.exp(-x)
    everything = height.sum(axis=-1)
    in_time = np.where(x <= limit[..., None], kept, 0.0)
    return WaitMass(
        log_all=np.log(everything) + _height(a, s, top),
        kept=kept.sum(axis=-1) / everything,
        kept_in_time=in_time.sum(axis=-1) / everything,
        kept_times=(x * kept).sum(axis=-1) / everything,
    )


def log_sum_of_peak(a: FloatArray, s: FloatArray) -> FloatArray:
    """Return the logarithm of the integral over x ≤ 0; a > 0, s > 0."""
    top = np.minimum(np.log(a / s), 0.0)
    low = top - np.minimum(_left(np.maximum(a, s)), DROP / np.maximum(a - s, 1e-300))
    high = top + np.minimum(_right(s), -top)
    bend = np.minimum(top + BENDS[0], high)
    x, weights = _nodes(np.stack([low, top, bend, high], axis=-1))
    height = np.exp(_fall(x - top[..., None], np.where(top < 0, s, a)[..., None], s[..., None])) * weights
    return np.asarray(np.log(height.sum(axis=-1)) + _height(a, s, top), dtype=np.float64)


def _fall(d: FloatArray, at_top: FloatArray, s: FloatArray) -> FloatArray:
    """Exponent at distance d from the top, less the top's; ``at_top`` is a·e^(−top)."""
    bent: FloatArray = at_top * (-np.expm1(-d) - d)
    return bent + (at_top - s) * d


def _height(a: FloatArray, s: FloatArray, top: FloatArray) -> FloatArray:
    height: FloatArray = -a * np.expm1(-top) - s * top
    return height


def _left(at_top: FloatArray) -> FloatArray:
    """Distance within which ``at_top·(e^d − 1 − d)`` has reached the drop."""
    rest = DROP / at_top
    return np.minimum(np.sqrt(2.0 * rest), np.maximum(1.7, np.log(2.0 * rest)))


def _right(at_top: FloatArray) -> FloatArray:
    """Distance within which ``at_top·(d − 1 + e^(−d))``, at least ``at_top·d² / (2 + 2d/3)``, has."""
    third = DROP / at_top / 3.0
    distance: FloatArray = third + np.sqrt(third * (third + 6.0))
    return distance


def _nodes(breaks: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return places and weights of the rule between consecutive breaks, of shape (…, panels · nodes)."""
    width = np.diff(breaks, axis=-1)[..., None]
    places = breaks[..., :-1, None] + width * _AT
    shape = (*breaks.shape[:-1], -1)
    return places.reshape(shape), (width * _WEIGHTS).reshape(shape)
