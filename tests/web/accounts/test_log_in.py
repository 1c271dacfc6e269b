import re

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import verify_password
from sqlalchemy import func, select

from tests.web.accounts.staff import NOW, PASSWORD, account, department, is_logged_in, log_in, trail
from web.accounts import lockout, passwords, service
from web.accounts.authentication import confirm_password
from web.accounts.authentication import log_in as authenticate
from web.accounts.tables import LoginAttempt, User, UserSession
from web.clock import utc_now
from web.database import Database
from web.records.tables import AuditEvent


class CountingHasher(PasswordHasher):
    """The real one, counting."""

    verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override] # noqa: A002 - the parent's name
        self.verified += 1
        return bool(super().verify(hash, password))


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountingHasher:
    counting = CountingHasher(
        memory_cost=passwords.MEMORY_KIB, time_cost=passwords.TIME_COST, parallelism=passwords.PARALLELISM
    )
    passwords.hash_password("warm the hash of nobody")
    monkeypatch.setattr(passwords, "_hasher", counting)
    return counting


def test_the_right_password_opens_the_page_that_was_asked_for(
    client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        account(session)
    assert client.get("/me").headers["Location"] == "/login?next=/me"
    answer = log_in(client, next="/me")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me")
    assert "00123" in client.get("/me").text
    assert client.get("/login?next=/me").headers["Location"] == "/me"
    assert trail(database) == ["login.success"]


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "me", ""])
def test_the_log_in_leads_to_no_other_site(client: FlaskClient, database: Database, target: str) -> None:
    with database.write() as session:
        account(session)
    assert log_in(client, next=target).headers["Location"] == "/"


@pytest.mark.parametrize("typed", ["00123", " 00123 ", "０0123"])
def test_a_number_is_text_however_it_is_typed(client: FlaskClient, database: Database, typed: str) -> None:
    with database.write() as session:
        account(session, "00123")
    assert log_in(client, typed).status_code == 302


def test_123_is_not_00123(client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        account(session, "00123")
    assert log_in(client, "123").status_code == 422


def test_every_refusal_reads_alike_and_costs_one_hash(
    app: Flask, database: Database, hasher: CountingHasher
) -> None:
    now = utc_now(app.extensions["lunban_config"])
    with database.write() as session:
        for number in ("right", "closed", "locked", "new"):
            account(session, number, password=None if number == "new" else PASSWORD)
        closed = session.scalars(select(User).where(User.employee_number == "closed")).one()
        service.deactivate(session, by=None, user_id=closed.id, now=now)
        for number in ("locked", "locked-unknown"):
            for _ in range(lockout.MOST_FAILURES):
                lockout.take_attempt(session, number, now=now)
        session.commit()
    attempts = {
        "right": "a wrong password",
        "unknown": PASSWORD,
        "closed": PASSWORD,
        "locked": PASSWORD,
        "locked-unknown": PASSWORD,
        "new": PASSWORD,
    }
    pages = set()
    for number, word in attempts.items():
        before = hasher.verified
        answer = log_in(app.test_client(), number, word)
        assert hasher.verified == before + 1, number
        assert answer.status_code == 422, number
        page = re.sub(
            r'(csrf_token" value|nonce)="[^"]*"', "", answer.text.replace(f'"{number}"', '"number"')
        )
        pages.add(page)
    assert len(pages) == 1


def test_an_endless_number_is_neither_looked_up_nor_stored(client: FlaskClient, database: Database) -> None:
    assert log_in(client, "9" * 5000).status_code == 422
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 0


def test_the_trail_names_known_accounts_and_no_unknown_words(client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        known = account(session)
    log_in(client, password="wrong one")
    log_in(client, "my password typed here", "x")
    with database.read() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == "login.failure")).all()
        assert [(event.object_type, event.object_id, event.actor_id) for event in events] == [
            ("user", str(known.id), None),
            ("unknown_user", "", None),
        ]


def test_hashes_are_argon2id_with_the_stated_cost_and_flask_security_reads_them(app: Flask) -> None:
    made = passwords.hash_password(PASSWORD)
    assert made.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    with app.app_context():
        assert verify_password(PASSWORD, made)
        assert not verify_password("something else", made)


def test_a_hash_of_older_cost_is_renewed_at_the_next_log_in(database: Database) -> None:
    with database.write() as session:
        user = account(session)
        user.password = PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash(PASSWORD)
        session.commit()
        assert authenticate(session, "00123", PASSWORD, now=NOW) is not None
        assert user.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert authenticate(session, "00123", PASSWORD, now=NOW) is not None


def test_what_was_in_the_cookie_before_the_log_in_is_worth_nothing(
    client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        account(session)
    client.get("/login")
    with client.session_transaction() as cookie:
        cookie["sid"] = "planted by somebody else"
        cookie["csrf_token"] = "planted"
    answer = log_in(client)
    assert answer.status_code == 302
    with client.session_transaction() as cookie:
        assert cookie["sid"] != "planted by somebody else"
        assert cookie.get("csrf_token") != "planted"
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(UserSession)) == 1


def test_a_signed_cookie_alone_logs_nobody_in(app: Flask, client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        user = account(session)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = user.fs_uniquifier
    assert not is_logged_in(client)
    with app.test_request_context():
        client.set_cookie("remember_token", f"{user.fs_uniquifier}|x")
    assert not is_logged_in(client)
    assert client.get("/me", headers={"Authentication-Token": user.fs_uniquifier}).status_code == 302


def test_the_password_is_asked_again_before_a_signature(database: Database) -> None:
    with database.write() as session:
        user, other = account(session), account(session, "00124")
        assert confirm_password(session, user.id, PASSWORD, now=NOW)
        assert not confirm_password(session, user.id, "wrong password", now=NOW)
        assert not confirm_password(session, other.id + 1, PASSWORD, now=NOW)
    assert trail(database) == ["login.failure"]


def test_wrong_passwords_at_signatures_lock_too(database: Database) -> None:
    with database.write() as session:
        user = account(session)
        for _ in range(lockout.MOST_FAILURES):
            assert not confirm_password(session, user.id, "wrong password", now=NOW)
        assert not confirm_password(session, user.id, PASSWORD, now=NOW)
        assert authenticate(session, "00123", PASSWORD, now=NOW) is None


def test_an_account_closed_while_the_password_is_hashed_does_not_get_in(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as session:
        user = account(session)
    real = passwords.verify

    def verify_slowly(password: str, password_hash: str | None) -> bool:
        with database.write() as meanwhile:
            service.deactivate(meanwhile, by=None, user_id=user.id, now=NOW)
        return real(password, password_hash)

    monkeypatch.setattr(passwords, "verify", verify_slowly)
    with database.write() as session:
        assert authenticate(session, "00123", PASSWORD, now=NOW) is None


def test_departments_share_one_space_of_numbers(database: Database) -> None:
    with database.write() as session:
        account(session, "00123", code="A")
        refused = service.create_user(
            session,
            by=None,
            department_id=department(session, "B").id,
            employee_number="00123",
            name="另一人",
            roles=["agent"],
            now=NOW,
        )
        assert isinstance(refused, list)
        assert [refusal.code for refusal in refused] == ["number_taken"]
