"""A real server process on a free loopback port."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.forked import forked_lunban

LUNBAN = Path(sys.executable).with_name("lunban")
SERVE = ("serve", "--port", "0")
START_SECONDS = 60
STOP_SECONDS = 20
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Site:
    """A running server.

    Parameters
    ----------
    url
        Address without a slash at its end.
    pid
        The server's process; tests that kill it do so by this number.
    log
        What it has written.
    """

    url: str
    pid: int
    log: Path


@contextmanager
def running_site(folder: Path, env: Mapping[str, str]) -> Iterator[Site]:
    """Start the command ``lunban serve`` and end it by its pid.

    Parameters
    ----------
    folder
        Data folder and log of this server.
    env
        ``LUNBAN_*`` settings beside the data folder.
    """
    out, log = folder / "serve.out", folder / "serve.log"
    with out.open("wb") as said, log.open("wb") as errors:
        process = subprocess.Popen(
            [str(LUNBAN), *SERVE],
            env=_environment(folder, env),
            stdout=said,
            stderr=errors,
            start_new_session=True,
        )
    try:
        yield Site(_address(out, log, lambda: process.poll() is None), process.pid, log)
    finally:
        _end(process)


@contextmanager
def forked_site(folder: Path, env: Mapping[str, str]) -> Iterator[Site]:
    """Run the same server in a forked process, which is there at once.

    Parameters
    ----------
    folder, env
        As for `running_site`.
    """
    out, log = folder / "serve.out", folder / "serve.log"
    with forked_lunban(SERVE, _environment(folder, env), out=out, err=log) as process:
        assert process.pid is not None
        yield Site(_address(out, log, process.is_alive), process.pid, log)


def _environment(folder: Path, env: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LUNBAN_")}
    return {**inherited, "LUNBAN_DATA": str(folder), "LUNBAN_PLAIN_HTTP": "1", **env}


def _address(out: Path, log: Path, is_alive: Callable[[], bool]) -> str:
    """Wait for the line that names the address."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for line in _text(out).splitlines(keepends=True):
            if "http://" in line and line.endswith("\n"):
                return "http://" + line.partition("http://")[2].strip().rstrip("/")
        if not is_alive():
            break
        time.sleep(POLL_SECONDS)
    raise RuntimeError(f"the server did not start: {_text(log)[-4000:]}")


def _text(file: Path) -> str:
    """Return what a process has written so far."""
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the server to stop, then insist."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)
