"""The days of a year that a country's calendar proposes, to be taken over and then changed by hand."""

import datetime as dt
from dataclasses import dataclass

import holidays

from forecasting.calendar import Calendar, DayKind, is_known_country
from web.people.tables import CalendarDayKind, CalendarDayStatus

_KINDS = {
    DayKind.STATUTORY: CalendarDayKind.STATUTORY_HOLIDAY,
    DayKind.ADJUSTED_REST: CalendarDayKind.ADJUSTED_REST_DAY,
    DayKind.MAKE_UP: CalendarDayKind.MAKEUP_WORKING_DAY,
}
_LANGUAGES = {"zh": ("zh_CN", "zh", "en_US", "en"), "en": ("en_US", "en")}


@dataclass(frozen=True, kw_only=True)
class ProposedDay:
    """One date that is not what its weekday says; official once the year is announced."""

    date: dt.date
    kind: CalendarDayKind
    name: str
    status: CalendarDayStatus


def propose(country: str, year: int, *, language: str) -> list[ProposedDay]:
    """Return the proposed days of a year in order; none where no country is set or known.

    Parameters
    ----------
    country
        ISO 3166 code, or "".
    language
        ``zh`` or ``en``; the names fall back to the country's own language.
    """
    if not country or not is_known_country(country):
        return []
    calendar = Calendar.for_country(country)
    names = _names(country, year, language)
    first = dt.date(year, 1, 1)
    days = (first + dt.timedelta(days=offset) for offset in range((dt.date(year + 1, 1, 1) - first).days))
    return [
        ProposedDay(
            date=day,
            kind=_KINDS[kind],
            name=names.get(day, ""),
            status=CalendarDayStatus.PROVISIONAL
            if calendar.is_provisional(day)
            else CalendarDayStatus.OFFICIAL,
        )
        for day in days
        if (kind := calendar.kind(day)) in _KINDS
    ]


def _names(country: str, year: int, language: str) -> dict[dt.date, str]:
    offered = set(holidays.country_holidays(country).supported_languages)
    wanted = next((tag for tag in _LANGUAGES[language] if tag in offered), None)
    return dict(holidays.country_holidays(country, years=year, language=wanted).items())
