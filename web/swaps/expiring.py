"""Until when a swap can be decided."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from roster.swaps.conditions import MINUTES_PER_DAY
from web.swaps.loading import SwapMonth
from web.swaps.tables import SwapMove


def expiry(month: SwapMonth, moves: Sequence[SwapMove], *, has_notice: bool) -> dt.datetime:
    """Return when it is too late to decide on a swap.

    That is the end of the last day of notice (P-51, A-19), and never later than the first start. What has
    no notice to keep can be decided until the first of its shifts begins.
    """
    begins, terms = min(move.starts_at for move in moves), month.terms
    if not terms.notice_days or not has_notice:
        return begins
    exchanged = [move for move in moves if not move.is_payback]
    if terms.notice_is_strict:
        first = min(move.starts_at for move in exchanged)
        return min(begins, first - dt.timedelta(minutes=terms.notice_days * MINUTES_PER_DAY))
    last_day = min(move.date for move in exchanged) - dt.timedelta(days=terms.notice_days)
    midnight = dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time())
    return min(begins, midnight.replace(tzinfo=ZoneInfo(month.department.time_zone)).astimezone(dt.UTC))
