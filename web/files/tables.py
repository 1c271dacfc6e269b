"""Attachments: that one was there stays for good; what it shows is sealed, and goes with its records."""

import datetime as dt

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.accounts.tables import User
from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.files.content import FileKind


class Attachment(Base):
    """That a file was attached, and the hash of its content; not its name. Append-only."""

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("added_by_id", "token"),
        CheckConstraint("size_bytes >= 1", name="size_bytes"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"), index=True)
    kind: Mapped[FileKind] = mapped_column(choice(FileKind, "kind"))
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    """Of the content before it was sealed, as hexadecimal text; the signed records name the same."""
    token: Mapped[str]
    """Of the upload: sent twice, because an answer was lost, it is one file."""
    added_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    added_at: Mapped[dt.datetime]

    added_by: Mapped[User] = relationship()


class AttachmentContent(Base):
    """The sealed content; its row goes when the time is over (`web.files.attaching.forget_due`)."""

    __tablename__ = "attachment_content"

    id: Mapped[int] = mapped_column(references("attachment.id"), primary_key=True)
    """The attachment's own."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Encrypted with a key that is not in the database (`web.sealing`)."""


class AttachmentRecord(Base):
    """A signed record whose content names an attachment by its hash. Append-only."""

    __tablename__ = "attachment_record"
    __table_args__ = (UniqueConstraint("attachment_id", "record_id"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    attachment_id: Mapped[int] = mapped_column(references("attachment.id"))
    record_id: Mapped[int] = mapped_column(references("record.id"), index=True)


class AttachmentOpening(Base):
    """That somebody has opened an attachment. Append-only."""

    __tablename__ = "attachment_opening"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(primary_key=True)
    attachment_id: Mapped[int] = mapped_column(references("attachment.id"), index=True)
    user_id: Mapped[int] = mapped_column(references("user_account.id"))
    at: Mapped[dt.datetime]
