from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, update

from tests.web.accounts.staff import PASSWORD, account, admin, csrf_token, is_logged_in, log_in, send, trail
from web.accounts import service, sessions
from web.accounts.tables import Role, User, UserSession
from web.clock import utc_now
from web.database import Database, current_database

NEW_PASSWORD = "an entirely new sentence"


def now_of(app: Flask) -> datetime:
    return utc_now(app.extensions["lunban_config"])


def with_cookie_of(app: Flask, client: FlaskClient) -> FlaskClient:
    """Return a browser that has a copy of the other's cookie, as a thief would."""
    stored = client.get_cookie("lunban")
    assert stored is not None
    thief = app.test_client()
    thief.set_cookie("lunban", stored.value)
    return thief


def role_shown(client: FlaskClient) -> str:
    page = client.get("/me", headers={"Accept-Language": "en"}).text
    return page.partition('<span class="tag">')[2].partition("<")[0]


def test_logging_out_kills_copies_of_the_cookie_too(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        account(session)
    log_in(client)
    thief = with_cookie_of(app, client)
    assert is_logged_in(thief)
    answer = send(client, "/logout", form_at="/me")
    assert answer.headers["Location"] == "/login"
    assert not is_logged_in(client)
    assert not is_logged_in(thief)


def test_logging_out_is_no_link(client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        account(session)
    log_in(client)
    assert client.get("/logout").status_code == 405
    assert is_logged_in(client)


def test_a_session_ends_after_fourteen_hours_whatever_happens(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        account(session)
    answer = log_in(client)
    assert "Expires=" in answer.headers["Set-Cookie"]
    with client.session_transaction() as cookie:
        token = cookie["sid"]
    with database.read() as session:
        found = session.scalars(select(UserSession)).one()
        assert found.expires_at - found.created_at == timedelta(hours=14)
        assert sessions.find(session, token, now=found.expires_at - timedelta(microseconds=1)) is not None
        assert sessions.find(session, token, now=found.expires_at) is None
    with database.write() as session:
        session.execute(update(UserSession).values(expires_at=now_of(app)))
        session.commit()
    assert not is_logged_in(client)


def test_the_database_keeps_no_secret_that_opens_a_session(client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        account(session)
    log_in(client)
    with client.session_transaction() as cookie:
        token = cookie["sid"]
    with database.read() as session:
        kept = session.scalars(select(UserSession.token_hash)).one()
        assert kept != token
        assert sessions.find(session, kept, now=session.scalars(select(UserSession.created_at)).one()) is None


def test_a_closed_account_is_out_at_once_and_stays_out_when_opened_again(
    client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        user, by = account(session), admin(session)
    log_in(client)
    with database.write() as session:
        assert service.deactivate(session, by=by, user_id=user.id, now=user.created_at) == []
    assert not is_logged_in(client)
    with database.write() as session:
        service.activate(session, by=by, user_id=user.id, now=user.created_at)
    assert not is_logged_in(client)
    assert log_in(client).status_code == 302


def test_roles_count_from_the_next_request_on(app: Flask, client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        user = account(session)
    log_in(client)
    assert role_shown(client) == "agent"
    with database.write() as session:
        stored = session.get_one(User, user.id)
        stored.roles = list(session.scalars(select(Role).where(Role.name == "auditor")))
        session.commit()
    assert role_shown(client) == "auditor"


def test_the_last_visit_is_written_coarsely(app: Flask, client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        account(session)
    log_in(client)
    assert is_logged_in(client)
    with database.write() as session:
        found = session.scalars(select(UserSession)).one()
        begun = found.created_at
        assert found.last_seen_at == begun
        found.last_seen_at = begun - timedelta(minutes=6)
        session.commit()
    assert is_logged_in(client)
    with database.read() as session:
        assert session.scalars(select(UserSession.last_seen_at)).one() >= begun
    with database.write() as session:
        session.execute(update(UserSession).values(last_seen_at=begun - timedelta(minutes=6)))
        session.commit()
    assert send(client, "/me/sessions/end", form_at="/me").status_code == 302


def test_a_visit_that_cannot_be_noted_is_a_visit_all_the_same(
    client: FlaskClient, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.write() as session:
        account(session)
    log_in(client)
    with database.write() as session:
        long_ago = session.scalars(select(UserSession.created_at)).one() - timedelta(minutes=6)
        session.execute(update(UserSession).values(last_seen_at=long_ago))
        session.commit()
    with database.write() as busy:
        busy.execute(update(UserSession).values(last_seen_at=long_ago))
        assert is_logged_in(client)
        assert "not noted" in caplog.text
    with database.read() as session:
        assert session.scalars(select(UserSession.last_seen_at)).one() == long_ago
    assert is_logged_in(client)
    with database.read() as session:
        assert session.scalars(select(UserSession.last_seen_at)).one() > long_ago


def test_a_style_sheet_asks_the_database_nothing(app: Flask, client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        account(session)
    log_in(client)
    checkouts: list[object] = []

    def note(connection: object, *_: object) -> None:
        checkouts.append(connection)

    with app.app_context():
        event.listen(current_database().engine.pool, "checkout", note)
    with client.get("/static/icon.svg") as answer:
        assert answer.status_code == 200
    assert len(checkouts) == 0
    assert is_logged_in(client)
    assert len(checkouts) == 1


def test_a_new_password_ends_the_other_devices_only(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        account(session)
    phone = app.test_client()
    log_in(phone)
    log_in(client)
    assert "2" in client.get("/me").text
    changed = send(
        client, "/me/password", old_password=PASSWORD, password=NEW_PASSWORD, repeated=NEW_PASSWORD
    )
    assert (changed.status_code, changed.headers["Location"]) == (302, "/me")
    assert is_logged_in(client)
    assert not is_logged_in(phone)
    assert log_in(phone).status_code == 422
    assert log_in(phone, password=NEW_PASSWORD).status_code == 302
    assert "user.password" in trail(database)


def test_a_password_is_changed_only_by_who_knows_the_old_one(client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        account(session)
    log_in(client)
    refused = {
        "wrong old": {"old_password": "not the old one", "password": NEW_PASSWORD, "repeated": NEW_PASSWORD},
        "differs": {"old_password": PASSWORD, "password": NEW_PASSWORD, "repeated": NEW_PASSWORD + "!"},
        "same": {"old_password": PASSWORD, "password": PASSWORD, "repeated": PASSWORD},
        "short": {"old_password": PASSWORD, "password": "short", "repeated": "short"},
        "nothing": {},
    }
    for fields in refused.values():
        assert send(client, "/me/password", **fields).status_code == 422
    with database.read() as session:
        stored = session.scalars(select(User)).one()
        assert stored.password_changed_at == stored.created_at
    assert log_in(client.application.test_client()).status_code == 302


def test_other_devices_can_be_logged_out(app: Flask, client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        account(session)
    phone = app.test_client()
    log_in(phone)
    log_in(client)
    assert send(client, "/me/sessions/end", form_at="/me").status_code == 302
    assert is_logged_in(client)
    assert not is_logged_in(phone)


def test_a_form_sent_after_the_end_leads_back_to_its_page(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        user = account(session)
    log_in(client)
    token = csrf_token(client.get("/me/password"))
    with database.write() as session:
        sessions.end_all(session, user.id, now=now_of(app))
        session.commit()
    answer = client.post(
        "/me/password", data={"csrf_token": token}, headers={"Referer": "http://localhost/me/password"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login?next=/me/password")
    elsewhere = client.post("/me/password", data={}, headers={"Referer": "http://evil.example/x"})
    assert (elsewhere.status_code, elsewhere.headers["Location"]) == (302, "/login?next=/")
