"""The thread beside servers and workers: it tells at once what is due, and ends when asked."""

import datetime as dt
import threading
import time
from dataclasses import replace

from sqlalchemy import select

from tests.web.rosters.office import Office
from web.config import Config
from web.notices.tables import Notice
from web.reminders.thread import ReminderThread

PATIENCE_SECONDS = 60


def told(office: Office) -> list[str]:
    with office.database.read() as session:
        return [notice.payload["stage"] for notice in session.scalars(select(Notice))]


def test_two_servers_tell_the_supervisor_and_the_head_once(office: Office, config: Config) -> None:
    before = threading.active_count()
    due_day = replace(config, today=dt.date(2026, 11, 25))
    with ReminderThread(office.database, due_day), ReminderThread(office.database, due_day):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(told(office)) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
    assert told(office) == ["due_today", "due_today"]
    assert threading.active_count() == before
