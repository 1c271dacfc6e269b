"""Rosters as versions, who is on shift when, wishes before and acknowledgements after publication."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from web.database.base import APPEND_ONLY, Base, references
from web.database.types import Month, choice
from web.people.tables import Department, Person, ShiftKind


class VersionState(StrEnum):
    """States of a roster version: draft → submitted → approved → published; submitted → returned → draft."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class RoundState(StrEnum):
    """States of a wishes round."""

    OPEN = "open"
    CLOSED = "closed"


class Answer(StrEnum):
    """What somebody answers to a published roster."""

    GOT_IT = "got_it"
    PROBLEM = "problem"


def never_two_shifts_at_once(name: str, *same: str) -> SchemaItem:
    """Return PostgreSQL's guard that rows equal in all columns `same` never overlap in time.

    SQLite has no exclusion constraints; there triggers of the first migration do the same.
    """
    return ExcludeConstraint(
        *((column, "=") for column in same),
        (func.tstzrange(text("starts_at"), text("ends_at")), "&&"),
        name=name,
        using="gist",
    ).ddl_if(dialect="postgresql")


class Roster(Base):
    """The roster of one department and month; its content lives in versions."""

    __tablename__ = "roster"
    __table_args__ = (UniqueConstraint("department_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    month: Mapped[dt.date] = mapped_column(Month)
    created_at: Mapped[dt.datetime]

    department: Mapped[Department] = relationship()


class RosterVersion(Base):
    """One version of a roster. `state` and `lock_version` change by conditional UPDATE only."""

    __tablename__ = "roster_version"
    __table_args__ = (
        UniqueConstraint("roster_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        Index(
            "uq_roster_version_roster_id_published",
            "roster_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(references("roster.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(choice(VersionState, "state"), default=VersionState.DRAFT)
    based_on_id: Mapped[int | None] = mapped_column(references("roster_version.id"))
    policy_version_id: Mapped[int] = mapped_column(references("policy_version.id"))
    requirement_id: Mapped[int | None] = mapped_column(references("requirement.id"))
    lock_version: Mapped[int] = mapped_column(default=1)
    """Counts every change of the content; an edit names the value it saw and is refused when it is old."""
    submissions: Mapped[int] = mapped_column(default=0)
    """How often it has been submitted; approvals belong to one submission."""
    created_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    submitted_at: Mapped[dt.datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    """Who took the last approval step."""
    approved_at: Mapped[dt.datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    published_at: Mapped[dt.datetime | None]

    roster: Mapped[Roster] = relationship()


class RosterEvent(Base):
    """One change of a version's state: who, when, from where to where. Append-only."""

    __tablename__ = "roster_event"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_version_id: Mapped[int] = mapped_column(references("roster_version.id"), index=True)
    at: Mapped[dt.datetime]
    actor_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    from_state: Mapped[VersionState | None] = mapped_column(choice(VersionState, "from_state"))
    to_state: Mapped[VersionState] = mapped_column(choice(VersionState, "to_state"))
    note: Mapped[str] = mapped_column(default="")
    late: Mapped[bool] = mapped_column(default=False)
    """Submitted after the due day of the policy (R-2.7)."""


class Approval(Base):
    """One step of the approval chain, taken by one account for one submission. Append-only."""

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("roster_version_id", "submission", "step"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_version_id: Mapped[int] = mapped_column(references("roster_version.id"))
    submission: Mapped[int]
    step: Mapped[int]
    """Place in the chain of the policy (P-10), from 1."""
    role: Mapped[str]
    approved_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    approved_at: Mapped[dt.datetime]


class Assignment(Base):
    """One shift of one person in one version. `date` is the local date on which the shift starts."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_at"),
        Index("ix_assignment_roster_version_id_person_id_date", "roster_version_id", "person_id", "date"),
        Index("ix_assignment_person_id_starts_at", "person_id", "starts_at"),
        never_two_shifts_at_once("ex_assignment_overlap", "roster_version_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_version_id: Mapped[int] = mapped_column(references("roster_version.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"))
    date: Mapped[dt.date]
    shift_kind_id: Mapped[int] = mapped_column(references("shift_kind.id"))
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    locked: Mapped[bool] = mapped_column(default=False)
    """A locked shift is kept by the solver."""

    person: Mapped[Person] = relationship()
    shift_kind: Mapped[ShiftKind] = relationship()


class RosterLock(Base):
    """A rest day that the solver keeps (a locked cell without a shift)."""

    __tablename__ = "roster_lock"

    roster_version_id: Mapped[int] = mapped_column(references("roster_version.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(references("person.id"), primary_key=True)
    date: Mapped[dt.date] = mapped_column(primary_key=True)


class AssignmentInForce(Base):
    """The shifts that count now, over all months and departments; rewritten in the publish transaction."""

    __tablename__ = "assignment_in_force"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_at"),
        Index("ix_assignment_in_force_person_id_starts_at", "person_id", "starts_at"),
        Index("ix_assignment_in_force_roster_id_date", "roster_id", "date"),
        never_two_shifts_at_once("ex_assignment_in_force_overlap", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(references("assignment.id"), unique=True)
    roster_id: Mapped[int] = mapped_column(references("roster.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"))
    date: Mapped[dt.date]
    shift_kind_id: Mapped[int] = mapped_column(references("shift_kind.id"))
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]

    assignment: Mapped[Assignment] = relationship()
    person: Mapped[Person] = relationship()
    shift_kind: Mapped[ShiftKind] = relationship()


class WishRound(Base):
    """The window in which people state wishes for a month."""

    __tablename__ = "wish_round"
    __table_args__ = (
        UniqueConstraint("department_id", "month"),
        CheckConstraint("closes_at > opens_at", name="closes_at"),
        CheckConstraint("quota >= 0", name="quota"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    month: Mapped[dt.date] = mapped_column(Month)
    opens_at: Mapped[dt.datetime]
    closes_at: Mapped[dt.datetime]
    quota: Mapped[int]
    """Wishes a person may state."""
    state: Mapped[RoundState] = mapped_column(choice(RoundState, "state"), default=RoundState.OPEN)
    created_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    created_at: Mapped[dt.datetime]
    closed_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    closed_at: Mapped[dt.datetime | None]


class Wish(Base):
    """One wish: a day off, or a shift kind, on one date."""

    __tablename__ = "wish"
    __table_args__ = (
        UniqueConstraint("wish_round_id", "person_id", "date"),
        CheckConstraint("weight >= 1", name="weight"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wish_round_id: Mapped[int] = mapped_column(references("wish_round.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"), index=True)
    date: Mapped[dt.date]
    shift_kind_id: Mapped[int | None] = mapped_column(references("shift_kind.id"))
    """The wanted kind; None wishes the day off."""
    weight: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(default="")
    stated_at: Mapped[dt.datetime]

    person: Mapped[Person] = relationship()
    shift_kind: Mapped[ShiftKind | None] = relationship()


class NoWish(Base):
    """A person's answer to a wishes round: no wishes this month. A wish stated later takes it back."""

    __tablename__ = "no_wish"

    wish_round_id: Mapped[int] = mapped_column(references("wish_round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(references("person.id"), primary_key=True)
    stated_at: Mapped[dt.datetime]


class Acknowledgement(Base):
    """A person's answer to a published version. Append-only: the latest answer counts."""

    __tablename__ = "acknowledgement"
    __table_args__ = (
        Index("ix_acknowledgement_roster_version_id_person_id", "roster_version_id", "person_id"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_version_id: Mapped[int] = mapped_column(references("roster_version.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"))
    answer: Mapped[Answer] = mapped_column(choice(Answer, "answer"))
    words: Mapped[str] = mapped_column(default="")
    """The problem in the person's own words."""
    at: Mapped[dt.datetime]
