"""What a plan would really give: calls, waits and agents played through event by event, seeded.

No steady state is assumed: the load and the agents change from slot to slot, queues and long calls are
carried over, callers give up, and who is on a call when the slot ends finishes it. First come, first served:
an agent with several skills takes the call that has waited longest among them; a call takes the free agent
with the fewest skills.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.simulation_run import Agents, Calls, busy_seconds, waits_of
from forecasting.slots import FloatArray

# (generator, how many) → handling times with mean 1; the slot's mean is multiplied in
HandlingTimes = Callable[[np.random.Generator, int], FloatArray]


def exponential(rng: np.random.Generator, size: int) -> FloatArray:
    """Return handling times as the Erlang formulas assume them."""
    return rng.exponential(1.0, size)


def lognormal(cv: float) -> HandlingTimes:
    """Return handling times as they are measured in most centres (Brown et al. 2005).

    Parameters
    ----------
    cv
        Standard deviation ÷ mean, > 0.
    """
    if not cv > 0:
        raise ValueError(f"cv must be positive, not {cv}")
    sigma = float(np.sqrt(np.log1p(cv * cv)))
    return lambda rng, size: rng.lognormal(-sigma * sigma / 2.0, sigma, size)


def observed(seconds: npt.ArrayLike) -> HandlingTimes:
    """Return handling times drawn from measured ones (seconds > 0)."""
    values = np.asarray(seconds, dtype=np.float64)
    if not len(values) or not (values > 0).all():
        raise ValueError("measured handling times must be there and positive")
    scaled = values / values.mean()
    return lambda rng, size: rng.choice(scaled, size)


@dataclass(frozen=True, kw_only=True)
class Stream:
    """Calls that ask for one skill.

    Parameters
    ----------
    calls
        Expected calls per slot; they come as a Poisson stream, evenly within the slot.
    aht_s
        Mean handling time, one number or one per slot.
    patience_s
        Mean of the exponential patience, one number or one per slot; None: nobody gives up.
    handling
        Distribution of the handling time.
    """

    calls: npt.ArrayLike
    aht_s: npt.ArrayLike
    patience_s: npt.ArrayLike | None
    handling: HandlingTimes = exponential


@dataclass(frozen=True, kw_only=True)
class Group:
    """Agents alike: how many are on calls in each slot, and the streams (by number) that they can take.

    One number, one per slot, or one row per run of the simulation and one column per slot.
    """

    agents: npt.ArrayLike
    streams: frozenset[int] = frozenset({0})


@dataclass(frozen=True, kw_only=True)
class Share:
    """An estimate with its standard error over the runs."""

    value: float
    error: float


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """What happened, counted in the slot of the call's arrival; arrays of shape (runs, streams, slots).

    Time on calls is counted in the slot in which it passes, of all streams together: shape (runs, 1, slots).

    Parameters
    ----------
    offered, in_time, answered
        Calls; ``in_time`` were answered within the threshold.
    wait_s
        Seconds that the answered calls waited, summed.
    busy_s, present_s
        Seconds that agents spent on calls, and seconds that they were there. Who finishes a call after the
        end of his time is busy and no longer there: the ratio may exceed 1.
    """

    offered: FloatArray
    in_time: FloatArray
    answered: FloatArray
    wait_s: FloatArray
    busy_s: FloatArray
    present_s: FloatArray

    def service_level(self, stream: int | None = None) -> Share:
        """Share of the offered calls answered in time; of one stream, or of all."""
        return _ratio(self._totals(self.in_time, stream), self._totals(self.offered, stream))

    def answer_rate(self, stream: int | None = None) -> Share:
        """Share of the offered calls that were answered (接通率)."""
        return _ratio(self._totals(self.answered, stream), self._totals(self.offered, stream))

    def asa_s(self, stream: int | None = None) -> Share:
        """Average speed of answer in seconds."""
        return _ratio(self._totals(self.wait_s, stream), self._totals(self.answered, stream))

    def occupancy(self) -> Share:
        """Busy share of the agents' time."""
        return _ratio(self._totals(self.busy_s, None), self._totals(self.present_s, None))

    def without(self, slots: int) -> Simulated:
        """Return the same without the first slots, in which the queue had still to build up."""
        return self.between(slots, None)

    def between(self, first: int, end: int | None) -> Simulated:
        """Return the same for the slots from `first` until before `end`, None: to the last."""
        parts = {each.name: getattr(self, each.name)[..., first:end] for each in fields(self)}
        return Simulated(**parts)

    def per_slot(self, stream: int = 0) -> pd.DataFrame:
        """Return ``offered, service_level, answer_rate, asa_s, occupancy`` per slot over all runs.

        nan where nobody called; ``occupancy`` is that of all streams, nan where nobody was there.
        """
        offered, in_time, answered, wait_s = (
            array[:, stream, :].sum(axis=0)
            for array in (self.offered, self.in_time, self.answered, self.wait_s)
        )
        busy, present = self.busy_s[:, 0, :].sum(axis=0), self.present_s[:, 0, :].sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            return pd.DataFrame(
                {
                    "offered": offered / len(self.offered),
                    "service_level": in_time / offered,
                    "answer_rate": answered / offered,
                    "asa_s": wait_s / answered,
                    "occupancy": busy / present,
                }
            )

    @staticmethod
    def _totals(counts: FloatArray, stream: int | None) -> FloatArray:
        chosen = counts if stream is None else counts[:, stream : stream + 1]
        totals: FloatArray = chosen.sum(axis=(1, 2))
        return totals


