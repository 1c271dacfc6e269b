"""The process that solves one claimed job: ``python -m web.jobs.child JOB WORKER ATTEMPT WATCHER``.

It alone imports the solver. It ends by itself when its watcher (a process id) is gone or the job is
another's.
"""

import datetime as dt
import os
import sys
from dataclasses import dataclass, replace

from sqlalchemy import select

from roster.explanation import Explanation
from roster.precheck import broken_by_locks
from roster.problem import Problem, Roster
from roster.solver import Outcome, solve
from roster.solver.explain import explain
from roster.solver.leaving import end_process
from web import clock
from web.config import Config
from web.database import Database, JsonObject
from web.jobs.claims import Claim, own
from web.jobs.ending import Ending, end_job
from web.jobs.given import Given, base_of, read_month
from web.jobs.leash import EXIT_LOST, EXIT_ORPHANED, claim_of
from web.jobs.plain import roster_from_json
from web.jobs.progress import Recorder, gap
from web.jobs.tables import JobState, SolveJob
from web.people.tables import Team

WORKERS = min(2, os.cpu_count() or 1)
EXPLAIN_SECONDS, EXPLAIN_LOCKS_SECONDS = 30.0, 8.0
"""Time for the question why there is no roster, after the search; and instead of one."""


def main(arguments: list[str]) -> int:
    """Solve the job; exit code 0 when its end is on record."""
    claim = claim_of(SolveJob, arguments)
    if claim is None:  # the watcher died while this process was importing the solver
        return EXIT_ORPHANED
    config = Config.from_env()
    database = Database(config.database_url)

    def now() -> dt.datetime:
        return clock.utc_now(config)

    task = load_task(database, claim.job_id)
    if not take_down(database, claim, task.given):
        return EXIT_LOST
    broken = broken_by_locks(task.problem)
    if broken:
        clash = explain(task.problem, seconds=EXPLAIN_LOCKS_SECONDS, workers=WORKERS)
        ending = Ending(
            state=JobState.FAILED, error="locks_break_rules", reasons=broken, explanation=_if_found(clash)
        )
        end_job(database, claim, ending, now())
        return 0
    recorder = Recorder(database, claim, task.problem, now=now, on_lost=lambda: os._exit(EXIT_LOST))
    recorder.start()
    try:
        outcome = solve(
            task.problem,
            seconds=float(task.parameters.get("seconds", 60)),
            seed=int(task.parameters.get("seed", 0)),
            workers=WORKERS,
            start=task.start,
            on_progress=recorder.note,
            should_stop=recorder.should_stop,
        )
        why: Explanation | None = None
        if outcome.roster is None and not recorder.should_stop():
            why = explain(
                task.problem, seconds=EXPLAIN_SECONDS, workers=WORKERS, should_stop=recorder.should_stop
            )
    finally:
        recorder.finish()
    with database.read() as session:
        keep_best = session.get_one(SolveJob, claim.job_id).keep_best
    ending = ending_of(outcome, why, cancelled=recorder.should_stop(), keep_best=keep_best)
    end_job(database, claim, ending, now())
    return 0


@dataclass(frozen=True, kw_only=True)
class Task:
    """One attempt at a job.

    Attributes
    ----------
    given
        What people may change meanwhile, as this attempt has read it.
    start
        A roster to start from: what an earlier attempt had found, or the version that the job is based on.
    """

    problem: Problem
    given: Given
    start: Roster | None
    parameters: JsonObject


def load_task(database: Database, job_id: int) -> Task:
    """Read the month of a job as it is now."""
    with database.read() as session:
        job = session.get_one(SolveJob, job_id)
        problem, given = read_month(session, job)
        start = roster_from_json(job.best_roster) if job.best_roster else given.base or None
        team_id = job.parameters.get("team")
        if team_id is not None and base_of(session, job) is not None:
            problem = only_team(problem, given.base, session.get_one(Team, team_id).name)
        return Task(problem=problem, given=given, start=start, parameters=job.parameters)


def take_down(database: Database, claim: Claim, given: Given) -> bool:
    """Write what the attempt was given on the job's row; False when the job is no longer the claim's.

    The best roster of an earlier attempt that was given something else is taken off the row, since it
    was not solved for this; the attempt still starts from it.
    """
    plain = given.to_json()
    with database.write() as session:
        before = session.scalar(select(SolveJob.given).where(SolveJob.id == claim.job_id))
        values: JsonObject = {"given": plain}
        if before is not None and before != plain:
            values |= {"best_roster": None, "best_figures": None, "first_figures": None, "cost": None}
        owned = own(session, claim, **values)
        session.commit()
    return owned


def only_team(problem: Problem, base: Roster, team: str) -> Problem:
    """Return the problem with every cell of the other teams locked as it stands."""
    others = [person.id for person in problem.people if person.team != team]
    days = problem.dates[-problem.days :]
    locked = dict(problem.locked) | {
        (person, day): base.kind(person, day) for person in others for day in days
    }
    return replace(problem, locked=locked)


def ending_of(
    outcome: Outcome, why: Explanation | None = None, *, cancelled: bool, keep_best: bool
) -> Ending:
    """Return how the job ends after the solver's answer, and why it found no roster."""
    figures = {
        "cost": outcome.cost,
        "bound": outcome.bound,
        "gap": gap(outcome.cost, outcome.bound),
    }
    ending = Ending(state=JobState.DONE, roster=outcome.roster, figures=figures, seconds=outcome.seconds)
    if cancelled and keep_best:
        return replace(ending, state=JobState.CANCELLED)
    if cancelled:
        return replace(ending, state=JobState.DISCARDED, roster=None)
    if outcome.roster is not None:
        return ending
    found = _if_found(why)
    error = "infeasible" if outcome.status == "infeasible" or found is not None else "nothing_found"
    return replace(ending, state=JobState.FAILED, error=error, reasons=outcome.reasons, explanation=found)


def _if_found(why: Explanation | None) -> Explanation | None:
    return why if why is not None and why.conflicts else None


if __name__ == "__main__":
    end_process(main(sys.argv[1:]))
