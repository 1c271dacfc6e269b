"""Words of a person's own pages."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import pgettext

from roster.calendar import DayType
from roster.shifts import MINUTES_PER_DAY
from web.i18n import clock_range, day_weekday
from web.my.breaks import Pause
from web.my.month import OwnDay
from web.my.publication import OwnChange
from web.shift_marks import shift_name

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


def time_left(seconds: float) -> str:
    """In 40 min, in 17 h, in 3 days: how far something lies ahead; static/js/my.js counts on with it."""
    seconds = max(seconds, 0)
    if seconds >= 2 * DAY:
        return time_left_patterns()["days"].replace("{n}", str(int(seconds // DAY)))
    if seconds >= HOUR:
        return time_left_patterns()["hours"].replace("{n}", str(int(seconds // HOUR)))
    return time_left_patterns()["minutes"].replace("{n}", str(int(seconds // MINUTE)))


def time_left_patterns() -> dict[str, str]:
    """Return the patterns of `time_left`; ``{n}`` stands for the number."""
    return {
        "days": _("in %(n)s days", n="{n}"),
        "hours": _("in %(n)s h", n="{n}"),
        "minutes": _("in %(n)s min", n="{n}"),
    }


def day_words(date: dt.date, today: dt.date) -> str:
    """今天 10月9日 周五 / today, Fri 9 Oct; from the third day on only the date."""
    if date == today:
        return _("today, %(day)s", day=day_weekday(date))
    if date == today + dt.timedelta(days=1):
        return _("tomorrow, %(day)s", day=day_weekday(date))
    return day_weekday(date)


def day_type_mark(day_type: DayType) -> str:
    """法 / H, 休 / A, 班 / W; "" for ordinary days and weekends."""
    marks = {
        DayType.STATUTORY: pgettext("kind of day", "H"),
        DayType.ADJUSTED_REST: pgettext("kind of day", "A"),
        DayType.MAKE_UP: pgettext("kind of day", "W"),
    }
    return marks.get(day_type, "")


def day_type_name(day_type: DayType) -> str:
    """Return the name of a special day; "" for ordinary days and weekends."""
    names = {
        DayType.STATUTORY: _("statutory holiday"),
        DayType.ADJUSTED_REST: _("adjusted rest day"),
        DayType.MAKE_UP: _("make-up working day"),
    }
    return names.get(day_type, "")


def cell_words(day: OwnDay) -> str:
    """Return one day as a sentence, for those who do not see the cell."""
    parts = [day_weekday(day.date)]
    if day_type_name(day.day_type):
        parts.append(day_type_name(day.day_type))
    if day.kind is None:
        parts.append(_("granted day off") if day.is_granted_off else shift_name(""))
    else:
        times = clock_range(day.kind.start_minute, day.kind.end_minute)
        parts.append(f"{shift_name(day.kind.code)} {times}")
    if day.pause is not None:
        parts.append(break_words(day.pause))
    if day.change is not None:
        parts.append(_("changed, before: %(shift)s", shift=shift_name(day.change.old or "")))
    if day.wish is not None:
        wished = shift_name(day.wish.code or "")
        if day.wish.is_met is None:
            parts.append(_("wish: %(shift)s", shift=wished))
        elif day.wish.is_met:
            parts.append(_("wish met: %(shift)s", shift=wished))
        else:
            parts.append(_("wish not met: %(shift)s", shift=wished))
    return _(", ").join(parts)


def break_words(pause: Pause) -> str:
    """Break 12:00–13:00; of a night only the times of day, since the shift says which night it is."""
    begins, ends = (minute % MINUTES_PER_DAY for minute in pause)
    return _("break %(times)s", times=clock_range(begins, ends))


def change_words(change: OwnChange) -> tuple[str, str, str]:
    """Return a changed day as date, what was, what is (with its times)."""
    new = shift_name(change.new or "")
    if change.start_minute is not None and change.end_minute is not None:
        new = f"{new} {clock_range(change.start_minute, change.end_minute)}"
    return day_weekday(change.date), shift_name(change.old or ""), new
