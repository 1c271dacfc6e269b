"""What a department knows of its dates: events, who changed which day and why, and when bills go out."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.people.tables import CalendarDayKind, CalendarDayStatus


class CalendarEvent(Base):
    """Something dated that moves the calls (R-1.12). Never changed: withdrawn, and entered anew."""

    __tablename__ = "calendar_event"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("kind <> ''", name="kind"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn"),
        Index("ix_calendar_event_department_id_first_day", "department_id", "first_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    kind: Mapped[str]
    """One of `web.admin.event_kinds.KINDS`, or free words; events of one kind are expected to act alike."""
    name: Mapped[str] = mapped_column(default="")
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    replaces_id: Mapped[int | None] = mapped_column(references("calendar_event.id"))
    """The event of which this one is the same with another last day."""
    file_name: Mapped[str] = mapped_column(default="")
    """The file that brought it; "" where it was typed."""
    made_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    made_at: Mapped[dt.datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawn_reason: Mapped[str | None]


class CalendarDayChange(Base):
    """One change of what a date is, with its reason. Append-only; `calendar_day` holds the present state."""

    __tablename__ = "calendar_day_change"
    __table_args__ = (
        Index("ix_calendar_day_change_department_id_date", "department_id", "date"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    date: Mapped[dt.date]
    kind: Mapped[CalendarDayKind | None] = mapped_column(choice(CalendarDayKind, "kind"))
    """What the date became; None where it is again what the official calendar or its weekday says."""
    status: Mapped[CalendarDayStatus | None] = mapped_column(choice(CalendarDayStatus, "status"))
    name: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    made_at: Mapped[dt.datetime]


class BillingDays(Base):
    """On which days of the month bills go out (R-1.11). Append-only; the newest row of a department holds."""

    __tablename__ = "billing_days"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"), index=True)
    days: Mapped[list[int]]
    """Days of the month, 1 to 31, in order; in a shorter month a later day means its last one."""
    made_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    made_at: Mapped[dt.datetime]
