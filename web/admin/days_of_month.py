"""Days of the month as somebody types them, on the site or for a command."""

import re

LAST_DAY = 31
MOST_DAYS = 10
"""More billing days than these are no longer told from other days."""


def read_days(text: str) -> list[int] | None:
    """Return the days that somebody typed, in order; None where they cannot be read.

    Examples
    --------
    >>> read_days("20、5, 5"), read_days(""), read_days("32"), read_days("fifth")
    ([5, 20], [], None, None)
    """
    parts = [part for part in re.split(r"[,，、;；\s]+", text.strip()) if part]
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        return None
    days = sorted({int(part) for part in parts})
    fits = all(1 <= day <= LAST_DAY for day in days) and len(days) <= MOST_DAYS
    return days if fits else None
