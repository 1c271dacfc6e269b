"""Shifts and clock events in China's time, for the tests of attendance."""

import datetime as dt
from zoneinfo import ZoneInfo

from roster.attendance.events import ClockAct, ClockEvent
from roster.attendance.judging import Shift

CHINA = ZoneInfo("Asia/Shanghai")
DAY = dt.date(2026, 12, 8)


def at(text: str, day: dt.date = DAY, zone: ZoneInfo = CHINA) -> dt.datetime:
    """An instant by the clock on the wall: ``8:05``, ``8:05:30``."""
    hours, minutes, seconds = (*(int(part) for part in text.split(":")), 0)[:3]
    return dt.datetime.combine(day, dt.time(hours, minutes, seconds), tzinfo=zone).astimezone(dt.UTC)


def early(day: dt.date = DAY) -> Shift:
    """8:00 to 15:30."""
    return Shift(date=day, starts_at=at("8:00", day), ends_at=at("15:30", day))


def night(day: dt.date = DAY, zone: ZoneInfo = CHINA) -> Shift:
    """23:00 to 8:00 of the next day."""
    return Shift(
        date=day, starts_at=at("23:00", day, zone), ends_at=at("8:00", day + dt.timedelta(days=1), zone)
    )


def events(*words: str, day: dt.date = DAY) -> list[ClockEvent]:
    """Events written as ``in 7:52``."""
    return [ClockEvent(at(when, day), ClockAct(act)) for act, when in (word.split() for word in words)]
