"""The engine and others on the same month, one after the other: same rules, same time, one judge.

``python -m benchmarks.beside CONTENDER PEOPLE SEED SECONDS`` runs one of ours (engine, plain) alone.
"""

import subprocess
import sys

from benchmarks.call_centre import call_centre_month
from benchmarks.measure import Trace, line_of, traced
from benchmarks.peers.environment import PEERS
from benchmarks.peers.run import peer_figures
from benchmarks.plain import solve_plainly
from benchmarks.unavoidable import shortage_cost, unavoidable_shortage
from roster.solver.leaving import end_process

OURS = ("engine", "plain")


def beside_figures(people: int, seed: int, seconds: int, contenders: tuple[str, ...]) -> str:
    """Run each contender in a process of its own; return their figures, parted by semicolons."""
    problem = call_centre_month(people, seed)
    missing = unavoidable_shortage(problem)
    head = (
        f"{people} people, seed {seed}, {seconds} s each: at least {missing} person-slots are missing"
        f" in any roster (cost {shortage_cost(problem, missing)})"
    )
    lines = [head]
    for name in contenders:
        if name in PEERS:
            figures = peer_figures(PEERS[name], problem, seconds=seconds)
            lines.append(f"{name} {PEERS[name].version}: {figures}")
        else:
            lines.append(f"{name}: {_alone(name, people, seed, seconds)}")
    return "; ".join(lines)


def peers_figures(people: int, seed: int, seconds: int) -> str:
    """Run the peers alone."""
    return beside_figures(people, seed, seconds, tuple(PEERS))


def _alone(name: str, people: int, seed: int, seconds: int) -> str:
    run = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "benchmarks.beside", name, str(people), str(seed), str(seconds)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return run.stdout.strip().splitlines()[-1]


def main(arguments: list[str]) -> int:
    """Solve by the engine or by the plain model and print what came of it."""
    name, people, seed, seconds = arguments[0], *(int(word) for word in arguments[1:])
    if name not in OURS:
        print(f"contender must be one of {OURS}, not {name!r}")
        return 2
    problem = call_centre_month(people, seed)
    if name == "plain":
        trace = Trace()
        outcome = solve_plainly(problem, seconds=seconds, seed=seed, on_progress=trace.add)
    else:
        outcome, trace = traced(problem, seconds=seconds, seed=seed)
    print(line_of(problem, outcome, trace, seconds))
    return 0


if __name__ == "__main__":
    end_process(main(sys.argv[1:]))
