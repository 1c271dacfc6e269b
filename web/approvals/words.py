"""Words of the inbox: deadlines, verdicts, groups."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import ngettext

from web.approvals.item import Legality, Standing
from web.approvals.page import Due

HOUR, DAY = 3600, 24 * 3600


def due_name(due: Due) -> str:
    """Return the heading of a group."""
    return {
        Due.TODAY: _("To be decided today"),
        Due.WEEK: _("Within seven days"),
        Due.LATER: _("Later"),
    }[due]


def left_words(deadline: dt.datetime, now: dt.datetime) -> str:
    """剩 2:28 on the last day, 剩 3 天 before; 逾期 after."""
    seconds = int((deadline - now).total_seconds())
    if seconds < 0:
        return _("overdue")
    if seconds < DAY:
        return _("%(time)s h left", time=f"{seconds // HOUR}:{seconds % HOUR // 60:02}")
    return ngettext("%(num)s day left", "%(num)s days left", seconds // DAY)


def standing_tag(found: Legality) -> tuple[str, str]:
    """Return words and kind of the tag that says what the rules say."""
    return {
        Standing.ALLOWED: (_("Allowed"), "ok"),
        Standing.NOTE: (_("Allowed, note"), "warn"),
        Standing.NOT_ALLOWED: (_("Not allowed"), "danger"),
        Standing.NOT_JUDGED: (_("Not judged"), ""),
    }[found.standing]
