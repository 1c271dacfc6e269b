"""The thread beside a server or worker that looks every minute for what the time makes due."""

import threading

import structlog

from web import clock
from web.attendance.due import attendance_due
from web.config import Config
from web.database import Database
from web.reminders.service import due_reminders
from web.swaps.due import swaps_due

log = structlog.get_logger()

LOOK_SECONDS = 60.0


class ReminderThread:
    """Calls `due_reminders` once a minute, first at once. Several processes may each run one.

    Examples
    --------
    >>> with ReminderThread(database, config):  # doctest: +SKIP
    ...     server.run()
    """

    def __init__(self, database: Database, config: Config) -> None:
        self._database = database
        self._config = config
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reminders", daemon=True)

    def __enter__(self) -> "ReminderThread":
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End after the present look."""
        self._stopping.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while True:
            try:
                now = clock.utc_now(self._config)
                with self._database.write() as session:
                    told = due_reminders(session, now)
                with self._database.write() as session:
                    told += swaps_due(session, now)
                with self._database.write() as session:
                    told += attendance_due(session, now)
                if told:
                    log.info("reminders sent", count=told)
            except Exception:  # one department's trouble must not end all later reminders
                log.exception("looking for reminders failed; trying again")
            if self._stopping.wait(LOOK_SECONDS):
                return
