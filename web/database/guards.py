"""What the schema itself refuses, beyond constraints that SQLAlchemy can state.

Both get the triggers of append-only tables (`append_only`). SQLite gets further ones against overlaps, put
there anew after every migration (rebuilding a table drops its triggers). PostgreSQL has exclusion constraints
for these and, where the application has a role of its own, privileges.
"""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from web.database import append_only, forgetting, full_text
from web.database.base import append_only_tables

NO_OVERLAP = {
    "assignment": ("roster_version_id", "person_id"),
    "assignment_in_force": ("person_id",),
}
"""Tables in which rows equal in these columns must not overlap in time."""


def install(connection: Connection) -> None:
    """Put the triggers in place; repeating it changes nothing."""
    append_only.install(connection)
    full_text.install(connection)
    forgetting.install(connection)
    if connection.dialect.name != "sqlite":
        return
    existing = set(inspect(connection).get_table_names())
    for table, same in NO_OVERLAP.items():
        if table in existing:
            _overlap_triggers(connection, table, same)


def make_way(connection: Connection) -> None:
    """Take away the triggers that name further tables, before a migration rebuilds one; `install` repeats."""
    forgetting.remove(connection)
    append_only.remove_exceptions(connection)


def is_overlap(error: IntegrityError) -> bool:
    """Tell whether the database refused two shifts of one person at the same time."""
    return "_overlap" in str(error.orig)


def grant_app_role(connection: Connection, role: str) -> None:
    """Give the application's role exactly what it needs on PostgreSQL.

    It may select and insert everywhere, update and delete everywhere except in append-only tables, and
    change no schema. Run by the owner after each migration.

    Parameters
    ----------
    connection
        A connection of the role that owns the tables.
    role
        Name of an existing login role.
    """
    quote = connection.dialect.identifier_preparer.quote
    who = quote(role)
    schema = quote(connection.dialect.default_schema_name or "public")
    protected = ", ".join(f"{schema}.{quote(table)}" for table in [*append_only_tables(), "alembic_version"])
    for statement in (
        f"GRANT USAGE ON SCHEMA {schema} TO {who}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {who}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {who}",
        f"REVOKE UPDATE, DELETE ON {protected} FROM {who}",
        f"REVOKE INSERT ON {schema}.alembic_version FROM {who}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {who}",
    ):
        connection.execute(text(statement))


def grant_retention_role(connection: Connection, role: str) -> None:
    """Give PostgreSQL's retention role exactly what it needs: delete payloads, without reading them.

    What is searched of a payload goes with it. For what goes by itself (`forgetting`) it needs no privilege.

    Parameters
    ----------
    connection
        A connection of the role that owns the tables.
    role
        Name of an existing login role.
    """
    quote = connection.dialect.identifier_preparer.quote
    who = quote(role)
    schema = quote(connection.dialect.default_schema_name or "public")
    for statement in (
        f"GRANT USAGE ON SCHEMA {schema} TO {who}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {who}",
        f"GRANT SELECT (id), DELETE ON {schema}.{append_only.EXPIRING} TO {who}",
        f"GRANT SELECT (id, department_id, number) ON {schema}.record TO {who}",
        f"GRANT SELECT ON {schema}.{append_only.ANNOUNCED} TO {who}",
    ):
        connection.execute(text(statement))
    if full_text.SEARCHED in inspect(connection).get_table_names():
        connection.execute(
            text(f"GRANT SELECT (record_id), DELETE ON {schema}.{full_text.SEARCHED} TO {who}")
        )


def _overlap_triggers(connection: Connection, table: str, same: tuple[str, ...]) -> None:
    equal = " AND ".join(f"{column} = NEW.{column}" for column in same)
    body = (
        f"SELECT RAISE(ABORT, 'ex_{table}_overlap') FROM {table} WHERE {equal} AND id <> NEW.id"  # noqa: S608 - names from this file
        " AND starts_at < NEW.ends_at AND NEW.starts_at < ends_at;"
    )
    moves = ", ".join([*same, "starts_at", "ends_at"])
    _trigger(connection, f"tr_{table}_insert_overlap", f"AFTER INSERT ON {table}", body)
    _trigger(connection, f"tr_{table}_update_overlap", f"AFTER UPDATE OF {moves} ON {table}", body)


def _trigger(connection: Connection, name: str, when: str, body: str) -> None:
    connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
    connection.execute(text(f"CREATE TRIGGER {name} {when} FOR EACH ROW BEGIN {body} END"))
