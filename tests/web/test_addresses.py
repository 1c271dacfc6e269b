"""Addresses with months and ids that cannot be: not found, never an error."""

import pytest
from flask import Flask

from tests.web.access_world import new_world
from tests.web.browsing import Visitor, logged_in
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
