from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.web.accounts.staff import (
    NOW,
    PASSWORD,
    account,
    admin,
    is_logged_in,
    log_in,
    send,
    trail,
)
from web.accounts import lockout, passwords, resets, service
from web.accounts.actor import Actor
from web.accounts.authentication import log_in as authenticate
from web.accounts.tables import PasswordReset, User
from web.clock import utc_now
from web.database import Database
from web.errors import NotFound

CHOSEN = "an entirely new sentence"


def issued(database: Database, client: FlaskClient, user: User, by: Actor) -> resets.Issued:
    now = utc_now(client.application.extensions["lunban_config"])
    with database.write() as session:
        made = resets.issue(session, by=by, user_id=user.id, now=now)
    assert isinstance(made, resets.Issued)
    return made


def test_a_link_serves_once_for_the_first_log_in(client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        user, by = account(session, password=None), admin(session)
    link = f"/reset/{issued(database, client, user, by).token}"
    page = client.get(link)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin", "the address is the secret"
    assert user.name in page.text
    answer = send(client, link, password=CHOSEN, repeated=CHOSEN)
    assert answer.headers["Location"] == "/login"
    assert log_in(client, password=CHOSEN).status_code == 302
    assert client.get(link).status_code == 410
    assert trail(database) == ["user.reset_issued", "user.reset_used", "login.success"]


def test_a_reset_ends_sessions_and_lock(client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        user, by = account(session), admin(session)
    log_in(client)
    other = client.application.test_client()
    for _ in range(lockout.MOST_FAILURES):
        log_in(other, password="not the password")
    link = f"/reset/{issued(database, client, user, by).token}"
    assert is_logged_in(client), "issuing alone disturbs nobody"
    assert send(other, link, password=CHOSEN, repeated=CHOSEN).status_code == 302
    assert not is_logged_in(client)
    assert log_in(client).status_code == 422
    assert log_in(client, password=CHOSEN).status_code == 302


def test_a_refused_password_leaves_the_link_good(client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        user, by = account(session), admin(session)
    link = f"/reset/{issued(database, client, user, by).token}"
    assert send(client, link, password="short", repeated="short").status_code == 422
    assert send(client, link, password=CHOSEN, repeated="another one").status_code == 422
    assert send(client, link, password=CHOSEN, repeated=CHOSEN).status_code == 302


def test_links_expire_and_a_newer_one_replaces_the_older(database: Database) -> None:
    with database.write() as session:
        user, by = account(session), admin(session)
        first = resets.issue(session, by=by, user_id=user.id, now=NOW)
        second = resets.issue(session, by=by, user_id=user.id, now=NOW + timedelta(minutes=1))
        assert isinstance(first, resets.Issued)
        assert isinstance(second, resets.Issued)
        soon = NOW + timedelta(minutes=2)
        assert resets.find(session, first.token, now=soon) is None
        assert resets.find(session, second.token, now=soon) is not None
        assert resets.find(session, second.token, now=second.expires_at) is None
        refused = resets.use(session, second.token, password=CHOSEN, now=second.expires_at)
        assert [refusal.code for refusal in refused] == ["reset_over"]
        stored = session.scalars(select(PasswordReset.token_hash)).all()
        assert not {first.token, second.token} & set(stored)
        assert authenticate(session, "00123", PASSWORD, now=NOW) is not None


def test_links_die_with_the_account_and_with_another_new_password(database: Database) -> None:
    with database.write() as session:
        user, by = account(session), admin(session)
        closing = resets.issue(session, by=by, user_id=user.id, now=NOW)
        service.deactivate(session, by=by, user_id=user.id, now=NOW)
        service.activate(session, by=by, user_id=user.id, now=NOW)
        changing = resets.issue(session, by=by, user_id=user.id, now=NOW)
        service.set_password(session, user_id=user.id, password=CHOSEN, now=NOW)
        for made in (closing, changing):
            assert isinstance(made, resets.Issued)
            assert resets.find(session, made.token, now=NOW) is None


def test_two_at_once_use_a_link_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.write() as session:
        user, by = account(session), admin(session)
        made = resets.issue(session, by=by, user_id=user.id, now=NOW)
    assert isinstance(made, resets.Issued)
    real = passwords.hash_password
    outcomes = []

    def hash_while_another_uses_it(password: str) -> str:
        monkeypatch.setattr(passwords, "hash_password", real)
        with database.write() as meanwhile:
            outcomes.append(resets.use(meanwhile, made.token, password="the other one was first", now=NOW))
        return real(password)

    monkeypatch.setattr(passwords, "hash_password", hash_while_another_uses_it)
    with database.write() as session:
        late = resets.use(session, made.token, password=CHOSEN, now=NOW)
    assert outcomes == [[]]
    assert [refusal.code for refusal in late] == ["reset_over"]
    with database.write() as session:
        assert authenticate(session, "00123", "the other one was first", now=NOW) is not None


def test_who_may_not_be_given_a_link(database: Database) -> None:
    with database.write() as session:
        user, foreign = account(session), account(session, "00200", code="B")
        by = admin(session)
        with pytest.raises(NotFound):
            resets.issue(session, by=by, user_id=foreign.id, now=NOW)
        own = resets.issue(session, by=by, user_id=by.user_id, now=NOW)
        assert isinstance(own, list)
        assert [refusal.code for refusal in own] == ["own_account"]
        user.active = False
        session.commit()
        closed = resets.issue(session, by=by, user_id=user.id, now=NOW)
        assert isinstance(closed, list)
        assert [refusal.code for refusal in closed] == ["user_inactive"]
