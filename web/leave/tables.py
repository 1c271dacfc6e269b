"""Leave as it is asked for and decided; every decision is a signed record besides (`web.records`)."""

import datetime as dt

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.leave.asking import Channel, LeaveKind
from roster.leave.life import LeaveState
from web.accounts.tables import User
from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.people.tables import Person, ShiftKind


class LeaveRequest(Base):
    """One leave. `state` and `lock_version` change by conditional UPDATE only (`web.leave.steps`)."""

    __tablename__ = "leave_request"
    __table_args__ = (
        UniqueConstraint("created_by_id", "token"),
        Index("ix_leave_request_department_id_state", "department_id", "state"),
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("ended_on BETWEEN first_day AND last_day", name="ended_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"))
    caller: Mapped[str] = mapped_column(default="")
    """Name of whoever asked or called for the person."""
    token: Mapped[str]
    """Made with the form: a form that is sent twice is one request."""
    kind: Mapped[LeaveKind] = mapped_column(choice(LeaveKind, "kind"))
    is_special: Mapped[bool] = mapped_column(default=False)
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]
    """The last day that was taken, where the person came back early (销假)."""
    reason: Mapped[str]
    state: Mapped[LeaveState] = mapped_column(choice(LeaveState, "state"))
    lock_version: Mapped[int] = mapped_column(default=1)
    policy_version_id: Mapped[int] = mapped_column(references("policy_version.id"))
    chain: Mapped[list[str]]
    """Roles that approve, in order; it grows when a day turns out to be holiday duty."""
    is_late: Mapped[bool] = mapped_column(default=False)
    on_holiday: Mapped[bool] = mapped_column(default=False)
    is_regulated: Mapped[bool] = mapped_column(default=True)
    """False: the source names nobody for so many days (A-15)."""
    needs_proof: Mapped[bool] = mapped_column(default=False)
    proof_due: Mapped[dt.date | None]
    expires_at: Mapped[dt.datetime]
    """Without all approvals by then it is over: the first shift's start."""
    outcome: Mapped[str] = mapped_column(default="")
    """What a person found of a proposed absence: ``absent`` or ``worked``; empty otherwise."""
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]

    person: Mapped[Person] = relationship()
    created_by: Mapped[User] = relationship()
    consents: Mapped[list["LeaveConsent"]] = relationship(order_by="LeaveConsent.step")
    covers: Mapped[list["LeaveCover"]] = relationship(order_by="LeaveCover.date")
    proofs: Mapped[list["LeaveProof"]] = relationship(order_by="LeaveProof.id")

    @hybrid_property
    def until(self) -> dt.date:
        """The last day that is leave."""
        return self.ended_on or self.last_day

    @until.inplace.expression
    @classmethod
    def _until(cls) -> ColumnElement[dt.date]:
        return func.coalesce(cls.ended_on, cls.last_day)


class LeaveConsent(Base):
    """One approval. Append-only."""

    __tablename__ = "leave_consent"
    __table_args__ = (UniqueConstraint("leave_id", "step"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    leave_id: Mapped[int] = mapped_column(references("leave_request.id"))
    step: Mapped[int]
    """Place in the chain, from 1."""
    role: Mapped[str]
    user_id: Mapped[int] = mapped_column(references("user_account.id"))
    at: Mapped[dt.datetime]


class LeaveCover(Base):
    """What becomes of one shift of the leave: somebody stands in, or it is left open. Append-only."""

    __tablename__ = "leave_cover"
    __table_args__ = (
        UniqueConstraint("leave_id", "date"),
        CheckConstraint("(stand_in_id IS NULL) = (reason <> '')", name="decision"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    leave_id: Mapped[int] = mapped_column(references("leave_request.id"))
    date: Mapped[dt.date]
    shift_kind_id: Mapped[int] = mapped_column(references("shift_kind.id"))
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    stand_in_id: Mapped[int | None] = mapped_column(references("person.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    """Why it is left open."""
    made_version_id: Mapped[int] = mapped_column(references("roster_version.id"))
    """The version of the roster that it made."""

    shift_kind: Mapped[ShiftKind] = relationship()
    stand_in: Mapped[Person | None] = relationship()


class LeaveProof(Base):
    """The dates that one certificate states; what stands on it is not kept. `refused_at` is set once."""

    __tablename__ = "leave_proof"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    leave_id: Mapped[int] = mapped_column(references("leave_request.id"), index=True)
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    registered_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    registered_at: Mapped[dt.datetime]
    refused_at: Mapped[dt.datetime | None]
