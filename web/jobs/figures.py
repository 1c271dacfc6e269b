"""What a roster is like: reckoned once by who solves, kept on the job's row, read at every poll."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from roster.coverage import Shortage, coverage
from roster.problem import Problem, Roster
from roster.rules import judge
from roster.violation import Violation
from web.database import JsonObject

COVER = frozenset({"shortage", "surplus"})
"""Rules that the page shows apart, by time of day."""
MOST_VIOLATIONS = 12
MOST_SHORTAGES = 8
"""As many as the page lists; the rest is counted."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the page of a solve says about the best roster so far.

    Attributes
    ----------
    people, slots
        Of the whole problem.
    short_slots, person_slots
        Slots with too few people, and how many people they lack together.
    cost_by_rule
        Rules that cost nothing are left out.
    undone, undone_count
        What else than cover is broken, hard rules first, then by cost; at most `MOST_VIOLATIONS`, and
        how many there are.
    shortages, shortages_count
        Stretches with too few people, the worst first; at most `MOST_SHORTAGES`, and how many there are.
    """

    people: int
    slots: int
    short_slots: int
    person_slots: int
    hard_count: int
    cost_by_rule: Mapping[str, int]
    undone: tuple[Violation, ...]
    undone_count: int
    shortages: tuple[Shortage, ...]
    shortages_count: int

    @classmethod
    def of(cls, problem: Problem, roster: Roster) -> "Figures":
        """Judge a roster of the problem."""
        judgement, cover = judge(problem, roster), coverage(problem, roster)
        undone = [found for found in judgement.violations if found.code not in COVER]
        undone.sort(key=lambda found: (not found.hard, -found.cost))
        length = problem.demand.slot_minutes
        return cls(
            people=len(problem.people),
            slots=sum(len(day) for day in cover.need),
            short_slots=sum((short.to_minute - short.from_minute) // length for short in cover.shortages),
            person_slots=sum(short.person_slots for short in cover.shortages),
            hard_count=judgement.hard_count,
            cost_by_rule=judgement.cost_by_rule,
            undone=tuple(undone[:MOST_VIOLATIONS]),
            undone_count=len(undone),
            shortages=tuple(sorted(cover.shortages, key=lambda short: -short.person_slots)[:MOST_SHORTAGES]),
            shortages_count=len(cover.shortages),
        )

    def to_json(self) -> JsonObject:
        """Return plain values; `from_json` reads them back."""
        return asdict(self) | {
            "undone": [found.to_json() for found in self.undone],
            "shortages": [asdict(short) | {"date": short.date.isoformat()} for short in self.shortages],
        }

    @classmethod
    def from_json(cls, plain: JsonObject) -> "Figures":
        """Read what `to_json` wrote."""
        shortages = [
            Shortage(**(short | {"date": dt.date.fromisoformat(short["date"])}))
            for short in plain["shortages"]
        ]
        return cls(
            **(
                plain
                | {
                    "undone": tuple(Violation.from_json(found) for found in plain["undone"]),
                    "shortages": tuple(shortages),
                }
            )
        )
