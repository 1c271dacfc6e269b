"""Clock events and what people decide about them. Events are only ever added to."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.attendance.away import AwayState
from roster.attendance.events import ClockAct
from web.database.base import APPEND_ONLY, Base, references
from web.database.types import JsonObject, Month, choice
from web.people.tables import Person, ShiftKind


class ClockSource(StrEnum):
    """Where an event comes from."""

    WEB = "web"
    API = "api"
    IMPORT = "import"
    CORRECTION = "correction"


class CorrectionState(StrEnum):
    """States of a correction: open → approved | refused."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"


class RollCallState(StrEnum):
    """What a leader sees of one person at the roll call (点名)."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    ELSEWHERE = "elsewhere"
    """At another person's post (串岗, R-7.18)."""


class ClockEventRow(Base):
    """One event of one person. Append-only: a correction sets one aside, it never changes it.

    The same act in the same minute is the same event, whoever sends it twice.
    """

    __tablename__ = "clock_event"
    __table_args__ = (
        UniqueConstraint("person_id", "act", "minute"),
        Index("ix_clock_event_department_id_at", "department_id", "at"),
        Index("ix_clock_event_person_id_at", "person_id", "at"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"))
    act: Mapped[ClockAct] = mapped_column(choice(ClockAct, "act"))
    at: Mapped[dt.datetime]
    minute: Mapped[int]
    """Full minutes of `at` since 1970, UTC."""
    source: Mapped[ClockSource] = mapped_column(choice(ClockSource, "source"))
    by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    """Who clocked; None for a device."""
    on_behalf: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    """Why somebody leaves the post, or clocks for somebody else."""
    stored_at: Mapped[dt.datetime]

    person: Mapped[Person] = relationship()


class ClockCorrection(Base):
    """A request to add an event, to set one aside, or both; the original stays.

    `state` and `lock_version` change by conditional UPDATE only.
    """

    __tablename__ = "clock_correction"
    __table_args__ = (
        UniqueConstraint("created_by_id", "token"),
        CheckConstraint("(act IS NULL) = (at IS NULL)", name="adds"),
        CheckConstraint("act IS NOT NULL OR strikes_id IS NOT NULL", name="does"),
        Index("ix_clock_correction_department_id_state", "department_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"), index=True)
    act: Mapped[ClockAct | None] = mapped_column(choice(ClockAct, "act"))
    at: Mapped[dt.datetime | None]
    """The event to be added; None where one is only set aside."""
    strikes_id: Mapped[int | None] = mapped_column(references("clock_event.id"))
    """The event to be set aside."""
    added_id: Mapped[int | None] = mapped_column(references("clock_event.id"))
    """The event that its approval added."""
    reason: Mapped[str]
    token: Mapped[str]
    state: Mapped[CorrectionState] = mapped_column(
        choice(CorrectionState, "state"), default=CorrectionState.OPEN
    )
    lock_version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    created_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    """By when it should be decided."""
    changed_at: Mapped[dt.datetime]
    decided_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    answer: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
    strikes: Mapped[ClockEventRow | None] = relationship(foreign_keys=[strikes_id])


class ClockRelease(Base):
    """That a leader let somebody go although relief or handover was missing. Append-only."""

    __tablename__ = "clock_release"
    __table_args__ = (UniqueConstraint("person_id", "date", "shift_kind_id"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"))
    date: Mapped[dt.date]
    shift_kind_id: Mapped[int] = mapped_column(references("shift_kind.id"))
    at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(references("user_account.id"))
    reason: Mapped[str]


class PostLeaving(Base):
    """That somebody asks to leave the post during a shift (P-75); see `web.attendance.away`."""

    __tablename__ = "post_leaving"
    __table_args__ = (
        UniqueConstraint("created_by_id", "token"),
        CheckConstraint("minutes >= 1", name="minutes"),
        Index("ix_post_leaving_department_id_state", "department_id", "state"),
        Index("ix_post_leaving_person_id_date", "person_id", "date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"))
    date: Mapped[dt.date]
    """Of the shift."""
    shift_kind_id: Mapped[int] = mapped_column(references("shift_kind.id"))
    minutes: Mapped[int]
    """Asked for, and allowed: at most."""
    reason: Mapped[str]
    approver: Mapped[str]
    """Role that allows it, by the policy of the shift's day."""
    urgent: Mapped[bool] = mapped_column(default=False)
    """It could not wait: the person left first, and it is decided on afterwards."""
    event_id: Mapped[int | None] = mapped_column(references("clock_event.id"))
    """With which event the person left on it."""
    token: Mapped[str]
    state: Mapped[AwayState] = mapped_column(choice(AwayState, "state"), default=AwayState.ASKED)
    lock_version: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[dt.datetime]
    """The end of the duty."""
    created_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]
    decided_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    answer: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
    event: Mapped[ClockEventRow | None] = relationship()


class RollCall(Base):
    """The leader's roll call at the start of a team's shift (P-38, R-7.20). Append-only."""

    __tablename__ = "roll_call"
    __table_args__ = (UniqueConstraint("team_id", "shift_kind_id", "date"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    team_id: Mapped[int] = mapped_column(references("team.id"))
    shift_kind_id: Mapped[int] = mapped_column(references("shift_kind.id"))
    date: Mapped[dt.date] = mapped_column(index=True)
    at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(references("user_account.id"))
    comment: Mapped[str] = mapped_column(default="")
    """点评: what was said to everybody."""

    marks: Mapped[list["RollCallMark"]] = relationship(order_by="RollCallMark.id")
    shift_kind: Mapped[ShiftKind] = relationship()


class RollCallMark(Base):
    """One person at a roll call. Append-only."""

    __tablename__ = "roll_call_mark"
    __table_args__ = (UniqueConstraint("roll_call_id", "person_id"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    roll_call_id: Mapped[int] = mapped_column(references("roll_call.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"), index=True)
    state: Mapped[RollCallState] = mapped_column(choice(RollCallState, "state"))


class AttendancePublication(Base):
    """A month's register as it was published: frozen. Append-only."""

    __tablename__ = "attendance_publication"
    __table_args__ = (UniqueConstraint("department_id", "month"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    month: Mapped[dt.date] = mapped_column(Month)
    at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(references("user_account.id"))
    content: Mapped[JsonObject]


class ClockToken(Base):
    """The secret of a department's clock devices; kept as a hash."""

    __tablename__ = "clock_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    made_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]
