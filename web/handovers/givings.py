"""What was given to somebody else, as the record store has it: by whom, from whom, to whom, and why."""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.database import JsonObject
from web.handovers.content_tables import HandoverMatter
from web.people.tables import Person
from web.records.tables import AuditEvent, Record, RecordPayload

KIND: Final = "matter.give"
"""Of the record, and of its line in the audit trail."""
LATELY: Final = dt.timedelta(days=14)
MOST: Final = 20
"""Of what was given lately; our number, as is the time."""


@dataclass(frozen=True, kw_only=True)
class Giving:
    """One act of giving.

    Parameters
    ----------
    title
        Of the matter as it is now; empty where it was deleted when its time was over.
    by
        Who gave it.
    giver, receiver
        Who had it in hand, and who has had it since.
    reason
        Empty once the record's content was deleted.
    """

    matter_id: int
    title: str
    at: dt.datetime
    number: int
    by: str
    giver: str
    receiver: str
    reason: str


def subject_of(matter_id: int) -> str:
    """Return what the records of a matter are about.

    A subject of its own, not that of a handover: a matter may be given before any has carried it. Its words
    go with the handovers that carried them (`web.database.forgetting`); the record of giving holds none of
    them, so that each goes when its own time is over.
    """
    return f"matter:{matter_id}"


def newest_of(session: Session, department_id: int, matter_ids: Sequence[int]) -> Mapping[int, Giving]:
    """Return by matter the last time that it was given to somebody."""
    subjects = Record.subject.in_([subject_of(each) for each in matter_ids])
    rows = _read(session, department_id, subjects)
    return {giving.matter_id: giving for giving, _ in reversed(rows)}


def givings(session: Session, actor: Actor, *, now: dt.datetime) -> list[Giving]:
    """Return what was given lately within reach, whoever gave it, the newest first."""
    numbers = [
        detail["record"]
        for detail in session.scalars(
            select(AuditEvent.detail).where(
                AuditEvent.object_type == HandoverMatter.__tablename__,
                AuditEvent.action == KIND,
                AuditEvent.department_id == actor.department_id,
                AuditEvent.at > now - LATELY,
            )
        )
    ]
    rows = _read(session, actor.department_id, Record.number.in_(numbers)) if numbers else []
    teams = _teams_of(session, {side for _, sides in rows for side in sides})
    near = [
        giving for giving, sides in rows if any(actor.reaches_person(each, teams[each]) for each in sides)
    ]
    return near[:MOST]


def is_known(session: Session, actor: Actor, matter_id: int, *, to: int, token: str) -> bool:
    """Tell whether somebody has given a matter to this person by this very form already."""
    details = session.scalars(
        select(AuditEvent.detail).where(
            AuditEvent.object_type == HandoverMatter.__tablename__,
            AuditEvent.object_id == str(matter_id),
            AuditEvent.action == KIND,
            AuditEvent.actor_id == actor.user_id,
        )
    )
    return any((detail.get("form"), detail.get("to")) == (token, to) for detail in details)


def _read(
    session: Session, department_id: int, wanted: ColumnElement[bool]
) -> list[tuple[Giving, tuple[int, ...]]]:
    """Return givings whose content is kept, the newest first, with the ids of who had and has it."""
    rows = session.execute(
        select(Record, RecordPayload.content)
        .join(RecordPayload, RecordPayload.id == Record.id)
        .where(Record.department_id == department_id, Record.kind == KIND, wanted)
        .order_by(Record.number.desc())
    ).all()
    found = [(record, json.loads(content)) for record, content in rows]
    named = session.execute(
        select(HandoverMatter.id, HandoverMatter.title).where(
            HandoverMatter.id.in_({content["matter"] for _, content in found})
        )
    )
    titles = {row.id: row.title for row in named}
    return [
        (_giving(record, content, titles), (content["from"]["person"], content["to"]["person"]))
        for record, content in found
    ]


def _giving(record: Record, content: JsonObject, titles: Mapping[int, str]) -> Giving:
    return Giving(
        matter_id=content["matter"],
        title=titles.get(content["matter"], ""),
        at=record.at,
        number=record.number,
        by=record.signer_name,
        giver=content["from"]["name"],
        receiver=content["to"]["name"],
        reason=content["reason"],
    )


def _teams_of(session: Session, person_ids: Collection[int]) -> Mapping[int, int]:
    rows = session.execute(select(Person.id, Person.team_id).where(Person.id.in_(person_ids)))
    return {row.id: row.team_id for row in rows}
