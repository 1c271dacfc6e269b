"""Start the child process of one claimed job and see it to its end."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import structlog

from web.config import Config
from web.database import Database
from web.jobs import service

log = structlog.get_logger()

GRACE_SECONDS = 1.5
"""Time a child has to stop by itself: a completion MIP cannot be interrupted any other way."""

POLL_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A job taken by a worker; the attempt number tells a later owner from an earlier one."""

    job_id: int
    worker: str
    attempt: int


def see_through(database: Database, config: Config, claim: Claim, stopping: threading.Event) -> None:
    """Run the claimed job in a child process until it has ended, and record how.

    Cancelling (a mark on the job's row), or `stopping` of the watcher itself, gives the child
    `GRACE_SECONDS` to hand in its best roster and then kills it; the best roster is on the job's row
    from the moment it was found, so that nothing is lost. A child that dies by itself leaves the job
    to be taken up again, three times at most (`service.release`).
    """
    child = subprocess.Popen(  # noqa: S603 - our own module, arguments are numbers we made
        [sys.executable, "-m", "web.jobs.child", str(claim.job_id), claim.worker, str(claim.attempt)],
        env=os.environ | child_environment(config),
        start_new_session=True,
    )
    asked_at: float | None = None
    try:
        while child.poll() is None:
            time.sleep(POLL_SECONDS)
            if asked_at is None and (stopping.is_set() or service.cancel_asked(database, claim.job_id)):
                asked_at = time.monotonic()
            if asked_at is not None and time.monotonic() - asked_at > GRACE_SECONDS:
                break
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if stopping.is_set():
        service.release(database, claim, count_attempt=False)
        return
    service.settle(database, config, claim, exit_code=child.returncode)
    log.info("solve job ended", job=claim.job_id, attempt=claim.attempt, exit_code=child.returncode)


def child_environment(config: Config) -> dict[str, str]:
    """Return the variables from which the child reads the same settings as its watcher."""
    env = {
        "LUNBAN_DATA": str(config.data_dir),
        "LUNBAN_DATABASE_URL": config.database_url,
        "LUNBAN_SECRET_KEY": config.secret_key,
    }
    if config.today is not None:
        env["LUNBAN_TODAY"] = config.today.isoformat()
    return env
