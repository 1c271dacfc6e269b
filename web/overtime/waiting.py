"""What of overtime waits for somebody's decision or answer, with its deadline, for one inbox."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.overtime.overview import asked_of, offers_to_take, to_approve, to_confirm
from web.overtime.tables import OvertimeEntry, OvertimeOffer

APPROVE, CONFIRM, AGREE, TAKE = "approve", "confirm", "agree", "take"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits.

    Parameters
    ----------
    what
        ``approve`` or ``confirm`` what somebody works, ``agree`` to an order, ``take`` an offer.
    id, seen
        Of the overtime, or of the offer; the `lock_version` that is decided on.
    filed_at, deadline
        When it began to wait, and when it expires; None where it does not.
    entry, offer
        The row itself: one of them.
    """

    what: str
    id: int
    seen: int
    filed_at: dt.datetime
    deadline: dt.datetime | None
    entry: OvertimeEntry | None = None
    offer: OvertimeOffer | None = None


def overtime_waiting(session: Session, actor: Actor, *, now: dt.datetime) -> list[Waiting]:
    """Return what waits for this actor and nobody else, in four queries, the oldest first."""
    found = [
        *(_entry(AGREE, row) for row in asked_of(session, actor)),
        *(_entry(APPROVE, row) for row in to_approve(session, actor)),
        *(_entry(CONFIRM, row) for row in to_confirm(session, actor)),
        *(
            Waiting(
                what=TAKE,
                id=offer.id,
                seen=offer.lock_version,
                filed_at=offer.created_at,
                deadline=offer.deadline,
                offer=offer,
            )
            for offer in offers_to_take(session, actor, now)
        ),
    ]
    return sorted(found, key=lambda each: (each.filed_at, each.what, each.id))


def _entry(what: str, row: OvertimeEntry) -> Waiting:
    return Waiting(
        what=what,
        id=row.id,
        seen=row.lock_version,
        filed_at=row.changed_at,
        deadline=row.expires_at if what in (APPROVE, AGREE) else None,
        entry=row,
    )
