"""How long a solve may take, and who may end it early."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

POLL_SECONDS = 0.05


class Budget:
    """Seconds of wall clock, or units of repeatable work; both end when somebody asks to stop.

    One thread of its own asks ``should_stop``, so that the callable need not be thread-safe, and
    interrupts the engines that are running.

    Parameters
    ----------
    seconds
        Wall-clock limit; without meaning when ``work`` is given.
    work
        Limit in deterministic units of CP-SAT, about a second each; makes a solve repeatable.
    should_stop
        Asked about twenty times a second.
    """

    def __init__(
        self, *, seconds: float, work: float | None = None, should_stop: Callable[[], bool] | None = None
    ) -> None:
        self.is_repeatable = work is not None
        self.was_stopped = False
        self._started = time.monotonic()
        self._deadline = None if self.is_repeatable else self._started + seconds
        self._amount = seconds if work is None else work
        self._work_done = 0.0
        self._should_stop = should_stop or (lambda: False)
        self._ended = threading.Event()
        self._finished = threading.Event()
        self._engines: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._watch, daemon=True, name="roster-budget")

    def __enter__(self) -> "Budget":
        # who wants no work at all is not given the little that is done before the first question
        if self._should_stop():
            self.was_stopped = True
            self._ended.set()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finished.set()
        self._thread.join()
        if error is None and self._error is not None:
            raise self._error

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    @property
    def left(self) -> float:
        """Seconds, or units of work, that are left; never negative."""
        if self._deadline is None:
            return max(0.0, self._amount - self._work_done)
        return max(0.0, self._deadline - time.monotonic())

    @property
    def amount(self) -> float:
        """Seconds, or units of work, in all."""
        return self._amount

    @property
    def is_over(self) -> bool:
        """Whether engines must end now."""
        return self._ended.is_set() or self.left <= 0.0

    def is_past(self, elapsed: float) -> bool:
        """Whether so many seconds have gone by; never true of a repeatable budget."""
        return not self.is_repeatable and self.elapsed >= elapsed

    def charge(self, work: float) -> None:
        """Count work that was done; only a repeatable budget minds."""
        self._work_done += work

    def end(self) -> None:
        """End everything, for example because the best roster is proved."""
        self._ended.set()

    def fail(self, error: BaseException) -> None:
        """End everything and raise this error when the budget is left."""
        self._error = self._error or error
        self._ended.set()

    @contextmanager
    def engine(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """While the block runs, ``interrupt`` is called (again and again) as soon as the budget is over."""
        with self._lock:
            self._engines.append(interrupt)
        try:
            yield
        finally:
            with self._lock:
                self._engines.remove(interrupt)

    def _watch(self) -> None:
        while not self._finished.wait(POLL_SECONDS):
            try:
                if not self.was_stopped and self._should_stop():
                    self.was_stopped = True
                    self._ended.set()
            except Exception as error:  # noqa: BLE001 - raised again in the solving thread
                self.fail(error)
            # repeated, since an engine that is just starting would miss a single call
            if self._ended.is_set() or (self._deadline is not None and self.left <= 0.0):
                with self._lock:
                    for interrupt in self._engines:
                        interrupt()
