"""From a local date and a shift kind to two instants."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Times(Protocol):
    """Minutes after local midnight of the start date; the end may exceed 1440."""

    @property
    def start_minute(self) -> int: ...  # noqa: D102

    @property
    def end_minute(self) -> int: ...  # noqa: D102


def instants(day: date, kind: Times, time_zone: str) -> tuple[datetime, datetime]:
    """Return start and end of a shift as UTC instants.

    The minutes are read on the clock on the wall: a shift that crosses a change of the clock begins
    and ends at its named hours, and is longer or shorter by the change.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> night = SimpleNamespace(start_minute=1380, end_minute=1920)
    >>> [at.isoformat() for at in instants(date(2026, 10, 9), night, "Asia/Shanghai")]
    ['2026-10-09T15:00:00+00:00', '2026-10-10T00:00:00+00:00']
    """
    zone = ZoneInfo(time_zone)
    midnight = datetime.combine(day, time())
    start = (midnight + timedelta(minutes=kind.start_minute)).replace(tzinfo=zone)
    end = (midnight + timedelta(minutes=kind.end_minute)).replace(tzinfo=zone)
    return start.astimezone(UTC), end.astimezone(UTC)
