"""Start passwords: made for many at once, shown once, kept as hashes, good for one thing only."""

from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.web.accounts.staff import NOW, is_logged_in, log_in, send, trail
from tests.web.setup_world import account as stored_account
from tests.web.setup_world import acting, furnished_department
from web.accounts import resets, service, starting
from web.accounts.actor import Actor
from web.accounts.starting import HandedOut
from web.accounts.tables import PasswordReset, User
from web.clock import utc_now
from web.database import Database
from web.people.tables import Person
from web.records.tables import AuditEvent

CHOSEN = "an entirely new sentence"


def admin_of(database: Database) -> Actor:
    """Store the department of the set-up tests; return its administrator."""
    with database.write() as session:
        user = stored_account(session, furnished_department(session), "admin")
        session.commit()
        return acting(user)


def person_ids(database: Database, department_id: int) -> dict[str, int]:
    with database.read() as session:
        people = session.scalars(select(Person).where(Person.department_id == department_id))
        return {person.employee_number: person.id for person in people}


def started(database: Database, by: Actor, *numbers: str, now: datetime = NOW) -> HandedOut:
    ids = person_ids(database, by.department_id)
    with database.write() as session:
        found = starting.start_accounts(session, by=by, person_ids=[ids[one] for one in numbers], now=now)
    assert isinstance(found, HandedOut)
    return found


def test_each_person_gets_an_account_with_the_role_in_the_team(database: Database) -> None:
    by = admin_of(database)
    found = started(database, by, "00100", "00101")
    assert [one.person.employee_number for one in found.started] == ["00100", "00101"]
    assert len({one.password for one in found.started}) == 2
    assert found.expires_at == NOW + timedelta(days=14)
    with database.read() as session:
        users = {user.employee_number: user for user in service.list_users(session, by.department_id)}
        assert users["00100"].role_names == {"leader"}
        assert users["00101"].role_names == {"agent"}
        assert users["00101"].person is not None
        assert users["00101"].password is None
        left = service.people_without_account(session, by.department_id)
    assert [person.employee_number for person in left][:2] == ["00102", "00103"]
    assert trail(database) == ["user.reset_issued"] * 2


def test_no_start_password_is_stored(database: Database) -> None:
    (one,) = started(database, admin_of(database), "00101").started
    with database.read() as session:
        reset = session.scalars(select(PasswordReset)).one()
        details = [str(event.detail) for event in session.scalars(select(AuditEvent))]
    secrets = {one.password, starting.plain(one.password)}
    assert reset.token_hash not in secrets
    assert not any(secret in text for secret in secrets for text in details)


def test_the_first_log_in_sets_the_own_password_and_nothing_else(
    client: FlaskClient, database: Database
) -> None:
    now = utc_now(client.application.extensions["lunban_config"])
    (one,) = started(database, admin_of(database), "00101", now=now).started
    answer = log_in(client, "00101", f" {one.password.upper()} ")
    assert answer.status_code == 302
    address = answer.headers["Location"]
    assert address == f"/reset/{starting.plain(one.password)}"
    assert not is_logged_in(client), "a start password begins no session"
    page = client.get(address)
    assert "这是初始密码，只能用一次" in page.text
    assert log_in(client, "00102", one.password).status_code == 422, "it belongs to one number"
    assert send(client, address, password=CHOSEN, repeated=CHOSEN).headers["Location"] == "/login"
    assert log_in(client, "00101", one.password).status_code == 422
    assert log_in(client, "00101", CHOSEN).status_code == 302
    assert is_logged_in(client)


def test_a_start_password_ends_with_its_time_and_with_a_later_link(
    client: FlaskClient, database: Database
) -> None:
    by = admin_of(database)
    first, second = started(database, by, "00101", "00102").started
    with database.write() as session:
        user = session.scalars(select(User).where(User.employee_number == "00102")).one()
        assert starting.recognise(session, "00102", second.password, now=NOW) is not None
        resets.issue(session, by=by, user_id=user.id, now=NOW)
    with database.read() as session:
        assert starting.recognise(session, "00102", second.password, now=NOW) is None
        assert starting.recognise(session, "00101", first.password, now=NOW) is not None
        later = NOW + timedelta(days=14, seconds=1)
        assert starting.recognise(session, "00101", first.password, now=later) is None


def test_who_has_an_account_is_left_out_and_taken_numbers_are_named(database: Database) -> None:
    by = admin_of(database)
    with database.write() as session:
        other = furnished_department(session, "B")
        stored_account(session, other, "agent", number="00102")  # of another department
        session.commit()
        others = other.id
    started(database, by, "00100")
    mine, theirs = person_ids(database, by.department_id), person_ids(database, others)
    with database.write() as session:
        chosen = [mine["00100"], mine["00101"], mine["00102"], theirs["00103"], 999]
        found = starting.start_accounts(session, by=by, person_ids=chosen, now=NOW)
    assert isinstance(found, HandedOut)
    assert [one.person.employee_number for one in found.started] == ["00101"]
    assert [(problem.code, problem.measured) for problem in found.problems] == [("number_taken", "00102")]
    with database.write() as session:
        again = starting.start_accounts(session, by=by, person_ids=[mine["00100"]], now=NOW)
    assert isinstance(again, list)
    assert [refusal.code for refusal in again] == ["nobody_chosen"]


def test_start_passwords_have_no_signs_that_look_alike() -> None:
    made = {starting.new_password() for _ in range(50)}
    assert len(made) == 50
    assert not {sign for one in made for sign in one} & set("ilo01")
    assert {len(starting.plain(one)) for one in made} == {15}
