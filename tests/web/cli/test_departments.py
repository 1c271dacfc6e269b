"""``lunban department``: how the first department of an empty system comes into being."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from tests.web.forecasts.centre import add_history, department_of, stored_user
from web.cli import main
from web.database import Database
from web.forecasts.tables import ForecastJob
from web.people.tables import Department
from web.records.tables import AuditEvent

Lunban = Callable[..., Result]


@pytest.fixture
def lunban(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Lunban:
    """Run ``lunban …`` on the test's database."""
    monkeypatch.setenv("LUNBAN_DATABASE_URL", database_url)
    monkeypatch.setenv("LUNBAN_SECRET_KEY", "only-for-tests")

    def run(*arguments: str, stdin: str = "") -> Result:
        return CliRunner().invoke(main, list[str](arguments), input=stdin)

    return run


def test_an_empty_system_gets_a_department_then_its_administrator(lunban: Lunban, database: Database) -> None:
    account = ("user", "add", "00001", "--name", "李璐", "--department", "north", "--role", "admin")
    early = lunban(*account, "--password-stdin", stdin="four words in a row\n")
    assert early.exit_code == 2
    assert "lunban department add" in early.output
    made = lunban("department", "add", "north", "--name", "华北客服中心")
    assert made.exit_code == 0, made.output
    assert lunban(*account, "--password-stdin", stdin="four words in a row\n").exit_code == 0
    assert lunban("department", "list").output == "north\t华北客服中心\tAsia/Shanghai\n"
    with database.write() as session:
        found = session.scalars(select(Department)).one()
        assert (found.country, found.described_at, found.targets_set_at) == ("CN", None, None)
        assert "department.create" in session.scalars(select(AuditEvent.action)).all()


@pytest.mark.parametrize("command", ["department", "user"])
def test_a_list_waits_for_nobody_who_writes(lunban: Lunban, database: Database, command: str) -> None:
    lunban("department", "add", "north", "--name", "华北客服中心")
    account = ("user", "add", "00001", "--name", "李璐", "--department", "north", "--role", "admin")
    lunban(*account, "--password-stdin", stdin="four words in a row\n")
    with database.write() as session:
        session.scalars(select(Department).with_for_update()).all()  # SQLite: nobody else may write now
        listed = lunban(command, "list")
    assert listed.exit_code == 0, listed.output
    assert "north" in listed.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("north", "--name", "again"), "There is a department north already."),
        (("south", "--name", " "), "The name of the department is missing."),
        ((" ", "--name", "nameless"), "The code of the department is missing."),
        (("south", "--name", "S", "--time-zone", "Moon/Sea"), "There is no time zone Moon/Sea."),
        (("south", "--name", "S", "--country", "Atlantis"), "No calendar is known for Atlantis."),
    ],
)
def test_what_cannot_be_is_refused_in_words(lunban: Lunban, arguments: tuple[str, ...], words: str) -> None:
    lunban("department", "add", "north", "--name", "华北客服中心")
    refused = lunban("department", "add", *arguments)
    assert refused.exit_code == 2
    assert words in refused.output
    assert lunban("department", "list").output.count("\n") == 1


def test_the_nightly_forecasts_are_asked_for_once(lunban: Lunban, database: Database) -> None:
    with database.write() as session:
        user = stored_user(session)
        named = department_of(session, user)
        add_history(session, named, days=1, queues=("bills", "faults"))
        code, other = named.code, department_of(session, stored_user(session)).code
        session.commit()
    first = lunban("department", "forecast-queues", "--month", "2026-12")
    assert first.exit_code == 0, first.output
    assert f"{code} 2026-12: 2 queues\n" in first.output
    assert f"{other} 2026-12: no named queues\n" in first.output
    assert lunban("department", "forecast-queues", code, "--month", "2026-12").output == (
        f"{code} 2026-12: being forecast already\n"
    )
    with database.read() as session:
        job = session.scalars(select(ForecastJob)).one()
        assert (job.requested_by_id, job.parameters) == (None, {"queues": ["bills", "faults"]})
    assert lunban("department", "forecast-queues", "nowhere").exit_code == 2
    assert lunban("department", "forecast-queues", "--month", "soon").exit_code == 2
