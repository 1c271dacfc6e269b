"""The process that looks for a repair: the question on its standard input, the answer on its output.

It alone imports the solver. Nothing is stored here.
"""

import json
import os
import sys
from dataclasses import replace

from roster.solver.repair import find_repair
from web.config import Config
from web.database import Database
from web.people.tables import Department
from web.repairs.found import Ask, found_of
from web.repairs.running import SEARCH_SECONDS
from web.rosters.loading import load_problem, load_roster
from web.rosters.tables import RosterVersion

WORKERS = min(2, os.cpu_count() or 1)


def main() -> int:
    """Answer one question."""
    ask = Ask.from_json(json.load(sys.stdin))
    with Database(Config.from_env().database_url).read() as session:
        version = session.get_one(RosterVersion, ask.version_id)
        department = session.get_one(Department, version.roster.department_id)
        problem = load_problem(session, department, version.roster.month, version=version)
        published = load_roster(session, version)
    begun = {cell: published.kind(*cell) for cell in ask.begun if cell[0] in problem.person_by_id}
    repair = find_repair(
        replace(problem, locked=dict(problem.locked) | begun),
        published,
        {ask.person: ask.dates},
        ask.first_change,
        may_change=ask.may_change,
        seconds=SEARCH_SECONDS,
        workers=WORKERS,
    )
    json.dump(found_of(repair, ask).to_json(), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
