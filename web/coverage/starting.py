"""Start the child process of a simulation and see to its end, without anybody waiting for it."""

import contextlib
import os
import signal
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

PATIENCE_SECONDS = 5.0
"""So long whoever starts the next one waits for a process that is being ended."""

_one_at_a_time = threading.BoundedSemaphore(1)
_children: dict[int, subprocess.Popen[str]] = {}
"""Running processes of this server by the number of their simulation."""


def start_child(config: Config, simulation_id: int) -> bool:
    """Start the process; False when this server plays another roster already."""
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        return False
    threading.Thread(
        target=_see_through, args=(config, simulation_id), name="roster-simulation", daemon=True
    ).start()
    return True


def end_child(simulation_id: int) -> None:
    """End the process of a stopped simulation at once, so that the next one need not wait for its run."""
    child = _children.get(simulation_id)
    if child is not None:
        child.terminate()


def _see_through(config: Config, simulation_id: int) -> None:
    try:
        failed = _run(config, simulation_id)
    finally:
        _children.pop(simulation_id, None)
        _one_at_a_time.release()
    if failed:
        with contextlib.closing(Database(config.database_url)) as database, database.write() as session:
            simulations.fail(session, simulation_id)


def _run(config: Config, simulation_id: int) -> bool:
    """Run the process to its end; True when it failed, not when somebody ended it."""
    with subprocess.Popen(  # noqa: S603 - our own module; the argument is a number
        [sys.executable, "-m", "web.coverage.child", str(simulation_id)],
        env=os.environ | child_environment(config),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        _children[simulation_id] = child
        try:
            _out, stderr = child.communicate(timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            log.warning("playing a roster through took too long", simulation=simulation_id)
            return True
    failed = child.returncode not in {0, -signal.SIGTERM}
    if failed:
        log.error("playing a roster through failed", simulation=simulation_id, stderr=stderr[-2000:])
    return failed
