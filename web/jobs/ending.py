"""The end of a solve job: its roster becomes a draft, in the transaction that ends the job."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roster.problem import Roster
from web.database import Database, JsonObject
from web.jobs.service import Claim, own
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
    seconds
        How long the solver itself worked, without starting the process and storing; None where unknown.
    """

    state: JobState
    roster: Roster | None = None
    error: str = ""
    figures: Mapping[str, float | None] | None = None
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
                    },
                    dedupe_key=f"solve-{job.id}-{claim.attempt}",
                    created_at=now,
                )
            )
        session.commit()
    return True


def _store(session: Session, job: SolveJob, roster: Roster, now: dt.datetime) -> RosterVersion:
    department = session.get_one(Department, job.department_id)
    based_on_id = job.parameters.get("based_on")
    base = session.get(RosterVersion, based_on_id) if based_on_id is not None else None
    draft = Draft(
        month=job.month,
        shifts=roster,
        requirement_id=job.parameters.get("requirement"),
        locked=frozenset() if base is None else frozenset(locked_cells(session, base)),
        based_on_id=based_on_id,
        note=f"solve job {job.id}",
    )
    return store_draft(session, department, draft, made_by=job.requested_by_id, now=now)


def to_json(roster: Roster) -> JsonObject:
    """Return a roster as plain values: by employee number, by ISO date."""
    plain: dict[str, dict[str, str]] = {}
    for (person, day), code in roster.items():
        plain.setdefault(person, {})[day.isoformat()] = code
    return plain


def from_json(plain: JsonObject) -> Roster:
    """Read what `to_json` wrote."""
    return Roster(
        ((person, dt.date.fromisoformat(day)), code)
        for person, row in plain.items()
        for day, code in row.items()
    )
