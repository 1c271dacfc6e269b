"""Rosters played through call by call: what was asked, how far it is, and what came out."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.database.base import Base, references
from web.database.types import JsonObject, choice


class SimulationState(StrEnum):
    """How a simulation stands."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class RosterSimulation(Base):
    """One simulation of a roster version, worked on by a child process that reports after every run.

    It is stopped by its state alone: the child process finds after its run that it is not running any more.
    """

    __tablename__ = "roster_simulation"
    __table_args__ = (CheckConstraint("runs > 0 AND runs_done >= 0 AND runs_done <= runs", name="runs"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_version_id: Mapped[int] = mapped_column(
        references("roster_version.id", on_delete="CASCADE"), index=True
    )
    requirement_id: Mapped[int] = mapped_column(references("requirement.id"))
    """The need whose forecast is played, with its handling time, patience and shrinkage."""
    state: Mapped[SimulationState] = mapped_column(
        choice(SimulationState, "state"), default=SimulationState.RUNNING
    )
    runs: Mapped[int]
    """How often the month is played."""
    runs_done: Mapped[int] = mapped_column(default=0)
    lock_version: Mapped[int]
    """Of the roster version when it was asked for: a draft may be changed afterwards."""
    result: Mapped[JsonObject | None]
    """What came out; there once it is done."""
    requested_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    requested_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    """When the child process last reported."""
