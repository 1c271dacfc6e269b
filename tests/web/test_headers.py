"""Headers, cookies and page sources of everything that can be opened without arguments."""

import dataclasses
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.access_objects import SAMPLES
from tests.web.access_world import new_world
from tests.web.browsing import Visitor, logged_in, visitor
from web import create_app
from web.config import Config
from web.database import Database, current_database

POLICY = re.compile(
    r"default-src 'self'; script-src 'self' 'nonce-([A-Za-z0-9_-]{32})'; style-src 'self' 'nonce-\1'; "
    r"img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    r"frame-ancestors 'none'"
)
ROLES_THAT_SEE_ALL = ("supervisor", "head", "admin", "agent")


class Page(HTMLParser):
    """Collects what the content security policy would stop, or should not be there."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce = nonce
        self.findings: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in {"script", "style"} and values.get("nonce") != self.nonce:
            self.findings.append(f"<{tag}> without the nonce")
        if tag in {"iframe", "object", "embed", "base"}:
            self.findings.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith(("on", "hx-on")) or name == "style":
                self.findings.append(f"{tag} {name}={value}")
            if name in {"src", "href", "action", "formaction"} and re.match(r"(?i)\s*(\w+:|//)", value or ""):
                self.findings.append(f"{tag} {name}={value} leaves the site")


def openable(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and not rule.arguments and rule.endpoint not in SAMPLES:
            yield rule.rule


def complaints(answer: TestResponse) -> list[str]:
    headers = answer.headers
    found = [
        f"{name}: {headers.get(name)}"
        for name, wanted in {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
        }.items()
        if headers.get(name) != wanted
    ]
    policy = POLICY.fullmatch(headers.get("Content-Security-Policy", ""))
    if policy is None:
        return [*found, f"Content-Security-Policy: {headers.get('Content-Security-Policy')}"]
    if "Server" in headers and "/" in headers["Server"]:
        found.append(f"Server: {headers['Server']}")
    if answer.mimetype == "text/html":
        if "no-store" not in headers.get("Cache-Control", ""):
            found.append(f"Cache-Control: {headers.get('Cache-Control')}")
        page = Page(policy[1])
        page.feed(answer.text)
        found += page.findings
    return found


def test_every_page_has_its_headers_and_nothing_inline(app: Flask, database: Database) -> None:
    app.testing = False  # pages that break are found by the walk through the matrix
    wrong = []
    for who in everybody(app, database):
        for address in openable(app):
            answer = who.get(address)
            wrong += [f"{address} ({answer.status_code}): {finding}" for finding in complaints(answer)]
    assert wrong == []


@pytest.mark.parametrize("address", ["/static/icon.svg", "/no/such/page", "/reset/nobody-has-this-one"])
def test_files_and_refusals_have_them_too(app: Flask, address: str) -> None:
    assert complaints(visitor(app).get(address)) == []


def test_each_answer_has_a_nonce_of_its_own(app: Flask) -> None:
    who = visitor(app)
    policies = {who.get("/login").headers["Content-Security-Policy"] for _ in range(5)}
    assert len(policies) == 5


@pytest.fixture
def behind_https(config: Config) -> Iterator[FlaskClient]:
    app = create_app(dataclasses.replace(config, secure_cookies=True))
    app.testing = True
    yield app.test_client()
    with app.app_context():
        current_database().close()


def test_cookies_are_bound_to_the_host_behind_https(behind_https: FlaskClient) -> None:
    client = behind_https
    answer = client.get("/login", base_url="https://localhost")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-lunban=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert not [attribute for attribute in attributes if attribute.startswith("Domain")]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31")


def test_forms_from_elsewhere_are_refused_behind_https(behind_https: FlaskClient) -> None:
    client = behind_https
    page = client.get("/login", base_url="https://localhost")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    form = {"csrf_token": token[1], "employee_number": "1", "password": "x"}
    statuses = [
        client.post("/login", base_url="https://localhost", data=form, headers=headers).status_code
        for headers in ({}, {"Referer": "https://evil.example/"}, {"Referer": "https://localhost/login"})
    ]
    assert statuses == [400, 400, 422]


def test_no_form_is_taken_without_its_token(app: Flask, database: Database) -> None:
    with database.write() as session:
        who = logged_in(app, session, new_world(session, "admin").actor)
        session.commit()
    accepted = []
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        address = app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, 1))
        for data in ({}, {"csrf_token": "forged"}, {"csrf_token": visitor(app).csrf_token[:-1]}):
            answer = who.client.post(address, data=data, buffered=True)
            if answer.status_code != 400:
                accepted.append(f"{rule.endpoint}: {answer.status_code}")
    assert accepted == []


def test_the_token_of_another_session_is_refused(app: Flask) -> None:
    one, other = visitor(app), visitor(app)
    with other.client.session_transaction() as stored:
        stored["csrf_token"] = "1" * 40
    form = {"csrf_token": one.csrf_token, "employee_number": "1", "password": "x"}
    assert other.client.post("/login", data=form).status_code == 400
    assert one.client.post("/login", data=form).status_code == 422


def everybody(app: Flask, database: Database) -> list[Visitor]:
    with database.write() as session:
        found = [visitor(app)]
        found += [logged_in(app, session, new_world(session, role).actor) for role in ROLES_THAT_SEE_ALL]
        session.commit()
    return found
