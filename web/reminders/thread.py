"""The thread beside a server or worker that looks every minute for what the time makes due."""

import datetime as dt
import threading
from collections.abc import Callable

import structlog
from sqlalchemy.orm import Session

from web import clock
from web.attendance.due import attendance_due
from web.book.due import books_due
from web.config import Config
from web.database import Database
from web.files.attaching import forget_due as attachments_due
from web.handovers.due import handovers_due
from web.inspections.due import inspections_due
from web.leave.due import leave_due
from web.overtime.due import overtime_due
from web.records.retaining import retention_due
from web.records.sealing import checkpoints_due
from web.reminders.service import due_reminders
from web.swaps.due import swaps_due

log = structlog.get_logger()

LOOK_SECONDS = 60.0
DUE = (
    due_reminders,
    swaps_due,
    leave_due,
    overtime_due,
    attendance_due,
    handovers_due,
    inspections_due,
    books_due,
    checkpoints_due,
    retention_due,
    attachments_due,
)
"""What the time makes of things, each in a session of its own."""


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
            told = sum(self._told(due) for due in DUE)
            if told:
                log.info("reminders sent", count=told)
            if self._stopping.wait(LOOK_SECONDS):
                return

    def _told(self, due: Callable[[Session, dt.datetime], int]) -> int:
        try:
            with self._database.write() as session:
                return due(session, clock.utc_now(self._config))
        except Exception:  # one feature's trouble must not end the others' reminders, nor all later ones
            log.exception("looking for reminders failed; trying again", of=due.__name__)
            return 0
