"""Entries of the duty log and what belongs to them. Every table here is append-only (R-11.2)."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.people.tables import Person, ShiftKind, Team


class EntryKind(StrEnum):
    """What an entry is about."""

    EVENT = "event"
    COMPLAINT = "complaint"
    """A customer complains (R-8.15)."""
    REQUEST = "request"
    """A customer asks for something, also after hours (R-8.15)."""
    INSTRUCTION = "instruction"
    """Of a superior: who said it (R-8.9, R-11.12)."""
    MESSAGE = "message"
    """A telephone message: when, from whom, about what (R-8.23)."""
    EQUIPMENT = "equipment"
    NOTE = "note"
    PATROL = "patrol"
    """A round past equipment and facilities (R-10.10, R-11.10)."""
    RUNNING = "running"
    """How a machine runs: the running log of engineering (R-11.9, R-11.11)."""
    METER = "meter"
    """A meter read: water, electricity, gas (R-8.20)."""
    VISITOR = "visitor"
    """Somebody from outside in a duty room or machine room (R-18.4, R-18.6)."""
    LETTER = "letter"
    """A letter left at the desk (R-11.16)."""
    MEMO = "memo"
    """A problem or an idea, written down at once (R-11.17)."""
    REVISIT = "revisit"
    """A customer asked again after a matter was settled (R-8.24)."""


class DutyEntry(Base):
    """One entry, signed by its writer in the department's chain of records. Append-only.

    Words are stored masked (`web.masking`); what was hidden lies sealed in `DutySecret`. Both go when the
    content of the record does (`web.database.forgetting`); the row stays. Team, shift kind and
    shift date name the handover container that the entry belongs to; without a shift they are None. A
    correction is an entry of the same shift that names what it corrects; an entry is corrected once, then its
    correction is.
    """

    __tablename__ = "duty_entry"
    __table_args__ = (
        UniqueConstraint("department_id", "number"),
        UniqueConstraint("by_id", "token"),
        UniqueConstraint("corrects_id"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("(corrects_id IS NULL) = (root_id IS NULL)", name="corrects"),
        CheckConstraint("(shift_kind_id IS NULL) = (shift_date IS NULL)", name="shift"),
        Index("ix_duty_entry_department_id_at", "department_id", "at"),
        Index("ix_duty_entry_person_id_shift_date", "person_id", "shift_date"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    number: Mapped[int]
    """From 1 without a gap in each department."""
    record_id: Mapped[int] = mapped_column(references("record.id"), unique=True)
    at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(references("user_account.id"))
    by_name: Mapped[str]
    by_number: Mapped[str]
    """Name and employee number of the writer when it was signed (R-11.8)."""
    person_id: Mapped[int | None] = mapped_column(references("person.id"))
    """Whose shift it belongs to; None where the writer is not rostered."""
    team_id: Mapped[int | None] = mapped_column(references("team.id"))
    """None: for the whole department."""
    shift_kind_id: Mapped[int | None] = mapped_column(references("shift_kind.id"))
    shift_date: Mapped[dt.date | None]
    kind: Mapped[EntryKind] = mapped_column(choice(EntryKind, "kind"))
    important: Mapped[bool]
    urgent: Mapped[bool]
    body: Mapped[str]
    """What happened."""
    handling: Mapped[str]
    """What was done about it (R-11.1)."""
    instructed_by: Mapped[str]
    caller: Mapped[str]
    called_at: Mapped[dt.datetime | None]
    phone: Mapped[str]
    """The customer's number, masked."""
    about: Mapped[str] = mapped_column(default="", server_default="")
    """Place, machine, meter, visitor, addressee: whatever the kind is about."""
    reading: Mapped[str] = mapped_column(default="", server_default="")
    """A meter's figure as it was read, with its decimals."""
    unit: Mapped[str] = mapped_column(default="", server_default="")
    keep_until: Mapped[dt.date | None]
    """Last day on which a letter is kept; None where no period is set (P-105)."""
    searched: Mapped[str]
    """All of these words in lower case, for the search."""
    to_handover: Mapped[bool]
    """Whether it feeds the handover of its shift."""
    outside_recorder: Mapped[bool]
    """Whether somebody else was designated to keep this record (P-43)."""
    corrects_id: Mapped[int | None] = mapped_column(references("duty_entry.id"))
    root_id: Mapped[int | None] = mapped_column(references("duty_entry.id"), index=True)
    """The first entry of the chain of corrections."""
    reason: Mapped[str]
    """Why it was corrected."""
    token: Mapped[str]
    """Of the form: sent twice, it is one entry."""

    team: Mapped[Team | None] = relationship()
    shift_kind: Mapped[ShiftKind | None] = relationship()
    secret: Mapped["DutySecret | None"] = relationship(viewonly=True)

    @property
    def is_kept(self) -> bool:
        """Whether its words are there; they are deleted with the content of its record (P-40)."""
        return bool(self.body)


class DutySecret(Base):
    """The words of an entry before they were masked, encrypted (`web.duty_log.secrets`). Append-only."""

    __tablename__ = "duty_secret"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(references("duty_entry.id"), primary_key=True)
    sealed: Mapped[str]


class DutyReveal(Base):
    """That somebody looked at hidden numbers: before they were shown, with the reason. Append-only."""

    __tablename__ = "duty_reveal"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(references("duty_entry.id"), index=True)
    at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(references("user_account.id"))
    by_name: Mapped[str]
    by_number: Mapped[str]
    reason: Mapped[str]


class DutyRecorder(Base):
    """Who keeps the record of a team's shift (R-11.6); the newest row of a shift counts. Append-only."""

    __tablename__ = "duty_recorder"
    __table_args__ = (
        Index("ix_duty_recorder_team_id_date_shift_kind_id", "team_id", "date", "shift_kind_id"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(references("team.id"))
    shift_kind_id: Mapped[int] = mapped_column(references("shift_kind.id"))
    date: Mapped[dt.date]
    person_id: Mapped[int] = mapped_column(references("person.id"))
    at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(references("user_account.id"))

    person: Mapped[Person] = relationship()
