"""A draft as it is stored and as the core knows it: items in order of reading, and the joint count."""

import datetime as dt

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from roster.handovers.content import TEXTS, Check, Item
from web.database import JsonObject
from web.handovers.content_tables import CheckItem, HandoverCheck, HandoverItem
from web.handovers.steps import Opened
from web.handovers.tables import HandoverContainer
from web.policy.preset_parts import CheckKind


def drafted(session: Session, handover_id: int) -> tuple[tuple[HandoverItem, Item], ...]:
    """Return the items of a draft as stored and as the core knows them, in order of reading (R-8.3)."""
    rows = session.scalars(
        select(HandoverItem).where(HandoverItem.handover_id == handover_id).order_by(HandoverItem.number)
    ).all()
    pairs = [(row, core_item(row)) for row in rows]
    return tuple(sorted(pairs, key=lambda pair: pair[1].rank))


def core_item(row: HandoverItem) -> Item:
    """Return a stored item as the core knows it."""
    matter = row.matter
    if matter is not None and matter.opened_in_id == row.handover_id:
        matter = None  # it began here: this shift is not one that carried it
    return Item(
        number=row.number,
        title=row.title,
        category=row.category,
        important=row.important,
        urgent=row.urgent,
        texts={name: text for name, text in row.texts.items() if name in TEXTS},
        disposition=row.disposition,
        promised_at=row.promised_at,
        shifts=0 if matter is None else matter.shifts,
        since=None if matter is None else matter.opened_at,
        progress=row.progress,
        closed_because=row.closed_because,
    )


def checks_of(session: Session, container: HandoverContainer) -> list[HandoverCheck]:
    """Return what is counted together at the end of a team's shift, in the department's order."""
    rows = session.scalars(
        select(HandoverCheck)
        .where(HandoverCheck.container_id == container.id)
        .order_by(HandoverCheck.position, HandoverCheck.id)
    )
    return list(rows)


def core_check(row: HandoverCheck) -> Check:
    """Return a stored check as the core knows it."""
    return Check(
        code=row.code,
        label=row.label,
        expected=row.expected,
        counted=row.counted,
        mark=row.mark,
        note=row.note,
        required=row.required,
        is_counted=row.is_counted,
    )


def lay_out_checks(session: Session, opened: Opened) -> None:
    """Take the department's list when the first of the shift begins, or else the policy's kinds."""
    if checks_of(session, opened.container):
        return
    wanted = [_copied(each) for each in items_on(session, opened.department.id, opened.container.date)] or [
        {"code": code, "label": code, "required": True} for code in opened.terms.checklist
    ]
    for position, facts in enumerate(wanted):
        session.add(HandoverCheck(container_id=opened.container.id, position=position, **facts))


def items_on(session: Session, department_id: int, date: dt.date) -> list[CheckItem]:
    """Return a department's list as it holds for the shifts of a date, in its order."""
    rows = session.scalars(
        select(CheckItem)
        .where(
            CheckItem.department_id == department_id,
            CheckItem.valid_from <= date,
            or_(CheckItem.valid_until.is_(None), CheckItem.valid_until > date),
        )
        .order_by(CheckItem.position, CheckItem.id)
    )
    return list(rows)


def _copied(item: CheckItem) -> JsonObject:
    return {
        "code": item.code,
        "label": item.label,
        "label_en": item.label_en,
        "is_counted": item.kind is not CheckKind.LOOK,
        "expected": item.expected,
        "unit": item.unit,
        "rules": item.rules,
        "required": item.required,
    }
