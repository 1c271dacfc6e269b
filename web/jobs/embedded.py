"""The engine of a small installation: a thread of the server that watches child processes."""

import os
import threading
import uuid

import structlog

from web import clock
from web.config import Config
from web.database import Database
from web.jobs import service
from web.jobs.watch import see_through

log = structlog.get_logger()

LOOK_SECONDS = 1.0


class EmbeddedEngine:
    """Takes up waiting or deserted jobs one at a time.

    Several server processes may each run one: a job is claimed by one conditional write.
    """

    def __init__(self, database: Database, config: Config) -> None:
        self._database = database
        self._config = config
        self._worker = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="solve-jobs", daemon=True)

    def start(self) -> None:
        """Begin to look for jobs."""
        self._thread.start()

    def stop(self) -> None:
        """Give the present job back to the queue and end."""
        self._stopping.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                claim = service.claim_next(self._database, self._worker, clock.utc_now(self._config))
                if claim is not None:
                    see_through(self._database, self._config, claim, self._stopping)
            except Exception:
                # Whatever one job brings about, the next must still be solved. This one gives no more sign
                # of life: it is taken up again, and fails after some attempts.
                log.exception("seeing to solve jobs failed; trying again")
