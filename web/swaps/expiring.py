"""Until when a swap can be decided."""

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from roster.swaps.conditions import MINUTES_PER_DAY
from web.swaps.loading import SwapMonth


def expiry(
    month: SwapMonth,
    given: Collection[tuple[dt.date, dt.datetime]],
    *,
    begins: dt.datetime,
    has_notice: bool = True,
) -> dt.datetime:
    """Return when it is too late to decide on a swap.

    That is the end of the last day of notice (P-51, A-19), and never later than the first start. What has
    no notice to keep can be decided until the first of its shifts begins.

    Parameters
    ----------
    given
        Date and start of each shift that is asked for, pay-backs left out.
    begins
        The first start of all of its shifts.
    """
    terms = month.terms
    if not terms.notice_days or not has_notice:
        return begins
    if terms.notice_is_strict:
        first = min(starts_at for _, starts_at in given)
        return min(begins, first - dt.timedelta(minutes=terms.notice_days * MINUTES_PER_DAY))
    last_day = min(when for when, _ in given) - dt.timedelta(days=terms.notice_days)
    midnight = dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time())
    return min(begins, midnight.replace(tzinfo=ZoneInfo(month.department.time_zone)).astimezone(dt.UTC))
