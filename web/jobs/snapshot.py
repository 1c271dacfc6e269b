"""A solve job as its page shows it: figures, steps, and what the best roster so far is like."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from roster.explanation import Explanation
from roster.violation import Violation
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.errors import NotFound
from web.jobs.ending import LAST_PHASE
from web.jobs.figures import Figures
from web.jobs.job import ACTIVE_STATES
from web.jobs.meanwhile import Meanwhile
from web.jobs.reasons import explanation_of, violations_of
from web.jobs.tables import JobState, SolveJob, SolveProgress
from web.rosters.tables import RosterVersion

MOST_POINTS = 300
"""About as many as a chart can show; each better roster is kept beyond that."""

Point = tuple[float, float | None, float | None]
"""Seconds, cost, bound."""


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """One better roster."""

    seconds: float
    cost: float
    saved: float


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Everything the page of a job shows at one moment.

    Attributes
    ----------
    elapsed, limit
        Seconds of the present attempt from its start to the stored draft, and how many the solver may
        work of them.
    solved
        Seconds that the solver itself worked; None while it works, and where it was ended from outside.
    points
        In order of time, thinned: see `thinned`.
    first, best
        What the first roster and the best so far are like, as who solves has reckoned it.
    reasons
        Violations that every roster has, where the solve found that there is none without.
    explanation
        What cannot hold together; None where it was not looked for or not found.
    meanwhile
        What changed while it was solved.
    ahead
        Jobs that were asked for before this one and have not ended.
    """

    job: SolveJob
    requested_by: str
    elapsed: float
    limit: float
    solved: float | None
    points: Sequence[Point]
    improvements: Sequence[Improvement]
    first: Figures | None
    best: Figures | None
    reasons: Sequence[Violation]
    explanation: Explanation | None
    meanwhile: Meanwhile | None
    ahead: int
    result: RosterVersion | None

    @property
    def active(self) -> bool:
        """Whether the job may still change."""
        return self.job.state in ACTIVE_STATES

    @property
    def stopping(self) -> bool:
        """Whether somebody has asked to stop and the job has not yet ended."""
        return self.active and self.job.cancel_requested_at is not None

    @property
    def first_cost(self) -> float | None:
        """Cost of the first roster."""
        return next((cost for _, cost, _ in self.points if cost is not None), None)

    @property
    def first_at(self) -> float | None:
        """Seconds until the first roster."""
        return next((seconds for seconds, cost, _ in self.points if cost is not None), None)

    @property
    def last_gain_at(self) -> float | None:
        """Seconds at which the last better roster was found."""
        return self.improvements[0].seconds if self.improvements else self.first_at


def get_job(session: Session, actor: Actor, job_id: int) -> SolveJob:
    """Return a job of the actor's department.

    Raises
    ------
    NotFound
        When there is none, or it is another department's.
    """
    job = session.get(SolveJob, job_id, options=[defer(SolveJob.best_roster)])  # no page needs it
    if job is None or job.department_id != actor.department_id:
        raise NotFound(f"solve job {job_id}")
    return job


def take_snapshot(session: Session, job: SolveJob, now: dt.datetime) -> Snapshot:
    """Read a job, its progress and its best roster."""
    rows = session.execute(
        select(SolveProgress.seconds, SolveProgress.cost, SolveProgress.bound, SolveProgress.phase)
        .where(SolveProgress.solve_job_id == job.id, SolveProgress.attempt == job.attempt)
        .order_by(SolveProgress.id)
    )
    lines = rows.all()
    points = [(seconds, cost, bound) for seconds, cost, bound, _phase in lines]
    requester = None if job.requested_by_id is None else session.get(User, job.requested_by_id)
    end = job.finished_at or now
    return Snapshot(
        job=job,
        requested_by="" if requester is None else requester.name,
        elapsed=0.0 if job.started_at is None else max(0.0, (end - job.started_at).total_seconds()),
        limit=float(job.parameters.get("seconds", 0)),
        solved=next((seconds for seconds, _, _, phase in lines if phase == LAST_PHASE), None),
        points=thinned(points),
        improvements=_improvements(points),
        first=None if job.first_figures is None else Figures.from_json(job.first_figures),
        best=None if job.best_figures is None else Figures.from_json(job.best_figures),
        reasons=violations_of(job.reasons),
        explanation=explanation_of(job.reasons),
        meanwhile=None if job.meanwhile is None else Meanwhile.from_json(job.meanwhile),
        ahead=_ahead(session, job),
        result=None if job.result_version_id is None else session.get(RosterVersion, job.result_version_id),
    )


def _better(points: Sequence[Point]) -> list[int]:
    """Return the places at which a better roster than all before was found, the first roster included."""
    found: list[int] = []
    best: float | None = None
    for index, (_, cost, _) in enumerate(points):
        if cost is not None and (best is None or cost < best):
            found.append(index)
            best = cost
    return found


def _improvements(points: Sequence[Point]) -> list[Improvement]:
    """Return the better rosters after the first, the latest first."""
    rosters = [(points[index][0], points[index][1] or 0.0) for index in _better(points)]
    return [
        Improvement(seconds=seconds, cost=cost, saved=before - cost)
        for (_, before), (seconds, cost) in pairwise(rosters)
    ][::-1]


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> list[Point]:
    """Return the first, the last and every better roster, and of the others as many as evenly fit.

    Parameters
    ----------
    most
        Points to return; more only where there are more better rosters.
    """
    kept = {0, len(points) - 1} | set(_better(points))
    others = [index for index in range(len(points)) if index not in kept]
    room = max(0, most - len(kept))
    if len(others) > room:
        others = [others[number * len(others) // room] for number in range(room)]
    return [points[index] for index in sorted({*kept, *others}) if 0 <= index < len(points)]


def _ahead(session: Session, job: SolveJob) -> int:
    if job.state is not JobState.QUEUED:
        return 0
    before = select(func.count()).where(
        SolveJob.state.in_(ACTIVE_STATES), SolveJob.requested_at < job.requested_at
    )
    return session.scalar(before) or 0
