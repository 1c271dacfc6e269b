"""The cycle over which the working week is averaged: calendar months or weeks, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_PER_YEAR = 12


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """Equal cycles without gaps (comprehensive working hours: week, month, quarter, half-year, year).

    Parameters
    ----------
    anchor
        First day of any one cycle; cycles of months begin on the first of its month.
    months, weeks
        Length; exactly one of them is at least 1, the other is 0.
    """

    anchor: date
    months: int = 0
    weeks: int = 0

    def __post_init__(self) -> None:
        """Refuse a cycle of no length or of two (ValueError)."""
        if min(self.months, self.weeks) != 0 or max(self.months, self.weeks) < 1:
            raise ValueError("a cycle must have either months or weeks, at least 1")
        if self.months and self.anchor.day != 1:
            raise ValueError(f"a cycle of months must begin on the first of a month, not {self.anchor}")

    def around(self, day: date) -> tuple[date, date]:
        """Return the first and the last day of the cycle in which the day lies."""
        if self.weeks:
            length = 7 * self.weeks
            first = day - timedelta(days=(day - self.anchor).days % length)
            return first, first + timedelta(days=length - 1)
        start = _month_number(day) - (_month_number(day) - _month_number(self.anchor)) % self.months
        return _first_of(start), _first_of(start + self.months) - timedelta(days=1)


def month_parts(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each calendar month's part between two dates, both included."""
    while first <= last:
        end = min(last, _first_of(_month_number(first) + 1) - timedelta(days=1))
        yield first, end
        first = end + timedelta(days=1)


def _month_number(day: date) -> int:
    return MONTHS_PER_YEAR * day.year + day.month - 1


def _first_of(month: int) -> date:
    return date(month // MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1, 1)
