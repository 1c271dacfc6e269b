"""How many days of leave people were granted, entry by entry: a number is never overwritten."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.leave.asking import LeaveKind
from web.accounts.tables import User
from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice


class EntryKind(StrEnum):
    """Why an entry was made."""

    GRANT = "grant"
    CORRECTION = "correction"
    """Puts right what was granted, with a reason; it may take away."""


class LeaveEntry(Base):
    """One entry of a person's entitlement for a kind of leave and calendar year. Append-only."""

    __tablename__ = "leave_entry"
    __table_args__ = (
        UniqueConstraint("recorded_by_id", "token"),
        Index("ix_leave_entry_person_id_year", "person_id", "year"),
        CheckConstraint("half_days <> 0", name="half_days"),
        CheckConstraint("entry = 'correction' OR half_days > 0", name="grant"),
        CheckConstraint("entry = 'grant' OR reason <> ''", name="reason"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"), index=True)
    person_id: Mapped[int] = mapped_column(references("person.id"))
    kind: Mapped[LeaveKind] = mapped_column(choice(LeaveKind, "kind"))
    year: Mapped[int]
    entry: Mapped[EntryKind] = mapped_column(choice(EntryKind, "entry"))
    half_days: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    token: Mapped[str]
    """Made with the form, or of the file and its row: the same twice is one entry."""
    recorded_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    recorded_at: Mapped[dt.datetime]

    recorded_by: Mapped[User] = relationship()
