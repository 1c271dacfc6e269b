"""Nobody but retention empties what people wrote, and retention only what is announced."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.support.databases import Urls
from tests.web.handovers.evening import stored_evening
from tests.web.records.worded import (
    OVERRIDES,
    Worded,
    beside_open_matters,
    handed_over,
    over,
    places,
    refused,
    run,
)
from web.database import Database, make_engine
from web.records.retaining import retain


@pytest.fixture
def worded(database: Database) -> Worded:
    """Where records are kept a month (P-40), and a desk is counted."""
    return Worded(stored_evening(database, overrides=OVERRIDES))


STILL = (
    "UPDATE duty_entry SET body = ''",
    "UPDATE duty_entry SET body = 'x'",
    "DELETE FROM duty_entry",
    "DELETE FROM duty_secret",
    "UPDATE duty_secret SET sealed = ''",
    "UPDATE duty_reveal SET reason = ''",
    "DELETE FROM duty_reveal",
    "UPDATE handover_reading SET said_back = ''",
    "DELETE FROM handover_reading",
)


def test_the_owner_changes_words_only_of_what_is_announced_and_nothing_beside(
    worded: Worded, database_urls: Urls
) -> None:
    handed_over(worded)
    before = places(worded.evening.database)
    for statement in STILL:
        assert refused(database_urls.owner, statement), statement
    assert places(worded.evening.database) == before
    with worded.evening.database.write() as session, pytest.raises(DBAPIError):
        retain(session, "postgresql://nobody@127.0.0.1:1/none", now=over(worded.now))  # announced only
    for statement in (
        "UPDATE duty_entry SET body = 'x'",
        "UPDATE duty_entry SET body = '', by_name = 'x'",
        "UPDATE duty_entry SET body = '', handling = ''",  # half of the words
        "DELETE FROM duty_entry",
        "UPDATE duty_reveal SET reason = 'x'",
        "UPDATE duty_reveal SET reason = '', by_name = 'x'",
        "UPDATE handover_reading SET said_back = '', item_number = 9",
        "UPDATE handover_reading SET said_back = 'x'",
    ):
        assert refused(database_urls.owner, statement), statement
    assert run(worded, database_urls, over(worded.now)) > 0
    assert beside_open_matters(worded.evening.database) == {}


@pytest.mark.postgresql
def test_the_retention_role_has_no_way_to_words_but_the_payload(postgres_urls: Urls) -> None:
    database = Database(postgres_urls.app)
    worded = Worded(stored_evening(database, overrides=OVERRIDES))
    handed_over(worded)
    before = places(database)
    engine = make_engine(postgres_urls.retention)
    for statement in (
        "SELECT body FROM duty_entry",
        "UPDATE duty_entry SET body = ''",
        "UPDATE handover_matter SET title = ''",
        "DELETE FROM handover_item",
        "UPDATE notice SET payload = '{}'",
        "SELECT lunban_forget()",
        "DELETE FROM record_payload WHERE id = 1",
    ):
        with engine.connect() as connection, pytest.raises(DBAPIError):
            connection.execute(text(statement))
    with engine.connect() as connection:
        granted = connection.execute(
            text(
                "SELECT DISTINCT table_name, privilege_type FROM information_schema.column_privileges"
                " WHERE grantee = current_user UNION SELECT table_name, privilege_type"
                " FROM information_schema.role_table_grants WHERE grantee = current_user"
            )
        )
        assert {tuple(row) for row in granted} == {
            ("record", "SELECT"),
            ("record_payload", "SELECT"),
            ("record_payload", "DELETE"),
            ("payload_deletion", "SELECT"),
            ("search_text", "SELECT"),
            ("search_text", "DELETE"),
        }
    engine.dispose()
    assert places(database) == before
    assert run(worded, postgres_urls, over(worded.now)) > 0
    assert beside_open_matters(database) == {}
    database.close()
