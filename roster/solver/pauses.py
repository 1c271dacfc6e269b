"""One person's breaks beside those of the others, while months are taken out and put back."""

import numpy as np

from roster.problem import Person, Problem
from roster.solver.compiled import Costs
from roster.solver.habits import Numbers


class Pauses:
    """Where a person's breaks lie: each where it is missed least at the moment the month is put in.

    Parameters
    ----------
    problem
        The month.
    midnight
        First slot of each day, shape (days, 1).
    end
        Slots in all; what lies beyond is cut off.
    """

    def __init__(self, problem: Problem, midnight: Numbers, end: int) -> None:
        breaks, kinds = problem.breaks, problem.kinds
        self._days = np.arange(problem.days)
        self._held: dict[str, tuple[Numbers, Numbers]] = {}
        most = max((len(starts) for starts in breaks.starts.values()), default=0)
        begins = np.zeros((len(kinds) + 1, most), dtype=np.int64)
        lengths = np.zeros((len(kinds) + 1, 1), dtype=np.int64)
        for number, kind in enumerate(kinds, 1):
            starts = breaks.starts.get(kind.code, range(0))
            if starts and kind.covers:
                # the last start fills up the row
                begins[number] = [*starts, *[starts[-1]] * (most - len(starts))]
                lengths[number] = breaks.lengths[kind.code]
        self._begins = np.minimum(midnight[:, :, None] + begins, end)
        self._ends = np.minimum(midnight[:, :, None] + begins + lengths, end)

    def __bool__(self) -> bool:
        return bool(self._begins.shape[2])

    def saved(self, total: Costs) -> Costs:
        """Return what the best break of each day and action saves, shape (days, kinds + 1).

        Parameters
        ----------
        total
            What one person more costs in all slots before each slot.
        """
        best: Costs = (total[self._ends] - total[self._begins]).max(axis=2)
        return best

    def of(self, person: Person, actions: Numbers, total: Costs | None) -> tuple[Numbers, Numbers]:
        """Return first slots and ends of a month's breaks, one a day; where there is none they are equal.

        Parameters
        ----------
        total
            As above: the month is put in, and its breaks are chosen; None takes it out as it was put in.
        """
        if total is None:
            return self._held.pop(person.id)
        begins, ends = self._begins[self._days, actions], self._ends[self._days, actions]
        best = (total[ends] - total[begins]).argmax(axis=1)
        self._held[person.id] = begins[self._days, best], ends[self._days, best]
        return self._held[person.id]
