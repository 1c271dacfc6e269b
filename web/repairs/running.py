"""Ask a child process for a repair and wait for it: seconds, so that no job is queued for it."""

import json
import os
import subprocess
import sys
import threading

import structlog

from web.config import Config
from web.jobs.watch import child_environment
from web.refusal import Refusal
from web.repairs.found import Ask, Found

log = structlog.get_logger()

SEARCH_SECONDS = 5.0
"""As long as the search itself may take; what is not proved then is said to be the best so far."""

MOST_SECONDS = 60.0
"""As long as the whole process may take, starting and reading the month included."""

MOST_WAIT_SECONDS = 15.0
"""As long as somebody waits for the search of somebody else on the same server."""

_one_at_a_time = threading.BoundedSemaphore(1)


def ask_child(config: Config, ask: Ask) -> Found | Refusal:
    """Return what the child process finds.

    Returns
    -------
    Found or Refusal
        ``repair_busy`` when others' searches take too long, ``repair_failed`` when this one did.
    """
    if not _one_at_a_time.acquire(timeout=MOST_WAIT_SECONDS):
        return Refusal(code="repair_busy")
    try:
        run = subprocess.run(
            [sys.executable, "-m", "web.repairs.child"],
            input=json.dumps(ask.to_json()),
            env=os.environ | child_environment(config),
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("looking for a repair took too long", version=ask.version_id)
        return Refusal(code="repair_failed")
    finally:
        _one_at_a_time.release()
    if run.returncode != 0:
        log.error("looking for a repair failed", version=ask.version_id, stderr=run.stderr[-2000:])
        return Refusal(code="repair_failed")
    return Found.from_json(json.loads(run.stdout))
