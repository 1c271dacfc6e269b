"""Headers, cookies, CSRF and the log-in machinery of one application."""

from typing import Any, cast

from flask import Flask, Response, request
from flask_security import Security, SQLAlchemySessionUserDatastore
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from werkzeug.local import LocalProxy

from web import database
from web.accounts import cookie, passwords, sessions
from web.accounts.tables import Role, User
from web.config import Config

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": ["'self'", "data:"],
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

csrf = CSRFProtect()


def install(app: Flask, config: Config) -> None:
    """Fit the application with headers, cookies, CSRF and Flask-Security.

    Flask-Security keeps users, password hashes (argon2id) and sessions; its own pages are left out,
    because staff log in by employee number and the answer must not tell whether a number exists.
    """
    prefix = "__Host-" if config.secure_cookies else ""
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME=f"{prefix}lunban",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        PERMANENT_SESSION_LIFETIME=sessions.LIFETIME,
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=config.max_upload_bytes,
        WTF_CSRF_TIME_LIMIT=None,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of the scheme, not a password
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],  # argon2id salts by itself: no second HMAC secret to lose
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={
            "argon2__type": "ID",
            "argon2__memory_cost": passwords.MEMORY_KIB,
            "argon2__time_cost": passwords.TIME_COST,
            "argon2__parallelism": passwords.PARALLELISM,
        },
        SECURITY_PASSWORD_LENGTH_MIN=passwords.SHORTEST,
        SECURITY_REGISTERABLE=False,
        SECURITY_SEND_REGISTER_EMAIL=False,
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"employee_number": {"mapper": str}}],
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
    )
    csrf.init_app(app)
    Talisman(
        app,
        force_https=False,  # the reverse proxy redirects; a demo has no certificate
        strict_transport_security=config.secure_cookies,
        session_cookie_secure=config.secure_cookies,
        session_cookie_http_only=True,
        content_security_policy=CONTENT_SECURITY_POLICY,
        content_security_policy_nonce_in=["script-src", "style-src"],
        frame_options="DENY",
        referrer_policy="same-origin",
        permissions_policy={"geolocation": "()", "camera": "()", "microphone": "()"},
    )
    datastore = SQLAlchemySessionUserDatastore(cast("Any", LocalProxy(database.session)), User, Role)
    security = Security(app, datastore, register_blueprint=False)
    security.principal.skip_static = True  # no question about the person for a style sheet
    cookie.install(app)
    app.after_request(_keep_private)


def _keep_private(answer: Response) -> Response:
    """Keep pages about people out of shared caches and of the disk of a shared computer."""
    if request.endpoint != "static" and "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store"
    return answer
