"""What people wrote goes from the working tables together with the records that froze it.

A trigger on the deletion of a payload does it: in the same transaction, whoever deletes, and on PostgreSQL as
the owner, so that the retention role needs no privilege for it. Words stay as long as a record that froze
them is kept, so a legal hold on the record holds them, too. Who, when, state and numbers stay.

A statement below speaks of the deleted record by {department}, {at} and {handover}, which its subject names.
"""
# ruff: noqa: S608 - all statements are made of names from the code

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, inspect, text

from web.database.append_only import EXPIRING, WORDS_OF_ENTRIES, blanks

TRIGGER, FUNCTION = f"tr_{EXPIRING}_forget", "lunban_forget"

OF_ENTRIES: Final = (
    f"UPDATE duty_entry SET {blanks(WORDS_OF_ENTRIES)} WHERE record_id = OLD.id",
    "DELETE FROM duty_secret WHERE id IN (SELECT id FROM duty_entry WHERE record_id = OLD.id)",
    (
        "UPDATE duty_reveal SET reason = '' WHERE entry_id IN"
        " (SELECT id FROM duty_entry WHERE record_id = OLD.id)"
    ),
    (
        "UPDATE notice SET payload = {untitled} WHERE kind = 'book_urgent'"
        " AND {of_entry} IN (SELECT id FROM duty_entry WHERE record_id = OLD.id)"
    ),
)
"""An entry of the log, its sealed numbers, why somebody looked at them, and who was told of it as urgent."""


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What is done when a record of a handover of one of these acts is gone; without any: of every act."""

    acts: tuple[str, ...] = ()
    statements: tuple[str, ...]
    needs: tuple[str, ...]
    """Tables that must be there."""


def _kept(acts: Iterable[str], at: str) -> str:
    """Return the condition that a record of the handover, of one of the acts and instants, is still whole."""
    kinds = ", ".join(f"'handover.{act}'" for act in acts)
    return (
        "EXISTS (SELECT 1 FROM record AS kept JOIN record_payload AS whole ON whole.id = kept.id"
        " WHERE kept.department_id = {department} AND kept.subject = 'handover:' || {handover}"
        f" AND kept.kind IN ({kinds}) AND kept.at IN ({at}))"
    )


_ANY_KEPT = (
    "EXISTS (SELECT 1 FROM record AS kept JOIN record_payload AS whole ON whole.id = kept.id"
    " WHERE kept.department_id = {department} AND kept.subject = 'handover:' || {handover})"
)
_NEWEST_KEPT = (
    "EXISTS (SELECT 1 FROM handover_version JOIN record_payload AS whole"
    " ON whole.id = handover_version.record_id WHERE handover_version.handover_id = {handover}"
    " AND handover_version.version ="
    " (SELECT max(version) FROM handover_version WHERE handover_id = {handover}))"
)
_DRAFT_IS_OVER = (
    "EXISTS (SELECT 1 FROM handover WHERE handover.id = {handover} AND CASE WHEN handover.state"
    f" IN ('preparing', 'returned', 'reopened') THEN NOT {_ANY_KEPT} ELSE NOT {_NEWEST_KEPT} END)"
)
"""The items are those of the newest version; while somebody writes, they go with the last record of all."""

_COUNT_KEPT = (
    "EXISTS (SELECT 1 FROM handover AS sibling JOIN record AS kept ON kept.department_id = {department}"
    " AND kept.subject = 'handover:' || sibling.id JOIN record_payload AS whole ON whole.id = kept.id"
    " WHERE sibling.container_id = handover_check.container_id"
    " AND (kept.kind = 'handover.count' AND kept.at = handover_check.marked_at"
    " OR kept.kind IN ('handover.check', 'handover.sign_outgoing', 'handover.sign_incoming')"
    " AND kept.at >= handover_check.marked_at))"
)
"""A mark is frozen when it is made, and with the whole count by whoever settles or signs afterwards."""

OF_HANDOVERS: Final = (
    Forgotten(
        needs=("handover_item", "handover_item_file", "handover_matter", "handover_version"),
        statements=(
            # a matter is carried as long as one record that carried it is kept
            (
                "UPDATE handover_matter SET title = '', last_progress = '', closed_because = ''"
                " WHERE id IN (SELECT matter_id FROM handover_item WHERE handover_id = {handover})"
                " AND NOT EXISTS (SELECT 1 FROM handover_item AS other WHERE other.matter_id ="
                f" handover_matter.id AND other.handover_id <> {{handover}}) AND {_DRAFT_IS_OVER}"
            ),
            (
                "DELETE FROM handover_item_file WHERE item_id IN"
                f" (SELECT id FROM handover_item WHERE handover_id = {{handover}}) AND {_DRAFT_IS_OVER}"
            ),
            f"DELETE FROM handover_item WHERE handover_id = {{handover}} AND {_DRAFT_IS_OVER}",
        ),
    ),
    Forgotten(
        acts=("ask", "answer", "clear"),
        needs=("handover_question",),
        statements=(
            "UPDATE handover_question SET question = '', answer = '' WHERE handover_id = {handover}"
            " AND question <> '' AND NOT "
            + _kept(
                ("ask", "answer", "clear"),
                "COALESCE(handover_question.cleared_at, handover_question.answered_at,"
                " handover_question.asked_at)",
            ),
        ),
    ),
    Forgotten(
        acts=("read_back", "confirm_read_back"),
        needs=("handover_reading", "handover_read_back"),
        statements=(
            "UPDATE handover_reading SET said_back = '' WHERE handover_id = {handover} AND said_back <> ''"
            " AND NOT "
            + _kept(
                ("read_back", "confirm_read_back"),
                "SELECT handover_reading.at UNION SELECT confirmed.at FROM handover_read_back AS confirmed"
                " WHERE confirmed.reading_id = handover_reading.id",
            ),
        ),
    ),
    Forgotten(
        acts=("hold", "lift", "appoint"),
        needs=("handover_hold",),
        statements=(
            "UPDATE handover_hold SET reason = '' WHERE handover_id = {handover} AND reason <> ''"
            " AND NOT " + _kept(("hold",), "handover_hold.since"),
            "UPDATE handover_hold SET lifted_because = '' WHERE handover_id = {handover}"
            " AND lifted_because <> '' AND NOT " + _kept(("lift", "appoint"), "handover_hold.lifted_at"),
        ),
    ),
    Forgotten(
        acts=("count", "check", "sign_outgoing", "sign_incoming"),
        needs=("handover_check",),
        statements=(
            (
                "UPDATE handover_check SET note = '' WHERE note <> ''"
                " AND container_id = (SELECT container_id FROM handover WHERE id = {handover})"
                f" AND NOT {_COUNT_KEPT}"
            ),
        ),
    ),
    Forgotten(
        acts=(
            *("ask", "return", "recall", "refuse", "send_back", "order", "appoint", "hold", "lift"),
            *("amend", "reopen", "act_for"),
        ),
        needs=("notice",),
        statements=(
            (
                "UPDATE notice SET payload = {payload} WHERE created_at = {at} AND kind LIKE 'handover%'"
                " AND {of_payload} = {handover}"
            ),
        ),
    ),
)
"""Drafts with their matters, questions, read-backs, holds, the joint count, notices of any of it."""


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
    entries = OF_ENTRIES if {"duty_entry", "duty_secret", "duty_reveal", "notice"} <= existing else ()
    handovers = [each for each in OF_HANDOVERS if existing.issuperset(each.needs)]
    if connection.dialect.name == "sqlite":
        _on_sqlite(connection, entries, handovers)
    else:
        _on_postgresql(connection, entries, handovers)


def _on_sqlite(connection: Connection, entries: Iterable[str], handovers: Iterable[Forgotten]) -> None:
    gone = "(SELECT {} FROM record WHERE id = OLD.id)"
    words = {
        "department": gone.format("department_id"),
        "at": gone.format("at"),
        "handover": gone.format(f"CAST(substr(subject, {len('handover:') + 1}) AS INTEGER)"),
        "payload": "json_remove(payload, '$.reason', '$.question')",
        "of_payload": "json_extract(payload, '$.handover')",
        "untitled": "json_remove(payload, '$.title')",
        "of_entry": "json_extract(payload, '$.entry')",
    }
    of_entries = tuple(statement.format(**words) for statement in entries)
    made = [(f"{TRIGGER}_entries", "kind LIKE 'duty.%'", of_entries)]
    for each in handovers:
        statements = tuple(statement.format(**words) for statement in each.statements)
        made.append((f"{TRIGGER}_{OF_HANDOVERS.index(each)}", _is_of(each), statements))
    for name, when, statements in made:
        if statements:
            body = "; ".join(statements)
            connection.execute(
                text(
                    f"CREATE TRIGGER {name} AFTER DELETE ON {EXPIRING} FOR EACH ROW"
                    f" WHEN EXISTS (SELECT 1 FROM record WHERE id = OLD.id AND {when}) BEGIN {body}; END"
                )
            )


def _is_of(each: Forgotten) -> str:
    kinds = ", ".join(f"'handover.{act}'" for act in each.acts)
    of_acts = f" AND kind IN ({kinds})" if kinds else ""
    return f"subject GLOB 'handover:[0-9]*'{of_acts}"


def _on_postgresql(connection: Connection, entries: Iterable[str], handovers: Iterable[Forgotten]) -> None:
    words = {
        "department": "gone_department",
        "at": "gone_at",
        "handover": "gone_handover",
        "payload": "payload - 'reason' - 'question'",
        "of_payload": "CAST(payload ->> 'handover' AS integer)",
        "untitled": "payload - 'title'",
        "of_entry": "CAST(payload ->> 'entry' AS integer)",
    }
    steps = "".join(f"{statement.format(**words)}; " for statement in entries)
    steps = f"IF gone_kind LIKE 'duty.%' THEN {steps}END IF; " if steps else ""
    steps += "IF gone_subject !~ '^handover[:][0-9]{1,9}$' THEN RETURN NULL; END IF; "
    steps += "gone_handover := CAST(substr(gone_subject, 10) AS integer); "
    for each in handovers:
        body = "".join(f"{statement.format(**words)}; " for statement in each.statements)
        kinds = ", ".join(f"'handover.{act}'" for act in each.acts)
        steps += f"IF gone_kind IN ({kinds}) THEN {body}END IF; " if kinds else body
    schema = connection.dialect.identifier_preparer.quote(connection.dialect.default_schema_name or "public")
    for statement in (
        (
            f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f" SET search_path = {schema}, pg_temp AS $$ DECLARE gone_department integer; gone_kind text;"
            " gone_subject text; gone_at timestamptz; gone_handover integer;"
            " BEGIN SELECT department_id, kind, subject, at"
            " INTO gone_department, gone_kind, gone_subject, gone_at FROM record WHERE id = OLD.id; "
            f"{steps}RETURN NULL; END $$"
        ),
        f"REVOKE ALL ON FUNCTION {FUNCTION}() FROM PUBLIC",
        f"CREATE TRIGGER {TRIGGER} AFTER DELETE ON {EXPIRING} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
        f"ALTER TABLE {EXPIRING} ENABLE ALWAYS TRIGGER {TRIGGER}",
    ):
        connection.execute(text(statement))
