"""A begun handover whose receiver has swapped the shift or is on leave goes to who comes instead."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from roster.handovers.life import HandoverState
from web.database.seen import change_if_seen
from web.handovers.steps import opened_of, sign
from web.handovers.telling import APPOINTED, accounts, outgoing, tell_once
from web.people.tables import Person

NOT_RECEIVED: Final = (
    HandoverState.PREPARING,
    HandoverState.SUBMITTED,
    HandoverState.RETURNED,
    HandoverState.READY,
)
"""Written, perhaps checked; nobody has begun to receive it."""


def readdress_begun(session: Session, wanted: Mapping[int, int], *, now: dt.datetime) -> int:
    """Address begun handovers anew by the roster, on record, and tell all three; the caller commits.

    One that somebody has begun to receive, or was appointed for, stays; so does one of a shift long ended.

    Parameters
    ----------
    wanted
        Person who receives by the roster now, by handover.

    Returns
    -------
    int
        How many were addressed anew.
    """
    return sum(_readdress(session, handover_id, to, now) for handover_id, to in wanted.items())


def _readdress(session: Session, handover_id: int, to: int, now: dt.datetime) -> bool:
    opened = opened_of(session, handover_id)
    if opened is None or opened.row.state not in NOT_RECEIVED or opened.row.receiver_id is not None:
        return False
    row, before = opened.row, opened.row.planned_receiver_id
    person = session.get_one(Person, to)
    if to == row.outgoing_id or opened.container.ends_at < now - dt.timedelta(days=1):
        return False
    changed = change_if_seen(
        session,
        row,
        seen=row.lock_version,
        states=NOT_RECEIVED,
        now=now,
        planned_receiver_id=to,
    )
    if not changed:
        return False
    content = {"receiver": person.name, "number": person.employee_number}
    sign(session, None, opened, "readdress", now=now, content=content)
    told = [*outgoing(session, opened), *accounts(session, before, to)]
    tell_once(session, opened, APPOINTED, told, now=now, receiver=person.name, reason="")
    return True
