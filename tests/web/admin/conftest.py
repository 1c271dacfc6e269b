"""Fixtures of the tests of the set-up pages."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browsing import Visitor
from tests.web.setup_world import acting, visiting
from web.accounts.tables import User
from web.database import Database
from web.people import shift_kinds

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def who(app: Flask, database: Database) -> Visitor:
    """The administrator of a department under S4f, with its shift kinds and two skills."""
    visitor = visiting(app, database)
    form = {"preset": "S4f", "valid_from": "2026-01-01"}
    assert visitor.post("/setup/policy/new", data=form).status_code == 302
    with database.write() as session:
        actor = acting(session.scalars(select(User)).one())
        shift_kinds.take_from_policy(session, actor, today=TODAY, chinese=True, now=NOW)
    return visitor
