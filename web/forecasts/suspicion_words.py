"""Sentences for what looks suspicious in a call history, and names of what people say of it."""

from flask_babel import gettext as _
from flask_babel import pgettext

from forecasting.suspicious import Finding, Suspicion
from web.calls.tables import DayVerdict
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


def state_words() -> dict[str | None, str]:
    """Return the name of each state of a strange day."""
    return {
        "undecided": _("suspicious, used"),
        "kept": _("confirmed, used"),
        "excluded": pgettext("day", "left out"),
    }


def verdicts() -> list[tuple[str, str]]:
    """Return what can be said of a day, for a choice: value and text."""
    return [(verdict.value, verdict_words(verdict)) for verdict in DayVerdict]


def verdict_words(verdict: DayVerdict) -> str:
    """Return what somebody said of a day."""
    return {
        DayVerdict.REAL: _("It was real: use it"),
        DayVerdict.SOURCE_ERROR: _("Error of the source: leave it out"),
        DayVerdict.OUTAGE: _("Outage: leave it out"),
        DayVerdict.CAMPAIGN: _("Campaign: leave it out"),
        DayVerdict.OTHER: _("Another reason: leave it out"),
    }[verdict]
