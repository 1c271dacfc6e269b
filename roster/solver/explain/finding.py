"""Where a month's demands clash: first one person's alone, then everybody's, first without whole shifts."""

from collections.abc import Iterator

from roster.problem import Roster
from roster.rules import judge_person
from roster.solver.explain.asking import Asking
from roster.solver.explain.atoms import OF_PERSON

WINDOWS = (2, 4, 7, 14)
"""Days of the stretches in which whole shifts are looked at."""
MOMENT = 5.0
"""Seconds for a question about a stretch."""


def clash_of_person(asking: Asking, person: str, atoms: set[int]) -> set[int] | None:
    """Return demands on the person alone that clash, None when they do not, or that was not settled."""
    own = atoms.intersection(asking.demands.of_person(person))
    clash = asking.clashing(own)
    if clash is not None and asking.can_hold(clash) is False:
        return clash
    return own if asking.can_hold(own) is False else None


def suspects(asking: Asking) -> Iterator[str]:
    """Yield the people whose locked cells by themselves break a hard rule: all others can hold theirs."""
    problem = asking.demands.problem
    locked = Roster((cell, code) for cell, code in problem.locked.items() if code is not None)
    for person in problem.people:
        if any(found.hard for found in judge_person(problem, locked, person.id)):
            yield person.id


def clash_of_month(asking: Asking, atoms: set[int], *, thorough: bool) -> tuple[set[int] | None, bool | None]:
    """Return demands that clash, and whether the atoms can hold together (None: not settled).

    The relaxation finds most clashes in a second: those of a single day, those of the month's totals,
    then any. What only whole shifts show is looked for last, in stretches of days.
    """
    demands = asking.demands
    totals = {
        number for number in atoms if demands.atoms[number].rule not in OF_PERSON or _is_total(asking, number)
    }
    for part in (*_stretches(asking, atoms, 1), totals, *([atoms] if thorough else [])):
        clash = asking.clashing(part)
        if clash is not None and asking.can_hold(clash) is False:
            return clash, False
    if not thorough:
        return None, None
    answer = asking.can_hold(atoms, seconds=asking.budget.left / 2)
    if answer is True:
        return None, True
    for width in WINDOWS:
        for part in _stretches(asking, atoms, width):
            if asking.can_hold(part, seconds=MOMENT) is False:
                return part, False
            if asking.budget.is_over:
                return None, None
    return (atoms, False) if answer is False else (None, None)


def _is_total(asking: Asking, number: int) -> bool:
    """Whether the demand is on a single cell, or on the whole month."""
    days = len(asking.demands.atoms[number].dates)
    return days == 1 or days > max(WINDOWS)


def _stretches(asking: Asking, atoms: set[int], width: int) -> Iterator[set[int]]:
    """Yield the atoms of each stretch of so many days; those on a person may reach a day further."""
    demands = asking.demands
    spans = {
        number: (demands.problem.day_of(dates[0]), demands.problem.day_of(dates[-1]))
        for number in atoms
        if (dates := demands.atoms[number].dates)
    }
    for start in range(0, demands.problem.days, max(1, width // 2)):
        end = start + width - 1
        yield {
            number
            for number, (first, last) in spans.items()
            if (first >= start and last <= end)
            or (demands.atoms[number].rule in OF_PERSON and first >= start - 1 and last <= end + 1)
        }
