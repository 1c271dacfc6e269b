"""Records that are only ever added to."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.database.base import APPEND_ONLY, Base, references
from web.database.types import JsonObject


class AuditEvent(Base):
    """Who did what to which object and when. The detail never holds customer data or secrets."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_object_type_object_id", "object_type", "object_id"),
        Index("ix_audit_event_department_id_at", "department_id", "at"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int | None] = mapped_column(references("department.id"))
    actor_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    """None where the system itself acted, or somebody who is not logged in."""
    at: Mapped[dt.datetime]
    action: Mapped[str]
    """Dotted verb, for example roster.submit or login.locked."""
    object_type: Mapped[str]
    object_id: Mapped[str]
    detail: Mapped[JsonObject] = mapped_column(default=dict)


class Record(Base):
    """One signed decision in a department's chain (`web.records.chain`). Append-only."""

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("department_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        Index("ix_record_department_id_subject", "department_id", "subject"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    number: Mapped[int]
    kind: Mapped[str]
    subject: Mapped[str]
    subject_version: Mapped[int | None]
    """The version of the subject that the signer saw; None where it has none."""
    at: Mapped[dt.datetime]
    signer_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    """None where the system itself decided."""
    signer_name: Mapped[str]
    signer_number: Mapped[str]
    meaning: Mapped[str]
    policy_version_id: Mapped[int | None] = mapped_column(references("policy_version.id"))
    payload_hash: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class RecordPayload(Base):
    """The content of a record, as canonical JSON, and the salt of its hash. Append-only.

    Rows are deleted by the retention role alone, and only those that a `PayloadDeletion` names (`guards`).
    """

    __tablename__ = "record_payload"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(references("record.id"), primary_key=True)
    """The record's own."""
    salt: Mapped[str]
    content: Mapped[str]


class RecordCheckpoint(Base):
    """A signed head of a chain (`web.records.checkpoint`), kept outside as well. Append-only."""

    __tablename__ = "record_checkpoint"
    __table_args__ = (UniqueConstraint("department_id", "number"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    number: Mapped[int]
    hash: Mapped[str]
    trail: Mapped[str]
    at: Mapped[dt.datetime]
    key: Mapped[str]
    signature: Mapped[str]


class PayloadDeletion(Base):
    """Numbers of a department's records whose payloads may be deleted, as a tombstone says. Append-only."""

    __tablename__ = "payload_deletion"
    __table_args__ = (
        Index("ix_payload_deletion_department_id_first_number", "department_id", "first_number"),
        CheckConstraint("first_number >= 1 AND last_number >= first_number", name="numbers"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    first_number: Mapped[int]
    last_number: Mapped[int]
    tombstone_id: Mapped[int] = mapped_column(references("record.id"))


class LegalHold(Base):
    """Records that are kept whatever the policy says, until the hold is lifted. Append-only."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index("ix_legal_hold_department_id", "department_id"),
        CheckConstraint("first_day <= last_day", name="days"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    subject: Mapped[str]
    """One subject (``swap:12``), all of a kind (``swap:``), or everything (empty)."""
    first_day: Mapped[dt.date | None]
    last_day: Mapped[dt.date | None]
    """Of the records, in the department's time; None: open on that side."""
    reason: Mapped[str]
    record_id: Mapped[int] = mapped_column(references("record.id"))
    """Who placed it, and when."""


class LegalHoldLift(Base):
    """The end of a legal hold. Append-only."""

    __tablename__ = "legal_hold_lift"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(references("legal_hold.id"), primary_key=True)
    """The hold's own."""
    record_id: Mapped[int] = mapped_column(references("record.id"))
    """Who lifted it, when and why."""
