"""Addresses with months and ids that cannot be: not found, never an error."""

import io

import pytest
from flask import Flask

from tests.web.access_world import new_world
from tests.web.browsing import Visitor, logged_in
from tests.web.setup_world import visiting
from web.addresses import LARGEST_ID
from web.database import Database


@pytest.fixture
def supervisor(app: Flask, database: Database) -> Visitor:
    with database.write() as session:
        found = logged_in(app, session, new_world(session, "supervisor").actor)
        session.commit()
    return found


@pytest.mark.parametrize("month", ["0001-01", "1989-12", "2101-01", "9999-12", "2026-13"])
def test_a_month_in_which_nobody_lives_is_not_found(supervisor: Visitor, month: str) -> None:
    assert supervisor.get(f"/rosters/{month}").status_code == 404
    assert supervisor.get(f"/rosters/{month}/solve").status_code == 404


@pytest.mark.parametrize("number", [LARGEST_ID, LARGEST_ID + 1, 2**63, 10**30])
def test_an_id_larger_than_any_is_not_found(supervisor: Visitor, number: int) -> None:
    assert supervisor.get(f"/solves/{number}").status_code == 404
    assert supervisor.get(f"/rosters/versions/{number}").status_code == 404
    assert supervisor.get(f"/coverage?version={number}").status_code == 404


HUGE = (str(LARGEST_ID + 1), str(10**30), "9" * 5000)


@pytest.mark.parametrize("number", HUGE)
def test_an_id_in_a_query_that_no_row_has_names_nothing(app: Flask, database: Database, number: str) -> None:
    admin = visiting(app, database)
    assert admin.get(f"/users/new?person={number}").status_code == 200
    assert admin.get(f"/people?team={number}&page={number}").status_code == 200
    assert admin.get(f"/notices?page={number}").status_code == 200


@pytest.mark.parametrize("number", HUGE)
def test_an_id_in_a_form_that_no_row_has_is_refused(app: Flask, database: Database, number: str) -> None:
    admin = visiting(app, database)
    account = {"employee_number": "00777", "name": "陈静", "roles": "agent"}
    assert admin.post("/users/new", data={**account, "person_id": number}).status_code == 404
    person = {
        "employee_number": "00123",
        "name": "陈静",
        "team_id": "1",
        "role": "agent",
        "weekly_hours": "40",
    }
    assert admin.post("/people/new", data={**person, "team_id": number}).status_code == 422
    assert admin.post("/people/new", data={**person, "skill_ids": number}).status_code == 422


def test_a_page_of_an_import_after_the_last_is_the_last(app: Flask, database: Database) -> None:
    admin = visiting(app, database)
    text = "employee_number,name,team,role,weekly_hours\n00123,陈静,一组,agent,many\n"
    file = {"file": (io.BytesIO(text.encode()), "people.csv")}
    review = admin.post("/people/import", data=file).headers["Location"]
    for number in ("0", "-1", *HUGE):
        assert "many" in admin.get(f"{review}?page={number}").get_data(as_text=True)
