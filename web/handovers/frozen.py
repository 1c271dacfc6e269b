"""A submitted record as it was frozen: written once as JSON, read back for every page and print."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.handovers.content import Disposition, Item
from web.database import JsonObject
from web.handovers.act_tables import HandoverVersion
from web.handovers.steps import Opened
from web.records.tables import Record, RecordPayload


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """One version of a record.

    Parameters
    ----------
    record
        Its number, hash, signer and time stand there.
    items
        In order of reading.
    brought
        What the system added: swaps, people, figures; each a list of facts by section.
    sections
        ``code``, ``zh``, ``en`` and ``nothing`` of each, in the policy's order; ``nothing``: said expressly.
    is_kept
        False once the content was deleted when its time was over; then there are no items.
    files
        What was signed of the files of each item, by its number: ``file`` (id), ``kind``, ``size``,
        ``sha256``.
    """

    version: int
    record: Record
    items: tuple[Item, ...] = ()
    nothing_to_report: bool = False
    is_late: bool = False
    brought: JsonObject = field(default_factory=dict)
    sections: tuple[JsonObject, ...] = ()
    is_kept: bool = True
    files: Mapping[int, list[JsonObject]] = field(default_factory=dict)

    def item(self, number: int) -> Item | None:
        """Return an item by its number."""
        return next((item for item in self.items if item.number == number), None)


def changed_since(frozen: Frozen, earlier: Frozen | None) -> frozenset[int]:
    """Return numbers of items that are new or other than in an earlier version; empty without one.

    Parameters
    ----------
    earlier
        The version before; None where there is none, or its content was deleted.
    """
    if earlier is None or not earlier.is_kept:
        return frozenset()
    before = {item.number: (item, earlier.files.get(item.number)) for item in earlier.items}
    return frozenset(
        item.number
        for item in frozen.items
        if before.get(item.number) != (item, frozen.files.get(item.number))
    )


def freeze(
    opened: Opened,
    items: Sequence[Item],
    files: Mapping[int, list[JsonObject]],
    brought: JsonObject,
    *,
    is_late: bool,
) -> JsonObject:
    """Return the content of a version as it is signed: items in order of reading, and who hands over.

    Parameters
    ----------
    files
        What is said of the files of an item, with their hashes, by its number.
    """
    container, outgoing = opened.container, opened.row.outgoing
    return {
        "container": {
            "team": container.team.name,
            "shift": container.shift_kind.code,
            "date": container.date.isoformat(),
            "starts_at": container.starts_at.isoformat(),
            "ends_at": container.ends_at.isoformat(),
        },
        "outgoing": {"name": outgoing.name, "number": outgoing.employee_number},
        "acting": _acting(opened),
        "items": [{**_item(item), "files": files.get(item.number, [])} for item in items],
        "nothing_to_report": opened.row.nothing_to_report,
        "late": is_late,
        "brought": brought,
    }


def _acting(opened: Opened) -> JsonObject | None:
    """Return who hands over by order in place of the outgoing person."""
    acting = opened.row.acting
    return None if acting is None else {"name": acting.name, "number": acting.employee_number}


def read_frozen(session: Session, handover_id: int, version: int) -> Frozen | None:
    """Return one version; None where it was never submitted."""
    found = session.execute(
        select(HandoverVersion, RecordPayload.content)
        .outerjoin(RecordPayload, RecordPayload.id == HandoverVersion.record_id)
        .where(HandoverVersion.handover_id == handover_id, HandoverVersion.version == version)
    ).first()
    if found is None:
        return None
    row: HandoverVersion = found[0]
    content: str | None = found[1]
    if content is None:
        return Frozen(version=version, record=row.record, is_kept=False)
    plain = json.loads(content)
    return Frozen(
        version=version,
        record=row.record,
        items=tuple(_read_item(item) for item in plain["items"]),
        nothing_to_report=plain["nothing_to_report"],
        is_late=plain["late"],
        brought=plain["brought"],
        sections=tuple(plain.get("sections", ())),  # older records name none
        files={item["number"]: item.get("files", []) for item in plain["items"]},
    )


def _item(item: Item) -> JsonObject:
    return {
        "number": item.number,
        "title": item.title,
        "category": item.category,
        "important": item.important,
        "urgent": item.urgent,
        "texts": dict(item.texts),
        "disposition": None if item.disposition is None else item.disposition.value,
        "promised_at": _text(item.promised_at),
        "shifts": item.shifts,
        "since": _text(item.since),
        "progress": item.progress,
        "closed_because": item.closed_because,
    }


def _read_item(plain: JsonObject) -> Item:
    return Item(
        number=plain["number"],
        title=plain["title"],
        category=plain["category"],
        important=plain["important"],
        urgent=plain["urgent"],
        texts=plain["texts"],
        disposition=None if plain["disposition"] is None else Disposition(plain["disposition"]),
        promised_at=_instant(plain["promised_at"]),
        shifts=plain["shifts"],
        since=_instant(plain["since"]),
        progress=plain["progress"],
        closed_because=plain["closed_because"],
    )


def _text(at: dt.datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _instant(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)
