"""What is written during a shift, until it is submitted: items, checks, and matters that outlive a shift.

These rows are drafts and follow what people write. What counts is frozen at submission as a signed record
(`web.handovers.submitting`); nothing here is read as evidence.
"""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.handovers.content import Disposition, Mark
from web.database.base import Base, references
from web.database.types import JsonObject, choice
from web.people.tables import Person


class HandoverMatter(Base):
    """A matter that goes on from shift to shift until somebody closes it with a reason."""

    __tablename__ = "handover_matter"
    __table_args__ = (
        Index("ix_handover_matter_holder_id_closed_at", "holder_id", "closed_at"),
        CheckConstraint("(opened_in_id IS NULL) <> (opened_in_book_id IS NULL)", name="opened_in"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    opened_in_id: Mapped[int | None] = mapped_column(references("handover.id"))
    opened_in_book_id: Mapped[int | None] = mapped_column(references("book_handover.id"))
    """Of what came in the night and was taken over from the desk."""
    opened_at: Mapped[dt.datetime]
    title: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    important: Mapped[bool] = mapped_column(default=False)
    urgent: Mapped[bool] = mapped_column(default=False)
    promised_at: Mapped[dt.datetime | None]
    holder_id: Mapped[int] = mapped_column(references("person.id"))
    """Who goes on with it: changes at the instant of the second signature."""
    shifts: Mapped[int]
    """How many shifts have carried it."""
    last_progress: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[dt.datetime | None]
    closed_in_id: Mapped[int | None] = mapped_column(references("handover.id"))
    closed_because: Mapped[str] = mapped_column(default="")

    holder: Mapped[Person] = relationship()


class HandoverItem(Base):
    """One item on somebody's draft."""

    __tablename__ = "handover_item"
    __table_args__ = (
        UniqueConstraint("handover_id", "number"),
        UniqueConstraint("handover_id", "matter_id"),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(references("handover.id"))
    number: Mapped[int]
    matter_id: Mapped[int | None] = mapped_column(references("handover_matter.id"))
    """The matter that it carries on; None for one of this shift."""
    title: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    important: Mapped[bool] = mapped_column(default=False)
    urgent: Mapped[bool] = mapped_column(default=False)
    texts: Mapped[JsonObject] = mapped_column(default=dict)
    """What was written, by field of `roster.handovers.content.TEXTS`."""
    disposition: Mapped[Disposition | None] = mapped_column(choice(Disposition, "disposition"))
    promised_at: Mapped[dt.datetime | None]
    progress: Mapped[str] = mapped_column(default="")
    closed_because: Mapped[str] = mapped_column(default="")
    lock_version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[dt.datetime]

    matter: Mapped[HandoverMatter | None] = relationship()


class CheckItem(Base):
    """What a department counts or looks at together at each handover; set up by its leaders."""

    __tablename__ = "check_item"
    __table_args__ = (
        UniqueConstraint("department_id", "label"),
        CheckConstraint("expected IS NULL OR expected >= 0", name="expected"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    code: Mapped[str] = mapped_column(default="")
    """Kind of the policy's list (P-37), or empty."""
    label: Mapped[str]
    expected: Mapped[int | None]
    """Pieces by the register; None where it is looked at, not counted."""
    required: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class HandoverCheck(Base):
    """One thing of the list as it was found at the end of one team's shift, by both sides."""

    __tablename__ = "handover_check"
    __table_args__ = (UniqueConstraint("container_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    container_id: Mapped[int] = mapped_column(references("handover_container.id"))
    code: Mapped[str]
    label: Mapped[str]
    expected: Mapped[int | None]
    required: Mapped[bool]
    position: Mapped[int]
    counted: Mapped[int | None]
    mark: Mapped[Mark | None] = mapped_column(choice(Mark, "mark"))
    note: Mapped[str] = mapped_column(default="")
    marked_by_id: Mapped[int | None] = mapped_column(references("person.id"))
    marked_at: Mapped[dt.datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(references("person.id"))
    """Of the incoming side; taken away when the outgoing side changes its mark."""
    verified_at: Mapped[dt.datetime | None]
    lock_version: Mapped[int] = mapped_column(default=1)
