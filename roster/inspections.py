"""Inspections by leaders (area 12): what one lacks, whether the morning's is missing, findings by age."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roster.violation import Violation


class InspectionKind(StrEnum):
    """On what occasion somebody looks."""

    MORNING = "morning"
    """Before the time of P-46, every day (R-12.3)."""
    DURING_HANDOVER = "during_handover"
    SPOT = "spot"
    """At any other moment (R-12.4)."""
    PERIODIC = "periodic"
    """The appraisal at regular intervals (R-12.13, R-12.7)."""
    MEETING = "meeting"
    """A meeting on quality: causes, problems, measures (R-12.8)."""
    MACHINE_SHIFT = "machine_shift"
    MACHINE_DAILY = "machine_daily"
    MACHINE_MONTHLY = "machine_monthly"
    """Of a machine room, as often as P-111 says (R-12.12)."""


class Verdict(StrEnum):
    """What was seen of one of the contents."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_LOOKED = "not_looked"


LOOKS: Final = frozenset(
    {
        InspectionKind.MORNING,
        InspectionKind.DURING_HANDOVER,
        InspectionKind.SPOT,
        InspectionKind.PERIODIC,
    }
)
"""Kinds that go through the contents of P-47."""
AGES: Final = (2, 7, 30)
"""Bounds of the groups by age in days, each included; what is older is a group by itself. Our numbers."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """One of the contents and what was seen of it."""

    content: str
    verdict: Verdict
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """Something that is not right.

    Parameters
    ----------
    content
        Which of the contents it is about; "" for anything else.
    cause, measure
        Why, and what is done about it (R-12.3, R-12.4).
    due_on
        Until when; an open one needs it.
    corrected
        It was put right on the spot: nothing is left open.
    """

    content: str = ""
    what: str
    cause: str = ""
    measure: str = ""
    due_on: dt.date | None = None
    corrected: bool = False


def proposed_kind(*, minute: int, before: int | None, in_window: bool) -> InspectionKind:
    """Return what an inspection at a local minute of the day most likely is (R-12.3, R-12.4)."""
    if before is not None and minute < before:
        return InspectionKind.MORNING
    return InspectionKind.DURING_HANDOVER if in_window else InspectionKind.SPOT


def is_morning_missing(*, minute: int, before: int | None, made: bool) -> bool:
    """Tell whether the morning's inspection is missing: its time is over and none was entered (G-32).

    Parameters
    ----------
    before
        Minute of the day of P-46, itself no longer in time; None where no time is set.
    """
    return before is not None and minute >= before and not made


def lacking(
    kind: InspectionKind, looks: Sequence[Look], found: Sequence[Found], *, minutes: str, today: dt.date
) -> list[Violation]:
    """Return everything that an inspection lacks; empty when it can be stored.

    Codes: ``nothing_looked_at``, ``minutes_missing`` (of a meeting), and those of `finding_lacks`.
    """
    lacks: list[Violation] = []
    if kind in LOOKS and looks and all(look.verdict is Verdict.NOT_LOOKED for look in looks):
        lacks.append(Violation(code="nothing_looked_at", unit="items"))
    if kind is InspectionKind.MEETING and not minutes:
        lacks.append(Violation(code="minutes_missing", unit="items"))
    for each in found:
        lacks += finding_lacks(each, today=today)
    return lacks


def finding_lacks(found: Found, *, today: dt.date) -> list[Violation]:
    """Return what a finding lacks: its words, cause and measure, and of an open one the date it is due.

    Codes ``finding_what``, ``finding_cause``, ``finding_measure``, ``finding_due``, ``finding_due_past``,
    each with the content it is about.
    """
    missing = [name for name in ("what", "cause", "measure") if not getattr(found, name)]
    if not found.corrected and found.due_on is None:
        missing.append("due")
    if not found.corrected and found.due_on is not None and found.due_on < today:
        missing.append("due_past")
    extra = (("content", found.content),)
    return [Violation(code=f"finding_{name}", unit="items", extra=extra) for name in missing]


def is_overdue(due_on: dt.date | None, *, today: dt.date, is_open: bool) -> bool:
    """Tell whether an open finding is past the day it was due."""
    return is_open and due_on is not None and due_on < today


def by_age(days: Iterable[int]) -> Mapping[int | None, int]:
    """Return how many findings there are by age: by the last day of the group, None for older ones.

    Examples
    --------
    >>> by_age([0, 2, 3, 31])
    {2: 2, 7: 1, 30: 0, None: 1}
    """
    counts: dict[int | None, int] = dict.fromkeys((*AGES, None), 0)
    for age in days:
        counts[next((bound for bound in AGES if age <= bound), None)] += 1
    return counts


def is_machine_check_due(
    kind: InspectionKind, *, last_on: dt.date | None, today: dt.date, since_shift: bool
) -> bool:
    """Tell whether a check of the machine room is yet to be made (P-111, R-12.12).

    Parameters
    ----------
    last_on
        Local date of the last one of this kind.
    since_shift
        One was made since the running shift began.
    """
    if kind is InspectionKind.MACHINE_SHIFT:
        return not since_shift
    if last_on is None:
        return True
    if kind is InspectionKind.MACHINE_DAILY:
        return last_on < today
    return (last_on.year, last_on.month) < (today.year, today.month)
