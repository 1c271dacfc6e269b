"""Why a month is impossible: wiring only, the work is in the modules that it names."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from roster.explanation import Answer, Conflict, Explanation
from roster.problem import Problem
from roster.rules import RULES
from roster.solver.budget import Budget
from roster.solver.explain.asking import Asking
from roster.solver.explain.atoms import Demands
from roster.solver.explain.finding import clash_of_month, clash_of_person, suspects
from roster.solver.explain.relaxing import relaxations
from roster.solver.explain.shrinking import Group, atom_of, is_irreducible, shrunk

MOST_CONFLICTS = 5
FURTHER_SHARE = 1 / 3
"""Share of the budget after which no further conflict is looked for."""
_ORDER = {rule.code: place for place, rule in enumerate(RULES)}


def explain(
    problem: Problem,
    *,
    seconds: float = 30.0,
    workers: int = 2,
    seed: int = 0,
    should_stop: Callable[[], bool] | None = None,
) -> Explanation:
    """Find the demands of a month that cannot hold together, and changes that help.

    Parameters
    ----------
    seconds
        Wall-clock limit. What was found by then is told; it may not be as small as it could be.
    workers
        Threads of search, 1 or 2.
    should_stop
        Asked often; once true, what was found is returned within 2 seconds.

    Raises
    ------
    ValueError
        When a limit is not positive.
    """
    if workers < 1 or seconds <= 0:
        raise ValueError("workers and seconds must be positive")
    with Budget(seconds=seconds, should_stop=should_stop) as budget:
        asking = Asking(Demands(problem), budget, workers=min(workers, 2), seed=seed)
        found, can_hold = _clashes(asking)
        # only now, since the clashes matter more than what would help
        conflicts = tuple(
            replace(clash.conflict, relaxations=relaxations(asking, clash.groups, is_alone=len(found) == 1))
            for clash in found
        )
    return Explanation(
        answer=_answer(budget, conflicts, can_hold), conflicts=conflicts, seconds=budget.elapsed
    )


def _answer(budget: Budget, conflicts: tuple[Conflict, ...], can_hold: bool | None) -> Answer:
    if conflicts:
        return "explained"
    if can_hold:
        return "possible"
    return "stopped" if budget.was_stopped else "unknown"


class _Clash(NamedTuple):
    groups: list[Group]
    conflict: Conflict


def _clashes(asking: Asking) -> tuple[list[_Clash], bool | None]:
    """Return conflicts that share no demand, and whether what they leave can hold together.

    The first has all the time that it needs; others are looked for while a share of it is left.
    """
    left: set[int] = set(range(len(asking.demands.atoms)))
    found: list[_Clash] = []

    def note(clash: set[int]) -> None:
        groups = shrunk(asking, clash)
        found.append(_Clash(groups, _conflict(asking, groups)))
        left.difference_update(*groups)

    def is_enough() -> bool:
        budget = asking.budget
        late = bool(found) and budget.elapsed > FURTHER_SHARE * budget.amount
        return len(found) == MOST_CONFLICTS or late or budget.is_over

    for person in suspects(asking):
        own = clash_of_person(asking, person, left)
        if own is not None:
            note(own)
        if is_enough():
            return found, None
    while not is_enough():
        # what lies deeper is found once this is mended
        clash, can_hold = clash_of_month(asking, left, thorough=not found)
        if clash is None:
            return found, can_hold
        note(clash)
    return found, None


def _conflict(asking: Asking, groups: list[Group]) -> Conflict:
    atoms = [atom_of(asking.demands, group) for group in groups]
    atoms.sort(key=lambda atom: (_ORDER.get(atom.rule, 0), atom.dates, atom.people))
    return Conflict(atoms=tuple(atoms), irreducible=is_irreducible(asking, groups))
