"""A logged-in client without the cost of a password: the session is made by the service itself."""

from dataclasses import dataclass
from typing import Any, cast

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from web.accounts import cookie, passwords, sessions
from web.accounts.tables import User
from web.clock import utc_now
from web.database import Database

RAW_TOKEN = "0" * 40


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody with a browser; forms go out with their CSRF token, as pages send them."""

    client: FlaskClient
    csrf_token: str

    def get(self, address: str, **arguments: Any) -> TestResponse:
        return self.client.get(address, buffered=True, **arguments)

    def post(self, address: str, *, accept: str = "*/*", **arguments: Any) -> TestResponse:
        headers = {"X-CSRFToken": self.csrf_token, "Accept": accept}
        return self.client.post(address, buffered=True, headers=headers, **arguments)


def visitor(app: Flask) -> Visitor:
    """Return somebody who is not logged in."""
    client = app.test_client()
    with client.session_transaction() as stored:
        stored["csrf_token"] = RAW_TOKEN
    serializer = URLSafeTimedSerializer(cast("str", app.secret_key), salt="wtf-csrf-token")
    return Visitor(client=client, csrf_token=serializer.dumps(RAW_TOKEN))


def logged_in(app: Flask, session: Session, user: User) -> Visitor:
    """Return somebody with a running session of `user`; the caller commits."""
    found = visitor(app)
    token = sessions.start(session, user, now=utc_now(app.extensions["lunban_config"]))
    with found.client.session_transaction() as stored:
        stored["_user_id"] = user.fs_uniquifier
        stored[cookie.TOKEN] = token
    return found


def visit_as(app: Flask, database: Database, user_id: int) -> Visitor:
    """Return the browser of an account, with a running session."""
    with database.write() as session:
        found = logged_in(app, session, session.get_one(User, user_id))
        session.commit()
    return found


def know_passwords(database: Database, password: str) -> None:
    """Give every account the same password, hashed once."""
    hashed = passwords.hash_password(password)
    with database.write() as session:
        for user in session.scalars(select(User)):
            user.password = hashed
        session.commit()
