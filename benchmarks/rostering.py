"""A public instance, solved: ``python -m benchmarks.rostering --instance FILE --seconds S --out ROSTER``."""

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks.curtois import read_instance, write_roster
from benchmarks.measure import Trace, peak_mib
from roster.rules import judge
from roster.solver import solve
from roster.solver.leaving import end_process
from roster.solver.outcome import Progress


def main(arguments: list[str]) -> int:
    """Solve, judge by the rules, write the roster; exit 0 with one, 4 without.

    The seconds count from the start of the process, reading and writing included.
    """
    begun = time.monotonic()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", type=Path, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2, choices=(1, 2))
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--verbose", action="store_true", help="print every better roster and bound")
    given = parser.parse_args(arguments)
    problem, trace = read_instance(given.instance), Trace()

    def take(news: Progress) -> None:
        trace.add(news)
        if given.verbose:
            _tell(news)

    outcome = solve(
        problem,
        seconds=max(1.0, given.seconds - (time.monotonic() - begun) - 1.0),
        workers=given.workers,
        seed=given.seed,
        on_progress=take,
    )
    if outcome.roster is None:
        print(f"no roster, status {outcome.status}, {outcome.seconds:.0f} s")
        return 4
    judged = judge(problem, outcome.roster)
    write_roster(problem, outcome.roster, given.out)
    figures = {
        "instance": given.instance.stem,
        "status": outcome.status,
        "cost": judged.cost,
        "bound": outcome.bound,
        "hard_violations": judged.hard_count,
        "seconds": round(time.monotonic() - begun, 1),
        "first_roster": round(trace.first_roster or 0.0, 1),
        "peak_mib": peak_mib(),
    }
    print(json.dumps(figures) if given.json else ", ".join(f"{k} {v}" for k, v in figures.items()))
    return 0


def _tell(news: Progress) -> None:
    print(f"{news.seconds:7.1f} s  {news.phase:7}  cost {news.cost}  bound {news.bound}", file=sys.stderr)


if __name__ == "__main__":
    end_process(main(sys.argv[1:]))
