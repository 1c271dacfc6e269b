"""Solve jobs: what is asked of the solver, how far it is, what came of it."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import APPEND_ONLY, Base, references
from web.database.types import JsonObject, Month, choice
from web.people.tables import Department


class JobState(StrEnum):
    """States of a solve job. Queued and running ones are active."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    DISCARDED = "discarded"


ACTIVE = text("state IN ('queued', 'running')")


class SolveJob(Base):
    """One solve of one department and month; there are never two active ones at a time."""

    __tablename__ = "solve_job"
    __table_args__ = (
        Index(
            "uq_solve_job_department_id_month_active",
            "department_id",
            "month",
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
        Index("ix_solve_job_state_requested_at", "state", "requested_at"),
        CheckConstraint("attempt >= 0", name="attempt"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    month: Mapped[dt.date] = mapped_column(Month)
    state: Mapped[JobState] = mapped_column(choice(JobState, "state"), default=JobState.QUEUED)
    priority: Mapped[int] = mapped_column(default=0)
    """Higher goes first."""
    parameters: Mapped[JsonObject] = mapped_column(default=dict)
    """Seconds, seed, requirement, team to re-solve …: all that the worker needs besides the tables."""
    requested_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    requested_at: Mapped[dt.datetime]
    started_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    heartbeat_at: Mapped[dt.datetime | None]
    """Last sign of life of the worker; an old one means that it died."""
    attempt: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None]
    """Who works on it: host, process id and a random part."""
    cancel_requested_at: Mapped[dt.datetime | None]
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
    error: Mapped[str | None]
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
