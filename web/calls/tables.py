"""Call history: what was imported, the calls per slot, and what people judged of strange days."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.database.base import APPEND_ONLY, Base, references
from web.database.types import JsonObject, LocalDateTime, choice


class DayVerdict(StrEnum):
    """What a person says of a strange day: it was real, or why its calls teach nothing."""

    REAL = "real"
    SOURCE_ERROR = "source_error"
    OUTAGE = "outage"
    CAMPAIGN = "campaign"
    OTHER = "other"

    @property
    def excludes(self) -> bool:
        """Whether forecasts treat the day as missing."""
        return self is not DayVerdict.REAL


FIGURES = {
    "answered": "answered",
    "abandoned": "abandoned",
    "aht_s": "aht_seconds",
    "wait_s_sum": "wait_seconds",
    "queued": "queued",
    "abandoned_le5s": "abandoned_quick",
}
"""Column of the long frame to column of the table."""


class CallSource(Base):
    """One imported file. The same content is imported into a department once."""

    __tablename__ = "call_source"
    __table_args__ = (UniqueConstraint("department_id", "content_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    file_name: Mapped[str]
    content_hash: Mapped[str]
    """SHA-256 of the file, as hexadecimal text."""
    rows: Mapped[int]
    slot_minutes: Mapped[int]
    moved_weeks: Mapped[int] = mapped_column(default=0)
    """Whole weeks by which the history was moved (demo data); the pages say so."""
    attribution: Mapped[str] = mapped_column(default="")
    """Where the data come from, shown beside them."""
    imported_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    imported_at: Mapped[dt.datetime]


class CallSlot(Base):
    """Calls of one queue in one slot; `ds` is the slot's start in naive local time of the department."""

    __tablename__ = "calls"
    __table_args__ = (
        UniqueConstraint("department_id", "queue", "ds"),
        CheckConstraint("offered >= 0", name="offered"),
        CheckConstraint("answered >= 0", name="answered"),
        CheckConstraint("abandoned >= 0", name="abandoned"),
        CheckConstraint("aht_seconds >= 0", name="aht_seconds"),
        CheckConstraint("wait_seconds >= 0", name="wait_seconds"),
        CheckConstraint("queued >= 0", name="queued"),
        CheckConstraint("abandoned_quick >= 0", name="abandoned_quick"),
        CheckConstraint("slot_minutes IN (5, 10, 15, 20, 30, 60)", name="slot_minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    source_id: Mapped[int] = mapped_column(references("call_source.id"), index=True)
    queue: Mapped[str] = mapped_column(default="")
    """Name of the queue; "" where the department has one."""
    ds: Mapped[dt.datetime] = mapped_column(LocalDateTime)
    slot_minutes: Mapped[int]
    offered: Mapped[float]
    answered: Mapped[float | None]
    abandoned: Mapped[float | None]
    aht_seconds: Mapped[float | None]
    wait_seconds: Mapped[float | None]
    """Seconds that all callers of the slot waited together, answered or not."""
    queued: Mapped[float | None]
    abandoned_quick: Mapped[float | None]
    """Of the abandoned, those who hung up within five seconds."""


class DayJudgement(Base):
    """What somebody said of a day of the history. Only added to; of a day's judgements the newest counts."""

    __tablename__ = "day_judgement"
    __table_args__ = (Index("ix_day_judgement_department_id_date", "department_id", "date"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    date: Mapped[dt.date]
    verdict: Mapped[DayVerdict] = mapped_column(choice(DayVerdict, "verdict"))
    note: Mapped[str] = mapped_column(default="")
    found: Mapped[list[JsonObject]] = mapped_column(default=list)
    """What looked suspicious then: finding, measured, expected, unit, start and end minute."""
    judged_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    judged_at: Mapped[dt.datetime]
