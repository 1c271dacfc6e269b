"""Start the child process of one claimed job and see it to its end."""

import os
import signal
import subprocess
import sys
import threading
import time

import structlog

from web import clock
from web.config import Config
from web.database import Database
from web.jobs import service
from web.jobs.ending import Ending, end_job
from web.jobs.plain import roster_from_json
from web.jobs.service import Claim
from web.jobs.tables import JobState, SolveJob

log = structlog.get_logger()

GRACE_SECONDS = 1.5
"""Time a child has to stop by itself: a completion MIP cannot be interrupted any other way."""

POLL_SECONDS = 0.2


def see_through(database: Database, config: Config, claim: Claim, stopping: threading.Event) -> None:
    """Run the claimed job in a child process until it has ended, and record how.

    Cancelling (a mark on the job's row) gives the child `GRACE_SECONDS` to hand in its best roster and
    then kills it; the best roster stands on the job's row from the moment it was found, so nothing is
    lost. A child that dies by itself leaves the job to be taken up again. When `stopping` is set the
    watcher itself goes down: the child is killed and the job goes back into the queue.
    """
    arguments = [str(claim.job_id), claim.worker, str(claim.attempt), str(os.getpid())]
    child = subprocess.Popen(  # noqa: S603 - our own module; the arguments are numbers and a name we made
        [sys.executable, "-m", "web.jobs.child", *arguments],
        env=os.environ | child_environment(config),
        start_new_session=True,
    )
    try:
        cancelled = _wait(child, database, claim, stopping)
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        exit_code = child.wait()
    if stopping.is_set():
        service.release(database, claim)
    elif cancelled:
        _keep_best(database, config, claim)
    elif exit_code != 0:
        service.retry_or_fail(database, claim, error="worker_died", now=clock.utc_now(config))
    log.info("solve job left", job=claim.job_id, attempt=claim.attempt, exit_code=exit_code)


def _wait(
    child: subprocess.Popen[bytes], database: Database, claim: Claim, stopping: threading.Event
) -> bool:
    """Wait for the child's end, or the end of its grace; tell whether the job was cancelled."""
    asked_at: float | None = None
    while child.poll() is None:
        time.sleep(POLL_SECONDS)
        if stopping.is_set():
            return False
        if asked_at is None and service.cancel_asked(database, claim.job_id):
            asked_at = time.monotonic()
        if asked_at is not None and time.monotonic() - asked_at > GRACE_SECONDS:
            break
    return asked_at is not None


def _keep_best(database: Database, config: Config, claim: Claim) -> None:
    """End a cancelled job whose child could not do it in time, with the best roster on its row."""
    with database.read() as session:
        job = session.get_one(SolveJob, claim.job_id)
        keep, best = job.keep_best, job.best_roster
    ending = Ending(
        state=JobState.CANCELLED if keep else JobState.DISCARDED,
        roster=roster_from_json(best) if keep and best else None,
    )
    end_job(database, claim, ending, clock.utc_now(config))


def child_environment(config: Config) -> dict[str, str]:
    """Return the variables from which the child reads the same settings as its watcher."""
    env = {
        "LUNBAN_DATA": str(config.data_dir),
        "LUNBAN_DATABASE_URL": config.database_url,
        "LUNBAN_SECRET_KEY": config.secret_key,
    }
    if config.clock_shift:
        env["LUNBAN_CLOCK_SHIFT"] = str(config.clock_shift.total_seconds())
    if config.today is not None:
        env["LUNBAN_TODAY"] = config.today.isoformat()
    return env
