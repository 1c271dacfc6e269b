"""Solve jobs for the walk through the access matrix."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.web.access_world import NOW, Owner, Sample, of_department, of_team, plain
from web.forecasts.tables import ForecastJob
from web.jobs.tables import SolveJob


def teams_solve(session: Session, owner: Owner) -> Mapping[str, object]:
    """Store a queued solve of the owner's team, for a month that has none yet."""
    count = session.scalar(
        select(func.count()).select_from(SolveJob).where(SolveJob.department_id == owner.department.id)
    )
    job = SolveJob(
        department_id=owner.department.id,
        month=dt.date(2027 + (count or 0), 1, 1),
        parameters={"team": owner.team.id},
        requested_at=NOW,
    )
    session.add(job)
    session.flush()
    return {"job_id": job.id}


def forecast_job(session: Session, owner: Owner) -> Mapping[str, object]:
    """Store queued forecasts of the owner's department, for a month that has none yet."""
    count = session.scalar(
        select(func.count()).select_from(ForecastJob).where(ForecastJob.department_id == owner.department.id)
    )
    job = ForecastJob(
        department_id=owner.department.id,
        month=dt.date(2027 + (count or 0), 1, 1),
        parameters={"queues": ["bills", "faults"]},
        requested_at=NOW,
    )
    session.add(job)
    session.flush()
    return {"job_id": job.id}


JOB_SAMPLES: dict[str, Sample] = {
    "jobs.new": plain(month="2026-12"),
    "jobs.start": plain(month="2026-12"),
    "jobs.show": of_department(teams_solve),
    "jobs.live": of_department(teams_solve),
    "jobs.stop": of_team(teams_solve),
    "jobs.confirm_discard": of_team(teams_solve),
    "jobs.discard": of_team(teams_solve),
    "queue_forecasts.start": plain(month="2026-12"),
    "queue_forecasts.live": of_department(forecast_job),
    "queue_forecasts.stop": of_department(forecast_job),
}
