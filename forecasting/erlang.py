"""Erlang B, C and A: what n agents do with Poisson calls. Vectorised over calls per slot.

Notation: ``load`` = arrival rate × mean handling time, in erlangs; ``agents`` may be any real number ≥ 0
(published tables interpolate between whole agents). Times are seconds.

Service level means: share of *all offered* calls that are answered within the threshold. In Erlang A, callers
who give up within the threshold count against it.

References
----------
Cooper (1981), Introduction to Queueing Theory: B and C.
Mandelbaum and Zeltyn (2007), "Service engineering in action: the Palm/Erlang-A queue": A in integral form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from forecasting.slots import BoolArray, FloatArray

# Above this, 1/B says "nobody is ever blocked"; it keeps the recurrence inside double precision.
LARGEST_INVERSE = 1e280
# Below this the regularised incomplete gamma function has lost its digits: a continued fraction takes over.
SMALLEST_GAMMA = 1e-280
FRACTION_TERMS = 200


def erlang_b(agents: npt.ArrayLike, load: npt.ArrayLike) -> FloatArray:
    """Probability that all agents are busy when calls do not wait.

    Parameters
    ----------
    agents
        Number of agents, ≥ 0, whole or not.
    load
        Erlangs, ≥ 0.

    Returns
    -------
    ndarray
        Blocking probability, of the broadcast shape.
    """
    n, a = _arguments(agents, load)
    return np.where(a > 0, 1.0 / _inverse_b(n, a), np.where(n > 0, 0.0, 1.0))


def erlang_c(agents: npt.ArrayLike, load: npt.ArrayLike) -> FloatArray:
    """Probability that a call has to wait when nobody gives up; 1 where agents ≤ load (the queue grows)."""
    n, a = _arguments(agents, load)
    blocked = erlang_b(n, a)
    stable = n > a
    waits = n * blocked / np.where(stable, n - a * (1.0 - blocked), 1.0)
    return np.where(stable, waits, 1.0)


def service_level_c(
    agents: npt.ArrayLike, load: npt.ArrayLike, *, aht_s: npt.ArrayLike, seconds: float
) -> FloatArray:
    """Share answered within ``seconds`` when nobody gives up; 0 where agents ≤ load."""
    n, a = _arguments(agents, load)
    late = erlang_c(n, a) * np.exp(-np.maximum(n - a, 0.0) * seconds / np.asarray(aht_s, dtype=np.float64))
    return np.where(n > a, 1.0 - late, np.where(a > 0, 0.0, 1.0))


def asa_c(agents: npt.ArrayLike, load: npt.ArrayLike, *, aht_s: npt.ArrayLike) -> FloatArray:
    """Average speed of answer in seconds when nobody gives up; infinite where agents ≤ load."""
    n, a = _arguments(agents, load)
    stable = n > a
    wait = erlang_c(n, a) * np.asarray(aht_s, dtype=np.float64) / np.where(stable, n - a, 1.0)
    return np.where(stable, wait, np.where(a > 0, np.inf, 0.0))


@dataclass(frozen=True, kw_only=True)
class ErlangA:
    """What callers meet when they give up after an exponential patience; arrays of one shape.

    Parameters
    ----------
    service_level
        Share of offered calls answered within the threshold.
    abandoned
        Share of offered calls that give up.
    waits
        Probability that a call does not reach a free agent at once.
    occupancy
        Busy share of the agents' time.
    """

    service_level: FloatArray
    abandoned: FloatArray
    waits: FloatArray
    occupancy: FloatArray


def erlang_a(
    agents: npt.ArrayLike,
    load: npt.ArrayLike,
    *,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike,
    seconds: float,
) -> ErlangA:
    """Solve M/M/n+M exactly, by incomplete gamma functions (no uniformisation, no truncated states).

    With arrival rate λ, service rate μ, patience rate θ and ε = 1 / B(n − 1), the density of the offered wait
    is λ·exp(λ(1 − e^(−θx))/θ − nμx) / (ε + λJ), J the integral of that exponential from 0. Answered within t:
    no wait, or an offered wait x ≤ t that the caller outlasts (probability e^(−θx)).

    Parameters
    ----------
    agents
        Whole or real, ≥ 1.
    load
        Erlangs, ≥ 0.
    aht_s, patience_s
        Mean handling time and mean patience, > 0.
    seconds
        Threshold of the service level, ≥ 0.

    Raises
    ------
    ValueError
        If an argument is out of its bounds.
    """
    n, a, aht, patience = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (agents, load, aht_s, patience_s))
    )
    if (n < 1).any() or (a < 0).any() or (aht <= 0).any() or (patience <= 0).any() or seconds < 0:
        raise ValueError("Erlang A needs agents ≥ 1, load ≥ 0, aht_s > 0, patience_s > 0, seconds ≥ 0")
    busy = a > 0
    safe_load = np.where(busy, a, 1.0)
    ratio = patience / aht  # service rate / patience rate
    s, eta = n * ratio, safe_load * ratio
    log_epsilon = np.log(_inverse_b(n - 1.0, safe_load))
    # λ/θ = eta: every integral below is in units of the patience.
    log_all = np.log(eta) + _log_integral(s, eta, np.zeros_like(s))
    log_kept = np.log(eta) + _log_integral(s + 1.0, eta, np.zeros_like(s))
    log_late = np.log(eta) + _log_integral(s + 1.0, eta, seconds / patience)
    top = np.maximum(log_epsilon, log_all)
    epsilon, everything = np.exp(log_epsilon - top), np.exp(log_all - top)
    kept, late = np.exp(log_kept - top), np.exp(log_late - top)
    total = epsilon + everything
    level = np.clip((epsilon + kept - late) / total, 0.0, 1.0)
    # Who has to wait is served unless the patience ends first: the kept share of the waiting mass.
    abandoned = np.clip((everything - kept) / total, 0.0, 1.0)
    return ErlangA(
        service_level=np.where(busy, level, 1.0),
        abandoned=np.where(busy, abandoned, 0.0),
        waits=np.where(busy, everything / total, 0.0),
        occupancy=np.where(busy, np.minimum(a * (1.0 - abandoned) / n, 1.0), 0.0),
    )


def _log_integral(s: FloatArray, eta: FloatArray, from_x: FloatArray) -> FloatArray:
    """Logarithm of ∫ exp(η(1 − e^(−x)) − s·x) dx from ``from_x`` to infinity.

    Substituting u = η·e^(−x) gives e^η·η^(−s)·γ(s, η·e^(−from_x)).
    """
    x = eta * np.exp(-from_x)
    regular = special.gammainc(s, x)
    plain = regular > SMALLEST_GAMMA
    log_gamma = special.gammaln(s) + np.log(np.where(plain, regular, 1.0)) - s * np.log(x)
    log_gamma = np.where(plain, log_gamma, -x - _log_fraction(s, x))
    # e^η·η^(−s)·γ(s, x) with γ(s, x) = x^s·exp(log_gamma): only differences of large numbers remain.
    return np.asarray(eta - s * from_x + log_gamma, dtype=np.float64)


def _log_fraction(s: FloatArray, x: FloatArray) -> FloatArray:
    """Logarithm of x^s·e^(−x) / γ(s, x) for s well above x, by a continued fraction from its tail."""
    value = np.full(np.shape(s), 1.0) * (s + FRACTION_TERMS)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for k in range(FRACTION_TERMS // 2, 0, -1):
            value = (s + 2 * k - 1) + k * x / ((s + 2 * k) - (s + k) * x / value)
        value = s - s * x / value
        return np.log(np.where(value > 0, value, 1.0))


def _inverse_b(n: FloatArray, a: FloatArray) -> FloatArray:
    """1 / B by the recurrence 1/B(n) = 1 + n/a · 1/B(n − 1), from the fractional part of n upwards."""
    steps = np.floor(n)
    rest = n - steps
    a = np.where(a > 0, a, 1.0)  # without load the callers decide themselves
    inverse = np.where(rest > 0, _inverse_b_below_one(rest, a), 1.0)
    for step in range(1, int(steps.max(initial=0)) + 1):
        going: BoolArray = steps >= step
        following = np.minimum(1.0 + (rest + step) / a * inverse, LARGEST_INVERSE)
        inverse = np.where(going, following, inverse)
    return inverse


def _inverse_b_below_one(rest: FloatArray, a: FloatArray) -> FloatArray:
    """1 / B for 0 ≤ n < 1: a·∫ e^(−a·t)·(1 + t)^n dt over t ≥ 0 (Jagerman's extension to real n)."""
    return np.asarray(a * special.hyperu(1.0, 2.0 + rest, a), dtype=np.float64)


def _arguments(agents: npt.ArrayLike, load: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    n, a = np.broadcast_arrays(np.asarray(agents, dtype=np.float64), np.asarray(load, dtype=np.float64))
    if (n < 0).any() or (a < 0).any():
        raise ValueError("agents and load must not be negative")
    return n, a
