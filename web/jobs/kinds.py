"""The kinds of jobs, the one that goes first at the top."""

from collections.abc import Callable
from dataclasses import dataclass

from web.config import Config
from web.database import Database
from web.forecasts.queue_jobs import end_stopped as end_stopped_forecasts
from web.forecasts.tables import ForecastJob
from web.jobs.claims import Claim
from web.jobs.ending import end_stopped as end_stopped_solve
from web.jobs.job import Job
from web.jobs.tables import SolveJob


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of job.

    Attributes
    ----------
    name
        Name of its task, where jobs are brought to workers.
    module
        What its child process runs.
    end_stopped
        Ends a job that was asked to stop and whose child had to be killed.
    priority
        Higher goes first among jobs of all kinds.
    """

    name: str
    table: type[Job]
    module: str
    end_stopped: Callable[[Database, Config, Claim], None]
    priority: int


SOLVE = Kind(name="solve", table=SolveJob, module="web.jobs.child", end_stopped=end_stopped_solve, priority=1)
FORECAST = Kind(
    name="forecast",
    table=ForecastJob,
    module="web.forecasts.child",
    end_stopped=end_stopped_forecasts,
    priority=0,
)
KINDS = (SOLVE, FORECAST)


def kind_of(table: type[Job]) -> Kind:
    """Return the kind of job that a table keeps."""
    return next(kind for kind in KINDS if kind.table is table)
