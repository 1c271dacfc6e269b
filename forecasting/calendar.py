"""What kind of day is it: holidays, weekends, make-up working days and events of a department.

Official days come from the ``holidays`` package; a department may override any of them, choose its own
weekend, or declare that it keeps no statutory holidays at all (``country=None``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Self

import holidays

MONDAY_TO_SUNDAY = range(7)
SATURDAY_SUNDAY = frozenset({5, 6})

# The State Council announces the make-up working days of a year in the autumn before it.
# Later years are a projection.
OFFICIAL_THROUGH = {"CN": 2026}

# Where holidays begin at sunset, the day before already behaves like the first day of the weekend.
SUNSET_COUNTRIES = frozenset({"IL"})

# Where the days before and after the lunar new year are unlike all others.
LUNAR_NEW_YEAR_COUNTRIES = frozenset({"CN", "HK", "MO", "SG", "TW"})
_SPRING_FESTIVAL = "Chinese New Year (Spring Festival)"

# 17 May is Telecom Day: no holiday, but carriers advertise on it every year.
TELECOM_DAYS = {"CN": (5, 17)}


class DayKind(StrEnum):
    """Kind of a calendar day; exactly one per day."""

    ORDINARY = "ordinary"
    WEEKEND = "weekend"
    STATUTORY = "statutory"
    ADJUSTED_REST = "adjusted_rest"
    MAKE_UP = "make_up"

    @property
    def is_rest(self) -> bool:
        """Whether offices are closed on such a day."""
        return self in {DayKind.WEEKEND, DayKind.STATUTORY, DayKind.ADJUSTED_REST}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that moves the number of calls: a bill mailing, a campaign, an outage.

    Parameters
    ----------
    start, end
        First and last day, both included.
    kind
        A free word; events of one kind are expected to act alike.
    name
        What people call it.
    """

    start: dt.date
    end: dt.date
    kind: str
    name: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"event ends {self.end} before it starts {self.start}")
        if not self.kind.strip():
            raise ValueError("event without a kind")


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The days of a department.

    Parameters
    ----------
    country
        ISO 3166 code known to the ``holidays`` package, or None for a department without statutory holidays.
    weekend
        Weekdays (Monday = 0) that are days of rest.
    overrides
        Days that the department knows better, for example after a new announcement.
    events
        Past events teach a forecaster, future ones are used by it.
    special
        Dates that are called unlike others without being holidays.
    billing_days
        Days of the month on which bills go out (R-1.11); in a shorter month a later day means its last one.
    """

    country: str | None = None
    weekend: frozenset[int] = SATURDAY_SUNDAY
    overrides: Mapping[dt.date, DayKind] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    special: frozenset[dt.date] = frozenset()
    billing_days: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.billing_days <= set(range(1, 32)):
            raise ValueError(f"billing days must be days of a month, not {sorted(self.billing_days)}")
        if not self.weekend <= set(MONDAY_TO_SUNDAY):
            raise ValueError(f"weekend must be weekdays 0 to 6, not {sorted(self.weekend)}")
        if self.country is not None and not is_known_country(self.country):
            raise ValueError(f"unknown country {self.country!r}")
        object.__setattr__(self, "overrides", MappingProxyType(dict(self.overrides)))
        in_order = sorted(self.events, key=lambda event: (event.start, event.kind))
        object.__setattr__(self, "events", tuple(in_order))

    @classmethod
    def for_country(
        cls,
        country: str = "CN",
        *,
        overrides: Mapping[dt.date, DayKind] | None = None,
        events: tuple[Event, ...] = (),
    ) -> Self:
        """Calendar of a country with its own weekend."""
        if not is_known_country(country):
            raise ValueError(f"unknown country {country!r}")
        weekend = frozenset(holidays.country_holidays(country).weekend)
        return cls(country=country, weekend=weekend, overrides=overrides or {}, events=events)

    def kind(self, day: dt.date) -> DayKind:
        """Kind of a day; an override wins over the official kind, that over the weekend."""
        if day in self.overrides:
            return self.overrides[day]
        if self.country is not None:
            official = _official_days(self.country, day.year).get(day)
            if official is not None:
                return official[0]
        return DayKind.WEEKEND if day.weekday() in self.weekend else DayKind.ORDINARY

    def name(self, day: dt.date) -> str:
        """Name of a statutory holiday in English, empty if the day has none."""
        if self.country is None or self.kind(day) is not DayKind.STATUTORY:
            return ""
        official = _official_days(self.country, day.year).get(day)
        return official[1] if official is not None else ""

    def is_provisional(self, day: dt.date) -> bool:
        """Whether the official announcement for this day's year was not out when the package was made."""
        if self.country is None or day in self.overrides:
            return False
        return day.year > OFFICIAL_THROUGH.get(self.country, day.year)

    def is_half_holiday(self, day: dt.date) -> bool:
        """Whether the country takes the day lightly without closing: the days inside Passover, Purim."""
        if self.country is None or day in self.overrides:
            return False
        return day in _optional_days(self.country, day.year)

    def is_special(self, day: dt.date) -> bool:
        """Whether the department, or its country's trade, takes the date for a special one."""
        telecom = self.country is not None and TELECOM_DAYS.get(self.country) == (day.month, day.day)
        return telecom or day in self.special

    def spring_festival(self, year: int) -> dt.date | None:
        """First day of the lunar year where the country keeps it, else None."""
        if self.country not in LUNAR_NEW_YEAR_COUNTRIES:
            return None
        official = _official_days("CN", year)
        return min((day for day, (_kind, name) in official.items() if name == _SPRING_FESTIVAL), default=None)

    @property
    def eve_is_rest(self) -> bool:
        """Whether the eve of a holiday behaves like the first day of the weekend."""
        return self.country in SUNSET_COUNTRIES


def is_known_country(code: str) -> bool:
    """Whether the ``holidays`` package knows the country code."""
    return code in holidays.list_supported_countries(include_aliases=True)


@lru_cache(maxsize=256)
def _optional_days(country: str, year: int) -> frozenset[dt.date]:
    """Days that the ``holidays`` package calls optional; most countries have none."""
    if holidays.OPTIONAL not in holidays.country_holidays(country).supported_categories:
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year, categories=(holidays.OPTIONAL,)))


@lru_cache(maxsize=256)
def _official_days(country: str, year: int) -> Mapping[dt.date, tuple[DayKind, str]]:
    """Statutory holidays, adjusted rest days and make-up working days of one year."""
    public = holidays.country_holidays(country, years=year, language="en_US")
    days: dict[dt.date, tuple[DayKind, str]] = {}
    for day, name in public.items():
        # "Day off (substituted from …)" gives back a weekend day that is worked: no statutory holiday itself.
        # "(observed)" likewise moves a holiday that fell on a weekend: rest, but without holiday pay.
        moved = "substituted" in name or name.endswith("(observed)")
        kind = DayKind.ADJUSTED_REST if country == "CN" and moved else DayKind.STATUTORY
        days[day] = (kind, name)
    for day in public.weekend_workdays:
        if day.year == year:
            days[day] = (DayKind.MAKE_UP, "")
    return MappingProxyType(days)
