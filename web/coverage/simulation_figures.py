"""What a simulation found, as its page shows it: the month, its days and slots, the worst of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from web.coverage.playing import MEASURES, worst_slots
from web.coverage.simulations import is_silent, newest, newest_done
from web.coverage.tables import RosterSimulation, SimulationState
from web.database import JsonObject
from web.forecasts.history import midnight
from web.forecasts.service import targets_from
from web.forecasts.tables import Requirement
from web.planning.month import Targets
from web.rosters.tables import RosterVersion

MOST_WORST = 20


@dataclass(frozen=True, kw_only=True)
class Figure:
    """An estimate with its standard error."""

    value: float
    error: float


@dataclass(frozen=True, kw_only=True)
class Line:
    """A stretch of time: calls offered, and what they met; None where nobody called or nobody was there."""

    ds: dt.datetime
    offered: float
    service_level: Figure | None
    answer_rate: Figure | None
    asa_s: Figure | None
    occupancy: Figure | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came out.

    Attributes
    ----------
    targets
        Those of the need; the service level of each day is held against them.
    days, slots
        In order; `slots` of the whole month.
    worst
        Slots in which most calls were answered late or not at all, worst first.
    queues
        What came out of each queue, most calls first; empty where there is one.
    """

    slot_minutes: int
    targets: Targets
    month: Line
    days: Sequence[Line]
    slots: Sequence[Line]
    worst: Sequence[Line]
    queues: Sequence["QueueOutcome"] = ()

    @property
    def by_skills(self) -> bool:
        """Whether some queue is taken only by those who have its skill."""
        return any(queue.asks for queue in self.queues)

    def queue(self, name: str | None) -> "QueueOutcome | None":
        """Return what came out of the queue of a name; None where no such queue was played."""
        return next((queue for queue in self.queues if queue.name == name), None)

    @property
    def missed_days(self) -> Sequence[Line]:
        """Days whose service level stays under the target."""
        share = self.targets.service_level_share
        return [day for day in self.days if day.service_level is not None and day.service_level.value < share]

    def of_day(self, date: dt.date) -> Sequence[Line]:
        """Return the slots of a day."""
        return [slot for slot in self.slots if slot.ds.date() == date]

    @property
    def worst_day(self) -> dt.date:
        """The day with the lowest service level; the first where nobody calls."""
        known = [day for day in self.days if day.service_level is not None]
        worst = min(
            known, key=lambda day: day.service_level.value if day.service_level else 1.0, default=None
        )
        return (self.days[0] if worst is None else worst).ds.date()


@dataclass(frozen=True, kw_only=True)
class QueueOutcome:
    """What came out of one queue.

    Attributes
    ----------
    name
        "" for the calls of the queues that were not forecast, together.
    asks
        Whether only those took it who have the skill of its name.
    people
        How many of the month's people took it.
    """

    name: str
    asks: bool
    people: int
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Found:
    """A simulation as it stands.

    Attributes
    ----------
    running
        Whether it is under way and gives signs of life.
    broken
        Whether it failed, or gave no sign of life for too long.
    shown
        The newest that was played to its end, whose figures are shown: an earlier one where `simulation` was
        stopped or broke off; None where there is none.
    changed
        Whether the roster was changed after `shown` was asked for.
    """

    simulation: RosterSimulation
    shown: RosterSimulation | None
    running: bool
    broken: bool
    changed: bool
    outcome: Outcome | None


def read_simulation(session: Session, version: RosterVersion, *, now: dt.datetime) -> Found | None:
    """Return the newest simulation of a version, None where nobody has asked for one."""
    simulation = newest(session, version.id)
    if simulation is None:
        return None
    silent = is_silent(simulation, now)
    shown, outcome = newest_done(session, version.id), None
    if shown is not None and shown.result is not None:
        settings = session.get_one(Requirement, shown.requirement_id).settings
        outcome = outcome_of(shown.result, version.roster.month, targets_from(settings))
    return Found(
        simulation=simulation,
        shown=shown,
        running=simulation.state is SimulationState.RUNNING and not silent,
        broken=simulation.state is SimulationState.FAILED or silent,
        changed=shown is not None and shown.lock_version != version.lock_version,
        outcome=outcome,
    )


def outcome_of(result: JsonObject, month: dt.date, targets: Targets) -> Outcome:
    """Read what `web.coverage.playing.as_json` wrote; before there were queues, it wrote none."""
    return _outcome(result, result["slot_minutes"], month, targets, _queues(result, month, targets))


def _queues(result: JsonObject, month: dt.date, targets: Targets) -> Sequence[QueueOutcome]:
    return [
        QueueOutcome(
            name=one["name"],
            asks=one["asks"],
            people=one["people"],
            outcome=_outcome(one, result["slot_minutes"], month, targets),
        )
        for one in result.get("queues", [])
    ]


def _outcome(
    plain: JsonObject,
    slot_minutes: int,
    month: dt.date,
    targets: Targets,
    queues: Sequence[QueueOutcome] = (),
) -> Outcome:
    step, start = dt.timedelta(minutes=slot_minutes), midnight(month)
    slots = [_line(one, start + number * step) for number, one in enumerate(plain["slots"])]
    return Outcome(
        slot_minutes=slot_minutes,
        targets=targets,
        month=_line(plain["month"], start),
        days=[_line(one, start + dt.timedelta(days=number)) for number, one in enumerate(plain["days"])],
        slots=slots,
        worst=[slots[number] for number in worst_slots(plain["slots"], MOST_WORST)],
        queues=queues,
    )


def _line(plain: JsonObject, ds: dt.datetime) -> Line:
    figures = {
        name: None if plain[name] is None else Figure(value=plain[name][0], error=plain[name][1])
        for name in MEASURES
    }
    return Line(ds=ds, offered=plain["offered"], **figures)
