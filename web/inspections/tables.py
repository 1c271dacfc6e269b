"""Inspections, their findings and the steps until each is closed."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.inspections import InspectionKind
from web.database import JsonObject
from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.people.tables import Person, Team


class FindingState(StrEnum):
    """Whether something is left to do."""

    OPEN = "open"
    CLOSED = "closed"


class Inspection(Base):
    """One look at the work, with what was seen of each content. Append-only; signed by its record."""

    __tablename__ = "inspection"
    __table_args__ = (
        UniqueConstraint("by_id", "token"),
        Index("ix_inspection_department_id_date", "department_id", "date"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    team_id: Mapped[int | None] = mapped_column(references("team.id"))
    """None: of the whole department."""
    record_id: Mapped[int] = mapped_column(references("record.id"), unique=True)
    date: Mapped[dt.date]
    """Local date."""
    at: Mapped[dt.datetime]
    kind: Mapped[InspectionKind] = mapped_column(choice(InspectionKind, "kind"))
    is_late: Mapped[bool]
    """The morning's one, entered after the time of P-46."""
    by_id: Mapped[int] = mapped_column(references("user_account.id"))
    by_name: Mapped[str]
    by_number: Mapped[str]
    looks: Mapped[list[JsonObject]]
    """Of each content: ``content`` (code of P-47), ``verdict``, ``note``; in the order of the policy."""
    minutes: Mapped[str]
    """Points for the day, or what a meeting came to."""
    token: Mapped[str]
    """Of the form: sent twice, it is one inspection."""

    team: Mapped[Team | None] = relationship()
    findings: Mapped[list["InspectionFinding"]] = relationship(
        back_populates="inspection", order_by="InspectionFinding.id"
    )


class InspectionFinding(Base):
    """Something that was not right, with cause and measure, open until it is closed with a result."""

    __tablename__ = "inspection_finding"
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        UniqueConstraint("by_id", "token"),
        Index("ix_inspection_finding_department_id_state", "department_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    inspection_id: Mapped[int] = mapped_column(references("inspection.id"), index=True)
    record_id: Mapped[int] = mapped_column(references("record.id"), index=True)
    """The inspection's own, or that by which it was added."""
    content: Mapped[str]
    """Code of P-47, or empty."""
    what: Mapped[str]
    cause: Mapped[str]
    measure: Mapped[str]
    responsible_id: Mapped[int | None] = mapped_column(references("person.id"), index=True)
    """None: whoever inspected sees to it."""
    due_on: Mapped[dt.date | None]
    corrected: Mapped[bool]
    """Put right on the spot."""
    state: Mapped[FindingState] = mapped_column(choice(FindingState, "state"))
    lock_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(references("user_account.id"))
    changed_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    token: Mapped[str]

    inspection: Mapped[Inspection] = relationship(back_populates="findings")
    responsible: Mapped[Person | None] = relationship()
    steps: Mapped[list["FindingStep"]] = relationship(order_by="FindingStep.id", viewonly=True)


class FindingStep(Base):
    """What was done about a finding; the last one closes it with the result. Append-only."""

    __tablename__ = "finding_step"
    __table_args__ = (UniqueConstraint("by_id", "token"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(references("inspection_finding.id"), index=True)
    record_id: Mapped[int] = mapped_column(references("record.id"), unique=True)
    at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(references("user_account.id"))
    by_name: Mapped[str]
    by_number: Mapped[str]
    words: Mapped[str]
    closes: Mapped[bool]
    token: Mapped[str]
