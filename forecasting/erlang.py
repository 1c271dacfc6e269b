"""Erlang B, C and A: what n agents do with Poisson calls. Vectorised over calls per slot.

Notation: ``load`` = arrival rate × mean handling time, in erlangs; ``agents`` may be any real number
(published tables interpolate between whole agents). Times are seconds.

Service level means: share of *all offered* calls that are answered within the threshold. In Erlang A, callers
who give up within the threshold count against it.

B and A are both integrals of ``exp(a·(1 − e^(−x)) − s·x)``, 1 / B over x < 0 and A over x > 0. That integrand
has one peak of known place and width, so that Gauss' rule between the peak and where nothing is left finds it
to eleven digits, for one agent as for 100,000; no recurrence, no truncated states, no uniformisation.

References
----------
Cooper (1981), Introduction to Queueing Theory: B and C.
Jagerman (1974), "Some properties of the Erlang loss function": B for real numbers of agents, as an integral.
Mandelbaum and Zeltyn (2007), "Service engineering in action: the Palm/Erlang-A queue": A in integral form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forecasting.peaks import log_sum_of_peak, mass_of_waits
from forecasting.slots import FloatArray


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
    return np.where(a > 0, np.exp(-_log_inverse_b(n, a)), np.where(n > 0, 0.0, 1.0))


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
        Share of offered calls that give up; the answer rate (接通率) is 1 − this.
    waits
        Probability that a call does not reach a free agent at once.
    asa_s
        Average speed of answer: mean wait of the calls that are answered, those that need not wait included.
    occupancy
        Busy share of the agents' time.
    """

    service_level: FloatArray
    abandoned: FloatArray
    waits: FloatArray
    asa_s: FloatArray
    occupancy: FloatArray


def erlang_a(
    agents: npt.ArrayLike,
    load: npt.ArrayLike,
    *,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike,
    seconds: float,
) -> ErlangA:
    """Solve M/M/n+M exactly, by the integral form.

    With arrival rate λ, service rate μ, patience rate θ and ε = 1 / B(n − 1), the density of the offered wait
    is λ·exp(λ(1 − e^(−θx))/θ − nμx) / (ε + λJ), J the integral of that exponential from 0. Answered within t:
    no wait, or an offered wait x ≤ t that the caller outlasts (probability e^(−θx)).

    Parameters
    ----------
    agents
        Whole or real, > 0.
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
    if (n <= 0).any() or (a < 0).any() or (aht <= 0).any() or (patience <= 0).any() or seconds < 0:
        raise ValueError("Erlang A needs agents > 0, load ≥ 0, aht_s > 0, patience_s > 0, seconds ≥ 0")
    busy = a > 0
    safe_load = np.where(busy, a, 1.0)
    ratio = patience / aht  # service rate / patience rate; times below are in units of the patience
    mass = mass_of_waits(safe_load * ratio, n * ratio, seconds / patience)
    # ε against λJ, both divided by the larger of the two
    log_epsilon = _log_inverse_b(n - 1.0, safe_load)
    log_waits = np.log(safe_load * ratio) + mass.log_all
    top = np.maximum(log_epsilon, log_waits)
    at_once, waiting = np.exp(log_epsilon - top), np.exp(log_waits - top)
    total = at_once + waiting
    abandoned = np.clip(waiting * (1.0 - mass.kept) / total, 0.0, 1.0)
    answered = (at_once + waiting * mass.kept) / total
    return ErlangA(
        service_level=np.where(busy, np.clip((at_once + waiting * mass.kept_in_time) / total, 0.0, 1.0), 1.0),
        abandoned=np.where(busy, abandoned, 0.0),
        waits=np.where(busy, waiting / total, 0.0),
        asa_s=np.where(busy, patience * waiting * mass.kept_times / total / answered, 0.0),
        occupancy=np.where(busy, np.minimum(a * (1.0 - abandoned) / n, 1.0), 0.0),
    )


def _log_inverse_b(n: FloatArray, a: FloatArray) -> FloatArray:
    """Logarithm of 1 / B for n > −1: a·∫ e^(−a·t)·(1 + t)^n dt over t ≥ 0; with 1 + t = e^y, a peak in y."""
    safe_load = np.where(a > 0, a, 1.0)  # without load the callers decide themselves
    return np.asarray(np.log(safe_load) + log_sum_of_peak(safe_load, n + 1.0), dtype=np.float64)


def _arguments(agents: npt.ArrayLike, load: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    n, a = np.broadcast_arrays(np.asarray(agents, dtype=np.float64), np.asarray(load, dtype=np.float64))
    if (n < 0).any() or (a < 0).any():
        raise ValueError("agents and load must not be negative")
    return n, a
