"""Ending the process while an engine may still be inside a long step that nothing interrupts.

A thread that comes back from an engine while the interpreter is being taken down is torn out of its code, and
the whole process ends by an abort, whatever it had found.
"""

import atexit
import os
import sys
import threading
import time
from typing import NoReturn

PATIENCE_SECONDS = 1.0
"""An engine whose time was taken away mostly ends within some hundredths of a second."""

_left: list[threading.Thread] = []


def note_left(runner: threading.Thread) -> None:
    """Note a thread in which an engine may still be running."""
    _left[:] = [thread for thread in _left if thread.is_alive()] + [runner]


def end_process(code: int) -> NoReturn:
    """End the process with this code: as always, or at once where an engine does not end.

    Parameters
    ----------
    code
        The process's own; buffers of the standard streams are written in both cases.
    """
    if _wait():
        sys.exit(code)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


@atexit.register
def _wait() -> bool:
    """Wait a moment for every engine; return whether all have ended."""
    until = time.monotonic() + PATIENCE_SECONDS
    for runner in _left:
        runner.join(max(0.0, until - time.monotonic()))
    return not any(runner.is_alive() for runner in _left)
