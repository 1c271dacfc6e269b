"""The inbox as its page shows it: which items, in which order, which one is open. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from web.approvals.item import Item

WEEK = dt.timedelta(days=7)


class Due(StrEnum):
    """When something has to be decided."""

    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    """Later, or whenever."""


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """Everything that waits, and the item that is open.

    Parameters
    ----------
    groups
        What is due today, then within a week, then the rest; in each the oldest is first.
    kinds
        Kind, its name and how many there are, over everything that waits.
    only
        The kind that is shown; empty for all.
    chosen
        The item whose detail is shown; None when nothing waits.
    first
        Key of the item that expires before all others shown; empty when at most one expires.
    """

    groups: tuple[tuple[Due, tuple[Item, ...]], ...]
    kinds: tuple[tuple[str, str, int], ...]
    total: int
    only: str
    chosen: Item | None
    first: str

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything shown, in order."""
        return tuple(item for _, group in self.groups for item in group)

    @property
    def position(self) -> int:
        """Place of the open item among those shown, from 1; 0 when none is open."""
        return 0 if self.chosen is None else self.items.index(self.chosen) + 1

    @property
    def after(self) -> Item | None:
        """What follows the open item; after the last comes the one before it, so that none is passed over."""
        shown, place = self.items, self.position
        if len(shown) < 2 or not place:
            return None
        return shown[place] if place < len(shown) else shown[place - 2]


def arrange(items: Iterable[Item], *, now: dt.datetime, zone: str, only: str = "", key: str = "") -> Inbox:
    """Return the inbox.

    Parameters
    ----------
    items
        Oldest first.
    zone
        Of the department: where its day ends.
    only
        A kind; one of which nothing waits shows everything.
    key
        Of the item to open; without it, or when it waits no longer, the first one is open.
    """
    everything = list(items)
    kinds: dict[str, tuple[str, str, int]] = {}
    for item in everything:
        count = kinds[item.kind][2] if item.kind in kinds else 0
        kinds[item.kind] = (item.kind, item.kind_name, count + 1)
    only = only if only in kinds else ""
    shown = [item for item in everything if not only or item.kind == only]
    groups = [(due, tuple(each for each in shown if due_of(each, now, zone) is due)) for due in Due]
    ordered = [item for _, group in groups for item in group]
    chosen = next((item for item in ordered if item.key == key), ordered[0] if ordered else None)
    return Inbox(
        groups=tuple((due, group) for due, group in groups if group),
        kinds=tuple(kinds.values()),
        total=len(everything),
        only=only,
        chosen=chosen,
        first=_first(ordered),
    )


def due_of(item: Item, now: dt.datetime, zone: str) -> Due:
    """Return whether an item has to be decided by the end of today, within seven days, or later."""
    if item.deadline is None:
        return Due.LATER
    here = ZoneInfo(zone)
    if item.deadline.astimezone(here).date() <= now.astimezone(here).date():
        return Due.TODAY
    return Due.WEEK if item.deadline <= now + WEEK else Due.LATER


def _first(items: Sequence[Item]) -> str:
    expiring = [(item.deadline, item.key) for item in items if item.deadline is not None]
    return min(expiring)[1] if len(expiring) > 1 else ""
