"""What people wrote, table by table, that goes with the records that froze it (`web.database.forgetting`).

A statement speaks of the deleted record by its columns {record} (id), {department} and {at}, and of the row
that its subject names by {row}; of a notice by {unsaid}, its payload without words, and {notice_handover}, a
number in it. Who, when, state and numbers stay.
"""
# ruff: noqa: S608 - all statements are made of names from the code

from dataclasses import dataclass
from typing import Final

from web.database.append_only import WORDS_OF_ENTRIES, blanks


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What is done when a record of one of these kinds is gone.

    Parameters
    ----------
    kinds
        Of the record; one that ends with a dot stands for all that begin so. Without any: every kind.
    subject
        What stands before the number in the record's subject, which then names the row; without it the
        statements find their rows by the record itself.
    statements
        The same for both databases, but for what is in braces.
    needs
        Tables that must be there.
    """

    kinds: tuple[str, ...] = ()
    subject: str = ""
    statements: tuple[str, ...]
    needs: tuple[str, ...]


OF_ENTRIES: Final = Forgotten(
    kinds=("duty.",),
    needs=("duty_entry", "duty_secret", "duty_reveal", "notice"),
    statements=(
        f"UPDATE duty_entry SET {blanks(WORDS_OF_ENTRIES)} WHERE record_id = {{record}}",
        "DELETE FROM duty_secret WHERE id IN (SELECT id FROM duty_entry WHERE record_id = {record})",
        (
            "UPDATE duty_reveal SET reason = '' WHERE entry_id IN"
            " (SELECT id FROM duty_entry WHERE record_id = {record})"
        ),
        (
            "UPDATE notice SET payload = {unsaid} WHERE kind = 'book_urgent'"
            " AND {notice_entry} IN (SELECT id FROM duty_entry WHERE record_id = {record})"
        ),
    ),
)
"""An entry of the log, its sealed numbers, why somebody looked at them, and who was told of it as urgent."""

OF_BOOKS: Final = Forgotten(
    kinds=("book.",),
    subject="book",
    needs=("book_handover", "notice"),
    statements=(
        (
            "UPDATE notice SET payload = {unsaid} WHERE created_at = {at} AND kind LIKE 'book%'"
            " AND {notice_book} = {row}"
        ),
    ),
)
"""What both departments were told of a handover of the book."""

_FINDING_KEPT = (
    "EXISTS (SELECT 1 FROM record_payload AS whole WHERE whole.id = inspection_finding.record_id"
    " OR whole.id IN (SELECT step.record_id FROM finding_step AS step"
    " WHERE step.finding_id = inspection_finding.id))"
)
_FINDINGS_OF_RECORD = (
    "(SELECT found.id FROM inspection_finding AS found WHERE found.record_id = {record}"
    " UNION SELECT step.finding_id FROM finding_step AS step WHERE step.record_id = {record})"
)
OF_INSPECTIONS: Final = Forgotten(
    kinds=("inspection.", "finding."),
    needs=("inspection", "inspection_finding", "finding_step", "notice"),
    statements=(
        "UPDATE inspection SET minutes = '', looks = {looks} WHERE record_id = {record}",
        "UPDATE finding_step SET words = '' WHERE record_id = {record}",
        (
            "UPDATE inspection_finding SET what = '', cause = '', measure = '' WHERE state = 'closed'"
            f" AND id IN {_FINDINGS_OF_RECORD} AND NOT {_FINDING_KEPT}"
        ),
        (
            "UPDATE notice SET payload = {unsaid} WHERE kind LIKE 'finding%' AND {notice_finding} IN"
            " (SELECT inspection_finding.id FROM inspection_finding WHERE inspection_finding.what = ''"
            f" AND inspection_finding.id IN {_FINDINGS_OF_RECORD})"
        ),
    ),
)
"""An inspection, the steps of its findings; a finding with the last of them, and not before it is closed."""


def _acts(*names: str) -> tuple[str, ...]:
    return tuple(f"handover.{name}" for name in names)


def _kept(acts: tuple[str, ...], at: str) -> str:
    """Return the condition that a record of the handover, of one of the acts and instants, is still whole."""
    kinds = ", ".join(f"'{kind}'" for kind in _acts(*acts))
    return (
        "EXISTS (SELECT 1 FROM record AS kept JOIN record_payload AS whole ON whole.id = kept.id"
        " WHERE kept.department_id = {department} AND kept.subject = 'handover:' || {row}"
        f" AND kept.kind IN ({kinds}) AND kept.at IN ({at}))"
    )


_ANY_KEPT = (
    "EXISTS (SELECT 1 FROM record AS kept JOIN record_payload AS whole ON whole.id = kept.id"
    " WHERE kept.department_id = {department} AND kept.subject = 'handover:' || {row})"
)
_NEWEST_KEPT = (
    "EXISTS (SELECT 1 FROM handover_version JOIN record_payload AS whole"
    " ON whole.id = handover_version.record_id WHERE handover_version.handover_id = {row}"
    " AND handover_version.version ="
    " (SELECT max(version) FROM handover_version WHERE handover_id = {row}))"
)
_DRAFT_IS_OVER = (
    "EXISTS (SELECT 1 FROM handover WHERE handover.id = {row} AND CASE WHEN handover.state"
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
        subject="handover",
        needs=("handover_item", "handover_item_file", "handover_matter", "handover_version"),
        statements=(
            # a matter is carried as long as one record that carried it is kept
            (
                "UPDATE handover_matter SET title = '', last_progress = '', closed_because = ''"
                " WHERE id IN (SELECT matter_id FROM handover_item WHERE handover_id = {row})"
                " AND NOT EXISTS (SELECT 1 FROM handover_item AS other WHERE other.matter_id ="
                f" handover_matter.id AND other.handover_id <> {{row}}) AND {_DRAFT_IS_OVER}"
            ),
            (
                "DELETE FROM handover_item_file WHERE item_id IN"
                f" (SELECT id FROM handover_item WHERE handover_id = {{row}}) AND {_DRAFT_IS_OVER}"
            ),
            f"DELETE FROM handover_item WHERE handover_id = {{row}} AND {_DRAFT_IS_OVER}",
        ),
    ),
    Forgotten(
        subject="handover",
        kinds=_acts("ask", "answer", "clear"),
        needs=("handover_question",),
        statements=(
            "UPDATE handover_question SET question = '', answer = '' WHERE handover_id = {row}"
            " AND question <> '' AND NOT "
            + _kept(
                ("ask", "answer", "clear"),
                "COALESCE(handover_question.cleared_at, handover_question.answered_at,"
                " handover_question.asked_at)",
            ),
        ),
    ),
    Forgotten(
        subject="handover",
        kinds=_acts("read_back", "confirm_read_back"),
        needs=("handover_reading", "handover_read_back"),
        statements=(
            "UPDATE handover_reading SET said_back = '' WHERE handover_id = {row} AND said_back <> ''"
            " AND NOT "
            + _kept(
                ("read_back", "confirm_read_back"),
                "SELECT handover_reading.at UNION SELECT confirmed.at FROM handover_read_back AS confirmed"
                " WHERE confirmed.reading_id = handover_reading.id",
            ),
        ),
    ),
    Forgotten(
        subject="handover",
        kinds=_acts("hold", "lift", "appoint"),
        needs=("handover_hold",),
        statements=(
            "UPDATE handover_hold SET reason = '' WHERE handover_id = {row} AND reason <> ''"
            " AND NOT " + _kept(("hold",), "handover_hold.since"),
            "UPDATE handover_hold SET lifted_because = '' WHERE handover_id = {row}"
            " AND lifted_because <> '' AND NOT " + _kept(("lift", "appoint"), "handover_hold.lifted_at"),
        ),
    ),
    Forgotten(
        subject="handover",
        kinds=_acts("count", "check", "sign_outgoing", "sign_incoming"),
        needs=("handover_check",),
        statements=(
            (
                "UPDATE handover_check SET note = '' WHERE note <> ''"
                " AND container_id = (SELECT container_id FROM handover WHERE id = {row})"
                f" AND NOT {_COUNT_KEPT}"
            ),
        ),
    ),
    Forgotten(
        subject="handover",
        kinds=_acts(
            *("ask", "return", "recall", "refuse", "send_back", "order", "appoint", "hold", "lift"),
            *("amend", "reopen", "act_for"),
        ),
        needs=("notice",),
        statements=(
            (
                "UPDATE notice SET payload = {unsaid} WHERE created_at = {at} AND kind LIKE 'handover%'"
                " AND {notice_handover} = {row}"
            ),
        ),
    ),
)
"""Drafts with their matters, questions, read-backs, holds, the joint count, notices of any of it."""

ALL: Final = (OF_ENTRIES, OF_BOOKS, OF_INSPECTIONS, *OF_HANDOVERS)
