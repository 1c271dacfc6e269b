"""What the imported calls say of a shift: offered, answered, given up, waited."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.calls.tables import CallSlot
from web.database import JsonObject
from web.handovers.steps import Opened


def queue_figures(session: Session, opened: Opened, *, now: dt.datetime) -> list[JsonObject]:
    """Return the figures of each queue over the shift so far; empty where no file has any of it.

    A slot counts when it lies within the shift and has ended. Each line has ``queue`` (empty where the
    department has one), ``until`` (ISO, end of the last slot), ``offered``, and where every slot of the queue
    says so ``answered``, ``abandoned`` and ``wait_s`` (seconds that a caller waited on average), else None;
    ``worst``: the slot in which callers waited longest on average (``at``, ``wait_s``), else None. Neither a
    service level nor the wait of a single caller is in the imported files.
    """
    zone = ZoneInfo(opened.department.time_zone)
    start = opened.container.starts_at.astimezone(zone).replace(tzinfo=None)
    end = min(opened.container.ends_at, now).astimezone(zone).replace(tzinfo=None)
    rows = session.scalars(
        select(CallSlot)
        .where(
            CallSlot.department_id == opened.department.id,
            CallSlot.ds >= start,
            CallSlot.ds < end,
        )
        .order_by(CallSlot.ds)
    )
    by_queue: dict[str, list[CallSlot]] = defaultdict(list)
    for row in rows:
        if _end_of(row) <= end:
            by_queue[row.queue].append(row)
    return [_line(queue, slots, zone) for queue, slots in sorted(by_queue.items())]


def _line(queue: str, slots: Sequence[CallSlot], zone: ZoneInfo) -> JsonObject:
    offered = sum(slot.offered for slot in slots)
    waited = _sum([slot.wait_seconds for slot in slots])
    return {
        "queue": queue,
        "until": _end_of(slots[-1]).replace(tzinfo=zone).isoformat(),
        "offered": offered,
        "answered": _sum([slot.answered for slot in slots]),
        "abandoned": _sum([slot.abandoned for slot in slots]),
        "wait_s": None if waited is None or not offered else waited / offered,
        "worst": _worst(slots, zone),
    }


def _worst(slots: Sequence[CallSlot], zone: ZoneInfo) -> JsonObject | None:
    known = [
        (slot.wait_seconds / slot.offered, slot)
        for slot in slots
        if slot.wait_seconds is not None and slot.offered
    ]
    if not known:
        return None
    wait, slot = max(known, key=lambda each: each[0])
    return {"at": slot.ds.replace(tzinfo=zone).isoformat(), "wait_s": wait}


def _sum(parts: Sequence[float | None]) -> float | None:
    """Return the sum; None where it is not known of every slot."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _end_of(slot: CallSlot) -> dt.datetime:
    return slot.ds + dt.timedelta(minutes=slot.slot_minutes)
