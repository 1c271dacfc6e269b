"""The forms of a wishes round: texts to values and back."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from web.fields import Fields
from web.people.tables import Department
from web.rosters.months import next_month, parse_month
from web.wishes.rounds import Window

MONTHS_AHEAD = 6
LOCAL = "%Y-%m-%dT%H:%M"


def coming_months(today: dt.date) -> list[dt.date]:
    """Return the months for which a round may be opened, the next one first."""
    months = [next_month(today.replace(day=1))]
    while len(months) < MONTHS_AHEAD:
        months.append(next_month(months[-1]))
    return months


def read_window(fields: Fields, zone: str) -> Window | None:
    """Return the window of a form; None when `fields.refusals` says what does not fit."""
    opens_at, closes_at = read_instant(fields, "opens_at", zone), read_instant(fields, "closes_at", zone)
    quota = fields.whole("quota", least=1, most=31)
    if opens_at is None or closes_at is None or quota is None:
        return None
    return Window(opens_at=opens_at, closes_at=closes_at, quota=quota)


def read_month(fields: Fields, months: list[dt.date]) -> dt.date | None:
    """Return the chosen month, one of `months`."""
    try:
        month = parse_month(fields.raw("month"))
    except ValueError:
        month = None
    if month not in months:
        fields.refuse("month", "not_a_choice" if fields.raw("month") else "required")
        return None
    return month


def read_instant(fields: Fields, name: str, zone: str) -> dt.datetime | None:
    """Return an instant from a local date and time, as browsers send it (2026-11-24T18:00)."""
    text = fields.raw(name)
    try:
        return dt.datetime.strptime(text[:16], LOCAL).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        fields.refuse(name, "not_a_moment" if text else "required")
        return None


def window_texts(window: Window, department: Department) -> Mapping[str, str]:
    """Return the texts of the form for a proposed window."""
    zone = ZoneInfo(department.time_zone)
    return {
        "opens_at": window.opens_at.astimezone(zone).strftime(LOCAL),
        "closes_at": window.closes_at.astimezone(zone).strftime(LOCAL),
        "quota": str(window.quota),
    }
