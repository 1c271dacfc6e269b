"""Start the child process of a simulation and see to its end, without anybody waiting for it."""

import contextlib
import os
import subprocess
import sys
import threading

import structlog

from web.config import Config
from web.coverage import simulations
from web.database import Database
from web.jobs.watch import child_environment

log = structlog.get_logger()

MOST_SECONDS = 900.0
"""As long as the whole process may take."""

_one_at_a_time = threading.BoundedSemaphore(1)


def start_child(config: Config, simulation_id: int) -> bool:
    """Start the process; False when this server plays another roster already."""
    if not _one_at_a_time.acquire(blocking=False):
        return False
    threading.Thread(
        target=_see_through, args=(config, simulation_id), name="roster-simulation", daemon=True
    ).start()
    return True


def _see_through(config: Config, simulation_id: int) -> None:
    try:
        run = subprocess.run(  # noqa: S603 - our own module; the argument is a number
            [sys.executable, "-m", "web.coverage.child", str(simulation_id)],
            env=os.environ | child_environment(config),
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
        failed = run.returncode != 0
        if failed:
            log.error("playing a roster through failed", simulation=simulation_id, stderr=run.stderr[-2000:])
    except subprocess.TimeoutExpired:
        failed = True
        log.warning("playing a roster through took too long", simulation=simulation_id)
    finally:
        _one_at_a_time.release()
    if failed:
        with contextlib.closing(Database(config.database_url)) as database, database.write() as session:
            simulations.fail(session, simulation_id)
