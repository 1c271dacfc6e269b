"""What one solve is measured by: cost and bound, first roster, gap on the way, peak memory."""

import resource
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.unavoidable import shortage_cost, unavoidable_shortage
from roster.problem import Problem
from roster.rules import judge
from roster.solver import solve
from roster.solver.outcome import Outcome, Progress

STATUS_FILE = Path("/proc/self/status")
SHARES = (0.25, 0.5, 0.75)
"""Parts of the limit at which the gap is told."""


@dataclass
class Trace:
    """The news of a solve, kept for the figures at its end."""

    news: list[Progress] = field(default_factory=list)

    def add(self, progress: Progress) -> None:
        """Keep the news."""
        self.news.append(progress)

    @property
    def first_roster(self) -> float | None:
        """Seconds until there was a roster, None when there never was."""
        return next((news.seconds for news in self.news if news.cost is not None), None)

    def gap_at(self, seconds: float) -> float | None:
        """Gap between the best roster and the best bound known by then; None without a roster."""
        known = [news for news in self.news if news.seconds <= seconds]
        costs = [news.cost for news in known if news.cost is not None]
        if not costs:
            return None
        cost, bound = min(costs), max(news.bound for news in known)
        return (cost - bound) / cost if cost else 0.0


def traced(problem: Problem, *, seconds: float, seed: int = 1, workers: int = 2) -> tuple[Outcome, Trace]:
    """Solve and keep the news."""
    trace = Trace()
    return solve(problem, seconds=seconds, seed=seed, workers=workers, on_progress=trace.add), trace


def line_of(problem: Problem, outcome: Outcome, trace: Trace, seconds: float) -> str:
    """Say on one line what a solve of so many seconds reached; the cost is the rules' own.

    Where some shortage is in every roster, the gap is told as a share of the other costs too.
    """
    if outcome.roster is None or outcome.gap is None:
        found = f"no roster, status {outcome.status}, bound {outcome.bound}"
        return f"{found}, {outcome.seconds:.0f} s, peak {peak_mib()} MiB"
    judged = judge(problem, outcome.roster)
    on_the_way = [f"{share * seconds:.0f} s {_percent(trace.gap_at(share * seconds))}" for share in SHARES]
    least = unavoidable_shortage(problem)
    rest = max(1, judged.cost - shortage_cost(problem, least))
    of_rest = f" ({(judged.cost - outcome.bound) / rest:.2%} of what can be avoided)" if least else ""
    missing = sum(found.measured for found in judged.violations if found.code == "shortage")
    return (
        f"cost {judged.cost}, bound {outcome.bound}, gap {outcome.gap:.2%}{of_rest}, hard violations"
        f" {judged.hard_count}, person-slots missing {missing} (at least {least}), {outcome.seconds:.0f} s,"
        f" peak {peak_mib()} MiB, first roster {trace.first_roster or 0:.1f} s,"
        f" gap on the way {', '.join(on_the_way)}"
    )


def peak_mib(status: Path = STATUS_FILE) -> int:
    """Return the most memory that this process held, with the largest of its ended children, in MiB.

    The kernel's own high-water mark of the process, where it tells it: what getrusage says of a
    started program may be the size of the one that started it.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if status.exists():
        own = int(_field(status, "VmHWM").split()[0])
    return (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024


def _field(status: Path, name: str) -> str:
    lines = status.read_text(encoding="utf-8").splitlines()
    return next(line.partition(":")[2] for line in lines if line.startswith(f"{name}:"))


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{share:.2%}"
