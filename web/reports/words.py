"""Words of the five tables."""

import calendar as calendar_module
import datetime as dt

from flask_babel import gettext as _
from flask_babel import pgettext

from forecasting.calendar import Calendar
from forecasting.reports.days import ReportDayType, day_types
from web.admin.event_words import event_title
from web.coverage.words import version_state
from web.forecasts.known_events import on_day
from web.i18n import day_time
from web.rosters.tables import RosterVersion

__all__ = ["cause", "day_type_words", "known_events", "roster_words", "short_names"]


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
    """Return what is known to move calls: a holiday by its name, 17 May, the events, a billing day."""
    types = set(day_types(day, calendar))
    found = []
    if ReportDayType.HOLIDAY in types:
        found.append(calendar.name(day) or pgettext("type of day", "holiday"))
    elif ReportDayType.TELECOM_DAY in types:
        found.append(_("17 May"))
    found += [event_title(event.kind, event.name) for event in on_day(calendar.events, day)]
    last = calendar_module.monthrange(day.year, day.month)[1]
    if day.day in {min(billing, last) for billing in calendar.billing_days}:
        found.append(_("billing day"))
    return _(", ").join(found)


def known_events(calendar: Calendar) -> list[str]:
    """Say where failures, promotions and billing days are entered, while none are."""
    if calendar.events or calendar.billing_days:
        return []
    return [
        _(
            "No failure, promotion, SMS campaign or billing day has been entered. "
            "Enter them under Setup, Events; until then only the calendar marks a day."
        )
    ]


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
