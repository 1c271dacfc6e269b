import datetime as dt

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.support.databases import Urls
from tests.web.storage.centre import NOW, stored_centre
from web.database import Database, append_only_tables, make_engine
from web.policy.tables import PolicyVersion
from web.records.tables import AuditEvent

APPEND_ONLY = [
    "acknowledgement",
    "approval",
    "attachment",
    "attachment_opening",
    "attachment_record",
    "attendance_publication",
    "audit_event",
    "billing_days",
    "book_reading",
    "book_signature",
    "book_version",
    "calendar_day_change",
    "clock_event",
    "clock_release",
    "day_judgement",
    "day_review",
    "desk_manager",
    "duty_entry",
    "duty_file",
    "duty_recorder",
    "duty_reveal",
    "duty_secret",
    "finding_step",
    "forecast_job_queue",
    "handover_amendment",
    "handover_read_back",
    "handover_reading",
    "handover_signature",
    "handover_version",
    "inspection",
    "leave_consent",
    "leave_cover",
    "leave_entry",
    "leave_file",
    "leave_file_opening",
    "legal_hold",
    "legal_hold_lift",
    "overtime_reply",
    "payload_deletion",
    "policy_version",
    "productivity",
    "record",
    "record_checkpoint",
    "record_payload",
    "review_reading",
    "roll_call",
    "roll_call_mark",
    "roster_event",
    "solve_progress",
    "swap_consent",
    "swap_failure",
    "swap_invitation",
    "swap_move",
    "swap_payment",
]


def one_event(database: Database) -> None:
    with database.write() as session:
        session.add(AuditEvent(at=NOW, action="roster.submit", object_type="roster_version", object_id="1"))
        session.commit()


def refused(database: Database, statement: str) -> bool:
    """Run a statement as the application; tell whether the database refused it."""
    with database.write() as session:
        try:
            session.execute(text(statement))
            session.commit()
        except DBAPIError:
            return True
        return False


def test_the_append_only_tables_are_these() -> None:
    assert append_only_tables() == APPEND_ONLY


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_application_can_neither_change_nor_delete(database: Database, table: str) -> None:
    assert refused(database, f"UPDATE {table} SET id = id")
    assert refused(database, f"DELETE FROM {table}")


def test_an_event_once_written_stays(database: Database) -> None:
    one_event(database)
    with database.write() as session:
        event = session.scalars(select(AuditEvent)).one()
        event.action = "roster.publish"
        with pytest.raises(DBAPIError):
            session.commit()
    with database.read() as session:
        assert session.scalars(select(AuditEvent.action)).one() == "roster.submit"


EVENT = (
    "(id, at, action, object_type, object_id, detail) VALUES (1, '2026-11-20 00:00:00', 'x', 'x', '1', '{}')"
)
UPSERT = f"INSERT INTO audit_event {EVENT} ON CONFLICT (id) DO UPDATE SET action = 'x'"
ON_BOTH = [
    UPSERT,
    "DROP TABLE audit_event",
    "ALTER TABLE audit_event RENAME TO old",
    "CREATE TABLE spare (id INTEGER)",
    "DELETE FROM alembic_version",
    "UPDATE alembic_version SET version_num = '0'",
]


@pytest.mark.parametrize("statement", ON_BOTH)
def test_no_way_around_on_either_database(database: Database, statement: str) -> None:
    one_event(database)
    assert refused(database, statement)


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT OR REPLACE INTO audit_event {EVENT}",
        f"REPLACE INTO audit_event {EVENT}",
        "DROP TRIGGER tr_audit_event_no_delete",
        "CREATE TRIGGER t BEFORE INSERT ON person BEGIN DELETE FROM audit_event; END",
        "CREATE TEMP TRIGGER t BEFORE INSERT ON person BEGIN DELETE FROM audit_event; END",
        "PRAGMA writable_schema = ON",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA journal_mode = DELETE",
        "UPDATE sqlite_master SET sql = ''",
        "ATTACH DATABASE ':memory:' AS other",
    ],
)
def test_no_way_around_on_sqlite(sqlite_urls: Urls, statement: str) -> None:
    database = Database(sqlite_urls.app)
    one_event(database)
    assert refused(database, statement)
    with database.read() as session:
        assert session.scalars(select(AuditEvent.action)).one() == "roster.submit"
    database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE audit_event",
        "SET session_replication_role = replica",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "GRANT DELETE ON audit_event TO lunban_app",
        "SET ROLE lunban_owner",
        "SELECT * FROM audit_event FOR UPDATE",
        "CREATE RULE r AS ON INSERT TO audit_event DO INSTEAD NOTHING",
    ],
)
def test_no_way_around_on_postgresql(postgres_urls: Urls, statement: str) -> None:
    database = Database(postgres_urls.app)
    one_event(database)
    with database.write() as session:
        if statement.startswith("GRANT"):
            # PostgreSQL answers a grant without the right to grant with a warning only.
            session.execute(text(statement))
            session.commit()
            assert refused(database, "DELETE FROM audit_event")
        else:
            assert refused(database, statement)
    database.close()


def test_an_insert_that_names_a_taken_number_is_refused(database: Database) -> None:
    centre = stored_centre(database)
    with database.write() as session:
        session.add(
            PolicyVersion(
                department_id=centre.department,
                number=1,
                preset="S0e",
                valid_from=dt.date(2026, 12, 1),
                made_at=NOW,
            )
        )
        with pytest.raises(DBAPIError):
            session.commit()


def test_a_maintenance_connection_to_sqlite_meets_the_triggers(sqlite_urls: Urls) -> None:
    database = Database(sqlite_urls.app)
    one_event(database)
    database.close()
    engine = make_engine(sqlite_urls.owner, owner=True)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="audit_event is append-only"):
        connection.execute(text("DELETE FROM audit_event"))
    engine.dispose()
