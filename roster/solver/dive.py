"""From the relaxation towards a roster: fix what is nearly whole, solve again, and so on.

The dive ends when going on costs more than a little; what is left open is for a search to complete.
"""

from collections.abc import Sequence

from roster.solver.budget import Budget
from roster.solver.lp import Relaxation

NEARLY_ONE = 0.9
LEAST_VALUE = 0.55
LEAST_BATCH = 1 / 60
TOLERATED_LOSS = 0.02
MOST_RETREATS = 4


def dive(
    relaxation: Relaxation, root: float, cells: Sequence[int], budget: Budget, until: float = float("inf")
) -> list[int]:
    """Return cells fixed at 1, surest first, at which the relaxation stays near its root value.

    At ``until`` seconds of the budget it ends with what is fixed by then.

    A batch that goes too far is undone and tried again at a third of its size. The relaxation is
    left as it was found.
    """
    fixed: list[int] = []
    values = dict(zip(cells, relaxation.values(cells), strict=True))
    retreats = 0
    while retreats < MOST_RETREATS and not budget.is_over and not budget.is_past(until):
        taken = set(fixed)
        likely = sorted((-values[v], v) for v in cells if v not in taken and values[v] >= LEAST_VALUE)
        if not likely:
            break
        near = sum(value <= -NEARLY_ONE for value, _ in likely)
        size = max(int(len(cells) * LEAST_BATCH), 9 * near // 10) // 3**retreats
        batch = [v for _, v in likely[: max(1, size)]]
        relaxation.fix(batch)
        loss = relaxation.solve(budget, until=until)
        if loss is None or loss > root + TOLERATED_LOSS * abs(root):
            relaxation.release(batch)
            retreats += 1
        else:
            fixed += batch
            values = dict(zip(cells, relaxation.values(cells), strict=True))
    relaxation.release(fixed)
    return fixed
