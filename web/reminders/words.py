"""Words of the due day: the notice, and the tag that pages show."""

import datetime as dt

from flask_babel import gettext as _

from web.i18n import day_weekday
from web.i18n import month as month_words
from web.notices.words import NoticeWords, Payload, link, month_of, notice_words
from web.reminders.hand_in import HandIn, Stage


def hand_in_tag(state: HandIn) -> tuple[str, str]:
    """Return words and kind of the tag that tells how a month stands against its due day."""
    return {
        Stage.OPEN: (_("Not handed in"), ""),
        Stage.DAY_BEFORE: (_("Due tomorrow"), "warn"),
        Stage.DUE_TODAY: (_("Due today"), "warn"),
        Stage.LATE: (_("Late"), "danger"),
        Stage.HANDED_IN: (_("Handed in"), "ok"),
        Stage.HANDED_IN_LATE: (_("Handed in late"), "warn"),
    }[state.stage]


@notice_words("roster_due")
def _roster_due(payload: Payload) -> NoticeWords:
    month = month_words(month_of(payload))
    due = day_weekday(dt.date.fromisoformat(payload["day"]))
    stage = Stage(payload["stage"])
    level, title, detail = {
        Stage.DAY_BEFORE: (
            "warn",
            _("The roster of %(month)s is due tomorrow", month=month),
            _("It is not handed in yet. In time is until the end of %(day)s.", day=due),
        ),
        Stage.DUE_TODAY: (
            "warn",
            _("The roster of %(month)s is due today", month=month),
            _("It is not handed in yet. In time is until the end of %(day)s.", day=due),
        ),
        Stage.LATE: (
            "danger",
            _("The roster of %(month)s is late", month=month),
            _("It was due on %(day)s. Handing in still works and is marked late.", day=due),
        ),
    }[stage]
    address = link("rosters.month", month=payload["month"][:7])
    return NoticeWords(icon="clock", level=level, title=title, detail=detail, address=address)
