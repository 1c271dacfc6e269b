"""Every source of the inbox on one screen: a feature whose requests wait for somebody adds one line.

A source is a function in the feature's `inbox.py`. It returns what waits for this actor and nobody else,
cheaply (no query per item), in any order; what is costly it leaves to `Item.judge` and `Item.detail`.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.approvals.item import Item
from web.attendance.inbox import corrections_waiting, leaving_waiting
from web.leave.inbox import leave_waiting
from web.overtime.inbox import overtime_items
from web.rosters.inbox import rosters_waiting
from web.swaps.inbox import swaps_waiting

Source = Callable[[Session, Actor, dt.datetime, dt.date], Sequence[Item]]
"""Session, actor (with the reach on ``approvals.index``), now, today in the department."""

SOURCES: tuple[Source, ...] = (
    rosters_waiting,
    swaps_waiting,
    leave_waiting,
    overtime_items,
    corrections_waiting,
    leaving_waiting,
)


def everything(
    session: Session, actor: Actor, *, now: dt.datetime, today: dt.date, sources: Sequence[Source] = SOURCES
) -> list[Item]:
    """Return everything that waits for the actor, oldest first."""
    found = [item for source in sources for item in source(session, actor, now, today)]
    return sorted(found, key=lambda item: (item.filed_at, item.kind, item.id))
