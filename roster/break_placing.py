"""Breaks of equal length placed at least cost, exactly, by whole numbers alone.

How many breaks have begun before a moment is one whole number per moment. The people on break in a slot
are a difference of two of them, a window says how far two of them are apart at least, and what a slot costs
is convex in that difference. So the least cost is the dual of a cheapest flow, whose node prices are whole
(Ahuja, Hochbaum and Orlin, Management Science 49, 2003). The flow is found by shortest paths, and only near
the slots where breaks cost anything.
"""

import heapq
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

FREE = 10**15
"""Room of an arc that holds whatever it costs; more than the prices of all slots together."""


class BreakGroup(NamedTuple):
    """So many people whose breaks begin in a slot from `first` to `last`."""

    first: int
    last: int
    people: int


class BreakSlot(NamedTuple):
    """What people on break cost in a slot: ``over`` each below ``many``, ``under`` each above ``few``.

    ``many`` are the people on duty beyond need and tolerated surplus, ``few`` those who may be missing
    before a shortage costs; either may be negative, and ``many <= few``.
    """

    slot: int
    many: int
    few: int
    over: int
    under: int


@lru_cache(maxsize=4096)
def place_breaks(
    groups: tuple[BreakGroup, ...], slots: tuple[BreakSlot, ...], length: int
) -> tuple[tuple[int, ...], ...]:
    """Return how many breaks of each group begin in each slot of its window, at least cost in all.

    Where several answers cost the same, breaks are spread over their windows.

    Parameters
    ----------
    groups
        Windows and people, at least one group.
    slots
        Slots in which people on break cost anything.
    length
        Slots that each break takes.
    """
    first, end = min(group.first for group in groups), max(group.last for group in groups) + 1
    begun = _Begun(
        [sum(_spread(group, slot) for group in groups) for slot in range(first, end + 1)],
    )
    for node in range(end - first):
        begun.keep(node, node + 1, 0, FREE)
    begun.keep(end - first, 0, begun.count[-1], FREE)
    for opens, closes, inside in _bound_inside(groups):
        begun.keep(opens - first, closes + 1 - first, -inside, FREE)
    for at in slots:
        later, earlier = min(at.slot + 1, end) - first, max(at.slot + 1 - length, first) - first
        if later > earlier:
            begun.keep(earlier, later, -at.many, at.over)
            begun.keep(later, earlier, at.few, at.under)
    starts = [after - before for before, after in zip(begun.count, begun.count[1:], strict=False)]
    return _shared_out(groups, first, starts)


def _bound_inside(groups: Sequence[BreakGroup]) -> Iterator[tuple[int, int, int]]:
    """Yield spans of slots, and how many breaks must begin in them because their windows lie inside.

    Windows are intervals, so starts can be shared out to them exactly when every such span has as many
    (Hall's condition for a convex bipartite graph; Glover, Naval Research Logistics Quarterly 14, 1967).
    A span that no window goes beyond on both sides follows from those that reach to either end.
    """
    by_end = sorted(groups, key=lambda group: group.last)
    first, last = min(group.first for group in groups), by_end[-1].last
    for opens in sorted({group.first for group in groups}):
        beyond = max((group.last for group in groups if group.first < opens), default=first)
        inside: dict[int, int] = {}
        people = 0
        for group in by_end:
            if group.first >= opens:
                people += group.people
                inside[group.last] = people
        for closes, many in inside.items():
            if opens == first or closes == last or closes < beyond:
                yield opens, closes, many


def _spread(group: BreakGroup, slot: int) -> int:
    """Return how many of the group begin before the slot when they are spread evenly."""
    passed = min(max(slot - group.first, 0), group.last + 1 - group.first)
    return group.people * passed // (group.last + 1 - group.first)


class _Begun:
    """Breaks begun before each moment, and the flow that proves that no other numbers cost less.

    Parameters
    ----------
    count
        Whole numbers to begin with.
    """

    def __init__(self, count: list[int]) -> None:
        self.count = count
        self._head: list[int] = []
        self._cost: list[int] = []
        self._room: list[int] = []
        self._arcs: list[list[int]] = [[] for _ in count]

    def keep(self, upper: int, lower: int, most: int, price: int) -> None:
        """Keep ``count[upper] - count[lower] <= most``, or pay the price per unit beyond.

        Counts are lowered along shortest paths until it holds, or until the flow on the new arc has used
        up its price: then paying is cheapest.
        """
        left = price
        while left and (beyond := self.count[upper] - self.count[lower] - most) > 0:
            distance, via = self._search(upper, lower, beyond)
            step = min(beyond, distance.get(lower, beyond))
            for node, far in distance.items():
                self.count[node] -= max(0, step - far)
            if step < beyond:
                left -= self._push(lower, upper, via, left)
        for tail, head, cost, room in ((lower, upper, most, left), (upper, lower, -most, price - left)):
            self._arcs[tail].append(len(self._head))
            self._head.append(head)
            self._cost.append(cost)
            self._room.append(room)

    def _search(self, source: int, target: int, most: int) -> tuple[dict[int, int], dict[int, int]]:
        """Return distances below `most` from the source, none beyond the target, and each node's last arc."""
        settled: dict[int, int] = {}
        via: dict[int, int] = {}
        waiting, best = [(0, source)], {source: 0}
        while waiting:
            far, node = heapq.heappop(waiting)
            if node in settled:
                continue
            settled[node] = far
            if node == target:
                break
            for arc in self._arcs[node]:
                head = self._head[arc]
                there = far + self._cost[arc] + self.count[node] - self.count[head]
                if self._room[arc] and there < most and there < best.get(head, most):
                    best[head] = there
                    via[head] = arc
                    heapq.heappush(waiting, (there, head))
        return settled, via

    def _push(self, node: int, source: int, via: dict[int, int], most: int) -> int:
        """Send as much flow as fits along the path that leads from the source to the node; return it."""
        path = []
        while node != source:
            path.append(via[node])
            node = self._head[via[node] ^ 1]
        amount = min([most, *(self._room[arc] for arc in path)])
        for arc in path:
            self._room[arc] -= amount
            self._room[arc ^ 1] += amount
        return amount


def _shared_out(
    groups: Sequence[BreakGroup], first: int, starts: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Give the begun breaks to the groups, at each moment to the window that closes soonest."""
    left = [group.people for group in groups]
    given = [[0] * (group.last + 1 - group.first) for group in groups]
    order = sorted(range(len(groups)), key=lambda number: (groups[number].last, number))
    for slot, breaks in enumerate(starts, first):
        for number in order:
            if groups[number].first <= slot <= groups[number].last:
                taken = min(breaks, left[number])
                given[number][slot - groups[number].first] += taken
                left[number] -= taken
                breaks -= taken  # noqa: PLW2901 - what is left of this moment's breaks
    return tuple(tuple(row) for row in given)
