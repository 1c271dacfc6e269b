"""Overtime of people and offers of it; every decision is a signed record besides (`web.records`)."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.overtime.life import OvertimeState
from roster.overtime.origins import Origin
from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.people.tables import Person, ShiftKind, Skill


class OfferState(StrEnum):
    """Where an offer stands."""

    OPEN = "open"
    FILLED = "filled"
    EXPIRED = "expired"
    CLOSED = "closed"
    """Taken back by whoever made it; who has taken it keeps it."""


class OvertimeOffer(Base):
    """Overtime that is offered to everybody who may work it, until `wanted` people have taken it.

    `taken` and `state` change by one conditional UPDATE (`web.overtime.taking`).
    """

    __tablename__ = "overtime_offer"
    __table_args__ = (
        UniqueConstraint("department_id", "token"),
        CheckConstraint("ends_at > starts_at", name="ends_at"),
        CheckConstraint("wanted >= 1", name="wanted"),
        CheckConstraint("taken BETWEEN 0 AND wanted", name="taken"),
        Index("ix_overtime_offer_department_id_state", "department_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    date: Mapped[dt.date]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    shift_kind_id: Mapped[int | None] = mapped_column(references("shift_kind.id"))
    """A whole shift: who takes it gets it in the roster. None for a stretch of time."""
    skill_id: Mapped[int | None] = mapped_column(references("skill.id"))
    wanted: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    deadline: Mapped[dt.datetime]
    reason: Mapped[str]
    state: Mapped[OfferState] = mapped_column(choice(OfferState, "state"), default=OfferState.OPEN)
    lock_version: Mapped[int] = mapped_column(default=1)
    token: Mapped[str]
    policy_version_id: Mapped[int] = mapped_column(references("policy_version.id"))
    created_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]

    shift_kind: Mapped[ShiftKind | None] = relationship()
    skill: Mapped[Skill | None] = relationship()


class OvertimeReply(Base):
    """A person's answer to an offer, given once. Append-only."""

    __tablename__ = "overtime_reply"
    __table_args__ = (UniqueConstraint("offer_id", "person_id"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(references("overtime_offer.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"), index=True)
    takes: Mapped[bool]
    at: Mapped[dt.datetime]

    person: Mapped[Person] = relationship()


class OvertimeEntry(Base):
    """Overtime of one person. `state` and `lock_version` change by conditional UPDATE only."""

    __tablename__ = "overtime_entry"
    __table_args__ = (
        UniqueConstraint("department_id", "token"),
        CheckConstraint("ends_at > starts_at", name="ends_at"),
        CheckConstraint("minutes >= 0", name="minutes"),
        Index("ix_overtime_entry_department_id_state", "department_id", "state"),
        Index("ix_overtime_entry_person_id_date", "person_id", "date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"))
    date: Mapped[dt.date]
    """The day it is booked on: that of the shift which it makes longer, else that of its start."""
    origin: Mapped[Origin] = mapped_column(choice(Origin, "origin"))
    state: Mapped[OvertimeState] = mapped_column(choice(OvertimeState, "state"))
    lock_version: Mapped[int] = mapped_column(default=1)
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    minutes: Mapped[int]
    """Planned; once worked, those that count."""
    on_day_off: Mapped[bool] = mapped_column(default=False)
    """Whether the roster gave the person no shift that day."""
    shift_kind_id: Mapped[int | None] = mapped_column(references("shift_kind.id"))
    """A whole shift, which the roster holds as well."""
    emergency: Mapped[bool] = mapped_column(default=False)
    """Ordered in an emergency of Labour Law art. 42."""
    flags: Mapped[list[str]] = mapped_column(default=list)
    """What is to be said of it: codes of remarks and of rules that it breaks."""
    reason: Mapped[str] = mapped_column(default="")
    token: Mapped[str]
    """Made with the form, or from the shift: what is sent twice is one overtime."""
    offer_id: Mapped[int | None] = mapped_column(references("overtime_offer.id"), index=True)
    policy_version_id: Mapped[int] = mapped_column(references("policy_version.id"))
    expires_at: Mapped[dt.datetime | None]
    """Without an answer by then it is over; None where nobody is asked."""
    created_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    """None where it was booked by what happened."""
    approved_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    """Who approved, ordered or offered it; None where the regulation itself allows it."""
    record_number: Mapped[int | None]
    """Number of the signed record of that."""
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]

    person: Mapped[Person] = relationship()
    shift_kind: Mapped[ShiftKind | None] = relationship()
    offer: Mapped[OvertimeOffer | None] = relationship()
