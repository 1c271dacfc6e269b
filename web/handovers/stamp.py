"""Whether a record has changed since a page of it was made, without reading the record."""

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from web.handovers.act_tables import HandoverReading
from web.handovers.content_tables import HandoverCheck
from web.handovers.steps import SUBJECT, Opened
from web.records.tables import Record


def record_stamp(session: Session, opened: Opened) -> str:
    """Return a text that changes with every act on the record, every reading and every mark of the count."""
    row = opened.row
    subject = f"{SUBJECT}:{row.id}"
    records = _number(Record.id, Record.department_id == opened.department.id, Record.subject == subject)
    readings = _number(HandoverReading.id, HandoverReading.handover_id == row.id)
    marks = select(
        func.coalesce(func.sum(HandoverCheck.lock_version), 0) + func.count(HandoverCheck.verified_at)
    ).where(HandoverCheck.container_id == row.container_id)
    counts = [session.scalar(each) or 0 for each in (records, readings, marks)]
    return "-".join(str(each) for each in (row.lock_version, *counts))


def _number(of: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count(of)).where(*conditions)
