"""From the page of the roster rules to the month: the grid's checker, publication and a solve go by them."""

import datetime as dt

import pytest
from flask import Flask

from roster.coverage import coverage
from roster.rules import judge
from roster.solver import solve
from roster.violation import Violation
from tests.web.rosters.desks import as_role, sit_down
from tests.web.rosters.office import MONTH, NUMBERS, Office, legal_month, stored_office
from tests.web.rosters.test_grid import grid_of, need
from web.database import Database
from web.people.tables import Department
from web.rosters.loading import load_problem, load_problem_to_solve, load_roster
from web.rosters.tables import RosterVersion

SEATS = {"valid_from": "2026-12-01", "seats-mode": "hard", "seats-value": "2"}


@pytest.fixture
def office(database: Database) -> Office:
    return stored_office(database)


def hard_codes(office: Office, version: int) -> set[str]:
    grid = grid_of(office, version)
    return {violation.code for day in grid.days for violation in day.hard}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)  # most of it is the solve
def test_seats_set_on_the_page_bind_grid_and_solve_and_older_versions_keep_theirs(
    app: Flask, office: Office
) -> None:
    need(office, 3)
    before = office.draft()
    admin = as_role(app, office, "admin")
    assert admin.post("/setup/rules/coverage", data=SEATS).headers["Location"] == "/setup/rules?version=2"
    # two leaders cannot lead two shifts on each of 31 days
    led = {"valid_from": "2026-12-01", "leader_present-mode": "soft", "leader_present-value": "1"}
    answer = admin.post("/setup/rules/people", data=led | {"leader_present-weight": "5"})
    assert answer.headers["Location"] == "/setup/rules?version=3"
    after = office.draft()
    assert "seats" not in hard_codes(office, before)
    assert "seats" in hard_codes(office, after)
    page = (
        sit_down(app, office, office.supervisor.user_id)
        .get(f"/rosters/versions/{after}/panel?person={office.people[NUMBERS[0]]}&day={MONTH}")
        .text
    )
    assert "最多 3 人当班，台席只有 2 个" in page
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        problem = load_problem_to_solve(
            session,
            department,
            MONTH,
            requirement_id=session.get_one(RosterVersion, after).requirement_id,
            based_on=None,
        )
    assert "seats" in {violation.code for violation in judge(problem, legal_month()).violations}
    outcome = solve(problem, seconds=10, seed=1, workers=1)
    assert outcome.roster is not None
    assert judge(problem, outcome.roster).hard_count == 0
    on_duty = coverage(problem, outcome.roster)
    assert max(max(day) for day in on_duty.assigned) == 2


def test_a_rule_made_soft_is_judged_by_its_own_number_and_weight(app: Flask, office: Office) -> None:
    shifts = legal_month()
    for day in range(4, 6):  # over the first weekend: eleven days in a row
        shifts = shifts.with_cell(NUMBERS[1], MONTH + dt.timedelta(days=day), "E")

    def runs(version: int) -> list[Violation]:
        with office.database.read() as session:
            stored = session.get_one(RosterVersion, version)
            department = session.get_one(Department, office.department)
            problem = load_problem(session, department, MONTH, version=stored)
            found = judge(problem, load_roster(session, stored)).violations
        return [violation for violation in found if violation.code == "working_run"]

    form = {
        "valid_from": "2026-12-01",
        "working_run-mode": "soft",
        "working_run-value": "5",
        "working_run-weight": "7",
    }
    before = runs(office.draft(shifts))
    assert as_role(app, office, "admin").post("/setup/rules/rest", data=form).status_code == 302
    after = runs(office.draft(shifts))
    assert [(v.hard, v.limit) for v in before] == [(True, 6)]
    assert [(v.hard, v.limit, v.cost) for v in after] == [(False, 5, 7 * (int(after[0].measured or 0) - 5))]
