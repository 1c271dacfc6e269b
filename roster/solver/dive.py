"""From the relaxation to a roster: fix what is nearly whole, solve again, complete by search.

Shallow on purpose: the dive ends as soon as fixing costs more than a little, the rest is searched.
"""

from collections.abc import Sequence

from roster.solver.budget import Budget
from roster.solver.lp import Relaxation

MOST_ROUNDS = 12
NEARLY_ONE = 0.9
LEAST_VALUE = 0.55
LEAST_BATCH = 1 / 50
TOLERATED_LOSS = 0.01


def dive(relaxation: Relaxation, root: float, cells: Sequence[int], budget: Budget) -> list[int]:
    """Return cells fixed at 1 at which the relaxation stays within 1% of its root value.

    The relaxation is left as it was found. The last batch, which went too far, is undone.
    """
    fixed: list[int] = []
    batch: list[int] = []
    for _ in range(MOST_ROUNDS):
        values = dict(zip(cells, relaxation.values(cells), strict=True))
        taken = set(fixed)
        likely = sorted((-values[v], v) for v in cells if v not in taken and values[v] >= LEAST_VALUE)
        if not likely:
            break
        near = sum(value <= -NEARLY_ONE for value, _ in likely)
        batch = [v for _, v in likely[: max(int(len(cells) * LEAST_BATCH), 7 * near // 10)]]
        relaxation.fix(batch)
        loss = relaxation.solve(budget)
        if loss is None or loss > root + TOLERATED_LOSS * abs(root):
            relaxation.release(batch)
            break
        fixed += batch
    relaxation.release(fixed)
    return fixed
