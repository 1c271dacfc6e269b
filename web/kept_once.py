"""Files that hold a secret of the installation: made on first use, readable by their owner only."""

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def kept_once(file: Path, make: Callable[[], str]) -> str:
    """Return the text of `file`; where there is none yet, what `make` returns is written first.

    It appears whole or not at all: two processes that start at once have the same text, and none reads half.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="ascii") as out:
                out.write(make())
                out.flush()
                os.fsync(out.fileno())
            with contextlib.suppress(FileExistsError):
                file.hardlink_to(name)
        finally:
            Path(name).unlink()
    return file.read_text(encoding="ascii")
