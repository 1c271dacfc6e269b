"""A roster played through call by call: what is played, and what came out as plain values."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.ready_groups import split_over_groups
from forecasting.simulation import Group, Share, Simulated, Stream, joined, on_calls, simulated_runs
from forecasting.slots import FloatArray
from web.coverage.figures import MonthCoverage
from web.database import JsonObject
from web.planning.month import Targets
from web.planning.profiles import NONE, Profiles

SEED = 1
MOST_RUNS = 20
FEWEST_RUNS = 4
CALLS_PLAYED = 2_000_000
"""Calls of all runs together: half a minute of one processor."""

MEASURES = ("service_level", "answer_rate", "asa_s", "occupancy")


@dataclass(frozen=True, kw_only=True)
class PlayedQueue:
    """The calls of one queue, slot by slot.

    Attributes
    ----------
    name
        "" for the calls of the queues that are not forecast, together.
    asks
        Whether only those take it who have the skill of its name.
    people
        How many of the month's people take it.
    """

    name: str
    asks: bool
    people: int
    calls: FloatArray
    aht_s: npt.ArrayLike
    patience_s: npt.ArrayLike | None


@dataclass(frozen=True, kw_only=True)
class PlayedGroup:
    """People on duty who take the same queues (by number); who is on a placed break is among them."""

    people: FloatArray
    queues: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Consecutive slots of a month: people on duty, and calls.

    Attributes
    ----------
    people
        On duty, who is on a placed break left out.
    calls
        Expected; 0 where the department is closed: nobody is needed and nobody there.
    aht_s, patience_s
        Mean handling time and patience, one number or one per slot; without patience nobody gives up.
    closed
        Slots in which nobody is needed and nobody there.
    queues, groups
        Where several queues are played: the calls of each, and who takes which. Empty: one queue, and
        everybody takes it.
    """

    first_day: dt.date
    slot_minutes: int
    people: FloatArray
    calls: FloatArray
    aht_s: npt.ArrayLike
    patience_s: npt.ArrayLike | None
    targets: Targets
    closed: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(1, dtype=np.bool_))
    queues: Sequence[PlayedQueue] = ()
    groups: Sequence[PlayedGroup] = ()

    @property
    def runs(self) -> int:
        """How often the month is played: fewer times where it has very many calls."""
        return int(np.clip(CALLS_PLAYED / max(1.0, float(self.calls.sum())), FEWEST_RUNS, MOST_RUNS))

    @property
    def slots_per_day(self) -> int:
        """Slots of a day."""
        return 1440 // self.slot_minutes


def plan_of(found: MonthCoverage, targets: Targets, profiles: Profiles = NONE) -> Plan:
    """Return what is played of a month's coverage, with times by weekday and slot where they are known."""
    need = np.array([day.need for day in found.days], dtype=np.float64).reshape(-1)
    people = np.array([day.assigned for day in found.days], dtype=np.float64).reshape(-1)
    calls = np.array([day.calls for day in found.days], dtype=np.float64).reshape(-1)
    starts = pd.date_range(found.month, periods=len(calls), freq=f"{found.slot_minutes}min")
    times = profiles.of(pd.DataFrame({"ds": starts}))
    closed = (need == 0) & (people == 0)
    return Plan(
        first_day=found.month,
        slot_minutes=found.slot_minutes,
        people=people,
        calls=np.where(closed, 0.0, calls),
        closed=closed,
        aht_s=times.get("aht_s", targets.aht_seconds),
        patience_s=times.get("patience_s", targets.patience_seconds),
        targets=targets,
    )


def play(plan: Plan, on_run: Callable[[int], bool]) -> Simulated | None:
    """Play the month through.

    Parameters
    ----------
    on_run
        Told how many runs are done; False ends the play.

    Returns
    -------
    Simulated or None
        None when it was ended before its last run.
    """
    targets, runs = plan.targets, plan.runs
    agents = on_calls(plan.people, shrinkage=targets.shrinkage, runs=runs, seed=SEED, seats=targets.seats)
    streams = [Stream(calls=plan.calls, aht_s=plan.aht_s, patience_s=plan.patience_s)]
    groups = [Group(agents=agents)]
    if plan.queues:
        streams = [
            Stream(calls=queue.calls, aht_s=queue.aht_s, patience_s=queue.patience_s) for queue in plan.queues
        ]
        parts = split_over_groups(agents, [group.people for group in plan.groups], seed=SEED)
        groups = [
            Group(agents=part, streams=group.queues) for part, group in zip(parts, plan.groups, strict=True)
        ]
    found = []
    for run in simulated_runs(
        streams,
        groups,
        slot_minutes=plan.slot_minutes,
        seconds=targets.service_level_seconds,
        seed=SEED,
        runs=runs,
    ):
        found.append(run)
        if not on_run(len(found)):
            return None
    return joined(found)


def as_json(plan: Plan, played: Simulated) -> JsonObject:
    """Return what came out as plain values: of the month, by day and by slot, each with its error.

    A figure is ``[value, standard error]``; None where nobody called, or nobody was there. Of a single queue
    there is no occupancy: an agent who takes several is not busy with one.
    """
    found: JsonObject = {"slot_minutes": plan.slot_minutes, **_stretches(plan, played)}
    if plan.queues:
        found["queues"] = [
            {
                "name": queue.name,
                "asks": queue.asks,
                "people": queue.people,
                **_stretches(plan, played, number),
            }
            for number, queue in enumerate(plan.queues)
        ]
    return found


def worst_slots(slots: Sequence[JsonObject], most: int) -> list[int]:
    """Return the numbers of the slots in which most calls were answered late or not at all, worst first."""
    late = [
        0.0 if slot["service_level"] is None else slot["offered"] * (1.0 - slot["service_level"][0])
        for slot in slots
    ]
    order = sorted(range(len(slots)), key=lambda number: (-late[number], number))
    return [number for number in order[:most] if late[number] > 0]


def _stretches(plan: Plan, played: Simulated, queue: int | None = None) -> JsonObject:
    size = plan.slots_per_day
    days = len(plan.calls) // size
    return {
        "month": _figures(played, queue),
        "days": [_figures(played.between(day * size, (day + 1) * size), queue) for day in range(days)],
        "slots": [_figures(played.between(slot, slot + 1), queue) for slot in range(len(plan.calls))],
    }


def _figures(played: Simulated, queue: int | None) -> JsonObject:
    shares = [played.service_level(queue), played.answer_rate(queue), played.asa_s(queue)]
    plain = [_plain(share) for share in shares]
    plain.append(_plain(played.occupancy()) if queue is None else None)
    found: JsonObject = dict(zip(MEASURES, plain, strict=True))
    offered = played.offered if queue is None else played.offered[:, queue]
    found["offered"] = round(float(offered.sum()) / len(offered), 2)
    return found


def _plain(share: Share) -> list[float] | None:
    return None if np.isnan(share.value) else [round(share.value, 5), round(share.error, 5)]
