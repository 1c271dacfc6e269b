"""The words of a record that can be looked for, by place. Pure: the index follows from the payloads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from roster.handovers.content import TEXTS
from web.database import JsonObject
from web.masking import mask_name
from web.search.tables import Place

SUBMITTED: Final = "handover.submit"
INSPECTED: Final = "inspection.write"
ENTRY_KINDS: Final = frozenset({"duty.entry", "duty.correction"})
_ONE_TEXT: Final[Mapping[str, tuple[Place, str]]] = {
    "handover.ask": (Place.QUESTION, "question"),
    "handover.answer": (Place.ANSWER, "answer"),
    "handover.read_back": (Place.READ_BACK, "said_back"),
    "finding.follow_up": (Place.STEP, "words"),
    "finding.close": (Place.STEP, "words"),
    **{
        f"handover.{act}": (Place.REASON, "reason")
        for act in ("return", "recall", "refuse", "send_back", "order", "appoint", "hold", "lift", "reopen")
    },
}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Words at one place.

    Parameters
    ----------
    shown
        As a hit shows them: names of customers only by their beginning.
    searched
        What is compared, not folded yet.
    """

    place: Place
    shown: str
    searched: str
    item_number: int | None = None
    important: bool = False
    urgent: bool = False
    category: str = ""


def pieces(kind: str, content: JsonObject) -> list[Piece]:
    """Return what of a record can be looked for; nothing of kinds that hold no words of people.

    Parameters
    ----------
    kind
        Of the record, such as ``handover.submit``.
    content
        Its payload, in which customers' numbers are masked already (R-18.1).
    """
    if kind == SUBMITTED:
        return [_item(item) for item in content.get("items", ())]
    if kind in ENTRY_KINDS:
        return [_entry(content)]
    if kind == "handover.count":
        return _check(content)
    if kind == INSPECTED:
        return _inspection(content)
    if kind in _ONE_TEXT:
        place, name = _ONE_TEXT[kind]
        words = content.get(name) or ""
        item = content.get("item")
        return [Piece(place=place, shown=words, searched=words, item_number=item)] if words else []
    return []


def _item(item: Mapping[str, Any]) -> Piece:
    texts = item.get("texts") or {}
    words = _joined(
        [item["title"], *(texts.get(name) for name in TEXTS), item["progress"], item["closed_because"]]
    )
    return Piece(
        place=Place.ITEM,
        shown=words,
        searched=words,
        item_number=item["number"],
        important=item["important"],
        urgent=item["urgent"],
        category=item["category"],
    )


def _entry(content: JsonObject) -> Piece:
    plain = [content.get(name) for name in ("body", "handling", "instructed_by", "phone", "reason")]
    caller = content.get("caller") or ""
    return Piece(
        place=Place.ENTRY,
        shown=_joined([*plain, mask_name(caller)]),
        searched=_joined([*plain, caller]),
        important=content["important"],
        urgent=content["urgent"],
        category=content["kind"],
    )


def _check(content: JsonObject) -> list[Piece]:
    note = content.get("note") or ""
    words = _joined([content.get("label"), note])
    return [Piece(place=Place.CHECK, shown=words, searched=words)] if note else []


def _inspection(content: JsonObject) -> list[Piece]:
    words = _joined([content.get("minutes"), *(look.get("note") for look in content.get("looks", ()))])
    return [Piece(place=Place.INSPECTION, shown=words, searched=words)] if words else []


def finding_piece(what: str, cause: str, measure: str) -> Piece:
    """Return the words of a finding, which stand on the record of its inspection or on one of their own."""
    words = _joined([what, cause, measure])
    return Piece(place=Place.FINDING, shown=words, searched=words)


def _joined(words: Iterable[str | None]) -> str:
    return "\n".join(each for each in words if each)
