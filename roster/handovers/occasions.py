"""When the handover book goes to another department's desk, and when it comes back (P-39, R-9.39); pure."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo


class Direction(StrEnum):
    """Which way the book goes."""

    TO_DESK = "to_desk"
    """The evening: the desk keeps what comes until the next workday."""
    FROM_DESK = "from_desk"
    """The morning: what came in the night is taken over item by item."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One time at which the book changes hands.

    Parameters
    ----------
    date
        Local date.
    due_at
        Aware instant in UTC.
    """

    direction: Direction
    date: dt.date
    due_at: dt.datetime


def occasions(
    times: Sequence[int], days: Sequence[dt.date], is_workday: Callable[[dt.date], bool], time_zone: str
) -> list[Occasion]:
    """Return the occasions of some days, the first one first.

    The earliest time of a day takes the book back, the latest gives it. A day that is no workday has none:
    the book stays with the desk from the last workday's evening to the next workday's morning (A-32).

    Parameters
    ----------
    times
        Local minutes of the day; with fewer than two different ones the book could never come back: none.
    """
    if len(set(times)) < 2:
        return []
    zone = ZoneInfo(time_zone)
    found = [
        Occasion(direction=direction, date=day, due_at=_at(day, minute, zone))
        for day in days
        if is_workday(day)
        for direction, minute in ((Direction.FROM_DESK, min(times)), (Direction.TO_DESK, max(times)))
    ]
    return sorted(found, key=lambda each: each.due_at)


def _at(day: dt.date, minute: int, zone: ZoneInfo) -> dt.datetime:
    """That minute by the local clock."""
    local = dt.datetime.combine(day, dt.time(), tzinfo=zone) + dt.timedelta(minutes=minute)
    return local.astimezone(dt.UTC)
