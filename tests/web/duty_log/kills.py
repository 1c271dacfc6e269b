"""Servers killed while people write: what was acknowledged is there, once, and numbers have no gap."""

import json
import os
import random
import signal
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from threading import Event
from urllib.parse import urlencode
from urllib.request import Request

from sqlalchemy import select

from tests.support.databases import Urls
from tests.support.site import Site, forked_site
from tests.web.attendance.shop import ANN, BEN, DAN, LEADER, stored_shop
from tests.web.swaps.crowd import SETTINGS, Approver, logged_in
from tests.web.swaps.desk import with_password
from web.database import Database
from web.duty_log.tables import DutyEntry
from web.records.store import verify

WRITERS = (ANN, DAN, BEN, LEADER)
MOST_ANSWERS, MOST_SECONDS = 12, 0.05
"""A server dies at most so long after so many answers: counted, so that a slow machine tests the same."""
PATIENCE = 20

Start = Callable[[Path, Mapping[str, str]], AbstractContextManager[Site]]


@dataclass
class Writer:
    """Somebody who writes entry after entry, and sends again what was not acknowledged, as the page does."""

    who: Approver
    name: str
    acknowledged: dict[str, int] = field(default_factory=dict)
    pending: str | None = None
    sent: int = 0
    repeated: int = 0

    def write(self, site: Site, stop: Event) -> None:
        """Write until told to stop, or until the server is gone."""
        while not stop.is_set():
            if self.pending is None:
                self.sent += 1
                self.pending = f"{self.name}-{self.sent}"
            else:
                self.repeated += 1
            try:
                number = self._send(site, self.pending)
            except (OSError, HTTPException, ValueError):
                return
            self.acknowledged[self.pending] = number
            self.pending = None

    def _send(self, site: Site, token: str) -> int:
        form = {
            "csrf_token": self.who.token,
            "kind": "event",
            "body": f"{token}：客户 13812345678 来电",
            "token": token,
        }
        request = Request(
            f"{site.url}/duty-log/entries", urlencode(form).encode(), {"Accept": "application/json"}
        )
        with self.who.browser.open(request, timeout=PATIENCE) as answer:
            number: int = json.loads(answer.read())["number"]
            return number


@dataclass(frozen=True, kw_only=True)
class Killed:
    """What was found after the last kill.

    Parameters
    ----------
    lost
        Acknowledged entries that are not there under the number that was told.
    gaps
        Numbers that are missing between 1 and the highest.
    twice
        Forms that are more than one entry.
    repeated
        Forms that were sent again because nobody had answered.
    fault
        What does not hold in the chain of records, None when all does.
    """

    kills: int
    acknowledged: int
    stored: int
    lost: int
    gaps: int
    twice: int
    repeated: int
    fault: object


def killed_while_writing(
    urls: Urls, folder: Path, kills: int, *, start: Start = forked_site, seed: int = 1
) -> Killed:
    """Let four people write, and kill the server without warning, again and again.

    Parameters
    ----------
    start
        How a server is started: forked, or by the command.
    seed
        Of the moments at which servers die.
    """
    database = Database(urls.app)
    shop = stored_shop(database)
    with_password(shop, *WRITERS)
    chance = random.Random(seed)
    settings = {"LUNBAN_DATABASE_URL": urls.app, **SETTINGS}
    writers: list[Writer] = []
    with ThreadPoolExecutor(len(WRITERS)) as pool:
        for kill in range(kills + 1):
            own = folder / f"server-{kill}"  # what the one before has said of its address is not to be read
            own.mkdir()
            with start(own, settings) as site:
                writers = writers or [Writer(logged_in(site, f"CS{number}"), number) for number in WRITERS]
                stop = Event()
                running = [pool.submit(writer.write, site, stop) for writer in writers]
                _wait(writers, chance.randint(1, MOST_ANSWERS))
                time.sleep(chance.uniform(0, MOST_SECONDS))
                if kill < kills:
                    os.kill(site.pid, signal.SIGKILL)
                else:
                    stop.set()
                for each in running:
                    each.result()
    found = _judged(database, shop.office.department, writers, kills)
    database.close()
    return found


def _wait(writers: list[Writer], answers: int) -> None:
    """Wait until so many more entries are acknowledged."""
    before = sum(len(writer.acknowledged) for writer in writers)
    deadline = time.monotonic() + PATIENCE
    while sum(len(writer.acknowledged) for writer in writers) < before + answers:
        if time.monotonic() > deadline:
            raise TimeoutError("the server answers nobody")
        time.sleep(0.002)


def _judged(database: Database, department: int, writers: list[Writer], kills: int) -> Killed:
    told = {token: number for writer in writers for token, number in writer.acknowledged.items()}
    with database.read() as session:
        rows = session.execute(select(DutyEntry.token, DutyEntry.number)).all()
        _counted, fault = verify(session, department)
    stored = {row.token: row.number for row in rows}
    return Killed(
        kills=kills,
        acknowledged=len(told),
        stored=len(rows),
        lost=sum(stored.get(token) != number for token, number in told.items()),
        gaps=max(stored.values(), default=0) - len({row.number for row in rows}),
        twice=len(rows) - len(stored),
        repeated=sum(writer.repeated for writer in writers),
        fault=fault,
    )
