"""Twenty months made impossible, explained: ``python -m benchmarks.impossibilities [PLANT ...]``.

A conflict is named when the explanation has one with the planted rules, people and dates.
"""

import random
import statistics
import sys
from collections.abc import Sequence

from benchmarks.planting import Plant, Planted, possible_month
from benchmarks.plants import PLANTS
from roster.explanation import Explanation
from roster.solver.explain import explain

SIZES = (32, 60)
LIMIT_S = 55.0
"""For finding and for what would help; the aim is 60 s with reading the month."""


def explained(plant: Plant, size: int, seed: int) -> tuple[Planted, Explanation]:
    """Plant a conflict and explain the month."""
    planted = plant(possible_month(size, seed), random.Random(seed))  # noqa: S311 - no secret
    return planted, explain(planted.problem, seconds=LIMIT_S)


def is_named(planted: Planted, found: Explanation) -> bool:
    """Whether one of the conflicts has everything that was planted."""
    return any(
        planted.rules <= conflict.rules
        and planted.people <= conflict.people
        and planted.dates <= set(conflict.dates)
        for conflict in found.conflicts
    )


def impossibility_figures(plants: Sequence[Plant] = PLANTS) -> str:
    """Explain one month per plant, of 32 and 60 people in turn; return the figures as one line."""
    seconds, named, irreducible, conflicts = [], 0, 0, 0
    for number, plant in enumerate(plants):
        size = SIZES[number % len(SIZES)]
        planted, found = explained(plant, size, seed=number + 1)
        is_right = is_named(planted, found)
        named += is_right
        conflicts += len(found.conflicts)
        irreducible += sum(conflict.irreducible for conflict in found.conflicts)
        seconds.append(found.seconds)
        print(
            f"{plant.__name__}, {size} people: {found.answer}, {'named' if is_right else 'NOT NAMED'},"
            f" {[len(conflict.atoms) for conflict in found.conflicts]} demands,"
            f" {sum(len(conflict.relaxations) for conflict in found.conflicts)} changes,"
            f" irreducible {[conflict.irreducible for conflict in found.conflicts]}, {found.seconds:.1f} s",
            flush=True,
        )
    return (
        f"{len(plants)} planted: {named} named, {irreducible} of {conflicts} conflicts irreducible,"
        f" median {statistics.median(seconds):.1f} s, most {max(seconds):.1f} s"
    )


if __name__ == "__main__":
    chosen = [plant for plant in PLANTS if plant.__name__ in sys.argv[1:]] or PLANTS
    print(impossibility_figures(chosen))
