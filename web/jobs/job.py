"""What every kind of job has: the columns by which it is claimed, watched, stopped and taken up again."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from web.database.base import references
from web.database.types import JsonObject, Month, choice


class JobState(StrEnum):
    """States of a job. Queued and running ones are active; only a solve can be discarded."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    DISCARDED = "discarded"


ASIDE = 1
"""Priority from which a job is a short one that somebody sits in front of: it is made beside the others."""

ACTIVE_STATES = (JobState.QUEUED, JobState.RUNNING)
ACTIVE = text("state IN ('queued', 'running')")


class Job:
    """Columns of a job's table; each kind of job has a table of its own and adds what it needs.

    `web.jobs.claims` works on any of them. There are never two active ones of a department and month (and of
    what else a kind tells apart): `job_constraints` sees to that.
    """

    fresh: ClassVar[JsonObject] = {}
    """Columns that every attempt begins with, and their values."""

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    month: Mapped[dt.date] = mapped_column(Month)
    state: Mapped[JobState] = mapped_column(choice(JobState, "state"), default=JobState.QUEUED)
    priority: Mapped[int] = mapped_column(default=0)
    """Higher goes first, among jobs of one kind; from `ASIDE` on beside them."""
    parameters: Mapped[JsonObject] = mapped_column(default=dict)
    """All that the worker needs besides the tables."""
    requested_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    requested_at: Mapped[dt.datetime]
    started_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    heartbeat_at: Mapped[dt.datetime | None]
    """Last sign of life of the worker; an old one means that it died."""
    attempt: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None]
    """Who works on it: process id and a random part."""
    cancel_requested_at: Mapped[dt.datetime | None]
    error: Mapped[str | None]

    @property
    def alone(self) -> str:
        """What no two active jobs of its kind share."""
        return f"{self.department_id}-{self.month:%Y-%m}"


def job_constraints(table: str, *further: str) -> tuple[SchemaItem, ...]:
    """Return the first entries of a job table's ``__table_args__``.

    Parameters
    ----------
    further
        Columns beside department and month that only one active job may have.
    """
    alone = ("department_id", "month", *further)
    return (
        Index(
            f"uq_{table}_{'_'.join(alone)}_active",
            *alone,
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
        Index(f"ix_{table}_state_requested_at", "state", "requested_at"),
        CheckConstraint("attempt >= 0", name="attempt"),
    )
