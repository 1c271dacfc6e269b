"""How good a forecast was: plain functions of arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def wape(actual: npt.ArrayLike, forecast: npt.ArrayLike) -> float:
    """Weighted absolute percentage error: Σ|actual − forecast| / Σ actual, a share.

    Undefined (nan) if no call came at all.

    >>> wape([10, 20, 30], [12, 18, 33])
    0.11666666666666667
    >>> wape([0, 0], [1, 1])
    nan
    """
    a, f = _pair(actual, forecast)
    total = a.sum()
    return float(np.abs(a - f).sum() / total) if total > 0 else float("nan")


def bias(actual: npt.ArrayLike, forecast: npt.ArrayLike) -> float:
    """Σ(forecast − actual) / Σ actual, a share: positive when the forecast is too high.

    >>> bias([10, 20, 30], [12, 24, 36])
    0.2
    >>> bias([10, 10], [9, 9])
    -0.1
    """
    a, f = _pair(actual, forecast)
    total = a.sum()
    return float((f - a).sum() / total) if total > 0 else float("nan")


def coverage(actual: npt.ArrayLike, lo: npt.ArrayLike, hi: npt.ArrayLike) -> float:
    """Share of actual values within their band, both ends included.

    >>> coverage([1, 5, 9, 12], [0, 5, 10, 10], [2, 6, 12, 15])
    0.75
    """
    a, low = _pair(actual, lo)
    _, high = _pair(actual, hi)
    return float(((a >= low) & (a <= high)).mean())


def _pair(first: npt.ArrayLike, second: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], ...]:
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if a.shape != b.shape or a.size == 0:
        raise ValueError(f"need two equally long, non-empty series, not {a.shape} and {b.shape}")
    return a, b
