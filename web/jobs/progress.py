"""What a solving process writes down while it works: signs of life, incumbents, bounds."""

import datetime as dt
import queue
import threading
import time
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError

from roster.problem import Problem, Roster
from roster.solver import Progress
from web.database import Database
from web.jobs import claims
from web.jobs.claims import Claim
from web.jobs.figures import Figures
from web.jobs.plain import to_json
from web.jobs.tables import SolveProgress

log = structlog.get_logger()

BEAT_SECONDS = 2.0
POLL_SECONDS = 0.25


class Recorder:
    """Writes progress and signs of life from a thread of its own, so that the solver never waits.

    Parameters
    ----------
    now
        The clock, as a function.
    on_lost
        Called when the job belongs to another worker by now: this process must end.
    """

    def __init__(
        self,
        database: Database,
        claim: Claim,
        problem: Problem,
        *,
        now: Callable[[], dt.datetime],
        on_lost: Callable[[], None],
    ) -> None:
        self._database = database
        self._claim = claim
        self._problem = problem
        self._now = now
        self._on_lost = on_lost
        self._queue: queue.SimpleQueue[Progress] = queue.SimpleQueue()
        self._news: list[Progress] = []
        self._written: Roster | None = None
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def note(self, progress: Progress) -> None:
        """Take one piece of news; returns at once."""
        self._queue.put(progress)

    def should_stop(self) -> bool:
        """Tell whether somebody has cancelled the job."""
        return self._stop.is_set()

    def finish(self) -> None:
        """Write what is left and end."""
        self._ended.set()
        self._thread.join()
        self._write_news()

    def _run(self) -> None:
        last_beat = 0.0
        while not self._ended.wait(POLL_SECONDS):
            try:
                self._write_news()
                if claims.cancel_asked(self._database, self._claim):
                    self._stop.set()
                if time.monotonic() - last_beat >= BEAT_SECONDS:
                    last_beat = time.monotonic()
                    if not claims.beat(self._database, self._claim, self._now()).owned:
                        self._on_lost()
            except SQLAlchemyError:
                log.exception("writing the progress failed; trying again", job=self._claim.job_id)

    def _write_news(self) -> None:
        while not self._queue.empty():
            self._news.append(self._queue.get())
        if not self._news:
            return
        last, now = self._news[-1], self._now()
        values: dict[str, object] = {"phase": last.phase, "cost": last.cost, "bound": last.bound}
        values |= {"gap": gap(last.cost, last.bound)}
        figures = None
        if last.roster is not None and last.roster is not self._written:
            figures = Figures.of(self._problem, last.roster)
            values |= {"best_roster": to_json(last.roster), "best_figures": figures.to_json()}
            if self._written is None:
                first = next(news.roster for news in self._news if news.roster is not None)
                values |= {"first_figures": Figures.of(self._problem, first).to_json()}
        with self._database.write() as session:
            if claims.own(session, self._claim, **values):
                for progress in worth_keeping(self._news, self._written):
                    better = figures if progress.roster is last.roster else None
                    session.add(
                        SolveProgress(
                            solve_job_id=self._claim.job_id,
                            at=now,
                            seconds=progress.seconds,
                            attempt=self._claim.attempt,
                            phase=progress.phase,
                            cost=progress.cost,
                            bound=progress.bound,
                            shortages=None if better is None else better.person_slots,
                        )
                    )
                session.commit()
        # Only now: what a failed write took along is written with the next news.
        self._written = last.roster
        self._news.clear()


def worth_keeping(news: Sequence[Progress], before: Roster | None) -> list[Progress]:
    """Return the better rosters of what came at about the same time, and the last bound.

    Parameters
    ----------
    before
        The best roster before these.
    """
    found: list[Progress] = []
    for progress in news:
        if progress.roster is not before or progress is news[-1]:
            found.append(progress)
        before = progress.roster
    return found


def gap(cost: float | None, bound: float | None) -> float | None:
    """Return (cost − bound) / cost, or None while one of them is unknown.

    Examples
    --------
    >>> gap(200, 190)
    0.05
    """
    if cost is None or bound is None:
        return None
    return 0.0 if cost == 0 else max(0.0, (cost - bound) / cost)
