"""Corrections of clock events, and who asks to leave the post, in the inbox."""

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
from web.attendance.away_asking import waiting_leaving
from web.attendance.away_words import away_words
from web.attendance.tables import ClockCorrection, PostLeaving
from web.attendance.waiting import waiting_corrections
from web.i18n import day_time

KIND, AWAY = "correction", "away"


def corrections_waiting(session: Session, actor: Actor, _now: dt.datetime, _today: dt.date) -> list[Item]:
    """Return the open corrections that the actor decides."""
    if not access.may("attendance.decide_correction", actor.roles):
        return []
    return [_item(row) for row in waiting_corrections(session, actor)]


def leaving_waiting(session: Session, actor: Actor, now: dt.datetime, _today: dt.date) -> list[Item]:
    """Return who asks to leave the post, where the actor allows it."""
    if not access.may("attendance.decide_away", actor.roles):
        return []
    return [_leaving_item(row) for row in waiting_leaving(session, actor, now)]


def _leaving_item(row: PostLeaving) -> Item:
    def address(verdict: str) -> str:
        return url_for("attendance.decide_away", leaving_id=row.id, verdict=verdict)

    return Item(
        kind=AWAY,
        id=row.id,
        seen=row.lock_version,
        filed_at=row.created_at,
        deadline=None if row.urgent else row.expires_at,
        kind_name=_("Leave the post"),
        icon="clock",
        asker=row.person.name,
        title=row.person.name,
        lines=(away_words(row),),
        template="attendance/away_waiting.html",
        detail=partial(_leaving_detail, row),
        address=url_for("attendance.index"),
        approve=Decision(address=address("approve"), words=_("Allow")),
        turn_down=Decision(address=address("refuse"), words=_("Do not allow")),
    )


def _leaving_detail(row: PostLeaving) -> Mapping[str, Any]:
    facts = [
        (_("Reason"), row.reason),
        (_("Asked at"), day_time(row.created_at)),
        (_("Decided by"), words.role_words(row.approver)),
    ]
    return {"words": away_words(row), "facts": facts}


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
