"""Words of the notices about the book."""

import datetime as dt

from flask_babel import gettext as _

from roster.handovers.occasions import Direction
from web.book import telling
from web.book.words import direction_name
from web.i18n import N_, day_weekday
from web.notices.words import NoticeWords, Payload, link, notice_words


def _book(kind: str, level: str, icon: str, title: str) -> None:
    def words(payload: Payload) -> NoticeWords:
        facts = {
            "day": day_weekday(dt.date.fromisoformat(payload["date"])),
            "way": direction_name(Direction(payload["direction"])),
            "by": payload.get("by", ""),
        }
        return NoticeWords(
            icon=icon,
            level=level,
            title=_(title, **facts),
            detail=payload.get("reason", ""),
            address=link("book.show", book_id=payload["book"]),
        )

    notice_words(kind)(words)


for _kind, _level, _icon, _title in (
    (telling.GIVEN, "warn", "clipboard-check",
     N_("%(by)s has handed over the book of %(day)s: read it and sign")),
    (telling.TAKEN, "ok", "check",
     N_("%(by)s has taken over the book of %(day)s")),
    (telling.REFUSED, "danger", "alert-triangle",
     N_("%(by)s refused the book of %(day)s: %(way)s")),
    (telling.DECIDED, "warn", "check",
     N_("%(by)s decided on the refused book of %(day)s")),
    (telling.DUE, "warn", "clock",
     N_("Hand over the book of %(day)s: %(way)s")),
    (telling.OVERDUE, "danger", "clock",
     N_("The book of %(day)s is overdue: %(way)s")),
):  # fmt: skip
    _book(_kind, _level, _icon, _title)


@notice_words(telling.URGENT)
def _urgent(payload: Payload) -> NoticeWords:
    if "book" in payload:
        address = link("book.show", book_id=payload["book"])
    else:
        address = link("duty_log.show", entry_id=payload["entry"])
    return NoticeWords(
        icon="alert-triangle",
        level="danger",
        title=_("Important and urgent, between customer service and the security desk"),
        detail=_("%(title)s · %(by)s", title=payload.get("title", ""), by=payload["by"]),
        address=address,
    )
