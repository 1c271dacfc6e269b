"""The sections of a record: those of the policy, what stands in each, which are said to be empty (P-34)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from roster.handovers.content import Item, missing
from roster.violation import Violation
from web.accounts.actor import Actor
from web.answer import Reason
from web.database import JsonObject
from web.handovers.preparing import not_writable
from web.handovers.steps import Opened, open_handover
from web.handovers.tables import Handover
from web.policy.sections import RecordSection, record_sections
from web.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class SectionState:
    """One section of one record.

    Parameters
    ----------
    items
        How many items stand in it.
    is_empty
        Whether it was said expressly, of the section or of the whole, that there is nothing to report.
    """

    section: RecordSection
    items: int
    is_empty: bool

    @property
    def is_silent(self) -> bool:
        """Whether something is still to be said of it."""
        return self.section.required and not self.items and not self.is_empty


def empty_sections(row: Handover) -> frozenset[str]:
    """Return the codes of the sections that are said to be empty."""
    return frozenset(row.empty_sections.split(",")) - {""}


def section_states(opened: Opened, items: Sequence[Item]) -> tuple[SectionState, ...]:
    """Return the sections of a record in the policy's order."""
    said, whole = empty_sections(opened.row), opened.row.nothing_to_report
    counts = [item.category for item in items]
    return tuple(
        SectionState(
            section=section,
            items=counts.count(section.code),
            is_empty=section.code not in counts and (whole or section.code in said),
        )
        for section in record_sections(opened.policy)
    )


def lacking(opened: Opened, items: tuple[Item, ...]) -> list[Violation]:
    """Return what a draft lacks before it can be submitted; a silent section is named as the policy does."""
    row = opened.row
    found = missing(items, opened.terms, nothing_to_report=row.nothing_to_report, empty=empty_sections(row))
    names = {section.code: section.words for section in record_sections(opened.policy)}
    return [
        replace(each, extra=(*each.extra, ("zh", words.zh), ("en", words.en)))
        if (words := names.get(str(each.details.get("section", "")))) is not None
        else each
        for each in found
    ]


def frozen_sections(opened: Opened, items: Sequence[Item]) -> list[JsonObject]:
    """Return the sections as they are signed: their names, and which were said to be empty."""
    return [
        {
            "code": state.section.code,
            "zh": state.section.words.zh,
            "en": state.section.words.en,
            "nothing": state.is_empty,
        }
        for state in section_states(opened, items)
    ]


def say_empty(
    session: Session, actor: Actor, handover_id: int, code: str, *, empty: bool, now: dt.datetime
) -> tuple[Reason, ...]:
    """Say expressly that there is nothing to report of a section, or take it back; and commit.

    An item that is written into it later counts all the same.
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    reasons = not_writable(opened)
    if code not in opened.terms.categories:
        reasons.append(Refusal(code="not_a_choice", field="section", measured=code[:80]))
    if reasons:
        session.rollback()
        return tuple(reasons)
    said = empty_sections(opened.row) - {code} | ({code} if empty else frozenset())
    opened.row.empty_sections = ",".join(each for each in opened.terms.categories if each in said)
    opened.row.changed_at = now
    session.commit()
    return ()
