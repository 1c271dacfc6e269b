"""From the page of posts and needs per shift to the month: the checker judges stored drafts by them."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from roster.rules import judge
from roster.solver import solve
from roster.violation import Violation
from tests.web.rosters.desks import as_role, sit_down
from tests.web.rosters.office import MONTH, NOW, NUMBERS, Office, legal_month, stored_office
from tests.web.rosters.test_grid import grid_of
from web.database import Database
from web.people.tables import Department, Person, ShiftKind, Skill
from web.rosters.lifecycle import submit
from web.rosters.loading import load_problem, load_problem_to_solve, load_roster
from web.rosters.tables import RosterVersion

FROM = {"valid_from": "2026-12-01"}


@pytest.fixture
def office(database: Database) -> Office:
    return stored_office(database)


def skilled(office: Office, *numbers: str) -> int:
    """Store a skill that these people have, and return its id."""
    with office.database.write() as session:
        skill = Skill(department_id=office.department, name="投诉")
        session.add(skill)
        for number in numbers:
            person = session.get_one(Person, office.people[number])
            person.skills.append(skill)
        session.flush()
        made = skill.id
        session.commit()
    return made


def found(office: Office, version: int, code: str) -> list[Violation]:
    with office.database.read() as session:
        stored = session.get_one(RosterVersion, version)
        department = session.get_one(Department, office.department)
        problem = load_problem(session, department, MONTH, version=stored)
        judged = judge(problem, load_roster(session, stored)).violations
    return [violation for violation in judged if violation.code == code]


def test_a_post_typed_on_the_page_binds_the_grid_and_every_version_made_from_then_on(
    app: Flask, office: Office
) -> None:
    skill = skilled(office, NUMBERS[3])  # of the second team, which works in the middle of the day
    before = office.draft()
    form = FROM | {"posts-0-skill": str(skill), "posts-0-people": "1", "posts-0-weekdays": "3"}
    admin = as_role(app, office, "admin")
    answer = admin.post("/setup/rules/needs", data=form | {"posts-0-kinds": ["E", "M"]})
    assert answer.headers["Location"] == "/setup/rules?version=2"
    after = office.draft()
    assert found(office, before, "skills_per_post") == []
    missing = found(office, after, "skills_per_post")
    assert {(v.dates[0].isoweekday(), v.details["kind"], v.details["skills"]) for v in missing} == {
        (3, "E", "投诉")
    }
    assert [(v.hard, v.measured, v.limit) for v in missing] == [(True, 0, 1)] * 5
    wednesday = next(day for day in grid_of(office, after).days if day.date == dt.date(2026, 12, 2))
    assert "skills_per_post" in {violation.code for violation in wednesday.hard}
    supervisor = sit_down(app, office, office.supervisor.user_id)
    address = f"/rosters/versions/{after}/panel?person={office.people[NUMBERS[0]]}&day=2026-12-02"
    assert "投诉" in supervisor.get(address).text
    with office.database.write() as session:
        act = submit(session, office.supervisor, after, seen=1, now=NOW)
    assert not act.done
    assert "skills_per_post" in {reason.code for reason in act.reasons}
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        problem = load_problem_to_solve(session, department, MONTH, requirement_id=None, based_on=None)
    assert len(problem.skill_needs) == 10  # five Wednesdays, two kinds of shift


def test_a_solve_puts_a_person_with_the_skill_on_every_post(app: Flask, office: Office) -> None:
    skill = skilled(office, NUMBERS[4], NUMBERS[5])
    form = FROM | {"posts-0-skill": str(skill), "posts-0-people": "1", "posts-0-weekdays": "3"}
    as_role(app, office, "admin").post("/setup/rules/needs", data=form | {"posts-0-kinds": ["E", "M"]})
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        problem = load_problem_to_solve(session, department, MONTH, requirement_id=None, based_on=None)
    outcome = solve(problem, seconds=20, seed=1)
    assert outcome.roster is not None
    assert judge(problem, outcome.roster).hard == ()
    on_posts = {
        (day, code): [n for n in NUMBERS if outcome.roster.kind(n, day) == code]
        for day in problem.dates[-problem.days :]
        if day.isoweekday() == 3
        for code in ("E", "M")
    }
    assert len(on_posts) == 10
    assert all({NUMBERS[4], NUMBERS[5]} & set(people) for people in on_posts.values())


def test_a_post_by_the_time_made_soft_costs_and_follows_the_skill_through_a_new_name(
    app: Flask, office: Office
) -> None:
    skill = skilled(office, NUMBERS[0])  # of the early team
    admin = as_role(app, office, "admin")
    form = FROM | {"posts-0-skill": str(skill), "posts-0-people": "1", "posts-0-weekdays": "2"}
    form |= {"posts-0-from": "15:00", "posts-0-to": "17:00"}
    assert admin.post("/setup/rules/needs", data=form).headers["Location"] == "/setup/rules?version=2"
    soft = FROM | {
        "skills_per_post-mode": "soft",
        "skills_per_post-value": "0",
        "skills_per_post-weight": "7",
    }
    assert admin.post("/setup/rules/people", data=soft).headers["Location"] == "/setup/rules?version=3"
    with office.database.write() as session:
        row = session.get_one(Skill, skill)
        row.name = "投诉处理"
        session.commit()
    missing = found(office, office.draft(), "skills_per_post")
    # five Tuesdays; the early shift ends at 15:30, so three half-hours stay empty
    assert [(v.hard, v.cost, v.details["from_minute"]) for v in missing] == [(False, 21, 930)] * 5
    assert missing[0].details["skills"] == "投诉处理"


def test_a_need_per_shift_is_judged_until_it_is_taken_out_and_only_for_kinds_in_use(
    app: Flask, office: Office
) -> None:
    admin = as_role(app, office, "admin")
    form = FROM | {
        "shift_needs-0-kind": "E",
        "shift_needs-0-people": "4",
        "shift_needs-0-weekdays": ["1", "6"],
        "shift_needs-1-kind": "M",
        "shift_needs-1-people": "2",
        "shift_needs-1-weekdays": "1",
    }
    assert admin.post("/setup/rules/needs", data=form).headers["Location"] == "/setup/rules?version=2"
    version = office.draft()
    short = found(office, version, "shift_shortage")
    assert {(v.dates[0].isoweekday(), v.details["kind"], v.limit) for v in short} == {
        (1, "E", 4),
        (6, "E", 4),
    }
    surplus = found(office, version, "shift_surplus")
    assert {(v.dates[0].isoweekday(), v.details["kind"], v.limit) for v in surplus} == {(1, "M", 2)}
    hard = FROM | {"shift_shortage-mode": "hard", "shift_shortage-value": "0"}
    assert admin.post("/setup/rules/coverage", data=hard).headers["Location"] == "/setup/rules?version=3"
    assert all(v.hard for v in found(office, office.draft(), "shift_shortage"))
    with office.database.write() as session:
        kind = session.scalars(select(ShiftKind).where(ShiftKind.code == "E")).one()
        kind.active = False
        session.commit()
    assert found(office, office.draft(), "shift_shortage") == []
    gone = FROM | {**form, "shift_needs-0-remove": "1", "shift_needs-1-remove": "1"}
    assert admin.post("/setup/rules/needs", data=gone).headers["Location"] == "/setup/rules?version=4"
    assert found(office, office.draft(legal_month()), "shift_surplus") == []
