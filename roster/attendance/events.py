"""Clock events of one person: what follows from one after the other, and to which duty each belongs."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

MOST_EARLY = dt.timedelta(hours=6)
"""Who clocks in longer than this before a shift does not mean that shift."""
MOST_AFTER = dt.timedelta(hours=12)
"""Who clocks out longer than this after a shift, with no other shift in between, does not mean that one."""


class ClockAct(StrEnum):
    """What somebody clocks, in the order of a shift."""

    IN = "in"
    AWAY = "away"
    BACK = "back"
    CLOSED = "closed"
    """The last contact with a customer is closed: until then a shift that extends itself goes on (R-6.2)."""
    OUT = "out"


class Whereabouts(StrEnum):
    """Where somebody is after an event."""

    NOT_IN = "not_in"
    HERE = "here"
    AWAY = "away"
    GONE = "gone"


AFTER = {
    Whereabouts.NOT_IN: {ClockAct.IN: Whereabouts.HERE},
    Whereabouts.HERE: {
        ClockAct.AWAY: Whereabouts.AWAY,
        ClockAct.CLOSED: Whereabouts.HERE,
        ClockAct.OUT: Whereabouts.GONE,
    },
    Whereabouts.AWAY: {ClockAct.BACK: Whereabouts.HERE, ClockAct.OUT: Whereabouts.GONE},
    Whereabouts.GONE: {ClockAct.IN: Whereabouts.HERE},
}
"""What can follow; anything else changes nothing: a second clocking in is the first one once more."""


@dataclass(frozen=True, order=True)
class ClockEvent:
    """One event; `at` is an aware instant."""

    at: dt.datetime
    act: ClockAct

    @property
    def minute(self) -> int:
        """Full minutes since 1970 (UTC), as a punch clock shows them: 8:00:59 is 8:00."""
        return minute_of(self.at)


def minute_of(at: dt.datetime) -> int:
    """Return the full minutes of an aware instant since 1970, UTC.

    Examples
    --------
    >>> minute_of(dt.datetime(1970, 1, 1, 0, 2, 59, tzinfo=dt.UTC))
    2
    """
    return int(at.timestamp() // 60)


ORDER = {act: place for place, act in enumerate(ClockAct)}


def in_order(events: Iterable[ClockEvent]) -> list[ClockEvent]:
    """Return events by time, those of one instant in the order of a shift; equal ones once."""
    return sorted(set(events), key=lambda event: (event.at, ORDER[event.act]))


def whereabouts(events: Iterable[ClockEvent]) -> Whereabouts:
    """Return where somebody is after the events of a duty."""
    where = Whereabouts.NOT_IN
    for event in in_order(events):
        where = AFTER[where].get(event.act, where)
    return where


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A stretch of one or several shifts without a gap between them; aware instants."""

    starts_at: dt.datetime
    ends_at: dt.datetime


def duties(shifts: Iterable[tuple[dt.datetime, dt.datetime]]) -> list[Duty]:
    """Join a person's shifts that follow each other without a gap: one clocks in and out once for both."""
    found: list[Duty] = []
    for start, end in sorted(shifts):
        if found and start <= found[-1].ends_at:
            found[-1] = Duty(starts_at=found[-1].starts_at, ends_at=max(end, found[-1].ends_at))
        else:
            found.append(Duty(starts_at=start, ends_at=end))
    return found


def windows(found: Sequence[Duty]) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return for each duty from when to before when events belong to it.

    The border between two is the middle of the time between them, but at most `MOST_EARLY` before the later
    one: whoever is held after a shift, and whoever comes early to the next one, is counted where they mean.
    """
    borders = [
        max(one.ends_at + (two.starts_at - one.ends_at) / 2, two.starts_at - MOST_EARLY)
        for one, two in pairwise(found)
    ]
    starts = [duty.starts_at - MOST_EARLY for duty in found[:1]] + borders
    ends = borders + [duty.ends_at + MOST_AFTER for duty in found[-1:]]
    return [
        (max(start, duty.starts_at - MOST_EARLY), min(end, duty.ends_at + MOST_AFTER))
        for start, end, duty in zip(starts, ends, found, strict=True)
    ]


def by_duty(
    shifts: Iterable[tuple[dt.datetime, dt.datetime]], events: Iterable[ClockEvent]
) -> tuple[list[tuple[Duty, list[ClockEvent]]], list[ClockEvent]]:
    """Give each event to the duty that it belongs to.

    Returns
    -------
    list of (Duty, list of ClockEvent)
        Every duty with its events, both by time.
    list of ClockEvent
        Events that belong to no duty.
    """
    stretches = duties(shifts)
    spans = windows(stretches)
    given: list[list[ClockEvent]] = [[] for _ in stretches]
    loose: list[ClockEvent] = []
    for event in in_order(events):
        place = next((n for n, (start, end) in enumerate(spans) if start <= event.at < end), None)
        (loose if place is None else given[place]).append(event)
    return list(zip(stretches, given, strict=True)), loose
