"""What is written during a shift, until it is submitted: items, checks, and matters that outlive a shift.

These rows are drafts and follow what people write. What counts is frozen at submission as a signed record
(`web.handovers.submitting`); nothing here is read as evidence.
"""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.handovers.content import Disposition, Mark
from web.database.base import Base, references
from web.database.types import JsonObject, choice
from web.people.tables import Person
from web.policy.preset_parts import CheckKind

SINCE_EVER = dt.date(2000, 1, 1)
"""Of things that were on the list before it had dates."""


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
        Index("uq_handover_item_handover_id_token", "handover_id", "token", unique=True),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(references("handover.id"))
    number: Mapped[int]
    matter_id: Mapped[int | None] = mapped_column(references("handover_matter.id"), index=True)
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
    token: Mapped[str | None]
    """Of the form that added it: sent twice, it is one item."""

    matter: Mapped[HandoverMatter | None] = relationship()


class CheckItem(Base):
    """What a department counts or looks at together at each handover, as it is from one date to another.

    A change is a further row from its date on; shifts that were begun keep what they began with, since it is
    copied into `HandoverCheck`.
    """

    __tablename__ = "check_item"
    __table_args__ = (
        Index("ix_check_item_department_id_valid_from", "department_id", "valid_from"),
        UniqueConstraint("replaces_id"),
        CheckConstraint("expected IS NULL OR expected >= 0", name="expected"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="validity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    code: Mapped[str] = mapped_column(default="")
    """Of the regulation's proposal or of the policy's list (P-37); empty for the department's own."""
    label: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="", server_default="")
    """Name on English pages; empty where the label serves both."""
    kind: Mapped[CheckKind] = mapped_column(
        choice(CheckKind, "kind"), default=CheckKind.LOOK, server_default=CheckKind.LOOK.value
    )
    expected: Mapped[int | None]
    """Pieces or money by the register; None where it is looked at or read, or nobody has said yet."""
    unit: Mapped[str] = mapped_column(default="", server_default="")
    rules: Mapped[str] = mapped_column(default="", server_default="")
    """Numbers of the rulebook that ask for it, separated by commas; empty for the department's own."""
    required: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[dt.date] = mapped_column(default=SINCE_EVER)
    """First date whose shifts have it."""
    valid_until: Mapped[dt.date | None]
    """First date whose shifts have it no more; None: until further notice."""
    replaces_id: Mapped[int | None] = mapped_column(references("check_item.id"))
    """The row of which this is the next version."""
    made_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    made_at: Mapped[dt.datetime | None]


class HandoverCheck(Base):
    """One thing of the list as it was found at the end of one team's shift, by both sides."""

    __tablename__ = "handover_check"
    __table_args__ = (UniqueConstraint("container_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    container_id: Mapped[int] = mapped_column(references("handover_container.id"))
    code: Mapped[str]
    label: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="", server_default="")
    is_counted: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A number belongs to it, also where the register says none."""
    expected: Mapped[int | None]
    unit: Mapped[str] = mapped_column(default="", server_default="")
    rules: Mapped[str] = mapped_column(default="", server_default="")
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
