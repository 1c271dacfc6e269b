"""Quiet hours: until when a message that can wait is held back. Pure."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """Hours in which nothing but what is urgent is sent: minutes of the day, the end not included.

    From 22:00 to 8:00 is 1320 to 480: over midnight. Two equal minutes mean the whole day.
    """

    start_minute: int
    end_minute: int


def held_until(now: dt.datetime, zone: str, quiet: Quiet | None) -> dt.datetime | None:
    """Return the end of the quiet hours that `now` lies in; None when it lies in none.

    The hours are those on the clock at the wall: where it is set back, an hour that comes twice is quiet
    twice; where an end is left out because it is set forward, the hours end as the clock jumps over it.

    Parameters
    ----------
    now
        An aware instant.
    zone
        IANA name, of the department.
    """
    if quiet is None:
        return None
    here = ZoneInfo(zone)
    local = now.astimezone(here)
    minute = 60 * local.hour + local.minute
    start, end = quiet.start_minute, quiet.end_minute
    inside = start <= minute < end if start < end else minute >= start or minute < end
    if not inside:
        return None
    date = local.date() + dt.timedelta(days=int(minute >= end))
    clock = dt.datetime.combine(date, dt.time(end // 60, end % 60), tzinfo=here)
    first = clock.astimezone(dt.UTC)
    return first if first > now else clock.replace(fold=1).astimezone(dt.UTC)
