"""Local times of the tests' department as instants."""

import datetime as dt
from zoneinfo import ZoneInfo

SHANGHAI = "Asia/Shanghai"


def at(text: str, zone: str = SHANGHAI) -> dt.datetime:
    """Return the instant of a local time written ``2026-11-24 18:00``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
