"""Months of a department of any size, solved: ``python -m benchmarks.months PEOPLE SECONDS [VARIANT]``.

The department is that of the solver's tests (`tests/roster/department.py`): three shifts, half-hour need,
teams of eight with two leaders, days off, leave and wishes, fairness of nights and weekends, one seed.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping

from benchmarks.every_rule import every_rule_month
from benchmarks.measure import line_of, traced
from benchmarks.real_calls import real_calls_month
from roster.problem import Problem
from roster.solver.leaving import end_process
from tests.roster.department import department

VARIANTS: Mapping[str, Callable[[int], Problem]] = {
    "": lambda people: department(count=people),
    "real": real_calls_month,
    "all": every_rule_month,
}
"""The invented need; the need of the real call history; every rule on."""


def month_figures(people: int, seconds: int, variant: str = "") -> str:
    """Solve a month in a process of its own; return its figures as one line."""
    words = [str(people), str(seconds), *([variant] if variant else [])]
    run = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "benchmarks.months", *words], capture_output=True, text=True, check=True
    )
    return run.stdout.strip().splitlines()[-1]


def main(arguments: list[str]) -> int:
    """Solve one month and print what came of it; the cost is the rules' own."""
    people, seconds = (int(word) for word in arguments[:2])
    problem = VARIANTS["".join(arguments[2:])](people)
    outcome, trace = traced(problem, seconds=seconds)
    on = len(problem.rules.limits())
    print(f"{people} people, {on} rules, {seconds} s: {line_of(problem, outcome, trace, seconds)}")
    return 0


if __name__ == "__main__":
    end_process(main(sys.argv[1:]))
