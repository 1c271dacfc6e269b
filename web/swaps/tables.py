"""Swaps as they are asked for and decided; every decision is a signed record besides (`web.records`)."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.swaps.life import SwapState
from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.people.tables import Person, ShiftKind
from web.rosters.tables import RosterVersion


class SwapRequest(Base):
    """One swap. `state` and `lock_version` change by conditional UPDATE only (`web.swaps.steps`)."""

    __tablename__ = "swap_request"
    __table_args__ = (
        UniqueConstraint("created_by_id", "token"),
        Index("ix_swap_request_department_id_state", "department_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    month: Mapped[dt.date]
    """First day of the month whose roster it changes."""
    requester_id: Mapped[int] = mapped_column(references("person.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    """Who asked: the requester, or a manager on behalf."""
    on_behalf: Mapped[bool] = mapped_column(default=False)
    by_company: Mapped[bool] = mapped_column(default=False)
    token: Mapped[str]
    """Made with the form: a form that is sent twice is one swap."""
    ground: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    state: Mapped[SwapState] = mapped_column(choice(SwapState, "state"), default=SwapState.PROPOSED)
    lock_version: Mapped[int] = mapped_column(default=1)
    seen_version_id: Mapped[int] = mapped_column(references("roster_version.id"))
    """The published version on which it was last judged."""
    made_version_id: Mapped[int | None] = mapped_column(references("roster_version.id"))
    """The version that it made when it took effect."""
    policy_version_id: Mapped[int] = mapped_column(references("policy_version.id"))
    chain: Mapped[list[str]]
    """Roles that approve, in order, as the policy had it when it was asked for."""
    asks_counterpart: Mapped[bool]
    on_holiday: Mapped[bool] = mapped_column(default=False)
    undoes_id: Mapped[int | None] = mapped_column(references("swap_request.id"), index=True)
    """The swap in effect that this one takes back."""
    payback_due: Mapped[dt.date | None]
    expires_at: Mapped[dt.datetime]
    """Without all approvals by then it is over (notice of the first shift, else its start)."""
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]

    requester: Mapped[Person] = relationship()
    moves: Mapped[list["SwapMove"]] = relationship(order_by="SwapMove.id")
    consents: Mapped[list["SwapConsent"]] = relationship(order_by="SwapConsent.id")
    payment: Mapped["SwapPayment | None"] = relationship()
    """Which debt it pays back, if any."""
    seen_version: Mapped[RosterVersion] = relationship(foreign_keys=[seen_version_id])


class SwapMove(Base):
    """One shift that changes hands; times are those of the roster when it was asked for. Append-only."""

    __tablename__ = "swap_move"
    __table_args__ = (
        UniqueConstraint("swap_id", "giver_id", "date"),
        UniqueConstraint("swap_id", "taker_id", "date"),
        CheckConstraint("giver_id <> taker_id", name="taker"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    swap_id: Mapped[int] = mapped_column(references("swap_request.id"))
    date: Mapped[dt.date] = mapped_column(index=True)
    giver_id: Mapped[int] = mapped_column(references("person.id"))
    taker_id: Mapped[int] = mapped_column(references("person.id"))
    shift_kind_id: Mapped[int] = mapped_column(references("shift_kind.id"))
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    is_payback: Mapped[bool] = mapped_column(default=False)

    giver: Mapped[Person] = relationship(foreign_keys=[giver_id])
    taker: Mapped[Person] = relationship(foreign_keys=[taker_id])
    shift_kind: Mapped[ShiftKind] = relationship()


class SwapConsent(Base):
    """One yes: of a person who takes a shift (`role` is None), or of an approver. Append-only."""

    __tablename__ = "swap_consent"
    __table_args__ = (
        UniqueConstraint("swap_id", "person_id"),
        UniqueConstraint("swap_id", "step"),
        CheckConstraint("(person_id IS NULL) <> (step IS NULL)", name="step"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    swap_id: Mapped[int] = mapped_column(references("swap_request.id"))
    person_id: Mapped[int | None] = mapped_column(references("person.id"))
    step: Mapped[int | None]
    """Place in the chain, from 1; None for a person's."""
    role: Mapped[str | None]
    user_id: Mapped[int] = mapped_column(references("user_account.id"))
    at: Mapped[dt.datetime]


class SwapDebt(Base):
    """A shift that is owed after a stand-in (还班); `paid_on` is set once, by conditional UPDATE."""

    __tablename__ = "swap_debt"
    __table_args__ = (UniqueConstraint("move_id"), Index("ix_swap_debt_debtor_id", "debtor_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    swap_id: Mapped[int] = mapped_column(references("swap_request.id"), index=True)
    move_id: Mapped[int] = mapped_column(references("swap_move.id"))
    debtor_id: Mapped[int] = mapped_column(references("person.id"))
    creditor_id: Mapped[int] = mapped_column(references("person.id"), index=True)
    due: Mapped[dt.date | None]
    paid_on: Mapped[dt.date | None]
    """Date of the shift that pays it back."""
    paid_by_id: Mapped[int | None] = mapped_column(references("swap_move.id"))
    """The move that pays it back."""
    cancelled: Mapped[bool] = mapped_column(default=False)
    """Taken back with its swap."""

    debtor: Mapped[Person] = relationship(foreign_keys=[debtor_id])
    creditor: Mapped[Person] = relationship(foreign_keys=[creditor_id])
    move: Mapped[SwapMove] = relationship(foreign_keys=[move_id])


class SwapPayment(Base):
    """That a swap is asked for to pay back a debt; it does so once it takes effect. Append-only."""

    __tablename__ = "swap_payment"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(references("swap_request.id"), primary_key=True)
    """The swap's own."""
    debt_id: Mapped[int] = mapped_column(references("swap_debt.id"), index=True)


class SwapFailure(Base):
    """That a swapped shift stayed without anybody, or went wrong, and who bears what. Append-only.

    Shares are decided by a person, never by the system (A-23, A-24).
    """

    __tablename__ = "swap_failure"
    __table_args__ = (
        UniqueConstraint("move_id"),
        CheckConstraint("giver_share BETWEEN 0 AND 100", name="giver_share"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    swap_id: Mapped[int] = mapped_column(references("swap_request.id"), index=True)
    move_id: Mapped[int] = mapped_column(references("swap_move.id"))
    giver_share: Mapped[int]
    """Per cent that who gave the shift bears; the rest is the taker's."""
    unexcused: Mapped[bool]
    """Whether it counts as absence without leave (R-4.13, 旷工)."""
    reason: Mapped[str]
    decided_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    at: Mapped[dt.datetime]

    move: Mapped[SwapMove] = relationship()
