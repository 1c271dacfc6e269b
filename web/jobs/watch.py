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
from web.jobs import claims
from web.jobs.claims import Claim
from web.jobs.kinds import kind_of
from web.jobs.leash import EXIT_GAVE_WAY, arguments_of

log = structlog.get_logger()

GRACE_SECONDS = 1.5
"""Time a child has to stop by itself: a completion MIP cannot be interrupted any other way."""

POLL_SECONDS = 0.2


def see_through(database: Database, config: Config, claim: Claim, stopping: threading.Event) -> int:
    """Run the claimed job in a child process until it has ended, record how, and return its exit code.

    Cancelling (a mark on the job's row) gives the child `GRACE_SECONDS` to hand in its best roster and
    then kills it; the best roster stands on the job's row from the moment it was found, so nothing is
    lost. A child that dies by itself leaves the job to be taken up again. When `stopping` is set the
    watcher itself goes down: the child is killed and the job goes back into the queue, as it does when
    the child gives way to a job that goes first.
    """
    kind = kind_of(claim.table)
    child = subprocess.Popen(  # noqa: S603 - our own module; the arguments are numbers and a name we made
        [sys.executable, "-m", kind.module, *arguments_of(claim)],
        env=os.environ | child_environment(config),
        start_new_session=True,
    )
    try:
        cancelled = _wait(child, database, claim, stopping)
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        exit_code = child.wait()
    if stopping.is_set() or exit_code == EXIT_GAVE_WAY:
        claims.release(database, claim)
    elif cancelled:
        kind.end_stopped(database, config, claim)
    elif exit_code != 0:
        claims.retry_or_fail(database, claim, error="worker_died", now=clock.utc_now(config))
    log.info("job left", kind=kind.name, job=claim.job_id, attempt=claim.attempt, exit_code=exit_code)
    return exit_code


def _wait(
    child: subprocess.Popen[bytes], database: Database, claim: Claim, stopping: threading.Event
) -> bool:
    """Wait for the child's end, or the end of its grace; tell whether the job was cancelled."""
    asked_at: float | None = None
    while child.poll() is None:
        time.sleep(POLL_SECONDS)
        if stopping.is_set():
            return False
        if asked_at is None and claims.cancel_asked(database, claim):
            asked_at = time.monotonic()
        if asked_at is not None and time.monotonic() - asked_at > GRACE_SECONDS:
            break
    return asked_at is not None


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
