from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask.testing import FlaskClient

from tests.support.forked import forking
from tests.web.accounts.staff import NOW, PASSWORD, account, admin, log_in, trail
from web.accounts import lockout, service
from web.accounts.authentication import log_in as authenticate
from web.database import Database

MINUTE = timedelta(minutes=1)
WRONG = "not the password"


def fail(database: Database, times: int, *, number: str = "00123", now: object = NOW) -> None:
    with database.write() as session:
        for _ in range(times):
            assert authenticate(session, number, WRONG, now=now) is None  # type: ignore[arg-type] # a datetime


def succeeds(database: Database, *, number: str = "00123", now: object = NOW) -> bool:
    with database.write() as session:
        return authenticate(session, number, PASSWORD, now=now) is not None  # type: ignore[arg-type] # a datetime


def test_ten_failures_lock_for_a_quarter_of_an_hour(database: Database) -> None:
    with database.write() as session:
        account(session)
    fail(database, 10)
    assert not succeeds(database)
    assert not succeeds(database, now=NOW + 15 * MINUTE - timedelta(microseconds=1))
    assert succeeds(database, now=NOW + 15 * MINUTE)
    assert trail(database) == ["login.failure"] * 10 + ["login.locked", "login.success"]


def test_the_tenth_attempt_still_counts_when_it_is_right(database: Database) -> None:
    with database.write() as session:
        account(session)
    fail(database, 9)
    assert succeeds(database)
    fail(database, 9)
    assert succeeds(database)


def test_failures_older_than_the_window_are_forgotten(database: Database) -> None:
    with database.write() as session:
        account(session)
    fail(database, 9)
    fail(database, 9, now=NOW + 15 * MINUTE)
    assert succeeds(database, now=NOW + 16 * MINUTE)


def test_trying_on_does_not_prolong_a_lock(database: Database) -> None:
    with database.write() as session:
        account(session)
    fail(database, 10)
    fail(database, 5, now=NOW + 14 * MINUTE)
    assert succeeds(database, now=NOW + 15 * MINUTE)


def test_unknown_numbers_are_counted_like_known_ones(database: Database) -> None:
    fail(database, 10, number="nobody")
    with database.read() as session:
        assert lockout.locked_until(session, "nobody", now=NOW) == NOW + 15 * MINUTE
        assert lockout.locked_until(session, "nobody", now=NOW + 15 * MINUTE) is None


def test_a_lock_set_by_others_outlives_a_right_password_taken_before(database: Database) -> None:
    with database.write() as session:
        first = lockout.take_attempt(session, "00123", now=NOW)
        for _ in range(9):
            lockout.take_attempt(session, "00123", now=NOW)
        assert first == 1
        lockout.give_back(session, "00123", first)
        assert lockout.locked_until(session, "00123", now=NOW) is not None
        session.commit()


def test_an_administrator_unlocks(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        user, by = account(session), admin(session)
    for _ in range(10):
        assert log_in(client, password=WRONG).status_code == 422
    assert log_in(client).status_code == 422
    with database.write() as session:
        assert service.unlock(session, by=by, user_id=user.id, now=NOW)
        assert not service.unlock(session, by=by, user_id=user.id, now=NOW)
    assert log_in(client).status_code == 302
    assert trail(database)[-2:] == ["user.unlock", "login.success"]


def test_numbers_nobody_tries_any_more_are_forgotten(database: Database) -> None:
    with database.write() as session:
        account(session)
    fail(database, 1, number="nobody")
    assert succeeds(database, now=NOW + timedelta(days=2))
    with database.write() as session:
        assert not lockout.lift(session, "nobody")
        session.commit()


def test_threads_at_once_get_ten_attempts_together(database: Database) -> None:
    barrier = Barrier(8)

    def try_five_times(_: int) -> int:
        barrier.wait()
        return attempts(database, 5)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_five_times, range(8))) == lockout.MOST_FAILURES


@pytest.mark.processes
def test_processes_at_once_get_ten_attempts_together(database_url: str) -> None:
    with ProcessPoolExecutor(3, mp_context=forking()) as pool:
        assert sum(pool.map(attempts_by_url, [database_url] * 3)) == lockout.MOST_FAILURES


def attempts(database: Database, times: int) -> int:
    """Return how many attempts were granted."""
    granted = 0
    for _ in range(times):
        with database.write() as session:
            granted += lockout.take_attempt(session, "00123", now=NOW) is not None
            session.commit()
    return granted


def attempts_by_url(url: str) -> int:
    database = Database(url)
    try:
        return attempts(database, 12)
    finally:
        database.close()
