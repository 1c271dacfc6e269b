"""The session cookie: names the server's session, nothing more, and is new at each log-in."""

import logging
from datetime import datetime

from flask import Flask, g
from flask import session as cookie
from flask_security import login_user, logout_user
from sqlalchemy.exc import OperationalError

from web import database
from web.accounts import sessions
from web.accounts.authentication import LogIn
from web.accounts.tables import User
from web.clock import now

logger = logging.getLogger(__name__)

TOKEN = "sid"  # noqa: S105 - the name of the entry


def begin(found: LogIn) -> None:
    """Put a new session into the cookie. Whatever was there before is dropped, so nothing can be fixed."""
    cookie.clear()
    g.pop("csrf_token", None)
    login_user(found.user, remember=False)
    cookie[TOKEN] = found.token
    cookie.permanent = True


def forget() -> None:
    """Empty the cookie."""
    logout_user()
    messages = cookie.get("_flashes")
    cookie.clear()
    if messages:
        cookie["_flashes"] = messages


def token() -> str:
    """Return the secret of the present session, "" without one."""
    return str(cookie.get(TOKEN, ""))


def load(uniquifier: str) -> User | None:
    """Return the user of the present request, when cookie, server's session and account agree."""
    moment = now()
    found = sessions.find(database.session(), token(), now=moment)
    if found is None or found.user.fs_uniquifier != uniquifier:
        return None
    if moment - found.last_seen_at >= sessions.SEEN_EVERY:
        _touch(found.id, moment)
    return found.user


def _touch(session_id: int, moment: datetime) -> None:
    """Note the visit in a transaction of its own: the request's may be read-only, and must not hold locks.

    Nobody waits for it: while others write, the visit stays unnoted until the next request.
    """
    database.session().commit()
    try:
        with database.current_database().write_soon() as writing:
            sessions.touch(writing, session_id, now=moment)
            writing.commit()
    except OperationalError as error:
        logger.warning("visit of session %s not noted: %s", session_id, error.orig)


def install(app: Flask) -> None:
    """Load users through the server's sessions only: no remember-me cookie, no token in a header."""
    app.login_manager.user_loader(load)  # type: ignore[attr-defined] # set by Flask-Login
    app.login_manager.request_loader(_nobody)  # type: ignore[attr-defined]


def _nobody(_request: object) -> None:
    return None
