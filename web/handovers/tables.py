"""Handovers in two levels: the container of a team's shift, and inside it one handover per person."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, false, or_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.handovers.life import HandoverState
from web.accounts.tables import User
from web.database.base import Base, references
from web.database.types import choice
from web.people.tables import Person, ShiftKind, Team
from web.rosters.tables import Assignment


class ReceiverRule(StrEnum):
    """Who receives: the leader of the next shift, the same post, or somebody named at publication."""

    NEXT_LEADER = "next_leader"
    SAME_POST = "same_post"
    NAMED = "named"


class HandoverContainer(Base):
    """One team's shift: joint count, checklist, shift-wide items and the leader's check belong to it."""

    __tablename__ = "handover_container"
    __table_args__ = (
        UniqueConstraint("team_id", "shift_kind_id", "date"),
        Index("ix_handover_container_ends_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(references("team.id"))
    shift_kind_id: Mapped[int] = mapped_column(references("shift_kind.id"))
    date: Mapped[dt.date] = mapped_column(index=True)
    """Local date on which the shift starts."""
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    policy_version_id: Mapped[int] = mapped_column(references("policy_version.id"))
    created_at: Mapped[dt.datetime]

    team: Mapped[Team] = relationship()
    shift_kind: Mapped[ShiftKind] = relationship()
    handovers: Mapped[list["Handover"]] = relationship(back_populates="container")


class Handover(Base):
    """The handover of one person at the end of one shift in force.

    A new roster addresses it anew while it is `planned`; once begun it stays as it is. The assignment
    is the published one, so a handover outlives the rewriting of `assignment_in_force`.
    """

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("container_id", "outgoing_id"),
        Index("ix_handover_state", "state"),
        CheckConstraint("receiver_id IS NULL OR receiver_id <> outgoing_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    container_id: Mapped[int] = mapped_column(references("handover_container.id"))
    assignment_id: Mapped[int] = mapped_column(references("assignment.id"), unique=True)
    outgoing_id: Mapped[int] = mapped_column(references("person.id"), index=True)
    receiver_rule: Mapped[ReceiverRule] = mapped_column(
        choice(ReceiverRule, "receiver_rule"), default=ReceiverRule.NEXT_LEADER
    )
    planned_receiver_id: Mapped[int | None] = mapped_column(references("person.id"), index=True)
    """None where the next shift has nobody to receive yet."""
    state: Mapped[HandoverState] = mapped_column(
        choice(HandoverState, "state"), default=HandoverState.PLANNED
    )
    lock_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    changed_at: Mapped[dt.datetime | None]
    """None until somebody has done something to it."""
    version: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """Of the content: raised by each submission."""
    nothing_to_report: Mapped[bool] = mapped_column(default=False, server_default=false())
    empty_sections: Mapped[str] = mapped_column(default="", server_default="")
    """Codes of the sections of which it was said that there is nothing to report, separated by commas."""
    is_leaders: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The outgoing person leads the shift: the record goes unchecked (R-9.7)."""
    receiver_id: Mapped[int | None] = mapped_column(references("person.id"), index=True)
    """Who has begun to receive, or was appointed in place of the planned one."""
    submitted_at: Mapped[dt.datetime | None]
    is_late: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Submitted after the window (R-9.6)."""
    signed_out: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The outgoing person has signed the present version."""
    acting_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    """Who hands over by order in place of the outgoing person, who cannot; None: that person does."""
    is_ordered: Mapped[bool] = mapped_column(default=False, server_default=false())
    face_to_face: Mapped[bool] = mapped_column(default=False, server_default=false())
    completed_at: Mapped[dt.datetime | None]
    """When responsibility passed."""
    created_at: Mapped[dt.datetime]

    container: Mapped[HandoverContainer] = relationship(back_populates="handovers")
    assignment: Mapped[Assignment] = relationship()
    outgoing: Mapped[Person] = relationship(foreign_keys=[outgoing_id])
    planned_receiver: Mapped[Person | None] = relationship(foreign_keys=[planned_receiver_id])
    receiver: Mapped[Person | None] = relationship(foreign_keys=[receiver_id])
    acting: Mapped[User | None] = relationship(foreign_keys=[acting_id])

    @property
    def receiving_id(self) -> int | None:
        """The person who receives: who has begun to, or was appointed, or else the planned one."""
        return self.receiver_id or self.planned_receiver_id


def could_be_made() -> ColumnElement[bool]:
    """Return the condition on a handover and its container that leaves out what nobody could write in time.

    A roster published late plans handovers of shifts that were over by then; one that was written all the
    same counts.
    """
    return or_(
        Handover.state != HandoverState.PLANNED,
        Handover.created_at < HandoverContainer.ends_at,
    )
