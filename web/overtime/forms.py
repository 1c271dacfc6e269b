"""What the pages of overtime send, read into the values of the services."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from web.errors import NotFound
from web.fields import form_token, row_id
from web.overtime.asking import Form
from web.overtime.offers import OfferForm
from web.rosters.months import FIRST_YEAR, LAST_YEAR

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
WRONG = -1
"""A time that none is: the services refuse it in words."""


def read_form(fields: Mapping[str, str], person_id: int | None) -> Form:
    """Return the application form.

    Raises
    ------
    NotFound
        When neither a person nor a date is named.
    """
    day = read_day(fields.get("date"))
    if person_id is None or day is None:
        raise NotFound("nobody, or no date, is named")
    start = fields.get("from", "").strip()
    until = read_minute(fields.get("until"))
    return Form(
        person_id=person_id,
        date=day,
        from_minute=_minute(start) if start else None,
        until_minute=WRONG if until is None else until,
        reason=fields.get("reason", ""),
        token=form_token(fields),
        emergency=fields.get("emergency") == "1",
    )


def read_offer(fields: Mapping[str, str], time_zone: str) -> OfferForm:
    """Return an offer.

    Raises
    ------
    NotFound
        When no date is named.
    """
    day = read_day(fields.get("date"))
    if day is None:
        raise NotFound("no date is named")
    return OfferForm(
        date=day,
        shift_kind_id=row_id(fields.get("kind", "")),
        from_minute=read_minute(fields.get("from")),
        until_minute=read_minute(fields.get("until")),
        skill_id=row_id(fields.get("skill", "")),
        wanted=row_id(fields.get("wanted", "")) or 0,
        deadline=read_instant(fields.get("deadline"), time_zone),
        reason=fields.get("reason", ""),
        token=form_token(fields),
    )


def read_day(text: str | None) -> dt.date | None:
    """Return a date from a form; None for what is none."""
    try:
        found = None if not text else dt.date.fromisoformat(text)
    except ValueError:
        return None
    return None if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR else found


def read_minute(text: str | None) -> int | None:
    """Return the minute of the day that ``18:30`` means; None for what is no time.

    Examples
    --------
    >>> read_minute("18:30"), read_minute("24:00"), read_minute("")
    (1110, None, None)
    """
    try:
        found = dt.time.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found.hour * 60 + found.minute


def read_instant(text: str | None, time_zone: str) -> dt.datetime:
    """Return the instant that a local date-time means; one long past for what is none."""
    try:
        found = dt.datetime.fromisoformat((text or "").strip())
    except ValueError:
        return EPOCH
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return EPOCH
    return found.replace(tzinfo=ZoneInfo(time_zone)).astimezone(dt.UTC)


def _minute(text: str) -> int:
    found = read_minute(text)
    return WRONG if found is None else found