def simulate(
    streams: Sequence[Stream],
    groups: Sequence[Group],
    *,
    slot_minutes: int,
    seconds: float,
    seed: int,
    runs: int = 20,
) -> Simulated:
    """Play consecutive slots through, several times.

    Parameters
    ----------
    streams, groups
        Calls and agents; every series has one entry per slot.
    slot_minutes
        Length of a slot.
    seconds
        Threshold of the service level.
    seed
        The same seed gives the same calls, whatever the agents: plans can be compared call by call.
    runs
        Repetitions, at least 2.

    Returns
    -------
    Simulated
        Calls still waiting when the last slot is over are played to their end with its agents.

    Raises
    ------
    ValueError
        If lengths differ, or an argument is out of its bounds.
    """
    played = simulated_runs(streams, groups, slot_minutes=slot_minutes, seconds=seconds, seed=seed, runs=runs)
    return joined(list(played))


def simulated_runs(
    streams: Sequence[Stream],
    groups: Sequence[Group],
    *,
    slot_minutes: int,
    seconds: float,
    seed: int,
    runs: int,
) -> Iterator[Simulated]:
    """Yield each run of :func:`simulate` as soon as it was played, for those who report on the way."""
    slots = len(np.atleast_1d(np.asarray(streams[0].calls)))
    if runs < 2 or seconds < 0 or slot_minutes <= 0:
        raise ValueError("simulate needs runs ≥ 2, seconds ≥ 0, slot_minutes > 0")
    counts = [np.broadcast_to(np.asarray(group.agents), (runs, slots)).astype(int) for group in groups]
    if any((of_group < 0).any() for of_group in counts):
        raise ValueError("agents must not be negative")
    length = slot_minutes * 60.0
    size = len(streams) * slots
    for run, rng in enumerate(np.random.default_rng(seed).spawn(runs)):
        agents = [
            Agents(counts=of_group[run].tolist(), streams=sorted(group.streams))
            for of_group, group in zip(counts, groups, strict=True)
        ]
        calls = _drawn(streams, slots, length, rng)
        waits = waits_of(calls, agents, length)
        served = ~np.isnan(waits)
        place = calls.stream * slots + calls.slot
        fast = served & (np.where(served, waits, np.inf) <= seconds)
        shape = (1, len(streams), slots)
        yield Simulated(
            offered=np.bincount(place, minlength=size).astype(np.float64).reshape(shape),
            in_time=np.bincount(place[fast], minlength=size).astype(np.float64).reshape(shape),
            answered=np.bincount(place[served], minlength=size).astype(np.float64).reshape(shape),
            wait_s=np.bincount(place[served], weights=waits[served], minlength=size)
            .astype(np.float64)
            .reshape(shape),
            busy_s=busy_seconds(calls, waits, slots, length).reshape(1, 1, slots),
            present_s=sum((of_group[run] for of_group in counts), np.zeros(slots)).reshape(1, 1, slots)
            * length,
        )


