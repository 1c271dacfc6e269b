"""Two shifts of one person never overlap, also across midnight and month. Always hard."""

from collections.abc import Iterator

from roster.problem import Problem, ShiftKind
from roster.rules.line import Line, days_between, over_lines
from roster.shifts import MINUTES_PER_DAY
from roster.violation import Violation

REACH_DAYS = 2
"""A shift starts before midnight and lasts at most a day, so it can reach no further than this."""


def rest_minutes(earlier: ShiftKind, later: ShiftKind, days_apart: int) -> int:
    """Minutes from the end of the one to the start of the other; negative when they overlap."""
    return days_apart * MINUTES_PER_DAY + later.start_minute - earlier.end_minute


def near_pairs(line: Line) -> Iterator[tuple[int, ShiftKind, int, ShiftKind]]:
    """Yield (day, shift, later day, later shift) of shifts at most two days apart, the later in the month."""
    for later, second in enumerate(line.month):
        if second is not None:
            for earlier in range(later - REACH_DAYS, later):
                first = line.on(earlier)
                if first is not None:
                    yield earlier, first, later, second


def check_line(problem: Problem, line: Line) -> list[Violation]:
    """One violation per pair of overlapping shifts."""
    return [
        Violation(
            code="overlap",
            person=line.person.id,
            dates=days_between(problem, day, later),
            measured=-rest_minutes(first, second, later - day),
            unit="minutes",
            extra=(("first", first.code), ("second", second.code)),
        )
        for day, first, later, second in near_pairs(line)
        if rest_minutes(first, second, later - day) < 0
    ]


check = over_lines(check_line)
