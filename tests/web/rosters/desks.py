"""Somebody of the office at a browser, and what the pages of a version have in common."""

import datetime as dt
import re

from flask import Flask
from sqlalchemy import select

from tests.web.browsing import Visitor, logged_in
from tests.web.rosters.office import NOW, Office
from web.accounts.tables import Role, User
from web.database import Database
from web.people.tables import Person


def sit_down(app: Flask, office: Office, user_id: int) -> Visitor:
    """Return the account's logged-in browser."""
    with office.database.write() as session:
        found = logged_in(app, session, session.get_one(User, user_id))
        session.commit()
    return found


def as_role(app: Flask, office: Office, role: str, *, number: str = "09900") -> Visitor:
    """Return the logged-in browser of a new account with one role and no person behind it."""
    with office.database.write() as session:
        user = User(
            department_id=office.department,
            employee_number=f"{role}{number}",
            name=f"账号{role}",
            password=None,
            roles=list(session.scalars(select(Role).where(Role.name == role))),
            created_at=NOW,
        )
        session.add(user)
        session.flush()
        found = logged_in(app, session, user)
        session.commit()
    return found


def add_people(database: Database, office: Office, count: int) -> None:
    """Add agents to the second team."""
    with database.write() as session:
        session.add_all(
            Person(
                department_id=office.department,
                team_id=office.teams[1],
                employee_number=f"1{n:04}",
                name=f"增员{n}",
            )
            for n in range(count)
        )
        session.commit()


def cell_of(html: str, person_id: int, day: dt.date) -> str:
    """Return the opening tag of a person's cell."""
    row = re.search(rf'<tr data-person="{person_id}".*?</tr>', html, re.DOTALL)
    assert row is not None
    tags: list[str] = re.findall(r"<td[^>]*>", row[0])
    return tags[day.day + 1]  # hours and violations stand before the days
