"""Twelve ways around "append-only" in SQL, tried as the application's own role; on either database."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from web.database import Database

ROW = (
    "(id, department_id, number, kind, subject, at, signer_name, signer_number, meaning, payload_hash,"
    " previous, hash) VALUES (1, 1, 1, 'x', 'x', '2026-11-20 00:00:00', 'x', 'x', 'x', 'x', 'x', 'x')"
)
NO_FUNCTION = (
    "CREATE OR REPLACE FUNCTION lunban_append_only() RETURNS trigger"
    " LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$"
)

SQLITE: dict[str, list[str]] = {
    "update": ["UPDATE record SET meaning = 'x' WHERE number = 2"],
    "delete": ["DELETE FROM record_payload WHERE id = 2", "DELETE FROM record WHERE id = 3"],
    "delete inside a query": [
        "CREATE TEMP TRIGGER t AFTER INSERT ON audit_event BEGIN DELETE FROM record_payload; END"
    ],
    "truncate": ["DELETE FROM record_payload"],
    "replace": [
        f"INSERT OR REPLACE INTO record {ROW}",
        f"REPLACE INTO record {ROW}",
        "REPLACE INTO record_payload (id, salt, content) VALUES (1, 'x', 'x')",
    ],
    "upsert": [f"INSERT INTO record {ROW} ON CONFLICT (department_id, number) DO UPDATE SET meaning = 'x'"],
    "replica role or pragma": [
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA foreign_keys = OFF",
    ],
    "drop trigger": ["DROP TRIGGER tr_record_no_update", "DROP TRIGGER tr_record_payload_no_delete"],
    "alter table": ["ALTER TABLE record RENAME TO old", "ALTER TABLE record DROP COLUMN meaning"],
    "drop table": ["DROP TABLE record_payload", "DROP TABLE record_checkpoint"],
    "catalogue": [
        "UPDATE sqlite_master SET sql = '' WHERE name = 'tr_record_no_update'",
        "DELETE FROM sqlite_master",
    ],
    "another door": ["ATTACH DATABASE ':memory:' AS other", "VACUUM INTO '/tmp/records-copy'"],
}
POSTGRESQL: dict[str, list[str]] = {
    "update": ["UPDATE record SET meaning = 'x' WHERE number = 2"],
    "delete": ["DELETE FROM record_payload WHERE id = 2", "DELETE FROM record WHERE id = 3"],
    "delete inside a query": ["WITH gone AS (DELETE FROM record_payload RETURNING id) SELECT id FROM gone"],
    "truncate": ["TRUNCATE record_payload", "TRUNCATE record CASCADE"],
    "replace": [
        "MERGE INTO record USING (SELECT 1) AS one ON id = 1 WHEN MATCHED THEN UPDATE SET meaning = 'x'"
    ],
    "upsert": [f"INSERT INTO record {ROW} ON CONFLICT (department_id, number) DO UPDATE SET meaning = 'x'"],
    "replica role or pragma": ["SET session_replication_role = replica"],
    "drop trigger": [
        "DROP TRIGGER tr_record_no_change ON record",
        "ALTER TABLE record DISABLE TRIGGER ALL",
        NO_FUNCTION,
    ],
    "alter table": ["ALTER TABLE record RENAME TO old", "ALTER TABLE record DROP COLUMN meaning"],
    "drop table": ["DROP TABLE record_payload", "DROP TABLE record_checkpoint CASCADE"],
    "catalogue": [
        "UPDATE pg_trigger SET tgenabled = 'D'",
        "CREATE RULE r AS ON INSERT TO record DO INSTEAD NOTHING",
    ],
    "another door": ["SET ROLE lunban_owner", "COPY record FROM PROGRAM 'echo'"],
}


def succeeding(database: Database, *, kind: str) -> list[str]:
    """Try all ways on a database with a few records; return the names of those that worked."""
    before = fingerprint(database)
    worked = []
    for name, statements in (SQLITE if kind == "sqlite" else POSTGRESQL).items():
        answers = [_is_refused(database, statement) for statement in statements]
        if not all(answers) or fingerprint(database) != before:
            worked.append(name)
    return worked


def fingerprint(database: Database) -> list[tuple[object, ...]]:
    """Return everything that the tables of records hold."""
    with database.read() as session:
        return [
            tuple(row)
            for table in ("record", "record_payload", "record_checkpoint", "payload_deletion")
            for row in session.execute(text(f"SELECT * FROM {table} ORDER BY id"))
        ]


def _is_refused(database: Database, statement: str) -> bool:
    with database.write() as session:
        try:
            session.execute(text(statement))
            session.commit()
        except SQLAlchemyError:
            return True
    return False
