"""A solve job as its page shows it: figures, steps, and what the best roster so far is like."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.coverage import Shortage, coverage
from roster.problem import Problem
from roster.rules import Judgement, judge
from roster.violation import Violation
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.errors import NotFound
from web.jobs.ending import LAST_PHASE, from_json
from web.jobs.service import ACTIVE_STATES
from web.jobs.tables import JobState, SolveJob, SolveProgress
from web.people.tables import Department
from web.rosters.loading import load_problem_to_solve
from web.rosters.tables import RosterVersion

COVER = frozenset({"shortage", "surplus"})
"""Rules that the page shows apart, by time of day."""


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """One better roster."""

    seconds: float
    cost: float
    saved: float


@dataclass(frozen=True, kw_only=True)
class Best:
    """What the best roster so far is like."""

    judgement: Judgement
    shortages: Sequence[Shortage]
    slots: int
    slot_minutes: int
    names: Mapping[str, str]

    @property
    def people(self) -> int:
        """Number of people in the problem."""
        return len(self.names)

    @property
    def dearest(self) -> list[Violation]:
        """What else than cover is broken, hard rules first, then by cost."""
        others = [found for found in self.judgement.violations if found.code not in COVER]
        return sorted(others, key=lambda found: (not found.hard, -found.cost))

    @property
    def short_slots(self) -> int:
        """Number of slots with too few people."""
        return sum((short.to_minute - short.from_minute) // self.slot_minutes for short in self.shortages)


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
        ``(seconds, cost, bound)`` in order of time.
    ahead
        Jobs that were asked for before this one and have not ended.
    """

    job: SolveJob
    requested_by: str
    elapsed: float
    limit: float
    solved: float | None
    points: Sequence[tuple[float, float | None, float | None]]
    improvements: Sequence[Improvement]
    best: Best | None
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
    job = session.get(SolveJob, job_id)
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
        points=points,
        improvements=_improvements(points),
        best=_best(session, job),
        ahead=_ahead(session, job),
        result=None if job.result_version_id is None else session.get(RosterVersion, job.result_version_id),
    )


def _improvements(points: Sequence[tuple[float, float | None, float | None]]) -> list[Improvement]:
    """Return the better rosters, the latest first."""
    found: list[Improvement] = []
    best: float | None = None
    for seconds, cost, _ in points:
        if cost is None or (best is not None and cost >= best):
            continue
        if best is not None:
            found.append(Improvement(seconds=seconds, cost=cost, saved=best - cost))
        best = cost
    return found[::-1]


def _best(session: Session, job: SolveJob) -> Best | None:
    if not job.best_roster:
        return None
    problem = _problem(session, job)
    roster = from_json(job.best_roster)
    return Best(
        judgement=judge(problem, roster),
        shortages=coverage(problem, roster).shortages,
        slot_minutes=problem.demand.slot_minutes,
        slots=problem.days * problem.demand.slots_per_day,
        names={person.id: person.name for person in problem.people},
    )


def _problem(session: Session, job: SolveJob) -> Problem:
    department = session.get_one(Department, job.department_id)
    based_on = job.parameters.get("based_on")
    version = None if based_on is None else session.get_one(RosterVersion, based_on)
    return load_problem_to_solve(
        session, department, job.month, requirement_id=job.parameters.get("requirement"), based_on=version
    )


def _ahead(session: Session, job: SolveJob) -> int:
    if job.state is not JobState.QUEUED:
        return 0
    before = select(func.count()).where(
        SolveJob.state.in_(ACTIVE_STATES), SolveJob.requested_at < job.requested_at
    )
    return session.scalar(before) or 0
