"""What changed between the moment a solve read its month and the storing of its result."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from roster.problem import Roster
from roster.rules import judge
from roster.violation import Violation
from web.database import JsonObject
from web.jobs.given import Given, base_of
from web.jobs.tables import SolveJob
from web.people.tables import Department
from web.rosters.comparing import CellChange, changes_between
from web.rosters.loading import load_problem, load_roster, locked_cells, policy_on
from web.rosters.tables import RosterVersion


@dataclass(frozen=True, kw_only=True)
class Meanwhile:
    """What somebody has to know before working on with the result of a solve.

    Attributes
    ----------
    broken
        Hard rules that the result breaks as the month is now: locks set meanwhile that it does not
        keep, leave recorded meanwhile.
    edited
        Cells of the version under it that were changed meanwhile; the result does not have the changes.
    locked, unlocked
        Number of that version's cells that were locked, or locked otherwise, and unlocked meanwhile.
    wishes
        Employee numbers of those whose wishes are others now.
    policy
        Whether another policy is in force now.
    """

    broken: tuple[Violation, ...] = ()
    edited: tuple[CellChange, ...] = ()
    locked: int = 0
    unlocked: int = 0
    wishes: tuple[str, ...] = ()
    policy: bool = False

    def to_json(self) -> JsonObject:
        """Return plain values; `from_json` reads them back."""
        return {
            "broken": [found.to_json() for found in self.broken],
            "edited": [[cell.number, cell.date.isoformat(), cell.old, cell.new] for cell in self.edited],
            "locked": self.locked,
            "unlocked": self.unlocked,
            "wishes": list(self.wishes),
            "policy": self.policy,
        }

    @classmethod
    def from_json(cls, plain: JsonObject) -> "Meanwhile":
        """Read what `to_json` wrote."""
        return cls(
            broken=tuple(Violation.from_json(found) for found in plain["broken"]),
            edited=tuple(
                CellChange(number=number, date=dt.date.fromisoformat(day), old=old, new=new)
                for number, day, old, new in plain["edited"]
            ),
            locked=plain["locked"],
            unlocked=plain["unlocked"],
            wishes=tuple(plain["wishes"]),
            policy=plain["policy"],
        )


def look_back(
    session: Session, job: SolveJob, given: Given, result: RosterVersion, shifts: Roster
) -> Meanwhile | None:
    """Compare what a solve was given with the month as it is now; None when all is as it was.

    Parameters
    ----------
    result, shifts
        The draft just stored, and its content.
    """
    department = session.get_one(Department, job.department_id)
    base = base_of(session, job)
    locks = {} if base is None else locked_cells(session, base)
    problem = load_problem(session, department, job.month, version=result)
    known = {cell: code for cell, code in locks.items() if cell[0] in problem.person_by_id}
    problem = replace(problem, locked={**problem.locked, **known})
    found = Meanwhile(
        broken=judge(problem, shifts).hard,
        edited=() if base is None else changes_between(given.base, load_roster(session, base)),
        locked=sum(cell not in given.locked or given.locked[cell] != code for cell, code in locks.items()),
        unlocked=sum(cell not in locks for cell in given.locked),
        wishes=tuple(sorted({wish.person for wish in given.wishes ^ set(problem.wishes)})),
        policy=policy_on(session, department.id, job.month).id != given.policy_version_id,
    )
    return None if found == Meanwhile() else found
