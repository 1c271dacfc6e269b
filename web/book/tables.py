"""The handover book: one row each time it changes hands, and what is done to it."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.handovers.life import HandoverState
from roster.handovers.occasions import Direction
from web.accounts.tables import User
from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.handovers.act_tables import Side
from web.records.tables import Record


class BookHandover(Base):
    """One time at which the book goes to the desk, or comes back. It lives as a handover does.

    The sides are departments: who signs is an account, as the desk has neither people nor shifts here.
    """

    __tablename__ = "book_handover"
    __table_args__ = (
        UniqueConstraint("department_id", "direction", "due_at"),
        CheckConstraint("receiver_id IS NULL OR receiver_id <> outgoing_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    direction: Mapped[Direction] = mapped_column(choice(Direction, "direction"))
    date: Mapped[dt.date]
    """Local date of `due_at`."""
    due_at: Mapped[dt.datetime]
    policy_version_id: Mapped[int] = mapped_column(references("policy_version.id"))
    state: Mapped[HandoverState] = mapped_column(choice(HandoverState, "state"))
    lock_version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=0)
    """Of the content: raised each time it is handed over."""
    outgoing_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    """Who signed as handing over."""
    receiver_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    """Who signed as taking over."""
    submitted_at: Mapped[dt.datetime | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    signed_out: Mapped[bool] = mapped_column(default=False)
    is_ordered: Mapped[bool] = mapped_column(default=False)
    completed_at: Mapped[dt.datetime | None]
    upto_entry_id: Mapped[int | None] = mapped_column(references("duty_entry.id"))
    """The newest entry of the duty log when it was handed over: the next one begins after it."""
    created_at: Mapped[dt.datetime]

    outgoing: Mapped[User | None] = relationship(foreign_keys=[outgoing_id])
    receiver: Mapped[User | None] = relationship(foreign_keys=[receiver_id])


class BookVersion(Base):
    """What was handed over: where its record is. Append-only."""

    __tablename__ = "book_version"
    __table_args__ = (UniqueConstraint("book_id", "version"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(references("book_handover.id"))
    version: Mapped[int]
    record_id: Mapped[int] = mapped_column(references("record.id"))

    record: Mapped[Record] = relationship()


class BookReading(Base):
    """Somebody has read one item of one version, and said whether it goes on. Append-only."""

    __tablename__ = "book_reading"
    __table_args__ = (UniqueConstraint("book_id", "version", "item_number", "user_id"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(references("book_handover.id"))
    version: Mapped[int]
    item_number: Mapped[int]
    user_id: Mapped[int] = mapped_column(references("user_account.id"))
    at: Mapped[dt.datetime]
    goes_on: Mapped[bool]
    """Whether customer service has to go on with it: it becomes a matter of who signs."""
    entry_id: Mapped[int | None] = mapped_column(references("duty_entry.id"), index=True)
    """The first entry of the duty log that the item is."""


class BookSignature(Base):
    """One signature under one version; name, number, time and meaning stand on its record. Append-only."""

    __tablename__ = "book_signature"
    __table_args__ = (
        UniqueConstraint("record_id"),
        Index("ix_book_signature_book_id_version", "book_id", "version"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(references("book_handover.id"))
    version: Mapped[int]
    side: Mapped[Side] = mapped_column(choice(Side, "side"))
    user_id: Mapped[int] = mapped_column(references("user_account.id"))
    record_id: Mapped[int] = mapped_column(references("record.id"))
    at: Mapped[dt.datetime]

    record: Mapped[Record] = relationship()


class DeskManager(Base):
    """Who the desk's manager is (R-9.40); the newest row of a department counts. Append-only."""

    __tablename__ = "desk_manager"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"), index=True)
    user_id: Mapped[int] = mapped_column(references("user_account.id"))
    at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(references("user_account.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
