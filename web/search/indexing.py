"""Keeping the index: filled with the record it is made from, and made anew at any time."""

import json
import re
from collections.abc import Sequence
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session, joinedload

from web.database import JsonObject
from web.duty_log.tables import DutyEntry
from web.handovers.tables import Handover
from web.inspections.tables import FindingStep, Inspection, InspectionFinding
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.records.tables import Record, RecordPayload
from web.search.grams import folded, grams
from web.search.pieces import ENTRY_KINDS, SUBMITTED, Piece, finding_piece, pieces
from web.search.tables import Place, SearchText

T = TypeVar("T", Inspection, InspectionFinding, FindingStep)
AT_ONCE = 500
NARROWING = (
    "handover_id",
    "entry_id",
    "inspection_id",
    "finding_id",
    "team_id",
    "shift_kind_id",
    "person_id",
    "by_id",
)
"""What words can be narrowed down by, where they have it."""


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


def index_inspection(session: Session, inspection: Inspection, record: Record, content: JsonObject) -> None:
    """Add minutes and notes of an inspection, not its findings; the caller commits both together."""
    found = pieces(record.kind, content)
    if found:
        session.execute(insert(SearchText), [_inspection_row(inspection, record, piece) for piece in found])


def index_finding(session: Session, finding: InspectionFinding, record: Record) -> None:
    """Add the words of a finding as it was written; the caller commits both together."""
    piece = finding_piece(finding.what, finding.cause, finding.measure)
    session.execute(insert(SearchText), [_finding_row(finding, record, piece)])


def index_step(session: Session, finding: InspectionFinding, record: Record, content: JsonObject) -> None:
    """Add what was done about a finding; the caller commits both together."""
    found = pieces(record.kind, content)
    if found:
        session.execute(insert(SearchText), [_finding_row(finding, record, piece) for piece in found])


def handover_row(handover: Handover, record: Record, piece: Piece) -> dict[str, Any]:
    """Return the row of a piece of a handover."""
    container = handover.container
    return {
        **_row(record, piece),
        "handover_id": handover.id,
        "team_id": container.team_id,
        "shift_kind_id": container.shift_kind_id,
        "day": container.date,
        "person_id": handover.outgoing_id,
    }


def entry_row(entry: DutyEntry, record: Record, piece: Piece, zone: ZoneInfo) -> dict[str, Any]:
    """Return the row of an entry of the log."""
    return {
        **_row(record, piece),
        "entry_id": entry.id,
        "team_id": entry.team_id,
        "shift_kind_id": entry.shift_kind_id,
        "day": entry.shift_date or record.at.astimezone(zone).date(),
        "person_id": entry.person_id,
        "by_id": entry.by_id,
    }


def _inspection_row(inspection: Inspection, record: Record, piece: Piece) -> dict[str, Any]:
    return {
        **_row(record, piece),
        "inspection_id": inspection.id,
        "team_id": inspection.team_id,
        "day": inspection.date,
        "by_id": inspection.by_id,
    }


def _finding_row(finding: InspectionFinding, record: Record, piece: Piece) -> dict[str, Any]:
    return {
        **_inspection_row(finding.inspection, record, piece),
        "finding_id": finding.id,
        "person_id": finding.responsible_id,
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
    ids = [record.id for record, _ in records]
    handovers = _handovers(session, [record for record, _ in records])
    entries = _entries(session, [record for record, _ in records if record.kind in ENTRY_KINDS])
    inspections = {row.record_id: row for row in _of_records(session, Inspection, ids)}
    findings: dict[int, list[InspectionFinding]] = {}
    for row in _of_records(session, InspectionFinding, ids):
        findings.setdefault(row.record_id, []).append(row)
    steps = {row.record_id: row.finding_id for row in _of_records(session, FindingStep, ids)}
    for record, content in records:
        if record.id in entries:
            index_entry(session, entries[record.id], record, content)
        elif record.id in inspections:
            index_inspection(session, inspections[record.id], record, content)
        elif record.id in steps:
            index_step(session, session.get_one(InspectionFinding, steps[record.id]), record, content)
        elif (handover := handovers.get(record.subject)) is not None:
            index_handover(session, handover, record, content)
        for finding in findings.get(record.id, ()):
            index_finding(session, finding, record)


def _of_records(session: Session, table: type[T], ids: Sequence[int]) -> Sequence[T]:
    return session.scalars(select(table).where(table.record_id.in_(ids))).all()


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
        **dict.fromkeys(NARROWING),
        "place": piece.place,
        "item_number": piece.item_number,
        "important": piece.important,
        "urgent": piece.urgent,
        "category": piece.category,
        "shown": piece.shown,
        "folded": plain,
        "grams": list(grams(plain)),
    }
