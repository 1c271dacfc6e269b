"""Shifts that are offered to everybody who may take them, until somebody does."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import APPEND_ONLY, Base, references
from web.database.types import choice
from web.people.tables import Person, ShiftKind


class OfferState(StrEnum):
    """Where an offer stands."""

    OPEN = "open"
    TAKEN = "taken"
    """A swap has come of it."""
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CLOSED = "closed"
    """There is no such shift any more: leave on it was granted."""


class SwapOffer(Base):
    """One offered shift. `state` and `lock_version` change by conditional UPDATE only (`change_if_seen`)."""

    __tablename__ = "swap_offer"
    __table_args__ = (
        UniqueConstraint("created_by_id", "token"),
        Index("ix_swap_offer_department_id_state", "department_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"), index=True)
    """Whose shift it is."""
    created_by_id: Mapped[int] = mapped_column(references("user_account.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)
    token: Mapped[str]
    """Made with the form: a form that is sent twice is one offer."""
    date: Mapped[dt.date]
    shift_kind_id: Mapped[int] = mapped_column(references("shift_kind.id"))
    allows_exchange: Mapped[bool]
    """Whether the taker's own shift of the day may come in return; else only who is off can take it."""
    ground: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    state: Mapped[OfferState] = mapped_column(choice(OfferState, "state"), default=OfferState.OPEN)
    lock_version: Mapped[int] = mapped_column(default=1)
    swap_id: Mapped[int | None] = mapped_column(references("swap_request.id"), index=True)
    expires_at: Mapped[dt.datetime]
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]

    person: Mapped[Person] = relationship()
    shift_kind: Mapped[ShiftKind] = relationship()
    invitations: Mapped[list["SwapInvitation"]] = relationship(order_by="SwapInvitation.id")


class SwapInvitation(Base):
    """Somebody who might take the shift when it was offered, and was told. Append-only."""

    __tablename__ = "swap_invitation"
    __table_args__ = (UniqueConstraint("offer_id", "person_id"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(references("swap_offer.id"))
    person_id: Mapped[int] = mapped_column(references("person.id"), index=True)

    person: Mapped[Person] = relationship()
