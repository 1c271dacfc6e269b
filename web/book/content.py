"""What the book holds: open matters, what the duty log has since the last time, a word of who gives it."""

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.life import HandoverState
from roster.handovers.occasions import Direction
from web.book.tables import BookHandover, BookVersion
from web.database import JsonObject
from web.duty_log.feed import HandoverEntry, entries_for_book
from web.handovers.content_tables import HandoverMatter
from web.masking import mask_name
from web.records.tables import Record, RecordPayload

FIRST_TIME = {Direction.TO_DESK: dt.timedelta(hours=24), Direction.FROM_DESK: dt.timedelta(days=3)}
"""How far back the log is read where the book never went this way before: a day, a weekend."""


class Section(StrEnum):
    """Where an item comes from; the order is the order of the pages."""

    COMPLAINTS = "complaints"
    """Complaints and service requests of customers (R-8.15)."""
    LOG = "log"
    """Everything else that the duty log hands over."""
    MATTERS = "matters"
    """Matters of customer service that go on."""
    NOTE = "note"
    """What who hands over adds in own words."""


@dataclass(frozen=True, kw_only=True)
class BookItem:
    """One thing in the book.

    Parameters
    ----------
    ref
        Id of the first entry of the duty log, or of the matter; None for a note.
    entry
        Number of the entry as the log shows it.
    who
        The customer who called (masked as in the log's list), who gave the instruction, or the matter's
        holder.
    phone
        Masked.
    by, at
        Who wrote it down and when (ISO, aware).
    """

    number: int
    section: Section
    title: str
    ref: int | None = None
    entry: int | None = None
    kind: str = ""
    handling: str = ""
    who: str = ""
    phone: str = ""
    important: bool = False
    urgent: bool = False
    promised_at: str = ""
    by: str = ""
    at: str = ""

    @property
    def is_urgent(self) -> bool:
        """Whether both managers hear of it at once (R-9.40): important and urgent."""
        return self.important and self.urgent

    @property
    def goes_on(self) -> bool:
        """Whether customer service goes on with it unless who takes over says otherwise."""
        return self.section in (Section.COMPLAINTS, Section.LOG)


@dataclass(frozen=True, kw_only=True)
class FrozenBook:
    """One version as it was handed over; without items once its content was deleted."""

    version: int
    record: Record
    items: tuple[BookItem, ...] = ()
    is_kept: bool = True

    def item(self, number: int) -> BookItem | None:
        """Return an item by its number."""
        return next((item for item in self.items if item.number == number), None)


def gathered(session: Session, book: BookHandover, *, note: str = "") -> tuple[BookItem, ...]:
    """Return what the book holds now, important and urgent things first within each section (R-8.3)."""
    last = session.scalars(
        select(BookHandover)
        .where(
            BookHandover.department_id == book.department_id,
            BookHandover.direction == book.direction,
            BookHandover.due_at < book.due_at,
            BookHandover.state.not_in((HandoverState.PREPARING, HandoverState.RETURNED)),
        )
        .order_by(BookHandover.due_at.desc())
        .limit(1)
    ).first()
    entries = entries_for_book(
        session,
        book.department_id,
        of_desk=book.direction is Direction.FROM_DESK,
        since=book.due_at - FIRST_TIME[book.direction],
        after_id=None if last is None else last.upto_entry_id or 0,
    )
    found = [_of_entry(entry) for entry in entries]
    if book.direction is Direction.TO_DESK:
        found += [_of_matter(matter) for matter in _matters(session, book.department_id)]
    if note:
        found.append({"section": Section.NOTE, "title": note})
    order = list(Section)
    found.sort(key=lambda each: order.index(each["section"]))
    return tuple(BookItem(number=number, **fields) for number, fields in enumerate(found, 1))


def frozen_items(items: tuple[BookItem, ...]) -> list[JsonObject]:
    """Return items as the record holds them."""
    return [{**vars(item), "section": item.section.value} for item in items]


def read_book(session: Session, book_id: int, version: int) -> FrozenBook | None:
    """Return one version as it was handed over; None where it never was."""
    found = session.execute(
        select(BookVersion, RecordPayload.content)
        .outerjoin(RecordPayload, RecordPayload.id == BookVersion.record_id)
        .where(BookVersion.book_id == book_id, BookVersion.version == version)
    ).first()
    if found is None:
        return None
    row: BookVersion = found[0]
    content: str | None = found[1]
    if content is None:
        return FrozenBook(version=version, record=row.record, is_kept=False)
    items = json.loads(content)["items"]
    return FrozenBook(
        version=version,
        record=row.record,
        items=tuple(BookItem(**{**item, "section": Section(item["section"])}) for item in items),
    )


def _matters(session: Session, department_id: int) -> list[HandoverMatter]:
    rows = session.scalars(
        select(HandoverMatter)
        .options(joinedload(HandoverMatter.holder))
        .where(HandoverMatter.department_id == department_id, HandoverMatter.closed_at.is_(None))
        .order_by(HandoverMatter.important.desc(), HandoverMatter.urgent.desc(), HandoverMatter.id)
    )
    return list(rows)


def _of_entry(entry: HandoverEntry) -> dict[str, Any]:
    section = Section.COMPLAINTS if entry.kind.value in ("complaint", "request") else Section.LOG
    return {
        "section": section,
        "title": entry.body,
        "ref": entry.root_id,
        "entry": entry.number,
        "kind": entry.kind.value,
        "handling": entry.handling,
        "who": mask_name(entry.caller) if entry.caller else entry.instructed_by,
        "phone": entry.phone,
        "important": entry.important,
        "urgent": entry.urgent,
        "by": entry.by_name,
        "at": entry.at.isoformat(),
    }


def _of_matter(matter: HandoverMatter) -> dict[str, Any]:
    return {
        "section": Section.MATTERS,
        "title": matter.title,
        "ref": matter.id,
        "handling": matter.last_progress,
        "who": matter.holder.name,
        "important": matter.important,
        "urgent": matter.urgent,
        "promised_at": matter.promised_at.isoformat() if matter.promised_at else "",
        "at": matter.opened_at.isoformat(),
    }
