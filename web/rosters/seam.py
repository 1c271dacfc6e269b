"""The seam to the month after: a version published anew must not break what follows it."""

from collections import Counter
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.problem import Roster as Shifts
from roster.rules import judge
from roster.violation import Violation
from web.people.tables import Department
from web.rosters.loading import load_history_in_force, load_problem, load_roster
from web.rosters.months import next_month
from web.rosters.tables import Roster, RosterVersion, VersionState


def broken_after(session: Session, department: Department, version: RosterVersion) -> list[Violation]:
    """Return the hard violations of the month after that publishing `version` would bring.

    Rest, runs of days and runs of nights reach over the end of the month. What the month after breaks
    already, with the shifts in force now, is not this version's doing.
    """
    after = session.scalars(
        select(RosterVersion)
        .join(Roster)
        .where(
            Roster.department_id == department.id,
            Roster.month == next_month(version.roster.month),
            RosterVersion.state == VersionState.PUBLISHED,
        )
    ).one_or_none()
    if after is None:
        return []
    problem = load_problem(session, department, after.roster.month, version=after)
    shifts = load_roster(session, after)

    def broken_with(history: Shifts) -> Counter[Violation]:
        known = Shifts(
            (cell, code)
            for cell, code in history.items()
            if cell[0] in problem.person_by_id and code in problem.kind_by_code
        )
        return Counter(judge(replace(problem, history=known), shifts).hard)

    new = load_roster(session, version).between(problem.dates[0], problem.first_day)
    old = load_history_in_force(session, department.id, problem.first_day)
    return list((broken_with(new) - broken_with(old)).elements())
