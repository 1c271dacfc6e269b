"""What every test of coverage leaves behind: nothing that still runs."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _simulations_have_ended(tmp_path: Path) -> Iterator[None]:
    """Wait for the server's own threads: what they play lies in the test's folder, which goes after it."""
    assert tmp_path.is_dir()
    yield
    for thread in threading.enumerate():
        if thread.name == "roster-simulation":
            thread.join(timeout=60)
            assert not thread.is_alive()
