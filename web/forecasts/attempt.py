"""The newest job that makes the forecast of a page: how far it is, how it ended, what it was asked for."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from web.forecasts.asking import newest_of, queue_of, targets_asked
from web.forecasts.queue_jobs import QueuesProgress, progress_of
from web.forecasts.stages import Stage
from web.forecasts.tables import ForecastJob
from web.jobs.job import JobState
from web.planning.month import Targets
from web.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One job that makes one forecast.

    Attributes
    ----------
    looked_at
        Whether the page was opened for this job: by who set it off, or from its notice.
    """

    progress: QueuesProgress
    looked_at: bool

    @property
    def job(self) -> ForecastJob:
        """The job itself."""
        return self.progress.job

    @property
    def active(self) -> bool:
        """Whether the job may still change."""
        return self.progress.active

    @property
    def is_made(self) -> bool:
        """Whether the forecast is there."""
        return self.progress.made == 1

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The steps of this job, in their order."""
        if targets_asked(self.job) is None:
            return tuple(stage for stage in Stage if stage is not Stage.STAFFING)
        return tuple(Stage)

    @property
    def stage(self) -> Stage | None:
        """What is being done; None before a worker has begun."""
        return None if self.job.stage is None else Stage(self.job.stage)

    @property
    def targets(self) -> Targets | None:
        """The targets that the need was asked for."""
        return targets_asked(self.job)

    @property
    def queue(self) -> str | None:
        """The queue, None for all together."""
        return queue_of(self.job) or None

    @property
    def refusal(self) -> Refusal | None:
        """Why there is no forecast; None where there is one, and where somebody stopped the job."""
        for _name, refusal in self.progress.refused:
            return refusal
        return Refusal(code="forecast_broke_off") if self.job.state is JobState.FAILED else None

    def in_vain_since(self, newest: dt.datetime | None) -> bool:
        """Tell whether it ended without a forecast and none was made otherwise since.

        Parameters
        ----------
        newest
            When the forecast that the page shows was made; None without one.
        """
        ended = self.job.finished_at
        return not self.active and not self.is_made and (newest is None or ended is None or newest < ended)


def newest_attempt(
    session: Session, department_id: int, month: dt.date, queue: str | None, *, opened_for: str = ""
) -> Attempt | None:
    """Return the newest job that made this forecast, None where none ever did.

    Parameters
    ----------
    opened_for
        Number of the job that the page's address names, if any.
    """
    job = newest_of(session, department_id, month, queue or "")
    if job is None:
        return None
    return Attempt(progress=progress_of(session, job), looked_at=opened_for == str(job.id))
