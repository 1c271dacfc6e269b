"""Rules on neighbouring days of one person."""

from collections.abc import Callable

from roster.problem import HISTORY_DAYS, Limit, Person, ShiftKind
from roster.rules.overlap import REACH_DAYS, rest_minutes
from roster.rules.weekly_days_off import full_weeks
from roster.solver.cells import Cells
from roster.solver.program import Sum, add_up

Conflict = Callable[[ShiftKind, ShiftKind], bool]


def _keep_apart(cells: Cells, limit: Limit, days_apart: int, conflict: Conflict) -> None:
    """Keep conflicting kinds from being so many days apart.

    Kinds that share the same forbidden followers go into one row (a biclique): fewer rows, and
    a tighter relaxation than one row per pair.
    """
    kinds = cells.problem.kinds
    after = {first.code: frozenset(k.code for k in kinds if conflict(first, k)) for first in kinds}
    cliques = [
        (tuple(code for code, followers in after.items() if second <= followers), tuple(sorted(second)))
        for second in sorted(set(after.values()), key=sorted)
        if second
    ]
    if not cliques:
        return
    for person in cells.problem.people:
        for day in range(cells.problem.days):
            pairs = [
                cells.on(person, day - days_apart, firsts) + cells.on(person, day, seconds)
                for firsts, seconds in cliques
            ]
            cells.program.keep_below(pairs, 1, limit)


def overlap(cells: Cells) -> None:
    """Forbid shifts that overlap."""
    for apart in range(1, REACH_DAYS + 1):
        _keep_apart(cells, Limit(), apart, lambda a, b, apart=apart: rest_minutes(a, b, apart) < 0)  # type: ignore[misc]


def rest_between(cells: Cells) -> None:
    """Keep the least rest between shifts."""
    limit = cells.problem.rules.rest_between
    if limit is None:
        return
    # overlapping pairs are forbidden anyway: counting them too widens the rows, but must cost nothing
    least = -2 * 1440 if limit.hard else 0
    for apart in range(1, REACH_DAYS + 1):

        def is_short(first: ShiftKind, second: ShiftKind, apart: int = apart) -> bool:
            return least <= rest_minutes(first, second, apart) < limit.value

        _keep_apart(cells, limit, apart, is_short)


def succession(cells: Cells) -> None:
    """Keep listed kinds from following each other."""
    limit, forbidden = cells.problem.rules.succession, cells.problem.rules.forbidden_successions
    if limit is not None:
        _keep_apart(cells, limit, 1, lambda first, second: (first.code, second.code) in forbidden)


def working_run(cells: Cells) -> None:
    """Limit the working days in each window of limit + 1 days."""
    limit = cells.problem.rules.working_run
    if limit is None:
        return
    for person in cells.problem.people:
        own = limit.with_own(person.limits.working_run)
        for day in range(cells.problem.days):
            window = add_up(cells.works(person, near) for near in range(day - own.value, day + 1))
            cells.program.keep_below([window], own.value, own)


def weekly_days_off(cells: Cells) -> None:
    """Limit the working days of each full week."""
    limit = cells.problem.rules.weekly_days_off
    if limit is None:
        return
    for person in cells.problem.people:
        for start in full_weeks(cells.problem):
            week = add_up(cells.works(person, day) for day in range(start, start + 7))
            cells.program.keep_below([week], 7 - limit.value, limit)


def night_run(cells: Cells) -> None:
    """Limit the nights in each window of limit + 1 days."""
    limit = cells.problem.rules.night_run
    if limit is None:
        return
    for person in cells.problem.people:
        for day in range(cells.problem.days):
            window = add_up(cells.night(person, near) for near in range(day - limit.value, day + 1))
            cells.program.keep_below([window], limit.value, limit)


def night_rest(cells: Cells) -> None:
    """Keep other shifts some days away from the nights before them."""
    limit = cells.problem.rules.night_rest
    if limit is None:
        return
    for person in cells.problem.people:
        for day in range(cells.problem.days):
            other = cells.works(person, day) - cells.night(person, day)
            pairs = [cells.night(person, night) + other for night in range(day - limit.value, day)]
            cells.program.keep_below(pairs, 1, limit)


def shortest_working_run(cells: Cells) -> None:
    """Forbid or price every run of working days that is too short."""
    limit = cells.problem.rules.shortest_working_run
    if limit is None:
        return
    for person in cells.problem.people:
        least = limit.with_own(person.limits.shortest_working_run)
        _no_short_runs(cells, person, least, lambda day, person=person: cells.works(person, day))  # type: ignore[misc]


def shortest_days_off(cells: Cells) -> None:
    """Forbid or price every run of days off that is too short."""
    limit = cells.problem.rules.shortest_days_off
    if limit is None:
        return
    for person in cells.problem.people:
        least = limit.with_own(person.limits.shortest_days_off)
        _no_short_runs(cells, person, least, lambda day, person=person: -cells.works(person, day) + 1)  # type: ignore[misc]


def _no_short_runs(cells: Cells, person: Person, limit: Limit, counts: Callable[[int], Sum]) -> None:
    """Let no run have exactly 1, 2, ... days up to the limit between two days that do not count.

    The excess variable of each run, where it is priced, is kept for the run formulation.
    """
    earliest = -HISTORY_DAYS if cells.problem.knows_past else 0
    for length in range(1, limit.value):
        for end in range(cells.problem.days):
            before = end - length - 1
            if before < earliest:
                continue
            inside = add_up(counts(day) for day in range(before + 1, end))
            excess = cells.program.keep_below(
                [inside - counts(before) - counts(end)], length - 1, limit, times=limit.value - length
            )
            if excess is not None:
                cells.short_runs[cells.program.rule, person.id, before + 1, end - 1] = excess
