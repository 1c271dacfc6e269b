"""The process that solves one claimed job: ``python -m web.jobs.child JOB WORKER ATTEMPT WATCHER``.

It alone imports the solver. It ends by itself when its watcher (a process id) is gone or the job is
another's.
"""

import datetime as dt
import os
import sys
import threading
import time
from dataclasses import replace

from roster.problem import Problem, Roster
from roster.solver import Outcome, solve
from web import clock
from web.config import Config
from web.database import Database
from web.jobs.ending import Ending, end_job, from_json
from web.jobs.progress import Recorder, gap
from web.jobs.service import Claim
from web.jobs.tables import JobState, SolveJob
from web.people.tables import Department, Team
from web.rosters.loading import load_problem_to_solve, load_roster
from web.rosters.tables import RosterVersion

WORKERS = min(2, os.cpu_count() or 1)
ORPHAN_POLL_SECONDS = 1.0
EXIT_LOST, EXIT_ORPHANED = 3, 4


def main(arguments: list[str]) -> int:
    """Solve the job; exit code 0 when its end is on record."""
    claim = Claim(job_id=int(arguments[0]), worker=arguments[1], attempt=int(arguments[2]))
    watcher = int(arguments[3])
    if os.getppid() != watcher:  # it died while this process was importing the solver
        return EXIT_ORPHANED
    config = Config.from_env()
    database = Database(config.database_url)
    _end_with(watcher)

    def now() -> dt.datetime:
        return clock.utc_now(config)

    problem, job, start = load_job(database, claim.job_id)
    recorder = Recorder(database, claim, problem, now=now, on_lost=lambda: os._exit(EXIT_LOST))
    recorder.start()
    try:
        outcome = solve(
            problem,
            seconds=float(job.parameters.get("seconds", 60)),
            seed=int(job.parameters.get("seed", 0)),
            workers=WORKERS,
            start=start,
            on_progress=recorder.note,
            should_stop=recorder.should_stop,
        )
    finally:
        recorder.finish()
    with database.read() as session:
        keep_best = session.get_one(SolveJob, claim.job_id).keep_best
    end_job(database, claim, ending_of(outcome, cancelled=recorder.should_stop(), keep_best=keep_best), now())
    return 0


def load_job(database: Database, job_id: int) -> tuple[Problem, SolveJob, Roster | None]:
    """Return the problem, the job's row and a roster to start from.

    The start is what an earlier attempt had found, or the version that the job is based on.
    """
    with database.read() as session:
        job = session.get_one(SolveJob, job_id)
        department = session.get_one(Department, job.department_id)
        based_on = job.parameters.get("based_on")
        version = None if based_on is None else session.get_one(RosterVersion, based_on)
        problem = load_problem_to_solve(
            session,
            department,
            job.month,
            requirement_id=job.parameters.get("requirement"),
            based_on=version,
        )
        base = None if version is None else load_roster(session, version)
        start = from_json(job.best_roster) if job.best_roster else base
        team_id = job.parameters.get("team")
        if team_id is not None and base is not None:
            problem = only_team(problem, base, session.get_one(Team, team_id).name)
        return problem, job, start


def only_team(problem: Problem, base: Roster, team: str) -> Problem:
    """Return the problem with every cell of the other teams locked as it stands."""
    others = [person.id for person in problem.people if person.team != team]
    days = problem.dates[-problem.days :]
    locked = dict(problem.locked) | {
        (person, day): base.kind(person, day) for person in others for day in days
    }
    return replace(problem, locked=locked)


def ending_of(outcome: Outcome, *, cancelled: bool, keep_best: bool) -> Ending:
    """Return how the job ends after the solver's answer."""
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
    error = "infeasible" if outcome.status == "infeasible" else "nothing_found"
    return replace(ending, state=JobState.FAILED, error=error)


def _end_with(watcher: int) -> None:
    """End this process when its watcher has died: another watcher will take the job up again."""

    def look() -> None:
        while os.getppid() == watcher:
            time.sleep(ORPHAN_POLL_SECONDS)
        os._exit(EXIT_ORPHANED)

    threading.Thread(target=look, name="orphan-watch", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
