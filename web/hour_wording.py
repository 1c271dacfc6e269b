"""Sentences of the rules on hours and money, for `web.wording`."""

import datetime as dt
from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from roster.violation import Violation
from web.i18n import day, hours_figure, number


def _average_week(violation: Violation) -> str:
    facts = violation.details
    average = {
        "measured": number(violation.measured * 7 / max(1, int(facts["days"])) / 60, 1),
        "limit": hours_figure(int(facts["weekly_limit"])),
    }
    if "cycle_last" not in facts:
        return _("%(measured)s h a week on average; at most %(limit)s h", **average)
    first, last = (day(dt.date.fromisoformat(str(facts[name]))) for name in ("cycle_first", "cycle_last"))
    if not facts["still_due"]:
        return _(
            "%(measured)s h a week on average from %(first)s to %(last)s; at most %(limit)s h",
            first=first,
            last=last,
            **average,
        )
    return _(
        "%(measured)s h since %(first)s; at most %(limit)s h so far, as %(due)s h are still due by %(last)s",
        measured=hours_figure(violation.measured),
        limit=hours_figure(violation.limit),
        first=first,
        due=hours_figure(int(facts["still_due"])),
        last=last,
    )


def _overtime_month(violation: Violation) -> str:
    overtime = {"measured": hours_figure(violation.measured), "limit": hours_figure(violation.limit)}
    booked = int(violation.details["booked"])
    if not booked:
        return _("%(measured)s h overtime in the month; at most %(limit)s h", **overtime)
    return _(
        "%(measured)s h overtime in the month, %(booked)s h of them booked before; at most %(limit)s h",
        booked=hours_figure(booked),
        **overtime,
    )


def _no_overtime(violation: Violation) -> str:
    if "kind" in violation.details:
        return _("Cannot be given overtime (reason not shown)")
    return _(
        "%(measured)s h in the month; without overtime at most %(limit)s h (reason not shown)",
        measured=hours_figure(violation.measured),
        limit=hours_figure(violation.limit),
    )


HOUR_SENTENCES: Mapping[str, Callable[[Violation], str]] = {
    "average_week": _average_week,
    "overtime_day": lambda v: _(
        "%(measured)s h overtime on the day; at most %(limit)s h",
        measured=hours_figure(v.measured),
        limit=hours_figure(v.limit),
    ),
    "overtime_month": _overtime_month,
    "no_overtime": _no_overtime,
    "longest_break": lambda v: _(
        "The break of the shift is %(measured)s minutes long; at most %(limit)s",
        measured=v.measured,
        limit=v.limit,
    ),
    "labour_cost": lambda v: _("The shifts cost %(money)s yuan", money=number(v.measured / 100, 2)),
}
"""One sentence per rule, as in `web.wording.SENTENCES`."""
