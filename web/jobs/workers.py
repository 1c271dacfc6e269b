"""Tell the workers of a new job where there are any; the embedded engine looks by itself."""

from web.config import Config
from web.jobs.job import Job


def bring_to_workers(config: Config, job: Job) -> None:
    """Hand a queued job to the workers of the scaled-out engine."""
    if config.job_engine == "procrastinate":
        from web.jobs.scaled_out import defer  # noqa: PLC0415 - only where Procrastinate is the engine

        defer(config, job)
