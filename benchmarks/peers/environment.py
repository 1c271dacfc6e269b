"""Environments of the peers: made from their own locks, under ``var/peers``."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parent.parent / "var" / "peers"
LEAST_JAVA = 17
NEWEST_MINOR = 14


@dataclass(frozen=True, kw_only=True)
class Peer:
    """Another program.

    Parameters
    ----------
    name
        Of its folder, which holds ``requirements.lock`` and ``driver.py``.
    holds
        Rules that its model can say; its roster is judged by these, and by all.
    needs_java
        Whether it runs in a Java machine.
    package
        Name of its package where the folder has another.
    python
        Least version of Python that it runs on, when the project's is too old.
    """

    name: str
    holds: frozenset[str] = frozenset()
    needs_java: bool = False
    package: str = ""
    python: str = ""

    @property
    def lock(self) -> Path:
        """What its environment holds, with hashes."""
        return HERE / self.name / "requirements.lock"

    @property
    def driver(self) -> Path:
        """Program that runs inside its environment and knows nothing of ours."""
        return HERE / self.name / "driver.py"

    @property
    def version(self) -> str:
        """Version in the lock."""
        found = re.search(
            rf"^{self.package or self.name}==(\S+)", self.lock.read_text(encoding="utf-8"), re.MULTILINE
        )
        return found[1] if found else "unknown"


PEERS = {
    peer.name: peer
    for peer in (
        Peer(
            name="timefold",
            needs_java=True,
            holds=frozenset(
                {
                    "rest_between",
                    "working_run",
                    "shortest_working_run",
                    "night_run",
                    "nights_in_month",
                    "contract_max",
                    "contract_min",
                    "shortage",
                    "surplus",
                    "wish",
                }
            ),
        ),
        # no longest run, no limit above, no wish for a date; rest between shifts: see its driver
        Peer(name="pyworkforce", holds=frozenset({"contract_min", "shortage", "surplus"})),
    )
}


# The same program in its newest version, for what it says of staffing; it needs a newer Python than ours.
STAFFING_PEER = Peer(name="pyworkforce_staffing", package="pyworkforce", python="3.12")


def why_not(peer: Peer) -> str | None:
    """Return why the peer cannot run on this machine, None when it can."""
    if peer.python and _interpreter(peer) is None:
        return f"no Python of version {peer.python} or newer found"
    if not peer.needs_java:
        return None
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if java is None:
        return "no JVM found"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603 - the JVM
    major = java_major(said)
    return None if major >= LEAST_JAVA else f"the JVM is version {major}, at least {LEAST_JAVA} is needed"


def java_major(said: str) -> int:
    """Return the major version from what ``java -version`` says, 0 when it says none."""
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else 0


def python_of(peer: Peer) -> Path:
    """Return the interpreter of the peer's environment, made anew when its lock has changed.

    Raises
    ------
    subprocess.CalledProcessError
        When the packages could not be installed.
    """
    folder = ENVIRONMENTS / peer.name
    python, mark = folder / "bin" / "python", folder / "lock.sha256"
    digest = hashlib.sha256(peer.lock.read_bytes()).hexdigest()
    if python.exists() and mark.exists() and mark.read_text(encoding="utf-8") == digest:
        return python
    uv = str(Path(sys.executable).with_name("uv"))
    base = _interpreter(peer)
    if base is None:
        raise FileNotFoundError(why_not(peer))
    for words in (
        ["venv", "--quiet", "--clear", "--python", base, str(folder)],
        ["pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(peer.lock)],
    ):
        subprocess.run([uv, *words], check=True)  # noqa: S603 - our own command
    mark.write_text(digest, encoding="utf-8")
    return python


def _interpreter(peer: Peer) -> str | None:
    """Return the Python that the peer's environment is made of, None where there is none."""
    if not peer.python:
        return sys.executable
    least = int(peer.python.split(".")[1])
    names = [f"python3.{minor}" for minor in range(NEWEST_MINOR, least - 1, -1)]
    return next((found for name in names if (found := shutil.which(name)) and _runs(found)), None)


def _runs(python: str) -> bool:
    """Say whether it is more than a stub of a version that is not installed."""
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0  # noqa: S603 - a Python
