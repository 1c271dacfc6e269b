"""``lunban`` in processes that do not import everything anew: each is forked from one that has.

Most of a command's start is imports. A process made here runs the same command to its end, with memory,
threads, connections and an environment of its own, and can be killed like any other. What begins and ends a
whole server is tested with the command itself, see `tests.support.site.running_site`.
"""

import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

STOP_SECONDS = 20


def forking() -> ForkServerContext:
    """Return the context whose processes are forked; the first one starts the process that imports."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.preloaded"])
    return context


@contextmanager
def forked_lunban(
    words: Sequence[str], env: Mapping[str, str], *, out: Path, err: Path
) -> Iterator[ForkServerProcess]:
    """Run one command; at the end of the block it is asked to stop if it still runs, then made to.

    Parameters
    ----------
    words
        The command and its arguments.
    env
        The whole environment of the process.
    out, err
        Files that take what it writes.
    """
    process = forking().Process(target=_run, args=(tuple(words), dict(env), out, err))
    process.start()
    try:
        yield process
    finally:
        for ask in (process.terminate, process.kill):
            if process.is_alive():
                ask()
                process.join(STOP_SECONDS)
        process.close()


def _run(words: tuple[str, ...], env: dict[str, str], out: Path, err: Path) -> None:
    """Be the command, in the forked process."""
    os.setsid()
    os.environ.clear()
    os.environ.update(env)
    for number, file in ((1, out), (2, err)):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(handle, number)
        os.close(handle)
    from web.cli import main

    main(words, prog_name="lunban")
