"""Whose break is when: what a roster says once breaks are placed."""

from roster.assignments import Cell
from roster.coverage import Tally, placed_breaks
from roster.meal_breaks import Group
from roster.problem import Problem, Roster


def break_times(problem: Problem, roster: Roster) -> dict[Cell, int]:
    """Return when the break of each shift begins, in minutes after midnight of the date it starts on.

    On each shift the first employee numbers go first. Shifts without a window, or with no room in it, are
    left out; so is everything without the rule `meal_break`. The same roster has the same breaks.
    """
    tally, minutes = Tally.of(problem, roster), problem.demand.slot_minutes
    begun: dict[Group, list[int]] = {}
    for period in problem.breaks.periods:
        for (day, code), numbers in placed_breaks(problem, tally, period).items():
            firsts = problem.breaks.starts[code]
            begun[day, code] = [
                first for first, people in zip(firsts, numbers, strict=True) for _ in range(people)
            ]
    found = {}
    for (person, when), code in sorted(roster.items()):
        day = problem.day_of(when)
        starts = problem.breaks.starts.get(code)
        if starts:
            waiting = begun.get((day, code))
            # where nothing has to be placed, the first start is the only one, or as good as any
            found[person, when] = (waiting.pop(0) if waiting else starts[0]) * minutes
    return found
