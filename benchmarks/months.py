"""Months of a department of any size, solved: ``python -m benchmarks.months PEOPLE SECONDS``.

The department is that of the solver's tests (`tests/roster/department.py`): three shifts, half-hour need,
teams of eight with two leaders, days off, leave and wishes, fairness of nights and weekends, one seed.
"""

import resource
import subprocess
import sys

from roster.rules import judge
from roster.solver import solve
from tests.roster.department import department


def month_figures(people: int, seconds: int) -> str:
    """Solve a month in a process of its own; return its figures as one line."""
    run = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "benchmarks.months", str(people), str(seconds)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return run.stdout.strip().splitlines()[-1]


def main(arguments: list[str]) -> int:
    """Solve one month and print what came of it; the cost is the rules' own."""
    people, seconds = (int(word) for word in arguments)
    problem = department(count=people)
    outcome = solve(problem, seconds=seconds, seed=1)
    if outcome.roster is None or outcome.gap is None:
        print(f"no roster, status {outcome.status}, {outcome.seconds:.0f} s")
        return 1
    judged = judge(problem, outcome.roster)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{people} people, {seconds} s: cost {judged.cost}, bound {outcome.bound}, gap {outcome.gap:.2%},"
        f" hard violations {judged.hard_count}, {outcome.seconds:.0f} s, peak {peak} MiB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
