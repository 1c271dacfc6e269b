"""Files of certificates: that one was there stays for good, what it shows is sealed and deleted by policy."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.accounts.tables import User
from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.leave.tables import LeaveRequest


class FileKind(StrEnum):
    """What a file is, by its content."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


class LeaveFile(Base):
    """That a file was handed in; neither its name nor anything of its content. Append-only."""

    __tablename__ = "leave_file"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(primary_key=True)
    leave_id: Mapped[int] = mapped_column(references("leave_request.id"), index=True)
    kind: Mapped[FileKind] = mapped_column(choice(FileKind, "kind"))
    size_bytes: Mapped[int]
    added_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    added_at: Mapped[dt.datetime]

    leave: Mapped[LeaveRequest] = relationship()
    added_by: Mapped[User] = relationship()
    openings: Mapped[list["LeaveFileOpening"]] = relationship(order_by="LeaveFileOpening.id")


class LeaveFileContent(Base):
    """The sealed content; its row goes when the time is over (`web.leave.forgetting`)."""

    __tablename__ = "leave_file_content"

    id: Mapped[int] = mapped_column(references("leave_file.id"), primary_key=True)
    """The file's own."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Encrypted with a key that is not in the database (`web.sealing`)."""


class LeaveFileOpening(Base):
    """That somebody has opened a file. Append-only."""

    __tablename__ = "leave_file_opening"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(references("leave_file.id"), index=True)
    user_id: Mapped[int] = mapped_column(references("user_account.id"))
    at: Mapped[dt.datetime]

    user: Mapped[User] = relationship()
