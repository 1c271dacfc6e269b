"""What a solve is given, as far as people may change it while it runs."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roster.problem import Cell, Problem, Roster, Wish
from web.database import JsonObject
from web.jobs.plain import cells_from_json, roster_from_json, to_json
from web.jobs.tables import SolveJob
from web.people.tables import Department
from web.rosters.alive import in_force
from web.rosters.loading import (
    load_problem_to_solve,
    load_roster,
    locked_cells,
    policy_on,
    requirement_of,
)
from web.rosters.tables import RosterVersion


@dataclass(frozen=True, kw_only=True)
class Given:
    """The month as a solve has read it: what its result is judged and stored by, whatever changes later.

    Attributes
    ----------
    policy_version_id, requirement_id
        The rules and the need.
    locked, base
        Locked cells (None: rest) and shifts of the version that it starts from; empty without one.
    wishes
        By employee number and date.
    published_id
        The version in force, whose cells are kept where they can be; None without one.
    """

    policy_version_id: int
    requirement_id: int | None
    locked: Mapping[Cell, str | None]
    base: Roster
    wishes: frozenset[Wish]
    published_id: int | None = None

    def to_json(self) -> JsonObject:
        """Return plain values, equal for equal contents; `from_json` reads them back."""
        wishes = sorted((w.person, w.date.isoformat(), w.kind or "", w.weight) for w in self.wishes)
        return {
            "policy_version": self.policy_version_id,
            "requirement": self.requirement_id,
            "locked": to_json(self.locked),
            "base": to_json(self.base),
            "wishes": [list(wish) for wish in wishes],
            "published": self.published_id,
        }

    @classmethod
    def from_json(cls, plain: JsonObject) -> "Given":
        """Read what `to_json` wrote."""
        return cls(
            policy_version_id=plain["policy_version"],
            requirement_id=plain["requirement"],
            locked=cells_from_json(plain["locked"]),
            base=roster_from_json(plain["base"]),
            wishes=frozenset(
                Wish(person=person, date=dt.date.fromisoformat(day), kind=kind or None, weight=weight)
                for person, day, kind, weight in plain["wishes"]
            ),
            published_id=plain.get("published"),
        )


def read_month(session: Session, job: SolveJob) -> tuple[Problem, Given]:
    """Return the job's month as it is now: to be solved, and to be compared later."""
    department = session.get_one(Department, job.department_id)
    version = base_of(session, job)
    asked = job.parameters.get("requirement")
    newest = requirement_of(session, department.id, job.month) if asked is None else None
    requirement_id = newest.id if newest is not None else asked
    problem = load_problem_to_solve(
        session, department, job.month, requirement_id=requirement_id, based_on=version
    )
    published = in_force(session, department.id, job.month)
    given = Given(
        policy_version_id=policy_on(session, department.id, job.month).id,
        requirement_id=requirement_id,
        locked={} if version is None else locked_cells(session, version),
        base=Roster() if version is None else load_roster(session, version),
        wishes=frozenset(problem.wishes),
        published_id=None if published is None else published.id,
    )
    return problem, given


def base_of(session: Session, job: SolveJob) -> RosterVersion | None:
    """Return the version that the job starts from, if any."""
    based_on = job.parameters.get("based_on")
    return None if based_on is None else session.get_one(RosterVersion, based_on)
