"""Keeping the index: filled with the record it is made from, and made anew at any time."""

import json
import re
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session, joinedload

from web.database import JsonObject
from web.duty_log.tables import DutyEntry
from web.handovers.tables import Handover
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.records.tables import Record, RecordPayload
from web.search.grams import folded, grams
from web.search.pieces import ENTRY_KINDS, SUBMITTED, Piece, pieces
from web.search.tables import Place, SearchText

AT_ONCE = 500


def index_handover(session: Session, handover: Handover, record: Record, content: JsonObject) -> None:
    """Add the words of a record of a handover; the caller commits both together.

    Of several versions the newest is searched: what an earlier one said stands on the record.
    """
    found = pieces(record.kind, content)
    if record.kind == SUBMITTED:
        session.execute(
            delete(SearchText)
            .where(SearchText.handover_id == handover.id, SearchText.place == Place.ITEM)
            .execution_options(synchronize_session=False)
        )
    if found:
        session.execute(insert(SearchText), [handover_row(handover, record, piece) for piece in found])


def index_entry(session: Session, entry: DutyEntry, record: Record, content: JsonObject) -> None:
    """Add the words of an entry of the duty log; the caller commits both together."""
    zone = ZoneInfo(session.get_one(Department, entry.department_id).time_zone)
    session.execute(
        insert(SearchText), [entry_row(entry, record, piece, zone) for piece in pieces(record.kind, content)]
    )


def handover_row(handover: Handover, record: Record, piece: Piece) -> dict[str, Any]:
    """Return the row of a piece of a handover."""
    container = handover.container
    return {
        **_row(record, piece),
        "handover_id": handover.id,
        "entry_id": None,
        "team_id": container.team_id,
        "shift_kind_id": container.shift_kind_id,
        "day": container.date,
        "person_id": handover.outgoing_id,
        "by_id": None,
    }


def entry_row(entry: DutyEntry, record: Record, piece: Piece, zone: ZoneInfo) -> dict[str, Any]:
    """Return the row of an entry of the log."""
    return {
        **_row(record, piece),
        "handover_id": None,
        "entry_id": entry.id,
        "team_id": entry.team_id,
        "shift_kind_id": entry.shift_kind_id,
        "day": entry.shift_date or record.at.astimezone(zone).date(),
        "person_id": entry.person_id,
        "by_id": entry.by_id,
    }


def rebuild(session: Session, department_id: int) -> int:
    """Make the index of a department anew from its payloads, and commit; return how many places it has."""
    one_at_a_time(session, department_id)
    session.execute(
        delete(SearchText)
        .where(SearchText.department_id == department_id)
        .execution_options(synchronize_session=False)
    )
    last = 0
    while True:
        rows = session.execute(
            select(Record, RecordPayload.content)
            .join(RecordPayload, RecordPayload.id == Record.id)
            .where(Record.department_id == department_id, Record.number > last)
            .order_by(Record.number)
            .limit(AT_ONCE)
        ).all()
        if not rows:
            break
        _index_all(session, [(record, json.loads(content)) for record, content in rows])
        last = rows[-1][0].number
        session.flush()
        session.expunge_all()
    session.commit()
    counted = select(func.count()).where(SearchText.department_id == department_id)
    return session.scalar(counted) or 0


def _index_all(session: Session, records: Sequence[tuple[Record, JsonObject]]) -> None:
    handovers = _handovers(session, [record for record, _ in records])
    entries = _entries(session, [record for record, _ in records if record.kind in ENTRY_KINDS])
    for record, content in records:
        if record.id in entries:
            index_entry(session, entries[record.id], record, content)
        elif (handover := handovers.get(record.subject)) is not None:
            index_handover(session, handover, record, content)


def _handovers(session: Session, records: Sequence[Record]) -> dict[str, Handover]:
    subjects = {record.subject: re.fullmatch(r"handover:(\d+)", record.subject) for record in records}
    ids = {int(found[1]) for found in subjects.values() if found is not None}
    rows = session.scalars(
        select(Handover).options(joinedload(Handover.container)).where(Handover.id.in_(ids))
    )
    return {f"handover:{row.id}": row for row in rows}


def _entries(session: Session, records: Sequence[Record]) -> dict[int, DutyEntry]:
    rows = session.scalars(select(DutyEntry).where(DutyEntry.record_id.in_([each.id for each in records])))
    return {row.record_id: row for row in rows}


def _row(record: Record, piece: Piece) -> dict[str, Any]:
    plain = folded(piece.searched)
    return {
        "department_id": record.department_id,
        "record_id": record.id,
        "place": piece.place,
        "item_number": piece.item_number,
        "important": piece.important,
        "urgent": piece.urgent,
        "category": piece.category,
        "shown": piece.shown,
        "folded": plain,
        "grams": list(grams(plain)),
    }
