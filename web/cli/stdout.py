"""Keep standard output for the answer: programs read it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_for_the_answer() -> Iterator[None]:
    """While the block runs, whatever is written to standard output goes to standard error.

    Solvers print a line of their own now and then, past Python's own stream.
    """
    sys.stdout.flush()
    answer = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        sys.stdout.flush()
        os.dup2(answer, 1)
        os.close(answer)
