"""A server killed between sending and confirming: the next one sends again under the same id, and no more."""

import os
import signal
import threading
from pathlib import Path

import pytest

from tests.support.site import forked_site
from tests.web.conftest import CLOCK_SHIFT
from tests.web.jobs.month import wait_until
from tests.web.notices.sinks import web_sink
from tests.web.notices.test_outbox import KEY, group, messages, tell
from tests.web.rosters.office import Office
from web.notices import outbox
from web.notices.tables import MessageState

pytestmark = [
    pytest.mark.processes,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]


def test_kill_9_between_sending_and_confirming(
    tmp_path: Path, office: Office, site_environment: dict[str, str]
) -> None:
    lease = outbox.LEASE.total_seconds() + 1

    def later(seconds: float) -> dict[str, str]:
        shift = CLOCK_SHIFT.total_seconds() + seconds
        return {**site_environment, "LUNBAN_SECRET_KEY": KEY, "LUNBAN_CLOCK_SHIFT": str(shift)}

    victim: list[int] = []
    started, arrived = threading.Event(), threading.Event()
    with web_sink() as sink:

        def kill() -> None:
            """Before the answer goes out, the sender is gone."""
            if not arrived.is_set():
                started.wait(30)
                os.kill(victim[0], signal.SIGKILL)
                arrived.set()

        sink.on_call = kill
        group(office, sink)
        tell(office, "00102")
        with forked_site(tmp_path, later(0)) as site:
            victim.append(site.pid)
            started.set()
            wait_until(arrived.is_set)
        (row,) = messages(office)
        assert (row.state, row.attempts) == (MessageState.SENDING, 1)
        with forked_site(tmp_path, later(lease)):
            wait_until(lambda: messages(office)[0].state is MessageState.SENT)
        assert [reference for reference, _ in sink.calls] == [str(row.id)] * 2
        tell(office, "00103", key="2")
        with forked_site(tmp_path, later(10 * lease)) as site:
            wait_until(lambda: len(sink.calls) == 3)
            wait_until(lambda: messages(office)[-1].state is MessageState.SENT)
            assert "127.0.0.1:" + str(sink.port) not in site.log.read_text(encoding="utf-8")
        assert sink.calls[2][0] != str(row.id)
