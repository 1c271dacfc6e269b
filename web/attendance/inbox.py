"""Corrections of clock events in the inbox."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from web import access
from web.accounts.actor import Actor
from web.approvals.item import Decision, Item
from web.attendance import words
from web.attendance.tables import ClockCorrection
from web.attendance.waiting import waiting_corrections
from web.i18n import day_time

KIND = "correction"


def corrections_waiting(session: Session, actor: Actor, _now: dt.datetime, _today: dt.date) -> list[Item]:
    """Return the open corrections that the actor decides."""
    if not access.may("attendance.decide_correction", actor.roles):
        return []
    return [_item(row) for row in waiting_corrections(session, actor)]


def _item(row: ClockCorrection) -> Item:
    def address(verdict: str) -> str:
        return url_for("attendance.decide_correction", correction_id=row.id, verdict=verdict)

    return Item(
        kind=KIND,
        id=row.id,
        seen=row.lock_version,
        filed_at=row.created_at,
        deadline=row.due_at,
        kind_name=_("Attendance"),
        icon="clock",
        asker=row.person.name,
        title=row.person.name,
        lines=(words.correction_words(row),),
        template="attendance/waiting.html",
        detail=partial(_detail, row),
        address=url_for("attendance.index"),
        approve=Decision(address=address("approve"), words=_("Approve")),
        turn_down=Decision(address=address("refuse"), words=_("Do not approve")),
    )


def _detail(row: ClockCorrection) -> Mapping[str, Any]:
    facts = [(_("Reason"), row.reason), (_("To be decided before"), day_time(row.due_at))]
    return {"words": words.correction_words(row), "facts": facts}
