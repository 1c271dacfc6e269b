"""Sick calls in a published month of 60 people: ``python -m benchmarks.repairs CALLS SECONDS``.

The month is that of `benchmarks.months`, rostered for a minute; each call is one person's shift of one
date, drawn with a fixed seed, and the roster may change from that date on. Every alternative is judged.
"""

import random
import statistics
import subprocess
import sys

from roster.rules import judge
from roster.solver import solve
from roster.solver.repair import find_repair
from tests.roster.department import department

PEOPLE, ROSTER_SECONDS = 60, 60.0


def repair_figures(calls: int, seconds: int) -> str:
    """Repair in a process of its own; return the figures as one line."""
    run = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "benchmarks.repairs", str(calls), str(seconds)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return run.stdout.strip().splitlines()[-1]


def main(arguments: list[str]) -> int:
    """Repair after each sick call and print what came of it."""
    calls, seconds = (int(word) for word in arguments)
    problem = department(count=PEOPLE)
    published = solve(problem, seconds=ROSTER_SECONDS, seed=1).roster
    if published is None:
        print("no roster")
        return 1
    rng = random.Random(1)  # noqa: S311 - a draw of cases, no secret
    repairs = [
        find_repair(problem, published, {person: [when]}, when, seconds=seconds)
        for person, when in rng.sample(sorted(published), calls)
    ]
    wrong = sum(
        judge(repair.month.problem, each.roster).hard_count
        for repair in repairs
        for each in repair.alternatives
    )
    took = [repair.seconds for repair in repairs]
    print(
        f"{calls} sick calls, {PEOPLE} people, {seconds} s: median {statistics.median(took):.2f} s,"
        f" most {max(took):.2f} s, smallest change proven {sum(r.best.proven for r in repairs)},"
        f" cheapest of the smallest {sum(r.best.cheapest for r in repairs)},"
        f" alternatives {sum(len(r.alternatives) for r in repairs)}, hard violations {wrong},"
        f" people asked {[len(r.best.people) for r in repairs]}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
