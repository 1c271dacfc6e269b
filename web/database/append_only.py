"""What the database itself does so that append-only tables are only ever inserted into, whoever asks.

SQLite gets triggers, put there anew after every migration (rebuilding a table drops them); a further one
refuses REPLACE even on a connection without `recursive_triggers`. PostgreSQL gets triggers that fire ALWAYS,
for a session in the replica role too, and on TRUNCATE; they are made for statements, so that they are there
before any row is looked at. Privileges and the authorizer come on top (`guards`, `sqlite`).

One thing leaves: payloads of records, and of those only what a tombstone has announced.
"""

from sqlalchemy import Connection, UniqueConstraint, inspect, text

from web.database.base import Base, append_only_tables

EXPIRING, ANNOUNCED = "record_payload", "payload_deletion"

IGNORES_REPEATED = {"clock_event"}
"""Tables whose inserts say ON CONFLICT DO NOTHING: a trigger would make an error of what is meant to pass."""

_IS_ANNOUNCED = (
    f"EXISTS (SELECT 1 FROM record JOIN {ANNOUNCED} ON {ANNOUNCED}.department_id = record.department_id"  # noqa: S608 - names from this file
    f" AND record.number BETWEEN {ANNOUNCED}.first_number AND {ANNOUNCED}.last_number"
    " WHERE record.id = OLD.id)"
)


def install(connection: Connection) -> None:
    """Put the triggers of all append-only tables in place; repeating it changes nothing."""
    existing = set(inspect(connection).get_table_names())
    tables = [table for table in append_only_tables() if table in existing]
    may_expire = ANNOUNCED in existing
    if connection.dialect.name == "sqlite":
        for table in tables:
            _on_sqlite(connection, table, may_expire=may_expire and table == EXPIRING)
    elif tables:
        _functions(connection)
        for table in tables:
            _on_postgresql(connection, table, may_expire=may_expire and table == EXPIRING)


def _on_sqlite(connection: Connection, table: str, *, may_expire: bool) -> None:
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
    unless = f" WHEN NOT {_IS_ANNOUNCED}" if may_expire else ""
    same = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in _keys(table)
    )
    for name, when, body in (
        ("no_update", f"BEFORE UPDATE ON {table} FOR EACH ROW", refuse),
        ("no_delete", f"BEFORE DELETE ON {table} FOR EACH ROW{unless}", refuse),
        ("no_replace", f"BEFORE INSERT ON {table} FOR EACH ROW", f"{refuse} FROM {table} WHERE {same}"),
    ):
        connection.execute(text(f"DROP TRIGGER IF EXISTS tr_{table}_{name}"))
        connection.execute(text(f"CREATE TRIGGER tr_{table}_{name} {when} BEGIN {body}; END"))


def _keys(table: str) -> list[list[str]]:
    """Return the columns by which a row of the table could replace another."""
    known = Base.metadata.tables[table]
    keys = [[column.name for column in known.primary_key]]
    if table not in IGNORES_REPEATED:
        keys += [
            [column.name for column in constraint.columns]
            for constraint in sorted(known.constraints, key=lambda each: str(each.name))
            if isinstance(constraint, UniqueConstraint)
        ]
        keys += [
            [column.name for column in index.columns]
            for index in sorted(known.indexes, key=lambda each: str(each.name))
            if index.unique and index.dialect_options["sqlite"]["where"] is None
        ]
    return keys


def _functions(connection: Connection) -> None:
    refuse = (
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'"
    )
    for name, body in (
        ("lunban_append_only", f"BEGIN {refuse}; END"),
        ("lunban_announced_only", f"BEGIN IF {_IS_ANNOUNCED} THEN RETURN OLD; END IF; {refuse}; END"),
    ):
        connection.execute(
            text(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
        )


def _on_postgresql(connection: Connection, table: str, *, may_expire: bool) -> None:
    acts = "UPDATE OR TRUNCATE" if may_expire else "UPDATE OR DELETE OR TRUNCATE"
    wanted = [("no_change", f"BEFORE {acts} ON {table} FOR EACH STATEMENT", "lunban_append_only")]
    if may_expire:
        wanted.append(("no_delete", f"BEFORE DELETE ON {table} FOR EACH ROW", "lunban_announced_only"))
    for name, when, function in wanted:
        trigger = f"tr_{table}_{name}"
        connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger} ON {table}"))
        connection.execute(text(f"CREATE TRIGGER {trigger} {when} EXECUTE FUNCTION {function}()"))
        connection.execute(text(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}"))
