"""Letters that were left at the desk and are past the time for which they are kept (R-11.16, P-105)."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from web.accounts.actor import Actor
from web.duty_log.reach import readable
from web.duty_log.tables import DutyEntry, EntryKind


def letters_due(session: Session, actor: Actor, today: dt.date) -> Sequence[DutyEntry]:
    """Return letters to destroy: kept until before today, and nothing written yet of what was done with them.

    Of each matter the newest correction counts.
    """
    later = aliased(DutyEntry)
    return session.scalars(
        select(DutyEntry)
        .where(
            DutyEntry.department_id == actor.department_id,
            readable(actor),
            DutyEntry.kind == EntryKind.LETTER,
            DutyEntry.keep_until < today,
            DutyEntry.handling == "",
            DutyEntry.body != "",  # else the content is deleted, and nobody knows what was done
            ~select(later.id).where(later.corrects_id == DutyEntry.id).exists(),
        )
        .order_by(DutyEntry.number)
    ).all()
