"""What is added to a record after both have signed it; the words stand in the record store alone."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.handovers.act_tables import Side
from web.records.tables import Record


class HandoverAmendment(Base):
    """One amendment of a completed handover: where its record is. Append-only."""

    __tablename__ = "handover_amendment"
    __table_args__ = (UniqueConstraint("record_id"), UniqueConstraint("by_id", "token"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(references("handover.id"), index=True)
    record_id: Mapped[int] = mapped_column(references("record.id"))
    by_id: Mapped[int] = mapped_column(references("user_account.id"))
    at: Mapped[dt.datetime]
    token: Mapped[str]
    """Of the form: sent twice, it is one amendment."""

    record: Mapped[Record] = relationship()
    notes: Mapped[list["AmendmentNote"]] = relationship(order_by="AmendmentNote.id")


class AmendmentNote(Base):
    """That a side was told of an amendment, and when it took note; each set once."""

    __tablename__ = "amendment_note"
    __table_args__ = (UniqueConstraint("amendment_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(references("handover_amendment.id"))
    side: Mapped[Side] = mapped_column(choice(Side, "side"))
    person_id: Mapped[int] = mapped_column(references("person.id"))
    """Who signed the record on that side."""
    noted_at: Mapped[dt.datetime | None]
    record_id: Mapped[int | None] = mapped_column(references("record.id"))

    record: Mapped[Record | None] = relationship()