def joined(runs: Sequence[Simulated]) -> Simulated:
    """Return several runs of the same slots as one."""
    return Simulated(
        **{each.name: np.concatenate([getattr(run, each.name) for run in runs]) for each in fields(Simulated)}
    )


def on_calls(
    people: npt.ArrayLike, *, shrinkage: float, runs: int, seed: int, seats: int | None = None
) -> npt.NDArray[np.int64]:
    """Return whole agents on calls, drawn anew for each run, for people on duty less shrinkage.

    3 people at 30 % shrinkage are 2.1 agents: 2 in nine slots of ten, 3 in the tenth. Always rounding down
    would leave a single person at night without a telephone.

    Parameters
    ----------
    people
        On duty in each slot.
    shrinkage
        Share of their time not available for calls.
    seats
        Most that find a seat, None: all.

    Returns
    -------
    ndarray
        Shape (runs, slots).
    """
    ready = np.asarray(people, dtype=np.float64) * (1.0 - shrinkage)
    whole = np.floor(ready + 1e-9)
    more = np.random.default_rng(seed).random((runs, len(ready))) < ready - whole
    found = (whole + more).astype(np.int64)
    return found if seats is None else np.minimum(found, seats)


def _drawn(streams: Sequence[Stream], slots: int, length: float, rng: np.random.Generator) -> Calls:
    """Draw the calls of all streams, by time."""
    parts: list[tuple[FloatArray, ...]] = []
    for number, stream in enumerate(streams):
        expected = np.broadcast_to(np.asarray(stream.calls, dtype=np.float64), (slots,))
        aht = np.broadcast_to(np.asarray(stream.aht_s, dtype=np.float64), (slots,))
        if not (np.isfinite(expected) & (expected >= 0)).all() or not (aht > 0).all():
            raise ValueError("expected calls must be finite and not negative, aht_s positive")
        slot = np.repeat(np.arange(slots), rng.poisson(expected))
        arrival = (slot + rng.random(len(slot))) * length
        work = stream.handling(rng, len(slot)) * aht[slot]
        if stream.patience_s is None:
            patience = np.full(len(slot), np.inf)
        else:
            mean = np.broadcast_to(np.asarray(stream.patience_s, dtype=np.float64), (slots,))
            patience = rng.exponential(mean[slot])
        parts.append((arrival, work, patience, np.full(len(slot), float(number)), slot.astype(np.float64)))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    arrival, work, patience, stream_of, slot_of = (column[order] for column in columns)
    return Calls(
        arrival=arrival,
        work=work,
        patience=patience,
        stream=stream_of.astype(np.int64),
        slot=slot_of.astype(np.int64),
    )


def _ratio(parts: FloatArray, wholes: FloatArray) -> Share:
    """Return Σ parts / Σ wholes with its standard error over the runs (ratio estimator; Cochran 1977)."""
    runs, total = len(wholes), float(wholes.sum())
    if total == 0:
        return Share(value=float("nan"), error=float("nan"))
    value = float(parts.sum()) / total
    spread = float(((parts - value * wholes) ** 2).sum()) / (runs * (runs - 1))
    return Share(value=value, error=float(np.sqrt(spread)) / (total / runs))
