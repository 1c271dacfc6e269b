"""What is done to a submitted handover: read, asked, held up, signed; each act is a signed record besides."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.handovers.life import Hold
from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.people.tables import Person
from web.records.tables import Record


class Side(StrEnum):
    """Who signs a handover."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"
    LEADER = "leader"
    FOREMAN = "foreman"


class HandoverVersion(Base):
    """One submitted content: where its record is. Append-only."""

    __tablename__ = "handover_version"
    __table_args__ = (UniqueConstraint("handover_id", "version"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(references("handover.id"))
    version: Mapped[int]
    record_id: Mapped[int] = mapped_column(references("record.id"))

    record: Mapped[Record] = relationship()


class HandoverReading(Base):
    """The receiver has read one item of one version, and said in own words what comes next. Append-only.

    A read-back is `said_back`; whether it was right is said by `HandoverReadBack`.
    """

    __tablename__ = "handover_reading"
    __table_args__ = (
        Index("ix_handover_reading_handover_id_version", "handover_id", "version"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(references("handover.id"))
    version: Mapped[int]
    item_number: Mapped[int]
    person_id: Mapped[int] = mapped_column(references("person.id"))
    at: Mapped[dt.datetime]
    said_back: Mapped[str] = mapped_column(default="")
    """What the receiver will do next, in own words; empty for a tick."""


class HandoverReadBack(Base):
    """Who handed over says that what was said back is right. Append-only."""

    __tablename__ = "handover_read_back"
    __table_args__ = (UniqueConstraint("reading_id"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(references("handover_reading.id"))
    person_id: Mapped[int | None] = mapped_column(references("person.id"))
    """None: a superior who is no member of a team."""
    at: Mapped[dt.datetime]


class HandoverQuestion(Base):
    """A question of the receiver; open until the receiver says it is cleared. Each column is set once."""

    __tablename__ = "handover_question"
    __table_args__ = (
        Index("ix_handover_question_handover_id_version", "handover_id", "version"),
        Index("uq_handover_question_handover_id_token", "handover_id", "token", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(references("handover.id"))
    version: Mapped[int]
    item_number: Mapped[int | None]
    """None: about the record as a whole, or a check."""
    check_id: Mapped[int | None] = mapped_column(references("handover_check.id"))
    asked_by_id: Mapped[int] = mapped_column(references("person.id"))
    asked_at: Mapped[dt.datetime]
    question: Mapped[str]
    answered_by_id: Mapped[int | None] = mapped_column(references("person.id"))
    answered_by_name: Mapped[str] = mapped_column(default="")
    """Stands beside the id, as a superior need not be a member of a team."""
    answered_at: Mapped[dt.datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    cleared_at: Mapped[dt.datetime | None]
    token: Mapped[str | None]
    """Of the form: sent twice, it is one question."""

    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class HandoverHold(Base):
    """What keeps a handover from going on, from its beginning to its end; the end is set once."""

    __tablename__ = "handover_hold"
    __table_args__ = (
        Index(
            "uq_handover_hold_standing",
            "handover_id",
            "kind",
            "code",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(references("handover.id"))
    kind: Mapped[Hold] = mapped_column(choice(Hold, "kind"))
    code: Mapped[str] = mapped_column(default="")
    """The forbidden condition (FC1 to FC13), or empty."""
    reason: Mapped[str]
    since: Mapped[dt.datetime]
    by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    """None where the clock set it."""
    lifted_at: Mapped[dt.datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    lifted_because: Mapped[str] = mapped_column(default="")


class HandoverSignature(Base):
    """One signature under one version; name, number, time and meaning stand on its record. Append-only."""

    __tablename__ = "handover_signature"
    __table_args__ = (
        UniqueConstraint("record_id"),
        Index("ix_handover_signature_handover_id_version", "handover_id", "version"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(references("handover.id"))
    version: Mapped[int]
    side: Mapped[Side] = mapped_column(choice(Side, "side"))
    person_id: Mapped[int | None] = mapped_column(references("person.id"))
    record_id: Mapped[int] = mapped_column(references("record.id"))
    at: Mapped[dt.datetime]

    record: Mapped[Record] = relationship()
