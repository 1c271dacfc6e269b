"""What goes on from earlier shifts: every open matter that somebody has in hand comes along on the draft."""

import datetime as dt

from sqlalchemy import CursorResult, delete, func, or_, select
from sqlalchemy.orm import Session

from web.handovers.content_tables import HandoverItem, HandoverMatter
from web.handovers.item_files import take_along, take_off
from web.handovers.steps import Opened
from web.handovers.tables import Handover


def carry(session: Session, opened: Opened, *, now: dt.datetime) -> int:
    """Put every open matter that the person has in hand on the draft, once each; the caller commits.

    A matter that was handed to them after they began to write comes along as well; one that somebody else
    has by now leaves the draft. Returned is how many items came or went.
    """
    if not opened.life.is_editable:
        return 0
    row = opened.row
    gone = _let_go(session, row)
    there = select(HandoverItem.matter_id).where(
        HandoverItem.handover_id == row.id, HandoverItem.matter_id.is_not(None)
    )
    matters = session.scalars(
        select(HandoverMatter)
        .where(
            HandoverMatter.holder_id == row.outgoing_id,
            HandoverMatter.closed_at.is_(None),
            HandoverMatter.id.not_in(there),
        )
        .order_by(HandoverMatter.id)
    ).all()
    number = highest(session, row.id)
    items = [
        HandoverItem(
            handover_id=row.id,
            number=number + place,
            matter_id=matter.id,
            title=matter.title,
            category=matter.category,
            important=matter.important,
            urgent=matter.urgent,
            promised_at=matter.promised_at,
            changed_at=now,
        )
        for place, matter in enumerate(matters, start=1)
    ]
    session.add_all(items)
    session.flush()
    take_along(session, items)
    return gone + len(matters)


def _let_go(session: Session, row: Handover) -> int:
    """Take matters off the draft that somebody else has closed or has in hand by now."""
    elsewhere = select(HandoverMatter.id).where(
        or_(HandoverMatter.opened_in_id.is_(None), HandoverMatter.opened_in_id != row.id),
        or_(HandoverMatter.closed_at.is_not(None), HandoverMatter.holder_id != row.outgoing_id),
    )
    leaving = session.scalars(
        select(HandoverItem.id).where(
            HandoverItem.handover_id == row.id, HandoverItem.matter_id.in_(elsewhere)
        )
    ).all()
    if not leaving:
        return 0
    take_off(session, leaving)
    result = session.execute(
        delete(HandoverItem).where(HandoverItem.id.in_(leaving)).execution_options(synchronize_session=False)
    )
    return result.rowcount if isinstance(result, CursorResult) else 0


def highest(session: Session, handover_id: int) -> int:
    """Return the highest number of an item on a draft; 0 where there is none."""
    return (
        session.scalar(select(func.max(HandoverItem.number)).where(HandoverItem.handover_id == handover_id))
        or 0
    )
