"""The month grid of many people: a department made, stored and shown."""

import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from roster.problem import Roster
from tests.support.databases import migrated_sqlite
from tests.web.jobs.month import MONTH, NOW, TODAY, store_month
from web.database import Database
from web.people.tables import Department, Person, RoleInTeam, Team
from web.rosters.drafts import Draft, store_draft
from web.rosters.grid import load_grid
from web.rosters.months import days_in

PATTERN = ("E", "E", "M", "M", "N", None, None)
TEAM_SIZE = 15


def grid_seconds(*, people: int, times: int) -> list[float]:
    """Return the seconds that loading and judging the grid takes, each time anew."""
    with tempfile.TemporaryDirectory() as name:
        database = Database(f"sqlite:///{migrated_sqlite(Path(name))}")
        ids = store_month(database, people=0, need=people // 4)
        with database.write() as session:
            department = session.get_one(Department, ids.department)
            numbers = []
            for place in range(people):
                if place % TEAM_SIZE == 0:
                    team = Team(
                        department_id=department.id, name=f"team {place // TEAM_SIZE}", position=place
                    )
                    session.add(team)
                    session.flush()
                role = RoleInTeam.LEADER if place % TEAM_SIZE < 2 else RoleInTeam.AGENT
                number = f"9{place:05}"
                session.add(
                    Person(
                        department_id=department.id,
                        team_id=team.id,
                        employee_number=number,
                        name=f"person {place}",
                        role_in_team=role,
                    )
                )
                numbers.append(number)
            session.flush()
            draft = Draft(month=MONTH, shifts=_shifts(numbers, MONTH), requirement_id=ids.requirement)
            store_draft(session, department, draft, made_by=None, now=NOW)
            session.commit()
        return [_load(database, ids.department) for _ in range(times)]


def _shifts(numbers: list[str], month: date) -> Roster:
    cells = {}
    for place, number in enumerate(numbers):
        for day in range(days_in(month)):
            code = PATTERN[(day + place) % len(PATTERN)]
            if code is not None:
                cells[number, month + timedelta(days=day)] = code
    return Roster(cells)


def _load(database: Database, department_id: int) -> float:
    with database.read() as session:
        department = session.get_one(Department, department_id)
        started = time.perf_counter()
        grid = load_grid(session, department, MONTH, today=TODAY)
        seconds = time.perf_counter() - started
    if grid is None:
        raise LookupError("the draft is gone")
    return seconds
