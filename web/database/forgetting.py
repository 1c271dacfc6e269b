"""What people wrote goes from the working tables together with the records that froze it.

What that is says `web.database.forgotten`. A trigger on the deletion of a payload does it: in the same
transaction, whoever deletes, and on PostgreSQL as the owner, so that the retention role needs no privilege
for it. Words stay as long as a record that froze them is kept, so a legal hold on the record holds them, too.
"""
# ruff: noqa: S608 - all statements are made of names from the code

from collections.abc import Iterable

from sqlalchemy import Connection, inspect, text

from web.database.append_only import EXPIRING, without_notes
from web.database.forgotten import ALL, Forgotten

TRIGGER, FUNCTION = f"tr_{EXPIRING}_forget", "lunban_forget"
WORDS_OF_NOTICES = ("question", "reason", "title", "what")
ROWS_OF_NOTICES = ("book", "entry", "finding", "handover")


def remove(connection: Connection) -> None:
    """Take the trigger away: a table that it names can be rebuilt only without it."""
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"DROP TRIGGER IF EXISTS {TRIGGER} ON {EXPIRING}"))
        return
    made = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB :like")
    for name in connection.scalars(made, {"like": f"{TRIGGER}_*"}).all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def install(connection: Connection) -> None:
    """Put the trigger in place for the tables that are there; repeating it changes nothing."""
    remove(connection)
    existing = set(inspect(connection).get_table_names())
    if EXPIRING not in existing:
        return
    forgotten = [each for each in ALL if existing.issuperset(each.needs)]
    (_on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql)(connection, forgotten)


def _on_sqlite(connection: Connection, forgotten: Iterable[Forgotten]) -> None:
    gone = "(SELECT {} FROM record WHERE id = OLD.id)"
    paths = ", ".join(f"'$.{word}'" for word in WORDS_OF_NOTICES)
    words = {
        "record": "OLD.id",
        "department": gone.format("department_id"),
        "at": gone.format("at"),
        "unsaid": f"json_remove(payload, {paths})",
        "looks": without_notes("looks", "sqlite"),
        **{f"notice_{row}": f"json_extract(payload, '$.{row}')" for row in ROWS_OF_NOTICES},
    }
    for each in forgotten:
        row = gone.format(f"CAST(substr(subject, {len(each.subject) + 2}) AS INTEGER)")
        body = "; ".join(statement.format(**words, row=row) for statement in each.statements)
        when = [_of_kinds(each.kinds, "kind")]
        if each.subject:
            when.append(f"subject GLOB '{each.subject}:[0-9]*'")
        connection.execute(
            text(
                f"CREATE TRIGGER {TRIGGER}_{ALL.index(each)} AFTER DELETE ON {EXPIRING} FOR EACH ROW"
                f" WHEN EXISTS (SELECT 1 FROM record WHERE id = OLD.id AND {' AND '.join(when)})"
                f" BEGIN {body}; END"
            )
        )


def _of_kinds(kinds: Iterable[str], column: str) -> str:
    """Return the condition that a record is of one of the kinds; true without any."""
    any_of = [f"{column} LIKE '{kind}%'" if kind.endswith(".") else f"{column} = '{kind}'" for kind in kinds]
    return f"({' OR '.join(any_of)})" if any_of else "TRUE"


def _on_postgresql(connection: Connection, forgotten: Iterable[Forgotten]) -> None:
    words = {
        "record": "OLD.id",
        "department": "gone.department_id",
        "at": "gone.at",
        "row": "gone_row",
        "unsaid": " - ".join(["payload", *(f"'{word}'" for word in WORDS_OF_NOTICES)]),
        "looks": without_notes("looks", "postgresql"),
        **{f"notice_{row}": f"CAST(payload ->> '{row}' AS integer)" for row in ROWS_OF_NOTICES},
    }
    steps = ""
    for each in forgotten:
        body = "".join(f"{statement.format(**words)}; " for statement in each.statements)
        when = _of_kinds(each.kinds, "gone.kind")
        if each.subject:
            when += f" AND gone.subject ~ '^{each.subject}[:][0-9]{{1,9}}$'"
            body = f"gone_row := CAST(substr(gone.subject, {len(each.subject) + 2}) AS integer); {body}"
        steps += f"IF {when} THEN {body}END IF; "
    schema = connection.dialect.identifier_preparer.quote(connection.dialect.default_schema_name or "public")
    for statement in (
        (
            f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f" SET search_path = {schema}, pg_temp AS $$ DECLARE gone record%ROWTYPE; gone_row integer;"
            f" BEGIN SELECT * INTO gone FROM record WHERE id = OLD.id; {steps}RETURN NULL; END $$"
        ),
        f"REVOKE ALL ON FUNCTION {FUNCTION}() FROM PUBLIC",
        f"CREATE TRIGGER {TRIGGER} AFTER DELETE ON {EXPIRING} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
        f"ALTER TABLE {EXPIRING} ENABLE ALWAYS TRIGGER {TRIGGER}",
    ):
        connection.execute(text(statement))
