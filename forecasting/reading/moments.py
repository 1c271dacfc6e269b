"""Times written by people and programs: ISO, slashes, dots, Chinese, compact digits; offsets kept apart."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

TIME = (
    r"(?P<hour>\d{1,2})[:：时](?P<minute>\d{1,2})(?:[:：分](?P<second>\d{1,2})?(?:[.,]\d+)?)?秒?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
)
OFFSET = r"\s*(?P<offset>[Zz]|UTC|GMT|[+-]\d{2}:?\d{2})?"
YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<a>\d{1,2})[-/.月](?P<b>\d{1,2})日?"
    r"(?:(?:[T\s]+|(?<=日))" + TIME + OFFSET + ")?"
)
YEAR_LAST = re.compile(
    r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<year>\d{4})(?:[T\s]+" + TIME + OFFSET + ")?"
)
COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<a>[01]\d)(?P<b>[0-3]\d)"
    r"(?:[T\s]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?" + OFFSET + ")?"
)
CLOCK = re.compile(TIME)
LAST_MONTH = 12
# Outside of these a year is a slip of the pen.
YEARS = range(1970, 2200)


class DateOrder(StrEnum):
    """Which part of 03/04/2026 is the month."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Moment:
    """A parsed time: naive, with its offset apart; ``hour_24`` marks 24:00 of the day before ``local``."""

    local: dt.datetime
    offset: dt.timedelta | None
    has_clock: bool
    hour_24: bool = False


def parse_moment(text: str, order: DateOrder = DateOrder.UNKNOWN) -> Moment | None:
    """Parse one cell; None if it is no time.

    Parameters
    ----------
    text
        Content of the cell.
    order
        For dates with the year last; ``UNKNOWN`` accepts only those that can be read one way.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    for pattern in (YEAR_FIRST, COMPACT, YEAR_LAST):
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        month, day = int(match["a"]), int(match["b"])
        if pattern is YEAR_LAST:
            chosen = _order_of(month, day) if order is DateOrder.UNKNOWN else order
            if chosen is DateOrder.UNKNOWN and month != day:
                return None
            if chosen is DateOrder.DAY_FIRST:
                month, day = day, month
        return _moment(match, month, day)
    return None


def order_of_dates(texts: Iterable[str]) -> DateOrder | None:
    """Order of the dates with the year last in a column; None if there are none.

    ``UNKNOWN`` if every one of them could be read both ways, or they contradict each other.
    """
    seen = set()
    any_found = False
    for text in texts:
        match = YEAR_LAST.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if match is not None:
            any_found = True
            seen.add(_order_of(int(match["a"]), int(match["b"])))
    if not any_found:
        return None
    seen.discard(DateOrder.UNKNOWN)
    return seen.pop() if len(seen) == 1 else DateOrder.UNKNOWN


def parse_clock(text: str) -> dt.timedelta | None:
    """Time of day as the time since midnight, 24:00 included; None if it is none."""
    match = CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return None if match is None else _since_midnight(match)


def _order_of(first: int, second: int) -> DateOrder:
    if first > LAST_MONTH >= second:
        return DateOrder.DAY_FIRST
    if second > LAST_MONTH >= first:
        return DateOrder.MONTH_FIRST
    return DateOrder.UNKNOWN


def _moment(match: re.Match[str], month: int, day: int) -> Moment | None:
    if int(match["year"]) not in YEARS:
        return None
    try:
        date = dt.datetime(int(match["year"]), month, day)  # noqa: DTZ001 (local times have no zone here)
    except ValueError:
        return None
    if match["hour"] is None:
        return Moment(date, None, has_clock=False)
    since = _since_midnight(match)
    if since is None:
        return None
    return Moment(
        date + since, _offset(match["offset"]), has_clock=True, hour_24=since == dt.timedelta(days=1)
    )


def _since_midnight(match: re.Match[str]) -> dt.timedelta | None:
    groups = match.groupdict()
    hour, minute, second = (int(groups.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (groups.get("half") or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    since = dt.timedelta(hours=hour, minutes=minute, seconds=second)
    if minute > 59 or second > 59 or since > dt.timedelta(days=1):
        return None
    return since


def _offset(text: str | None) -> dt.timedelta | None:
    if not text:
        return None
    if text[0] not in "+-":
        return dt.timedelta(0)
    digits = text[1:].replace(":", "")
    size = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if text[0] == "-" else size
