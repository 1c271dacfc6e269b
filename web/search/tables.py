"""What is searched: the words of a record, cut into the places where they stand."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import Base, references
from web.database.full_text import Grams
from web.database.types import choice
from web.duty_log.tables import DutyEntry
from web.handovers.tables import Handover
from web.inspections.tables import Inspection, InspectionFinding
from web.records.tables import Record


class Place(StrEnum):
    """Where on a handover, in the duty log, or on an inspection words stand."""

    ITEM = "item"
    QUESTION = "question"
    ANSWER = "answer"
    READ_BACK = "read_back"
    CHECK = "check"
    REASON = "reason"
    """Why it was returned, refused, held up, given to somebody else."""
    ENTRY = "entry"
    INSPECTION = "inspection"
    """Minutes and notes."""
    FINDING = "finding"
    STEP = "step"
    """What was done about a finding."""


class SearchText(Base):
    """Words of one record at one place, with what they can be narrowed down by.

    Derived from the payload of a record (`web.search.pieces`) and deleted with it; no evidence, and not part
    of the chain. Numbers rise with those of the records, so the newest has the highest.
    """

    __tablename__ = "search_text"
    __table_args__ = (
        Index("ix_search_text_department_id_day", "department_id", "day"),
        Index("ix_search_text_handover_id_place", "handover_id", "place"),
        Index(
            "ix_search_text_grams",
            "grams",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
            info={"only_on": "postgresql"},
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    record_id: Mapped[int] = mapped_column(references("record.id"), index=True)
    handover_id: Mapped[int | None] = mapped_column(references("handover.id"))
    entry_id: Mapped[int | None] = mapped_column(references("duty_entry.id"))
    inspection_id: Mapped[int | None] = mapped_column(references("inspection.id"))
    finding_id: Mapped[int | None] = mapped_column(references("inspection_finding.id"))
    """Of the words of a finding, beside its inspection."""
    place: Mapped[Place] = mapped_column(choice(Place, "place"))
    item_number: Mapped[int | None]
    """Of the item on its handover; None where it is about the whole."""
    team_id: Mapped[int | None] = mapped_column(references("team.id"))
    shift_kind_id: Mapped[int | None] = mapped_column(references("shift_kind.id"))
    day: Mapped[dt.date]
    """The date on which the shift starts; else the local date."""
    person_id: Mapped[int | None] = mapped_column(references("person.id"))
    """Who hands over, whose shift an entry belongs to, or who sees to a finding."""
    by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    """Who wrote an entry of the log, or inspected."""
    important: Mapped[bool]
    urgent: Mapped[bool]
    category: Mapped[str]
    """Kind of a matter, or of an entry of the log."""
    shown: Mapped[str]
    folded: Mapped[str]
    grams: Mapped[list[int]] = mapped_column(Grams)

    record: Mapped[Record] = relationship()
    handover: Mapped[Handover | None] = relationship()
    entry: Mapped[DutyEntry | None] = relationship()
    inspection: Mapped[Inspection | None] = relationship()
    finding: Mapped[InspectionFinding | None] = relationship()
