"""One run of the simulation: calls by time meet agents by time."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt

from forecasting.slots import FloatArray


@dataclass(frozen=True, kw_only=True)
class Calls:
    """Calls in the order of their arrival; seconds from the first slot's start."""

    arrival: FloatArray
    work: FloatArray
    patience: FloatArray
    stream: npt.NDArray[np.int64]
    slot: npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Agents:
    """A group: agents on calls per slot, and the streams that they can take."""

    counts: Sequence[int]
    streams: Sequence[int]


@dataclass
class _Floor:
    """Who is busy and who waits at one moment."""

    calls: Calls
    groups: Sequence[Agents]
    present: list[int]
    waits: FloatArray
    busy: list[int] = field(default_factory=list)
    queues: dict[int, deque[int]] = field(default_factory=dict)
    ends: list[tuple[float, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.arrival = self.calls.arrival.tolist()
        self.work = self.calls.work.tolist()
        self.gives_up = (self.calls.arrival + self.calls.patience).tolist()
        self.stream = self.calls.stream.tolist()
        self.busy = [0] * len(self.groups)
        self.queues = {number: deque() for number in {*self.stream}}
        # a call takes the free agent with the fewest skills: the others stay free for others
        order = sorted(range(len(self.groups)), key=lambda each: (len(self.groups[each].streams), each))
        self.takers = {
            number: [each for each in order if number in self.groups[each].streams] for number in self.queues
        }

    def arrive(self, call: int) -> None:
        for group in self.takers[self.stream[call]]:
            if self.busy[group] < self.present[group]:
                self._answer(call, group, self.arrival[call])
                return
        self.queues[self.stream[call]].append(call)

    def end(self) -> None:
        now, group = heappop(self.ends)
        self.busy[group] -= 1
        self.fill(group, now)

    def fill(self, group: int, now: float) -> None:
        """Hand waiting calls to the free agents of a group, those first that have waited longest."""
        while self.busy[group] < self.present[group]:
            heads = [queue for each in self.groups[group].streams if (queue := self._waiting(each, now))]
            if not heads:
                return
            self._answer(min(heads, key=lambda queue: queue[0]).popleft(), group, now)

    def _waiting(self, stream: int, now: float) -> deque[int] | None:
        queue = self.queues.get(stream)
        while queue and self.gives_up[queue[0]] < now:
            queue.popleft()
        return queue

    def _answer(self, call: int, group: int, now: float) -> None:
        self.waits[call] = now - self.arrival[call]
        self.busy[group] += 1
        heappush(self.ends, (now + self.work[call], group))


def busy_seconds(calls: Calls, waits: FloatArray, slots: int, slot_seconds: float) -> FloatArray:
    """Return the seconds of each slot that agents spent on calls; what passes after the last is left out.

    Up to a time t, a call has taken max(t − begin, 0) − max(t − end, 0) seconds: both are sums over sorted
    times, so that no call is looked at slot by slot.
    """
    served = ~np.isnan(waits)
    begins = calls.arrival[served] + waits[served]
    edges: FloatArray = np.arange(slots + 1, dtype=np.float64) * slot_seconds
    ends = begins + calls.work[served]
    busy: FloatArray = _passed(np.sort(begins), edges) - _passed(np.sort(ends), edges)
    return busy[1:] - busy[:-1]


def _passed(times: FloatArray, edges: FloatArray) -> FloatArray:
    """Σ max(edge − time, 0) for each edge."""
    before = np.searchsorted(times, edges)
    sums: FloatArray = np.concatenate([[0.0], np.cumsum(times)])
    passed: FloatArray = before * edges - sums[before]
    return passed


def waits_of(calls: Calls, groups: Sequence[Agents], slot_seconds: float) -> FloatArray:
    """Return the seconds that each call waited for an agent; nan where it was never answered.

    An agent whose slot ends during a call finishes it and then leaves.
    """
    floor = _Floor(
        calls=calls,
        groups=groups,
        present=[group.counts[0] for group in groups],
        waits=np.full(len(calls.arrival), np.nan),
    )
    slots = len(groups[0].counts)
    call, slot, never = 0, 1, float("inf")
    while True:
        arrives = floor.arrival[call] if call < len(floor.arrival) else never
        ends = floor.ends[0][0] if floor.ends else never
        changes = slot * slot_seconds if slot < slots else never
        if ends <= changes and ends <= arrives and ends < never:
            floor.end()
        elif changes <= arrives and changes < never:
            floor.present = [group.counts[slot] for group in groups]
            for group in range(len(groups)):
                floor.fill(group, changes)
            slot += 1
        elif arrives < never:
            floor.arrive(call)
            call += 1
        else:
            return floor.waits
