"""Until when the content of a record is kept. Pure; months and years are of the department's calendar."""

import datetime as dt
from calendar import monthrange
from collections.abc import Collection
from zoneinfo import ZoneInfo

from web.policy.terms.records import Retention
from web.policy.vocabulary.records import RetentionStart, RetentionUnit
from web.records.chain import PAYLOAD_DELETED

HOLD_PLACED, HOLD_LIFTED = "hold.place", "hold.lift"
"""Kinds of the records of legal holds."""

FOR_EVER = frozenset({PAYLOAD_DELETED, HOLD_PLACED, HOLD_LIFTED})
"""Kinds whose content is never deleted: it says why other content is gone, or was kept."""

WAGE_KINDS = ("attendance.", "leave.", "offer.", "overtime.", "swap.")
WAGE_RETENTION = Retention(amount=2, unit=RetentionUnit.YEARS)
"""What wages are reckoned from is kept two years at least (工资支付暂行规定, art. 6)."""


def kept_until(at: dt.datetime, keep: Retention, zone: ZoneInfo) -> dt.datetime:
    """Return the first instant at which a record of the instant `at` need not be kept any more.

    A month or year after a day is the same day and time of day, by the clock of the department; where that
    month has no such day, it is over when the month is: never early. Counted from the closing of the volume
    (A-57), it begins with the first day of the next month: a volume is a calendar month of a department.

    Parameters
    ----------
    at
        Aware.

    Returns
    -------
    datetime
        Aware, UTC.
    """
    start = at.astimezone(zone).replace(tzinfo=None)
    if keep.counted_from is RetentionStart.VOLUME_CLOSED:
        start = _months_later(dt.datetime(start.year, start.month, 1), 1)  # noqa: DTZ001 - local, as is `start`
    if keep.unit is RetentionUnit.DAYS:
        end = start + dt.timedelta(days=keep.amount)
    else:
        end = _months_later(start, keep.amount * (12 if keep.unit is RetentionUnit.YEARS else 1))
    # Where the clock shows this time twice, or never, the later instant counts.
    return max(end.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1))


def is_over(
    kind: str,
    at: dt.datetime,
    periods: Collection[Retention | None],
    zone: ZoneInfo,
    *,
    now: dt.datetime,
) -> bool:
    """Tell whether the content of a record may be deleted: the longest period that applies is over.

    Parameters
    ----------
    periods
        P-40 of every policy that applies; None where it is not set: then nobody knows, and it is kept.
    """
    if kind in FOR_EVER or not periods:
        return False
    floor = {WAGE_RETENTION} if kind.startswith(WAGE_KINDS) else set()
    return all(each is not None and kept_until(at, each, zone) <= now for each in {*periods, *floor})


def least_days(periods: Collection[Retention | None]) -> int:
    """Return a number of days for which certainly nothing of these periods is over."""
    days = {RetentionUnit.DAYS: 1, RetentionUnit.MONTHS: 28, RetentionUnit.YEARS: 365}
    return min((days[each.unit] * each.amount - 1 for each in periods if each is not None), default=0)


def _months_later(local: dt.datetime, months: int) -> dt.datetime:
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    month += 1
    if local.day <= monthrange(year, month)[1]:
        return local.replace(year=year, month=month)
    return dt.datetime(year + month // 12, month % 12 + 1, 1)  # noqa: DTZ001 - local, as is the argument
