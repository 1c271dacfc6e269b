"""Months of a department of any size, solved: ``python -m benchmarks.months PEOPLE SECONDS [all]``.

The department is that of the solver's tests (`tests/roster/department.py`): three shifts, half-hour need,
teams of eight with two leaders, days off, leave and wishes, fairness of nights and weekends, one seed.
With ``all`` every rule is on (`every_rule.py`).
"""

import subprocess
import sys

from benchmarks.every_rule import every_rule_month
from benchmarks.measure import line_of, traced
from tests.roster.department import department

EVERY_RULE = "all"


def month_figures(people: int, seconds: int, *, every_rule: bool = False) -> str:
    """Solve a month in a process of its own; return its figures as one line."""
    words = [str(people), str(seconds), *([EVERY_RULE] if every_rule else [])]
    run = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "benchmarks.months", *words], capture_output=True, text=True, check=True
    )
    return run.stdout.strip().splitlines()[-1]


def main(arguments: list[str]) -> int:
    """Solve one month and print what came of it; the cost is the rules' own."""
    people, seconds = (int(word) for word in arguments[:2])
    every = arguments[2:] == [EVERY_RULE]
    problem = every_rule_month(people) if every else department(count=people)
    outcome, trace = traced(problem, seconds=seconds)
    rules = f", {len(problem.rules.limits())} rules" if every else ""
    print(f"{people} people{rules}, {seconds} s: {line_of(problem, outcome, trace, seconds)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
