"""The engine of a small installation: threads of the server that watch child processes."""

import os
import threading
import uuid

import structlog

from web import clock
from web.config import Config
from web.database import Database
from web.jobs import claims
from web.jobs.kinds import KINDS
from web.jobs.watch import see_through

log = structlog.get_logger()

LOOK_SECONDS = 1.0


class EmbeddedEngine:
    """Takes up waiting or deserted jobs one at a time, and beside them short ones, one at a time as well.

    Several server processes may each run one: a job is claimed by one conditional write.
    """

    def __init__(self, database: Database, config: Config) -> None:
        self._database = database
        self._config = config
        self._worker = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(aside,), name=name, daemon=True)
            for name, aside in (("jobs", False), ("jobs-aside", True))
        ]

    def start(self) -> None:
        """Begin to look for jobs."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Give the present jobs back to the queue and end."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def _run(self, aside: bool) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                self._work_on_one(aside=aside)
            except Exception:
                # Whatever one job brings about, the next must still be worked on. This one gives no more sign
                # of life: it is taken up again, and fails after some attempts.
                log.exception("seeing to jobs failed; trying again")

    def _work_on_one(self, *, aside: bool) -> None:
        """See one job through, if there is any: each but a short one fills the cores."""
        for kind in KINDS:
            now = clock.utc_now(self._config)
            claim = claims.claim_next(self._database, kind.table, self._worker, now, aside=aside)
            if claim is not None:
                see_through(self._database, self._config, claim, self._stopping)
                return
