"""The end of a solve job: its roster becomes a draft, in the transaction that ends the job."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roster.explanation import Explanation
from roster.problem import Roster
from roster.violation import Violation
from web import clock
from web.config import Config
from web.database import Database, JsonObject
from web.jobs import reasons
from web.jobs.claims import Claim, own
from web.jobs.given import Given, base_of, read_month
from web.jobs.meanwhile import look_back
from web.jobs.plain import roster_from_json
from web.jobs.tables import JobState, SolveJob, SolveProgress
from web.notices.tables import Notice
from web.people.tables import Department
from web.rosters.drafts import Draft, store_draft
from web.rosters.loading import locked_cells
from web.rosters.tables import RosterVersion

LAST_PHASE = "ended"
"""Phase of the last line of a job's progress: when the solver handed its answer in."""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a job ends.

    Attributes
    ----------
    state
        DONE, CANCELLED, DISCARDED or FAILED.
    error
        A code for the page, such as ``infeasible``; "" when nothing went wrong.
    figures
        Last cost, bound and gap, where they are known.
    reasons, explanation
        Why there is no roster.
    seconds
        How long the solver itself worked, without starting the process and storing; None where unknown.
    """

    state: JobState
    roster: Roster | None = None
    error: str = ""
    figures: Mapping[str, float | None] | None = None
    reasons: Sequence[Violation] = ()
    explanation: Explanation | None = None
    seconds: float | None = None


def end_job(database: Database, claim: Claim, ending: Ending, now: dt.datetime) -> bool:
    """End a claimed job; a roster is stored as a draft version in the same transaction.

    Returns
    -------
    bool
        False when the job was no longer the claim's: then nothing is written.
    """
    with database.write() as session:
        values: JsonObject = {"state": ending.state, "finished_at": now, "error": ending.error or None}
        values |= dict(ending.figures or {})
        if ending.reasons or ending.explanation:
            values["reasons"] = reasons.to_json(ending.reasons, ending.explanation)
        if not own(session, claim, **values):
            return False
        job = session.get_one(SolveJob, claim.job_id)
        if ending.seconds is not None:
            session.add(
                SolveProgress(
                    solve_job_id=job.id,
                    at=now,
                    seconds=ending.seconds,
                    attempt=claim.attempt,
                    phase=LAST_PHASE,
                    cost=job.cost,
                    bound=job.bound,
                )
            )
        if ending.roster is not None:
            job.result_version_id = _store(session, job, ending.roster, now).id
        if job.requested_by_id is not None:
            session.add(
                Notice(
                    user_id=job.requested_by_id,
                    kind="solve_ended",
                    payload={
                        "job": job.id,
                        "month": job.month.isoformat(),
                        "state": ending.state.value,
                        "error": ending.error,
                        "changed": job.meanwhile is not None,
                    },
                    dedupe_key=f"solve-{job.id}-{claim.attempt}",
                    created_at=now,
                )
            )
        session.commit()
    return True


def end_stopped(database: Database, config: Config, claim: Claim) -> None:
    """End a cancelled solve whose child could not do it in time, with the best roster on its row."""
    with database.read() as session:
        job = session.get_one(SolveJob, claim.job_id)
        keep, best = job.keep_best, job.best_roster
    ending = Ending(
        state=JobState.CANCELLED if keep else JobState.DISCARDED,
        roster=roster_from_json(best) if keep and best else None,
    )
    end_job(database, claim, ending, clock.utc_now(config))


def _store(session: Session, job: SolveJob, roster: Roster, now: dt.datetime) -> RosterVersion:
    """Store the roster by what it was solved for, and note what has changed since.

    Need and policy of the draft are those that the solve was given. A lock goes with its cell when the
    roster has what is locked there, whether it was set before the solve or meanwhile; a lock set
    meanwhile on something else is not put on the roster's shift but reported (`Meanwhile.broken`). The
    version under it, which stays as it is, keeps whatever was locked or edited in it.
    """
    department = session.get_one(Department, job.department_id)
    given = read_month(session, job)[1] if job.given is None else Given.from_json(job.given)
    base = base_of(session, job)
    locks = {} if base is None else locked_cells(session, base)
    draft = Draft(
        month=job.month,
        shifts=roster,
        requirement_id=given.requirement_id,
        policy_version_id=given.policy_version_id,
        locked=frozenset(
            cell
            for locked in (given.locked, locks)
            for cell, code in locked.items()
            if roster.kind(*cell) == code
        ),
        based_on_id=None if base is None else base.id,
        note=f"solve job {job.id}",
    )
    version = store_draft(session, department, draft, made_by=job.requested_by_id, now=now)
    meanwhile = look_back(session, job, given, version, roster)
    job.meanwhile = None if meanwhile is None else meanwhile.to_json()
    return version
