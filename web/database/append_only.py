"""What the database itself does so that append-only tables are only ever inserted into, whoever asks.

SQLite gets triggers, put there anew after every migration (rebuilding a table drops them); a further one
refuses REPLACE even on a connection without `recursive_triggers`. PostgreSQL gets triggers that fire ALWAYS,
for a session in the replica role too, and on TRUNCATE; they are made for statements, so that they are there
before any row is looked at. Privileges and the authorizer come on top (`guards`, `sqlite`).

What leaves are payloads of records that a tombstone has announced, and the words of rows that stand for such
a record (`forgetting`): they are emptied, and nothing else of the row is changed; sealed ones are deleted.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, UniqueConstraint, inspect, text

from web.database.base import Base, append_only_tables

EXPIRING, ANNOUNCED = "record_payload", "payload_deletion"

IGNORES_REPEATED = {"clock_event"}
"""Tables whose inserts say ON CONFLICT DO NOTHING: a trigger would make an error of what is meant to pass."""

WORDS_OF_ENTRIES = (
    "body",
    "handling",
    "instructed_by",
    "caller",
    "phone",
    "about",
    "reading",
    "unit",
    "searched",
    "reason",
)
"""What somebody wrote in an entry of the duty log."""


@dataclass(frozen=True, kw_only=True)
class Expiring:
    """What a tombstone lets go of in a table.

    Parameters
    ----------
    record
        SQL for the numbers of the records that a row OLD stands for.
    words
        Columns that may be emptied; without any the whole row may be deleted.
    noted
        Columns of JSON lists whose objects may lose their ``note``.
    needs
        Tables, beside its own, that must be there.
    """

    record: str
    words: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


EXPIRES = {
    EXPIRING: Expiring(record="SELECT OLD.id"),
    "duty_entry": Expiring(record="SELECT OLD.record_id", words=WORDS_OF_ENTRIES),
    "duty_secret": Expiring(
        record="SELECT record_id FROM duty_entry WHERE duty_entry.id = OLD.id", needs=("duty_entry",)
    ),
    "duty_reveal": Expiring(
        record="SELECT record_id FROM duty_entry WHERE duty_entry.id = OLD.entry_id",
        words=("reason",),
        needs=("duty_entry",),
    ),
    "handover_reading": Expiring(
        record="SELECT said.id FROM record AS said JOIN team ON team.department_id = said.department_id"
        " JOIN handover_container ON handover_container.team_id = team.id"
        " JOIN handover ON handover.container_id = handover_container.id WHERE handover.id = OLD.handover_id"
        " AND said.subject = 'handover:' || OLD.handover_id AND said.kind = 'handover.read_back'"
        " AND said.at = OLD.at",
        words=("said_back",),
        needs=("handover", "handover_container", "team"),
    ),
    "inspection": Expiring(record="SELECT OLD.record_id", words=("minutes",), noted=("looks",)),
    "finding_step": Expiring(record="SELECT OLD.record_id", words=("words",)),
}


def blanks(words: Iterable[str]) -> str:
    """Return what an UPDATE sets to empty columns."""
    return ", ".join(f"{column} = ''" for column in words)


def without_notes(column: str, dialect: str) -> str:
    """Return the list of objects in a column, in the same order, each with an empty note."""
    if dialect == "sqlite":
        blank, rows = "json_group_array(json_set(value, '$.note', ''))", f"json_each({column})"
    else:
        blank = (
            "COALESCE(jsonb_agg(one || jsonb_build_object('note', '') ORDER BY place), jsonb_build_array())"
        )
        rows = f"jsonb_array_elements({column}) WITH ORDINALITY AS of_list(one, place)"
    return f"(SELECT {blank} FROM {rows})"  # noqa: S608 - names from this file


def install(connection: Connection) -> None:
    """Put the triggers of all append-only tables in place; repeating it changes nothing."""
    existing = set(inspect(connection).get_table_names())
    if connection.dialect.name != "sqlite":
        _function(connection, "lunban_append_only", f"BEGIN {_REFUSE}; END")
    for table in (table for table in append_only_tables() if table in existing):
        expiring = EXPIRES.get(table) if ANNOUNCED in existing else None
        if expiring is not None and not existing.issuperset(expiring.needs):
            expiring = None
        (_on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql)(connection, table, expiring)


def remove_exceptions(connection: Connection) -> None:
    """Take away the triggers that name a further table: it can be rebuilt only without them."""
    of_table = "" if connection.dialect.name == "sqlite" else " ON {}"
    for table in EXPIRES:
        for name in ("no_update", "no_delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS tr_{table}_{name}{of_table.format(table)}"))


def _is_announced(expiring: Expiring) -> str:
    return (
        f"EXISTS (SELECT 1 FROM record JOIN {ANNOUNCED} ON {ANNOUNCED}.department_id = record.department_id"  # noqa: S608 - names from this file
        f" AND record.number BETWEEN {ANNOUNCED}.first_number AND {ANNOUNCED}.last_number"
        f" WHERE record.id IN ({expiring.record}))"
    )


def _on_sqlite(connection: Connection, table: str, expiring: Expiring | None) -> None:
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
    changed = deleted = ""
    if expiring is not None and expiring.words:
        changing = expiring.words + expiring.noted
        rest = [each.name for each in Base.metadata.tables[table].columns if each.name not in changing]
        allowed = [f"NEW.{column} IS ''" for column in expiring.words]
        allowed += [f"NEW.{each} IS {without_notes(f'OLD.{each}', 'sqlite')}" for each in expiring.noted]
        allowed += [f"NEW.{column} IS OLD.{column}" for column in rest]
        changed = f" WHEN NOT ({' AND '.join(allowed)} AND {_is_announced(expiring)})"
    elif expiring is not None:
        deleted = f" WHEN NOT {_is_announced(expiring)}"
    same = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in _keys(table)
    )
    for name, when, body in (
        ("no_update", f"BEFORE UPDATE ON {table} FOR EACH ROW{changed}", refuse),
        ("no_delete", f"BEFORE DELETE ON {table} FOR EACH ROW{deleted}", refuse),
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


_REFUSE = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'"


def _on_postgresql(connection: Connection, table: str, expiring: Expiring | None) -> None:
    refused, row_by_row = ["UPDATE", "DELETE", "TRUNCATE"], []
    if expiring is not None:
        act = "UPDATE" if expiring.words else "DELETE"
        allowed = _is_announced(expiring)
        if expiring.words:
            names = ", ".join(f"'{column}'" for column in expiring.words + expiring.noted)
            empty = [f"NEW.{each} = ''" for each in expiring.words]
            empty += [f"NEW.{each} = {without_notes(f'OLD.{each}', 'postgresql')}" for each in expiring.noted]
            same = f"to_jsonb(NEW) - ARRAY[{names}] = to_jsonb(OLD) - ARRAY[{names}]"
            allowed = " AND ".join([*empty, same, allowed])
        answer = "NEW" if expiring.words else "OLD"
        function = f"lunban_announced_{table}"
        _function(connection, function, f"BEGIN IF {allowed} THEN RETURN {answer}; END IF; {_REFUSE}; END")
        refused.remove(act)
        row_by_row = [(f"no_{act.lower()}", f"BEFORE {act} ON {table} FOR EACH ROW", function)]
    acts = " OR ".join(refused)
    wanted = [("no_change", f"BEFORE {acts} ON {table} FOR EACH STATEMENT", "lunban_append_only")]
    for name, when, function in wanted + row_by_row:
        trigger = f"tr_{table}_{name}"
        connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger} ON {table}"))
        connection.execute(text(f"CREATE TRIGGER {trigger} {when} EXECUTE FUNCTION {function}()"))
        connection.execute(text(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}"))


def _function(connection: Connection, name: str, body: str) -> None:
    # else a role could put a table of the same name before ours, into its own temporary schema
    schema = connection.dialect.identifier_preparer.quote(connection.dialect.default_schema_name or "public")
    connection.execute(
        text(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" SET search_path = {schema}, pg_temp AS $$ {body} $$"
        )
    )
