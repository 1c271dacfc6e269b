"""A real server process on a free loopback port."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LUNBAN = Path(sys.executable).with_name("lunban")
START_SECONDS = 60
STOP_SECONDS = 20


@dataclass(frozen=True)
class Site:
    """A running server.

    Parameters
    ----------
    url
        Address without a slash at its end.
    process
        The server; tests that kill it do so by its pid.
    log
        What it has written.
    """

    url: str
    process: subprocess.Popen[str]
    log: Path


@contextmanager
def running_site(folder: Path, env: Mapping[str, str]) -> Iterator[Site]:
    """Start ``lunban serve`` and end it by its pid.

    Parameters
    ----------
    folder
        Data folder and log of this server.
    env
        ``LUNBAN_*`` settings beside the data folder.
    """
    log = folder / "serve.log"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LUNBAN_")}
    settings = {"LUNBAN_DATA": str(folder), "LUNBAN_PLAIN_HTTP": "1", **env}
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [str(LUNBAN), "serve", "--port", "0"],
            env={**inherited, **settings},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
    try:
        yield Site(_address(process, log), process, log)
    finally:
        _end(process)


def _address(process: subprocess.Popen[str], log: Path) -> str:
    """Wait for the line that names the address."""
    assert process.stdout is not None
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if select.select([process.stdout], [], [], 1)[0]:
            line = process.stdout.readline()
            if "http://" in line:
                return "http://" + line.split("http://", 1)[1].strip().rstrip("/")
        if process.poll() is not None:
            break
    raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')[-4000:]}")


def _end(process: subprocess.Popen[str]) -> None:
    """Ask the server to stop, then insist."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)
    if process.stdout is not None:
        process.stdout.close()
