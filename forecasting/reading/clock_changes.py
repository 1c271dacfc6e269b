"""Local times around the two nights a year on which clocks are put forward and back."""

from __future__ import annotations

import datetime as dt
import zoneinfo


def to_local(written: dt.datetime, offset: dt.timedelta, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """Local time in a zone of a time written with an offset; all naive."""
    return (written - offset).replace(tzinfo=dt.UTC).astimezone(zone).replace(tzinfo=None)


def is_skipped(local: dt.datetime, zone: zoneinfo.ZoneInfo) -> bool:
    """Whether no clock of the zone ever showed the naive local time: they were put forward over it."""
    there_and_back = local.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
    return there_and_back.replace(tzinfo=None) != local


def is_doubled(local: dt.datetime, zone: zoneinfo.ZoneInfo) -> bool:
    """Whether clocks of the zone showed the naive local time twice: they were put back over it."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and not is_skipped(local, zone)
