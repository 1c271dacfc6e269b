"""What comes next when nothing waits: the nearest date by which something will have to be decided."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.people.tables import Department
from web.reminders.hand_in import HandIn, is_handed_in, read_hand_in
from web.reminders.service import coming_months
from web.rosters.acts import DEPARTMENT_SCOPE


@dataclass(frozen=True, kw_only=True)
class Coming:
    """The roster that has to be handed in next, and until when."""

    month: dt.date
    due: dt.date


def next_deadline(session: Session, actor: Actor, now: dt.datetime) -> Coming | None:
    """Return the next roster that is due; None when none is, or for who sees one team only."""
    if actor.scope != DEPARTMENT_SCOPE:
        return None
    department = session.get_one(Department, actor.department_id)
    today = now.astimezone(ZoneInfo(department.time_zone)).date()
    open_ones: list[HandIn] = [
        read_hand_in(session, department, month, now)
        for month in coming_months(today)
        if not is_handed_in(session, department.id, month)
    ]
    found = [(each.due, each.month) for each in open_ones if each.due is not None]
    return None if not found else Coming(month=min(found)[1], due=min(found)[0])
