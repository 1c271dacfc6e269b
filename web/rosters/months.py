"""Months as first days."""

import calendar
from datetime import date, timedelta


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
        When the text is no month.
    """
    year, _, month = text.partition("-")
    if len(year) != 4 or len(month) != 2:
        raise ValueError(f"a month is written YYYY-MM, not {text!r}")
    return date(int(year), int(month), 1)
