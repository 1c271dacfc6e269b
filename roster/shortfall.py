"""Why an interval is short: what stops everybody who is not on duty then, by the rules' own judgement.

Nobody is moved: a reason is what stops one more shift in the roster as it is. So the sum says where
there is room, not that a better roster exists.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from roster.coverage import Shortage
from roster.problem import Person, Problem, Roster, ShiftKind
from roster.rules import judge_person

ON_DUTY, FREE, NO_SHIFT, LEAVE, OTHER_SHIFT = "on_duty", "free", "no_shift", "leave", "other_shift"
"""What is said of a person beside names of rules: works then; could work then; no kind of shift covers it;
on approved leave; has another shift in the cells from which it could be worked."""


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """A stretch with too few people, and what keeps the others away.

    Parameters
    ----------
    short, at_minute
        The stretch, and the minute after midnight of its date for which this is said.
    stopped
        People by what stops them: `LEAVE`, `OTHER_SHIFT`, or the name of a hard rule. Whoever could work
        several kinds of shift then is counted once, by the one that breaks least.
    on_duty
        People who work through the whole stretch.
    free
        Employee numbers of those whom no rule on them stops.
    """

    short: Shortage
    at_minute: int
    stopped: Mapping[str, int]
    on_duty: int
    free: tuple[str, ...]


def shortfall(problem: Problem, roster: Roster, short: Shortage) -> Shortfall:
    """Say of everybody why they are not on duty during a stretch with too few people.

    Parameters
    ----------
    short
        A stretch of `roster.coverage.coverage`; what is said holds for its middle.

    Raises
    ------
    ValueError
        When the stretch is outside the month.
    """
    day, length = problem.day_of(short.date), problem.demand.slot_minutes
    if not 0 <= day < problem.days:
        raise ValueError(f"{short.date} is outside the month")
    slot = (short.from_minute + short.to_minute) // 2 // length
    covering = _covering(problem, day, slot)
    found = {person.id: _reason(problem, roster, person, covering) for person in problem.people}
    counts = Counter(found.values())
    return Shortfall(
        short=short,
        at_minute=slot * length,
        stopped={why: count for why, count in counts.most_common() if why not in (ON_DUTY, FREE)},
        on_duty=counts[ON_DUTY],
        free=tuple(person for person, why in found.items() if why == FREE),
    )


def _covering(problem: Problem, day: int, slot: int) -> list[tuple[date, ShiftKind]]:
    """Return the shifts that cover the slot: of the day, and of the day before, if it is in the month."""
    size, length = problem.demand.slots_per_day, problem.demand.slot_minutes
    return [
        (problem.date_of(day - back), kind)
        for back in (0, 1)
        for kind in problem.kinds
        if kind.covers and slot + back * size in kind.slots(length)
    ]


def _reason(problem: Problem, roster: Roster, person: Person, covering: list[tuple[date, ShiftKind]]) -> str:
    """Return what stops the person: of all shifts that cover the time, the one that is nearest to legal."""
    if any(_has(problem, roster, person, when) == kind.code for when, kind in covering):
        return ON_DUTY
    tried = [
        _stop(problem, roster, person, when, kind)
        for when, kind in covering
        if when >= problem.first_day and kind.assignable
    ]
    return min(tried, default=(0, NO_SHIFT))[1]


def _has(problem: Problem, roster: Roster, person: Person, when: date) -> str | None:
    return (roster if when >= problem.first_day else problem.history).kind(person.id, when)


def _stop(problem: Problem, roster: Roster, person: Person, when: date, kind: ShiftKind) -> tuple[int, str]:
    """Return how many hard rules one more shift would break, and the first of them by the rules' order."""
    if when in person.leave:
        return 1, LEAVE
    if roster.kind(person.id, when) is not None:
        return 1, OTHER_SHIFT
    before = {(found.code, found.dates) for found in judge_person(problem, roster, person.id) if found.hard}
    after = judge_person(problem, roster.with_cell(person.id, when, kind.code), person.id)
    new = [found.code for found in after if found.hard and (found.code, found.dates) not in before]
    return (len(set(new)), new[0]) if new else (0, FREE)
