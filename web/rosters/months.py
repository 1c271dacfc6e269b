"""Months as first days."""

import calendar
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Months outside are slips of the keyboard; far outside there is no month before or after."""


def days_in(month: date) -> int:
    """Return the number of days of the month that begins on `month`."""
    return calendar.monthrange(month.year, month.month)[1]


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return month + timedelta(days=days_in(month))


def previous_month(month: date) -> date:
    """Return the first day of the month before."""
    return (month - timedelta(days=1)).replace(day=1)


def parse_month(text: str) -> date:
    """Return the first day of a month written ``2026-10``.

    Raises
    ------
    ValueError
        When the text is no month, or one of a year that nobody rosters.
    """
    year, _, month = text.partition("-")
    if len(year) != 4 or len(month) != 2:
        raise ValueError(f"a month is written YYYY-MM, not {text!r}")
    found = date(int(year), int(month), 1)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"a month lies between {FIRST_YEAR} and {LAST_YEAR}, not in {found.year}")
    return found
