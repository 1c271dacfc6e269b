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
    """The content of a record, as canonical JSON, and the salt of its hash. Append-only."""

    __tablename__ = "record_payload"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(references("record.id"), primary_key=True)
    """The record's own."""
    salt: Mapped[str]
    content: Mapped[str]
