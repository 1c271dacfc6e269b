"""The public instances of Curtois and Qu as items of `make prove`.

The files state no licence and are not part of the project: ``CURTOIS=`` names the folder that holds them,
``CURTOIS_SECONDS=`` the limit for each (600).
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

PATTERN = re.compile(r"Instance(\d+)\.txt")


def public_items() -> dict[str, Callable[[], str]]:
    """Return one item per instance of the folder, none where no folder is named."""
    folder = os.environ.get("CURTOIS")
    if not folder:
        return {}
    found = {
        int(match[1]): file for file in Path(folder).iterdir() if (match := PATTERN.fullmatch(file.name))
    }
    seconds = float(os.environ.get("CURTOIS_SECONDS", "600"))
    return {f"curtois-{number}": partial(_figures, found[number], seconds) for number in sorted(found)}


def _figures(instance: Path, seconds: float) -> str:
    """Solve an instance in a process of its own; return what came of it as one line."""
    with tempfile.TemporaryDirectory() as name:
        words = ["--instance", str(instance), "--seconds", str(seconds), "--out", str(Path(name) / "roster")]
        run = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "benchmarks.rostering", *words, "--json"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    figures = json.loads(run.stdout)
    figures.pop("instance")
    return f"{seconds:.0f} s: " + ", ".join(f"{key} {value}" for key, value in figures.items())
