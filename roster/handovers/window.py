"""When a handover is made (P-20), and whether an instant lies before, in or after that time."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from roster.handovers.terms import WindowRule, WindowTerms

FIXED_MINUTES = 15
"""Length of a window whose start alone is said: a fixed time by post, or a time of the day."""


class Timing(StrEnum):
    """How an instant lies to the window; late is marked, not refused (R-9.6)."""

    EARLY = "early"
    IN_TIME = "in_time"
    LATE = "late"


@dataclass(frozen=True, kw_only=True)
class Window:
    """From when until when, both included; aware instants."""

    since: dt.datetime
    until: dt.datetime

    def timing(self, at: dt.datetime) -> Timing:
        """Return how an instant lies, counted by whole minutes: 22:50:59 is 22:50 (G-22)."""
        minute = at.replace(second=0, microsecond=0)
        if minute < self.since:
            return Timing.EARLY
        return Timing.IN_TIME if minute <= self.until else Timing.LATE


def window_of(
    terms: WindowTerms | None, *, code: str, starts_at: dt.datetime, ends_at: dt.datetime, time_zone: str
) -> Window | None:
    """Return the window of one shift; None where the policy sets no time.

    Local times of a shift that passes midnight lie on the day on which it ends (A-7).

    Parameters
    ----------
    code
        Of the shift kind, such as ``N``; one that the policy does not name has no window.
    starts_at, ends_at
        Of the shift, aware.
    """
    if terms is None:
        return None
    zone = ZoneInfo(time_zone)
    if terms.rule is WindowRule.PER_SHIFT:
        named = terms.per_shift.get(code)
        return None if named is None else _local(named, ends_at.astimezone(zone))
    if terms.rule is WindowRule.ON_TIME:
        return Window(since=ends_at, until=ends_at)
    if terms.rule is WindowRule.CLOCK_TIMES:
        return _clock(terms.times, starts_at.astimezone(zone), ends_at.astimezone(zone))
    minutes = FIXED_MINUTES if terms.rule is WindowRule.FIXED_PER_POST else terms.minutes
    return Window(since=ends_at - dt.timedelta(minutes=minutes), until=ends_at)


def _local(named: tuple[int, int], end: dt.datetime) -> Window:
    """The last such times at or before the end of the shift; of one that ends at 0:00, the day before."""
    until = _at(end, named[1])
    if until > end:
        until = _at(end - dt.timedelta(days=1), named[1])
    since = _at(until, named[0])
    if since > until:
        since = _at(until - dt.timedelta(days=1), named[0])
    return Window(since=since.astimezone(dt.UTC), until=until.astimezone(dt.UTC))


def _clock(times: tuple[int, ...], start: dt.datetime, end: dt.datetime) -> Window | None:
    """The last of the day's times within the shift, its end included (S0i: the shift ends at 18:00)."""
    days = (end, end - dt.timedelta(days=1))
    found = [at for day in days for minute in times if start < (at := _at(day, minute)) <= end]
    if not found:
        return None
    last = max(found).astimezone(dt.UTC)
    return Window(since=last - dt.timedelta(minutes=FIXED_MINUTES), until=last)


def _at(day: dt.datetime, minute: int) -> dt.datetime:
    """That minute of the local day, by its clock."""
    return dt.datetime.combine(day.date(), dt.time(), tzinfo=day.tzinfo) + dt.timedelta(minutes=minute)
