import json
from collections.abc import Callable, Sequence

import pytest
from click.testing import CliRunner, Result

from tests.web.accounts.staff import NOW, account, department, trail
from web.accounts import lockout
from web.accounts.authentication import log_in as authenticate
from web.cli.accounts import user
from web.database import Database
from web.people.tables import Person, Team

Lunban = Callable[..., Result]
WORDS = "four words in a row"


@pytest.fixture
def lunban(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Lunban:
    """Run ``lunban user …`` on the test's database."""
    monkeypatch.setenv("LUNBAN_DATABASE_URL", database_url)
    monkeypatch.setenv("LUNBAN_SECRET_KEY", "only-for-tests")

    def run(*arguments: str, stdin: str = "") -> Result:
        return CliRunner().invoke(user, list[str](arguments), input=stdin)

    return run


def test_the_first_administrator_comes_from_the_command_line(lunban: Lunban, database: Database) -> None:
    with database.write() as session:
        department(session)
        session.commit()
    made = lunban(*add("00001", roles=["admin"]), "--password-stdin", stdin=f"{WORDS}\n")
    assert (made.exit_code, made.output) == (0, "Added 00001 李璐 (admin).\n")
    with database.write() as session:
        assert authenticate(session, "00001", WORDS, now=NOW) is not None


def test_a_typed_password_is_typed_twice_and_never_shown(lunban: Lunban, database: Database) -> None:
    with database.write() as session:
        department(session)
        session.commit()
    made = lunban(*add("00001", roles=["admin"]), stdin=f"{WORDS}\n{WORDS}\n")
    assert made.exit_code == 0
    assert WORDS not in made.output
    assert "Repeat for confirmation" in made.output


def test_the_rostered_person_with_the_number_gets_the_account(lunban: Lunban, database: Database) -> None:
    with database.write() as session:
        here = department(session)
        team = Team(department_id=here.id, name="一组")
        session.add(team)
        session.flush()
        session.add(Person(department_id=here.id, team_id=team.id, employee_number="00007", name="李璐"))
        session.commit()
    lunban(*add("00007", roles=["agent"]), "--password-stdin", stdin=f"{WORDS}\n")
    with database.write() as session:
        found = authenticate(session, "00007", WORDS, now=NOW)
        assert found is not None
        assert found.user.team_id == team.id


def test_accounts_are_listed_for_people_and_programs(lunban: Lunban, database: Database) -> None:
    with database.write() as session:
        account(session, "00001", role="head")
        account(session, "00002", code="B", password=None)
        for _ in range(lockout.MOST_FAILURES):
            lockout.take_attempt(session, "00002", now=NOW.replace(year=2200))
        session.commit()
    assert lunban("list").output == "00001\t员工00001\tA\thead\topen\n00002\t员工00002\tB\tagent\tlocked\n"
    (row,) = json.loads(lunban("list", "--json", "--department", "A").output)
    assert row == {
        "employee_number": "00001",
        "name": "员工00001",
        "department": "A",
        "roles": ["head"],
        "active": True,
        "has_password": True,
        "locked_until": None,
    }


def test_an_account_is_closed_opened_and_given_roles(lunban: Lunban, database: Database) -> None:
    with database.write() as session:
        account(session)
    for arguments, state in {
        ("lock", "00123"): "agent\tclosed",
        ("unlock", "00123"): "agent\topen",
        ("roles", "00123", "supervisor", "agent"): "agent,supervisor\topen",
    }.items():
        assert lunban(*arguments).exit_code == 0
        assert lunban("list").output.rstrip().endswith(state)
    assert trail(database) == ["user.deactivate", "user.activate", "user.roles"]


def test_a_password_is_set_anew(lunban: Lunban, database: Database) -> None:
    with database.write() as session:
        account(session)
    new = "an entirely new sentence"
    assert lunban("password", "00123", "--password-stdin", stdin=f"{new}\n").exit_code == 0
    with database.write() as session:
        assert authenticate(session, "00123", WORDS, now=NOW) is None
        assert authenticate(session, "00123", new, now=NOW) is not None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "1", "--name", "x", "--department", "Z", "--role", "agent"), "There is no department 'Z'"),
        (("add", "1", "--name", "x", "--department", "A", "--role", "king"), "king"),
        (("add", "00123", "--name", "x", "--department", "A", "--role", "agent"), "has an account already"),
        (("password", "404"), "There is no account '404'"),
        (("password", "00123"), "at least 10"),
        (("lock", "404"), "There is no account '404'"),
        (("roles", "00123"), "Missing argument"),
    ],
)
def test_bad_input_ends_with_2(
    lunban: Lunban, database: Database, arguments: Sequence[str], words: str
) -> None:
    with database.write() as session:
        account(session)
    reads = arguments[0] in {"add", "password"}
    result = lunban(*arguments, *(["--password-stdin"] if reads else []), stdin="short\n")
    assert result.exit_code == 2
    assert words in result.output
    assert trail(database) == []


def add(number: str, *, roles: Sequence[str]) -> list[str]:
    chosen = [word for role in roles for word in ("--role", role)]
    return ["add", number, "--name", "李璐", "--department", "A", *chosen]
