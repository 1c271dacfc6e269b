"""Which month, day and stretch of days a page is asked for."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from web.errors import NotFound
from web.rosters.months import FIRST_YEAR, LAST_YEAR, days_in, parse_month

VIEWS = ("day", "week")


@dataclass(frozen=True, kw_only=True)
class Period:
    """A month and one of its days."""

    month: dt.date
    day: dt.date

    @property
    def last(self) -> dt.date:
        """Last day of the month."""
        return self.month + dt.timedelta(days=days_in(self.month) - 1)

    @property
    def all_days(self) -> Sequence[dt.date]:
        """Every day of the month in order."""
        return [self.month + dt.timedelta(days=step) for step in range(days_in(self.month))]

    def days(self, view: str, *, week_start: int = 1) -> Sequence[dt.date]:
        """Return the day, or its week as far as it lies in the month.

        Parameters
        ----------
        view
            One of `VIEWS`.
        week_start
            ISO weekday on which a week begins.
        """
        if view == "day":
            return [self.day]
        first = self.day - dt.timedelta(days=(self.day.isoweekday() - week_start) % 7)
        week = [first + dt.timedelta(days=step) for step in range(7)]
        return [day for day in week if self.month <= day <= self.last]


def read_period(arguments: Mapping[str, str], *, default: dt.date) -> Period:
    """Return the period that an address names: ``month=2026-10``, ``day=2026-10-09``, both or neither.

    A day outside the named month gives way to the month's first day.

    Parameters
    ----------
    default
        The day to show when the address names nothing.

    Raises
    ------
    NotFound
        When month or day cannot be read, or lie far away.
    """
    day_text, month_text = arguments.get("day", ""), arguments.get("month", "")
    try:
        day = dt.date.fromisoformat(day_text) if day_text else None
        month = parse_month(month_text) if month_text else (day or default).replace(day=1)
    except ValueError as error:
        raise NotFound(str(error)) from error
    if not FIRST_YEAR <= month.year <= LAST_YEAR:
        raise NotFound(f"a month of {month.year}")
    if day is None and not month_text:
        day = default
    inside = day is not None and day.replace(day=1) == month
    return Period(month=month, day=day if day is not None and inside else month)


def read_view(arguments: Mapping[str, str]) -> str:
    """Return how much the first chart shows; an unknown word counts as a day."""
    found = arguments.get("view", "")
    return found if found in VIEWS else VIEWS[0]
