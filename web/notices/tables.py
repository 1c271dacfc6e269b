"""Notices inside the application."""

import datetime as dt

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from web.database.base import Base, references
from web.database.types import JsonObject


class Notice(Base):
    """One notice to one account, exactly once: a second one with the same key is refused.

    Words are made from `kind` and `payload` when it is shown, in the reader's language.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_user_id_read_at", "user_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(references("user_account.id"))
    kind: Mapped[str]
    payload: Mapped[JsonObject] = mapped_column(default=dict)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]
