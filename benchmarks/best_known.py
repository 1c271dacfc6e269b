"""How near the public instances came to the best that is known, as one number over all of them."""

import math
import re
from dataclasses import dataclass

BEST_KNOWN = {
    1: 607,
    2: 828,
    3: 1001,
    4: 1716,
    5: 1143,
    7: 1056,
    8: 1300,
    9: 439,
    10: 4631,
    11: 3443,
    12: 4040,
    13: 1348,
    15: 3828,
    17: 5746,
    19: 3149,
    20: 4769,
    22: 30241,
}
"""Least cost published for each instance; each is also a published lower bound, so none can be better."""
LINE = re.compile(
    r"^\| (?P<day>[^|]+) \| (?P<commit>[^|]+) \| curtois-(?P<number>\d+) \|[^|]*\| (?P<limit>\d+) s:"
    r"(?=[^|]*hard_violations 0)[^|]* cost (?P<cost>\d+)",
    re.MULTILINE,
)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One line of a public instance: what it reached within how many seconds."""

    number: int
    limit: int
    cost: int

    @property
    def ratio(self) -> float:
        """Cost over the best known."""
        return self.cost / BEST_KNOWN[self.number]


def last_runs(results: str) -> list[Run]:
    """Return the last legal roster of each instance among those of its longest limit, by number."""
    found: dict[int, Run] = {}
    for match in LINE.finditer(results):
        run = Run(number=int(match["number"]), limit=int(match["limit"]), cost=int(match["cost"]))
        known = found.get(run.number)
        if run.number in BEST_KNOWN and (known is None or run.limit >= known.limit):
            found[run.number] = run
    return [found[number] for number in sorted(found)]


def mean_figures(results: str) -> str:
    """Return the geometric mean of cost over best known of the lines in the results, each named."""
    runs = last_runs(results)
    if not runs:
        return "no line of a public instance"
    mean = math.exp(sum(math.log(run.ratio) for run in runs) / len(runs))
    limits = sorted({run.limit for run in runs})
    each = ", ".join(f"{run.number} {run.ratio:.3f}" for run in runs)
    span = f"{limits[0]} s" if len(limits) == 1 else f"{limits[0]} to {limits[-1]} s"
    return f"{len(runs)} instances, {span}: geometric mean {mean:.4f} of cost over best known; {each}"
