"""Words of the five tables."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import pgettext

from forecasting.calendar import Calendar
from forecasting.reports.days import ReportDayType, day_types
from web.coverage.words import version_state
from web.i18n import day_time
from web.rosters.tables import RosterVersion

__all__ = ["cause", "day_type_words", "no_events", "roster_words", "short_names"]


def day_type_words(day: dt.date, calendar: Calendar) -> str:
    """Return the types of a day, e.g. weekend, start of the month."""
    names = {
        ReportDayType.NORMAL: pgettext("type of day", "normal"),
        ReportDayType.MONTH_START: _("start of the month"),
        ReportDayType.MONTH_END: _("end of the month"),
        ReportDayType.WEEKEND: pgettext("type of day", "weekend"),
        ReportDayType.HOLIDAY: pgettext("type of day", "holiday"),
        ReportDayType.TELECOM_DAY: _("17 May"),
    }
    return _(", ").join(names[one] for one in day_types(day, calendar))


def cause(day: dt.date, calendar: Calendar) -> str:
    """Return what the calendar knows to move calls: a holiday, by its name if it has one, or 17 May."""
    types = set(day_types(day, calendar))
    if ReportDayType.HOLIDAY in types:
        return calendar.name(day) or pgettext("type of day", "holiday")
    return _("17 May") if ReportDayType.TELECOM_DAY in types else ""


def no_events() -> str:
    """Say that failures and promotions are not stored yet."""
    return _(
        "Failures, promotions, SMS campaigns and billing days are not recorded here yet; they will come from "
        "the list of events of the forecast. Until then only the calendar marks a day."
    )


def roster_words(version: RosterVersion) -> str:
    """Say which roster the figures rest on."""
    if version.published_at is None:
        return _("Roster: %(version)s, not published yet.", version=version_state(version))
    return _(
        "Roster: %(version)s of %(time)s.",
        version=version_state(version),
        time=day_time(version.published_at),
    )


def short_names() -> dict[str, str]:
    """Return what each table is called in the choice of tables."""
    return {
        "seats": _("① Seats"),
        "bearing": _("② Bearable calls"),
        "handled": _("③ Actual calls"),
        "accuracy": _("④ Forecast error"),
        "per-person": _("⑤ Calls per person"),
    }
