"""Accounts for the tests of this folder, and forms as a browser sends them."""

import datetime as dt
import re

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from web.accounts import service
from web.accounts.actor import Actor, actor_of
from web.accounts.tables import User
from web.database import Database
from web.people.tables import Department
from web.records.tables import AuditEvent

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
PASSWORD = "four words in a row"


def department(session: Session, code: str = "A") -> Department:
    found = session.scalar(select(Department).where(Department.code == code))
    if found is None:
        found = Department(code=code, name=f"客服{code}", created_at=NOW)
        session.add(found)
        session.flush()
    return found


def account(
    session: Session,
    number: str = "00123",
    *,
    role: str = "agent",
    code: str = "A",
    password: str | None = PASSWORD,
) -> User:
    """Make an account by the service and commit it."""
    made = service.create_user(
        session,
        by=None,
        department_id=department(session, code).id,
        employee_number=number,
        name=f"员工{number}",
        roles=[role],
        password=password,
        now=NOW,
    )
    assert isinstance(made, User), made
    return made


def admin(session: Session, number: str = "90001", code: str = "A") -> Actor:
    return actor_of(account(session, number, role="admin", code=code, password=None), "department")


def csrf_token(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found is not None, page.text
    return found[1]


def send(client: FlaskClient, address: str, *, form_at: str | None = None, **fields: str) -> TestResponse:
    """Open the page with the form, fill it in, send it."""
    token = csrf_token(client.get(form_at or address))
    return client.post(address, data={"csrf_token": token, **fields})


def log_in(
    client: FlaskClient, number: str = "00123", password: str = PASSWORD, **fields: str
) -> TestResponse:
    return send(client, "/login", employee_number=number, password=password, **fields)


def is_logged_in(client: FlaskClient) -> bool:
    return client.get("/me").status_code == 200


def trail(database: Database) -> list[str]:
    """Return the actions of the audit trail in order, without the accounts' creation."""
    with database.read() as session:
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    return [action for action in actions if action != "user.create"]
