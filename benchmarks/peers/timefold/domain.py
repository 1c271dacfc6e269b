"""The month as planning objects: one entity per person and day, whose variable is a kind or nothing."""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import HardSoftScore

MONTH: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
BEYOND_MONTH = 10**6
"""Minutes that nobody can reach."""


@dataclass
class Kind:
    """A kind of shift."""

    code: Annotated[str, PlanningId]
    start: int
    end: int
    paid: int
    is_night: bool
    slots: list[int]


@dataclass
class Need:
    """People needed in a slot; slots are counted through the month."""

    slot: Annotated[int, PlanningId]
    people: int


@dataclass
class Worker:
    """A person with the paid minutes of the month."""

    id: Annotated[str, PlanningId]
    most: int
    least: int


@dataclass
class Wish:
    """A wish and its weight."""

    id: Annotated[int, PlanningId]
    cell: str
    kind: str
    weight: int
    avoid: bool


@planning_entity
@dataclass
class Cell:
    """What a person works on a day."""

    id: Annotated[str, PlanningId]
    worker: Worker
    day: int
    first_slot: int
    kind: Annotated[Kind | None, PlanningVariable(allows_unassigned=True)] = field(default=None)

    def slots(self) -> list[int]:
        """Slots of the month that the shift covers."""
        covered = []
        for slot in self.kind.slots:
            covered.append(self.first_slot + slot)
        return covered

    def from_minute(self) -> int:
        """Begin of the shift, counted through the month."""
        return self.day * 1440 + self.kind.start

    def to_minute(self) -> int:
        """End of the shift."""
        return self.day * 1440 + self.kind.end


@planning_solution
@dataclass
class Plan:
    """The month."""

    kinds: Annotated[list[Kind], ProblemFactCollectionProperty, ValueRangeProvider]
    workers: Annotated[list[Worker], ProblemFactCollectionProperty]
    needs: Annotated[list[Need], ProblemFactCollectionProperty]
    wishes: Annotated[list[Wish], ProblemFactCollectionProperty]
    cells: Annotated[list[Cell], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore, PlanningScore] = field(default=None)


def plan_of_month() -> Plan:
    """Return the month as planning objects; where somebody may work nothing, there is no cell."""
    size = MONTH["slots_per_day"]
    kinds = [
        Kind(k["code"], k["start_minute"], k["end_minute"], k["paid_minutes"], k["is_night"], k["slots"])
        for k in MONTH["kinds"]
    ]
    workers = [
        Worker(p["id"], p["most_minutes"] or BEYOND_MONTH, p["least_minutes"] or 0) for p in MONTH["people"]
    ]
    needs = [
        Need(day * size + slot, people)
        for day, row in enumerate(MONTH["need"])
        for slot, people in enumerate(row)
    ]
    cells = []
    for person, worker in zip(MONTH["people"], workers, strict=True):
        for day, may in enumerate(person["may"]):
            if may and len(may) != len(kinds):
                sys.exit("timefold: a person who may work some kinds only is not written here")
            if may:
                cells.append(Cell(f"{worker.id} {day}", worker, day, day * size))
    wishes = [
        Wish(number, f"{wish['person']} {wish['day']}", wish["kind"], wish["weight"], wish["avoid"])
        for number, wish in enumerate(MONTH["wishes"])
    ]
    if any(not wish.avoid or wish.kind is None for wish in wishes):
        sys.exit("timefold: only wishes not to have a kind are written here")
    return Plan(kinds, workers, needs, wishes, cells)
