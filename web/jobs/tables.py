"""Solve jobs: what is asked of the solver, how far it is, what came of it."""

import datetime as dt
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import APPEND_ONLY, Base, references
from web.database.types import JsonObject
from web.jobs.job import Job, JobState, job_constraints
from web.people.tables import Department

__all__ = ["JobState", "SolveJob", "SolveProgress"]


class SolveJob(Job, Base):
    """One solve of one department and month; its parameters: seconds, seed, need, team to re-solve …"""

    __tablename__ = "solve_job"
    __table_args__ = job_constraints(__tablename__)

    fresh: ClassVar[JsonObject] = {"phase": "starting", "bound": None, "gap": None}

    keep_best: Mapped[bool] = mapped_column(default=True)
    """Whether a cancelled job keeps its best roster so far."""
    phase: Mapped[str | None]
    cost: Mapped[float | None]
    bound: Mapped[float | None]
    gap: Mapped[float | None]
    given: Mapped[JsonObject | None] = mapped_column(deferred=True)
    """What the present attempt has read that people may change meanwhile (`web.jobs.given`)."""
    best_roster: Mapped[JsonObject | None]
    best_figures: Mapped[JsonObject | None]
    """What the best roster is like (`web.jobs.figures`); written together with it."""
    first_figures: Mapped[JsonObject | None]
    """What the first roster of the present attempt was like."""
    result_version_id: Mapped[int | None] = mapped_column(references("roster_version.id"))
    reasons: Mapped[list[JsonObject] | None]
    """Why there is no roster (`web.jobs.reasons`)."""
    meanwhile: Mapped[JsonObject | None]
    """What changed while it was solved (`web.jobs.meanwhile`); None when nothing did."""

    department: Mapped[Department] = relationship()


class SolveProgress(Base):
    """One step of a solve, in order of `id`. Append-only."""

    __tablename__ = "solve_progress"
    __table_args__ = (Index("ix_solve_progress_solve_job_id_id", "solve_job_id", "id"), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    solve_job_id: Mapped[int] = mapped_column(references("solve_job.id"))
    at: Mapped[dt.datetime]
    seconds: Mapped[float]
    """Since the start of the attempt."""
    attempt: Mapped[int]
    phase: Mapped[str]
    cost: Mapped[float | None]
    bound: Mapped[float | None]
    shortages: Mapped[int | None]
    """Person-slots still uncovered."""
