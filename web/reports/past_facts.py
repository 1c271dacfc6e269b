"""What the figures of tables ③, ④ and ⑤ rest on, and what is missing and where it will come from."""

import pandas as pd
from flask_babel import gettext as _
from flask_babel import ngettext

from forecasting.reports.accuracy import month_error
from web.i18n import day, day_time, full_date, number, percent
from web.reports.past import Past
from web.reports.words import roster_words


def duty_facts(past: Past) -> list[str]:
    """Say which roster tells who was on duty."""
    return [] if past.on_duty is None else [roster_words(past.on_duty)]


def staff_facts(past: Past) -> list[str]:
    """Say which rosters predicted and actual staff are of."""
    if past.planned is None:
        return []
    return [
        _(
            "Predicted staff are those of the roster in force when the month began, "
            "actual staff those of the last one in force."
        )
    ]


def forecast_facts(past: Past) -> list[str]:
    """Say which forecast judges the month."""
    if past.forecast is None:
        return []
    made = day_time(past.forecast.made_at)
    if past.in_time:
        return [_("Judged by the forecast of %(time)s, the last one made before the month began.", time=made)]
    return [
        _(
            "No forecast was made before the month began. "
            "The first one, of %(time)s, judges the days after it.",
            time=made,
        )
    ]


def error_facts(days: pd.DataFrame) -> list[str]:
    """Say how far the month's forecast was off."""
    found = month_error(days)
    if found.absolute is None or found.bias is None:
        return []
    bias = percent(abs(found.bias))
    return [
        ngettext(
            "Mean absolute error %(error)s over %(num)s day.",
            "Mean absolute error %(error)s over %(num)s days.",
            found.days,
            error=percent(found.absolute),
        ),
        _("Bias: %(share)s more calls came than forecast.", share=bias)
        if found.bias >= 0
        else _("Bias: %(share)s fewer calls came than forecast.", share=bias),
    ]


def sample(days: pd.DataFrame) -> list[str]:
    """Say what the month's best busy hour was: a sample for the measured productivity (R-1.2)."""
    rates = days["busy_per_agent"].dropna()
    if rates.empty:
        return []
    best = pd.Timestamp(str(rates.idxmax()))
    return [
        _(
            "Highest in a busy hour: %(calls)s calls per agent, on %(day)s. "
            "It is a sample for the measured value in the policy.",
            calls=number(float(rates.max()), 1),
            day=full_date(best.date()),
        )
    ]


def no_calls(past: Past) -> list[str]:
    """Say that nothing is known of the month's calls."""
    if past.calls["offered"].notna().any():
        return []
    return [_("No calls of this month are imported; they come from the call import.")]


def no_outcomes(past: Past) -> list[str]:
    """Say that nobody knows which calls were answered."""
    if past.calls["offered"].isna().all() or past.calls["answered"].notna().any():
        return []
    said = [
        _(
            "The imported calls do not say which were answered and abandoned, so the calls handled by staff "
            "are not known. Import a file that has these columns."
        )
    ]
    if past.outcomes is not None:
        first, last = past.outcomes
        said.append(
            _(
                "Of other days it is known: from %(first)s to %(last)s.",
                first=full_date(first),
                last=full_date(last),
            )
        )
    return said


def no_attendance(past: Past) -> list[str]:
    """Say that the roster stands in for attendance, and that calls per agent are not known."""
    if past.on_duty is None:
        return [_("No roster of this month was published, so nobody is known to have been on duty.")]
    return [
        _(
            "Attendance and the calls of each agent are not recorded yet: staff on duty are those of the "
            "roster. They will come from the attendance register and from the telephone system."
        )
    ]


def no_forecast(past: Past) -> list[str]:
    """Say that there is no forecast to judge."""
    if past.forecast is not None:
        return []
    return [
        _(
            "No forecast of this month was made, so there is none to judge. "
            "Every forecast is kept from the day on which it is made."
        )
    ]


def torn(past: Past) -> list[str]:
    """Name the days that are left out because a part of them is not recorded."""
    if not past.torn:
        return []
    return [
        _("Not recorded whole, and left out: %(days)s.", days=_(", ").join(day(one) for one in past.torn))
    ]
