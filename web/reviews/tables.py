"""What somebody has read of a day, and their signature under it. Append-only."""

import datetime as dt

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import APPEND_ONLY, Base, references
from web.people.tables import Team
from web.records.tables import Record


class ReviewReading(Base):
    """Somebody has opened one version of a handover to review it. Append-only."""

    __tablename__ = "review_reading"
    __table_args__ = (UniqueConstraint("handover_id", "version", "user_id"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(references("handover.id"))
    version: Mapped[int]
    user_id: Mapped[int] = mapped_column(references("user_account.id"))
    at: Mapped[dt.datetime]


class DayReview(Base):
    """One signature under the records of a day (R-12.1, R-12.2); which they are stands on its record.

    Each handover has a signature of its own besides, so that none is reviewed twice. Append-only.
    """

    __tablename__ = "day_review"
    __table_args__ = (
        UniqueConstraint("record_id"),
        Index("ix_day_review_department_id_date", "department_id", "date"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    team_id: Mapped[int | None] = mapped_column(references("team.id"))
    """Whose records the signer reaches; None: of the whole department."""
    date: Mapped[dt.date]
    record_id: Mapped[int] = mapped_column(references("record.id"))
    at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(references("user_account.id"))
    by_name: Mapped[str]
    by_number: Mapped[str]
    reviewed: Mapped[int]
    """How many handovers were reviewed by it."""
    left: Mapped[int]
    """How many of the day were left: not complete, or not read."""
    entries_to: Mapped[int]
    """The duty log of the day was read up to this number; 0 where there was nothing."""

    team: Mapped[Team | None] = relationship()
    record: Mapped[Record] = relationship()
