"""What tests share in a process: copied departments equal stored ones, lent applications come back clean."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.applications import Applications
from tests.support.databases import SQLITE, copied_postgres, copied_sqlite
from tests.support.kept import OFTEN, kept
from tests.support.rows import rows_of
from tests.web.rosters.office import stored_office
from web.config import Config
from web.database import Base, Database


@pytest.fixture
def other(
    database_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """A second migrated database of the same kind, by its URL."""
    if database_kind == SQLITE:
        template = request.getfixturevalue("sqlite_template")
        return copied_sqlite(template, tmp_path_factory.mktemp("other")).app
    server = request.getfixturevalue("postgres_server")
    return copied_postgres(server, request.getfixturevalue("postgres_template")).app


def content(database: Database) -> dict[str, list[str]]:
    """Return every row of every table."""
    with database.read() as session:
        return {
            name: sorted(str(row) for row in session.execute(select(table)))
            for name, table in Base.metadata.tables.items()
        }


def test_a_copy_has_every_row_and_counts_on_where_the_original_does(database: Database, other: str) -> None:
    stored_office(database).published()
    copied = Database(other)
    rows_of(database).restore(copied)
    assert content(copied) == content(database)
    again = [stored_office(each, code="CS2").people for each in (database, copied)]
    assert again[0] == again[1]
    copied.close()


def test_a_database_that_has_a_department_is_filled_and_not_overwritten(database: Database) -> None:
    calls: list[str] = []

    @kept
    def stored(database: Database, *, code: str) -> int:
        calls.append(code)
        return stored_office(database, code=code).department

    departments = [stored(database, code=code) for code in ("A", "B", "C")]
    assert (calls, len(set(departments))) == (["A", "B", "C"], 3)


def test_from_the_third_time_on_it_is_copied_and_speaks_of_its_own_database(
    database: Database, other: str
) -> None:
    calls: list[Database] = []

    @kept
    def stored(database: Database) -> tuple[Database, int]:
        calls.append(database)
        return database, (stored_office(database).department if len(calls) == OFTEN else 0)

    copied = Database(other)
    said = [stored(each) for each in (database, database, copied)]
    assert calls == [database, database]
    assert said == [(database, 0), (database, said[1][1]), (copied, said[1][1])]
    assert content(copied) == content(database)
    copied.close()


def test_what_a_test_changed_in_an_application_is_undone(config: Config, tmp_path: Path) -> None:
    applications = Applications()
    with applications.lent(config) as first:
        first.testing = False
        first.config["SESSION_COOKIE_NAME"] = "other"
    with applications.lent(replace(config, data_dir=tmp_path / "x")) as second:
        assert (second is first, second.testing, second.config["SESSION_COOKIE_NAME"]) == (
            True,
            True,
            "lunban",
        )
    with applications.lent(replace(config, secure_cookies=True)) as third:
        assert third is not first
