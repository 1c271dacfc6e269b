"""What ties a job's child process to its watcher: the arguments it is started with, and its end."""

import os
import threading
import time
from collections.abc import Sequence

from web.jobs.claims import Claim
from web.jobs.job import Job

EXIT_LOST, EXIT_ORPHANED, EXIT_GAVE_WAY = 3, 4, 5
"""The job is another's; the watcher is gone; something that goes first is waiting."""

ORPHAN_POLL_SECONDS = 1.0


def arguments_of(claim: Claim) -> list[str]:
    """Return the arguments of the child of a claim, whose watcher is this process."""
    return [str(claim.job_id), claim.worker, str(claim.attempt), str(os.getpid())]


def claim_of(table: type[Job], arguments: Sequence[str]) -> Claim | None:
    """Return the claim that this child was started with; None when its watcher has died meanwhile.

    From now on the process ends by itself when its watcher dies: another watcher will take the job up again.
    """
    watcher = int(arguments[3])
    if os.getppid() != watcher:
        return None
    _end_with(watcher)
    return Claim(table=table, job_id=int(arguments[0]), worker=arguments[1], attempt=int(arguments[2]))


def _end_with(parent: int) -> None:
    """End this process when its parent has died."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(ORPHAN_POLL_SECONDS)
        os._exit(EXIT_ORPHANED)

    threading.Thread(target=look, name="orphan-watch", daemon=True).start()
