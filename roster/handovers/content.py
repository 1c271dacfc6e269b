"""What a handover record holds, and what is missing from it before it can be submitted (area 8)."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from roster.handovers.terms import HandoverTerms, Unfinished
from roster.violation import Violation

TEXTS: Final = (
    "detail",
    "cause",
    "course",
    "result",
    "solution_or_progress",
    "goal",
    "requirement",
    "reason_not_handled",
)
"""Fields of P-33 that are written in words; status, priority and order are the item's own choices."""


class Disposition(StrEnum):
    """Who goes on with an item after the handover (P-27)."""

    DONE = "done"
    INCOMING = "incoming"
    OUTGOING = "outgoing"


class Mark(StrEnum):
    """How a check item was found (P-36): √ or ×."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One matter that is handed over.

    Parameters
    ----------
    number
        Place on the record, from 1.
    category
        Kind of content (P-34); ``""`` where none was chosen.
    texts
        What was written, by field of `TEXTS`.
    disposition
        None where nobody has said who goes on with it.
    promised_at
        Until when something was promised to a customer.
    shifts
        How many shifts have carried it so far; 0 for an item of this shift.
    since
        When it was first written down.
    progress
        What this shift did about a carried item.
    closed_because
        Reason for closing a carried item; needed when it is done.
    """

    number: int
    title: str
    category: str = ""
    important: bool = False
    urgent: bool = False
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    disposition: Disposition | None = None
    promised_at: dt.datetime | None = None
    shifts: int = 0
    since: dt.datetime | None = None
    progress: str = ""
    closed_because: str = ""

    @property
    def is_carried(self) -> bool:
        """Whether it came from an earlier shift."""
        return self.shifts > 0

    @property
    def is_done(self) -> bool:
        """Whether nobody has to go on with it."""
        return self.disposition is Disposition.DONE

    @property
    def is_read_back(self) -> bool:
        """Whether the receiver says in own words what comes next: important, urgent, and not done."""
        return self.important and self.urgent and not self.is_done

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Order of reading: by importance, then urgency, then number (R-8.3)."""
        return not self.important, not self.urgent, self.number


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that both sides look at or count (P-37).

    Parameters
    ----------
    label
        What people call it; the code where it is empty.
    expected, counted
        Pieces by the register and as found; None where it is not counted.
    is_counted
        Whether a number is wanted also where the register says none: a meter is read.
    note
        Needed where it is abnormal, or the count differs (G-29).
    """

    code: str
    label: str = ""
    expected: int | None = None
    counted: int | None = None
    mark: Mark | None = None
    note: str = ""
    required: bool = True
    is_counted: bool = False

    @property
    def wants_number(self) -> bool:
        """Whether a number belongs to the answer."""
        return self.is_counted or self.expected is not None

    @property
    def differs(self) -> bool:
        """Whether fewer or more were found than the register says."""
        return self.expected is not None and self.counted is not None and self.counted != self.expected

    @property
    def deviates(self) -> bool:
        """Whether it was marked × or the count differs."""
        return self.mark is Mark.ABNORMAL or self.differs


def missing(
    items: tuple[Item, ...],
    terms: HandoverTerms,
    *,
    nothing_to_report: bool,
    empty: frozenset[str] = frozenset(),
) -> list[Violation]:
    """Return everything that a record lacks before it can be submitted; each is one field to fill.

    Parameters
    ----------
    nothing_to_report
        Said of the whole shift, and so of every category.
    empty
        Categories of which it was said expressly that there is nothing to report.

    Notes
    -----
    Codes: ``handover_empty`` (neither items nor "nothing to report"), ``handover_not_empty`` (both),
    ``section_silent`` (a required category with neither; not asked for while there is no item at all),
    ``item_title``, ``item_field``, ``item_category``, ``item_disposition``, ``item_progress``,
    ``item_closing``, ``item_finish`` (P-27: the outgoing person finishes it before leaving).
    """
    found: list[Violation] = []
    own = [item for item in items if not item.is_carried]
    if not items and not nothing_to_report:
        found.append(_lack("handover_empty"))
    if own and nothing_to_report:
        found.append(_lack("handover_not_empty", measured=len(own)))
    for item in items:
        found.extend(_carried(item) if item.is_carried else _own(item, terms))
    if items and not nothing_to_report:
        used = {item.category for item in items}
        silent = [code for code in terms.categories if code in terms.required - empty - used]
        found += [_lack("section_silent", section=code) for code in silent]
    return found


def _own(item: Item, terms: HandoverTerms) -> Iterator[Violation]:
    if not item.title.strip():
        yield _lack("item_title", item)
    if terms.categories and item.category not in terms.categories:
        yield _lack("item_category", item)
    for name in terms.fields:
        if name in TEXTS and _is_needed(name, item) and not item.texts.get(name, "").strip():
            yield _lack("item_field", item, field=name)
    if item.disposition is None:
        yield _lack("item_disposition", item)
    # ordinary matters are finished by whoever has them; major ones are handed over
    elif (
        terms.unfinished is Unfinished.OUTGOING_FINISHES
        and not item.important
        and item.disposition is not Disposition.DONE
    ):
        yield _lack("item_finish", item)


def _carried(item: Item) -> Iterator[Violation]:
    if item.disposition is None:
        yield _lack("item_disposition", item)
    if item.disposition is Disposition.DONE:
        if not item.closed_because.strip():
            yield _lack("item_closing", item)
    elif not item.progress.strip():
        yield _lack("item_progress", item)


def _is_needed(name: str, item: Item) -> bool:
    """A reason why it was not handled is asked for where it was not (R-8.19)."""
    return name != "reason_not_handled" or item.disposition is not Disposition.DONE


def unanswered(checks: tuple[Check, ...]) -> list[Violation]:
    """Return what is missing from the joint count: ``check_mark``, ``check_count``, ``check_note``."""
    found = []
    for check in checks:
        if check.required and check.mark is None:
            found.append(_check_lack("check_mark", check))
        if check.wants_number and check.required and check.counted is None:
            found.append(_check_lack("check_count", check))
        if check.deviates and not check.note.strip():
            found.append(_check_lack("check_note", check))
    return found


def _lack(code: str, item: Item | None = None, *, measured: int = 0, **facts: str) -> Violation:
    about: tuple[tuple[str, str | int], ...] = ()
    if item is not None:
        about = (("item", item.number), ("title", item.title))
    return Violation(code=code, measured=measured, unit="items", extra=(*about, *facts.items()))


def _check_lack(code: str, check: Check) -> Violation:
    return Violation(
        code=code,
        measured=check.counted or 0,
        limit=check.expected or 0,
        unit="items",
        extra=(("check", check.label or check.code),),
    )
