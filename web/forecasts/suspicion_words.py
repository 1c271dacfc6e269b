"""Sentences for what looks suspicious in a call history."""

from flask_babel import gettext as _

from forecasting.suspicious import Finding, Suspicion
from web.i18n import clock_range, number


def suspicion_words(found: Suspicion) -> str:
    """Return what was found on a day, with the number measured and the usual one."""
    facts = {"measured": number(found.measured), "expected": number(found.expected)}
    if found.finding is Finding.MISSING_DAY:
        return _("No call is recorded; %(expected)s are usual.", **facts)
    if found.finding is Finding.PARTLY_MISSING:
        hours = {"measured": number(found.measured / 60, 1), "expected": number(found.expected / 60, 1)}
        return _("Only %(measured)s of %(expected)s hours are recorded.", **hours)
    if found.finding is Finding.HIGH_DAY:
        return _("%(measured)s calls are too many: %(expected)s are usual.", **facts)
    if found.finding is Finding.LOW_DAY:
        return _("%(measured)s calls are too few: %(expected)s are usual.", **facts)
    time = clock_range(found.start_minute or 0, found.end_minute or 0)
    if found.finding is Finding.HIGH_SLOT:
        return _("%(time)s: %(measured)s calls, where %(expected)s are usual.", time=time, **facts)
    return _("%(time)s: not a single call, where %(expected)s are usual.", time=time, **facts)
