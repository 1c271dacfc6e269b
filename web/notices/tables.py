"""Notices inside the application, and what of them goes outside: channels, quiet hours, the outbox."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import Base, references
from web.database.types import JsonObject, choice


class Notice(Base):
    """One notice to one account, exactly once: a second one with the same key is refused.

    Words are made from `kind` and `payload` when it is shown, in the reader's language.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_user_id_read_at", "user_id", "read_at"),
        Index("ix_notice_outside_at", "outside_at"),
        Index("ix_notice_kind", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(references("user_account.id"))
    kind: Mapped[str]
    payload: Mapped[JsonObject] = mapped_column(default=dict)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[dt.datetime] = mapped_column(index=True)
    read_at: Mapped[dt.datetime | None]
    outside_at: Mapped[dt.datetime | None]
    """When the outbox took it up, for as many channels as there were then; None until then."""


class ChannelKind(StrEnum):
    """Ways to reach somebody outside."""

    EMAIL = "email"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    WECOM = "wecom"
    WEBHOOK = "webhook"
    MAIL_SERVER = "mail_server"
    """By which a department's e-mail is sent; nobody is told by it itself."""


class NoticeChannel(Base):
    """Where a person, or a department's group, is told outside."""

    __tablename__ = "notice_channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(references("user_account.id"), index=True)
    """Whose it is; None for one of the department."""
    kind: Mapped[ChannelKind] = mapped_column(choice(ChannelKind, "kind"))
    label: Mapped[str]
    sealed: Mapped[str]
    """The address with its secrets, encrypted (`web.notices.sealing`); empty once removed. Never shown."""
    hint: Mapped[str]
    """What may be shown of it."""
    locale: Mapped[str]
    """Language of its messages."""
    created_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    created_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]


class QuietHours(Base):
    """Hours without messages: of a department by default, or of one person instead."""

    __tablename__ = "quiet_hours"
    __table_args__ = (
        Index(
            "uq_quiet_hours_department_id",
            "department_id",
            unique=True,
            sqlite_where=text("user_id IS NULL"),
            postgresql_where=text("user_id IS NULL"),
        ),
        CheckConstraint("(start_minute IS NULL) = (end_minute IS NULL)", name="both"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    user_id: Mapped[int | None] = mapped_column(references("user_account.id"), unique=True)
    start_minute: Mapped[int | None]
    """Minute of the day on the department's clock; None: no quiet hours."""
    end_minute: Mapped[int | None]


class MessageState(StrEnum):
    """Where a message outside is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class OutboxMessage(Base):
    """One notice for one channel. `state` changes by conditional UPDATE only (`web.notices.outbox`).

    `id` goes out with the message, the same at every attempt, so that a repetition can be told from news.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_state_not_before", "state", "not_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Occasion and channel: one message for both, however often somebody thinks of it."""
    channel_id: Mapped[int] = mapped_column(references("notice_channel.id"), index=True)
    kind: Mapped[str]
    payload: Mapped[JsonObject] = mapped_column(default=dict)
    state: Mapped[MessageState] = mapped_column(choice(MessageState, "state"), default=MessageState.WAITING)
    not_before: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[dt.datetime | None]
    """Until then the sender that took it may be at work; afterwards another one takes it."""
    error: Mapped[str] = mapped_column(default="")
    """Code of what went wrong last; never a text of the other side."""
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]

    channel: Mapped[NoticeChannel] = relationship()
