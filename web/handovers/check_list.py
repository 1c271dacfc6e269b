"""The department's list of what is counted and looked at together: put up, changed from a date on, retired.

Nothing of the list is overwritten: a change ends one version and begins the next. Shifts that were begun keep
what they began with (`web.handovers.drafts.lay_out_checks` copies it).
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import CursorResult, func, or_, select, update
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.errors import NotFound
from web.handovers.check_proposals import Proposal
from web.handovers.content_tables import CheckItem
from web.people.turns import one_at_a_time
from web.policy.preset_parts import CheckKind
from web.records import audit
from web.refusal import Refusal

MOST_ITEMS = 60


@dataclass(frozen=True, kw_only=True)
class CheckDetails:
    """What the form says of one thing.

    Parameters
    ----------
    expected
        Pieces or money by the register; only of `CheckKind.COUNT`.
    valid_from
        First date whose shifts have it so.
    """

    label: str
    label_en: str
    kind: CheckKind
    expected: int | None
    unit: str
    required: bool
    valid_from: dt.date


@dataclass(frozen=True, kw_only=True)
class CheckList:
    """A department's list on one day.

    Parameters
    ----------
    items
        Those that hold on the day or later, in the order of the count.
    past
        Those that hold no more, the latest end first.
    """

    items: tuple[CheckItem, ...]
    past: tuple[CheckItem, ...]


def check_list(session: Session, department_id: int, today: dt.date) -> CheckList:
    """Return the list with what is to come and what is past; versions that never held are left out."""
    rows = session.scalars(
        select(CheckItem)
        .where(
            CheckItem.department_id == department_id,
            or_(CheckItem.valid_until.is_(None), CheckItem.valid_until > CheckItem.valid_from),
        )
        .order_by(CheckItem.position, CheckItem.valid_from, CheckItem.id)
    ).all()
    past = [row for row in rows if row.valid_until is not None and row.valid_until <= today]
    return CheckList(
        items=tuple(row for row in rows if row.valid_until is None or row.valid_until > today),
        past=tuple(sorted(past, key=lambda row: (row.valid_until or today, row.id), reverse=True)),
    )


def check_item(session: Session, actor: Actor, item_id: int) -> CheckItem:
    """Return one thing of the actor's department.

    Raises
    ------
    NotFound
        When there is none.
    """
    found = session.get(CheckItem, item_id)
    if found is None or found.department_id != actor.department_id:
        raise NotFound(f"no check item {item_id} within reach")
    return found


def add_check(
    session: Session, actor: Actor, details: CheckDetails, *, today: dt.date, now: dt.datetime
) -> list[Refusal]:
    """Put a thing of the department's own on the list, and commit.

    Returns
    -------
    list of Refusal
        ``check_item_known``, ``check_item_past``, ``too_many_checks``.
    """
    one_at_a_time(session, actor.department_id)
    reasons = _against(session, actor, details, today=today, least=today)
    if len(check_list(session, actor.department_id, today).items) >= MOST_ITEMS:
        reasons.append(Refusal(code="too_many_checks", limit=MOST_ITEMS))
    if reasons:
        session.rollback()
        return reasons
    row = _row(actor, details, position=_next_position(session, actor), now=now)
    session.add(row)
    session.flush()
    _note(session, actor, "check_item.add", row, now)
    session.commit()
    return []


def change_check(
    session: Session, actor: Actor, item_id: int, details: CheckDetails, *, today: dt.date, now: dt.datetime
) -> list[Refusal]:
    """Let a thing be another one from a date on, and commit; what it was until then stays.

    Returns
    -------
    list of Refusal
        As of `add_check`, and ``check_item_ended`` where it has an end or a next version already.
    """
    one_at_a_time(session, actor.department_id)
    row = check_item(session, actor, item_id)
    least = max(today, row.valid_from)
    reasons = _against(session, actor, details, today=today, least=least, changed=row)
    if reasons:
        session.rollback()
        return reasons
    if not _end(session, row, details.valid_from):
        return [Refusal(code="check_item_ended")]
    successor = _row(actor, details, position=row.position, now=now)
    successor.code, successor.rules, successor.replaces_id = row.code, row.rules, row.id
    session.add(successor)
    session.flush()
    _note(session, actor, "check_item.change", successor, now)
    session.commit()
    return []


def retire_check(
    session: Session, actor: Actor, item_id: int, last_until: dt.date, *, today: dt.date, now: dt.datetime
) -> list[Refusal]:
    """Take a thing off the list from a date on, and commit.

    Parameters
    ----------
    last_until
        First date whose shifts have it no more.
    """
    one_at_a_time(session, actor.department_id)
    row = check_item(session, actor, item_id)
    least = max(today, row.valid_from)
    if last_until < least:
        session.rollback()
        return [Refusal(code="check_item_past", field="valid_from", limit=least.isoformat())]
    if not _end(session, row, last_until):
        return [Refusal(code="check_item_ended")]
    _note(session, actor, "check_item.retire", row, now)
    session.commit()
    return []


def move_check(
    session: Session, actor: Actor, item_id: int, *, up: bool, today: dt.date, now: dt.datetime
) -> None:
    """Let a thing change places with its neighbour, and commit; at the end of the list nothing happens."""
    one_at_a_time(session, actor.department_id)
    moved = check_item(session, actor, item_id)
    places: dict[int, list[CheckItem]] = {}
    for row in check_list(session, actor.department_id, today).items:
        places.setdefault(row.position, []).append(row)  # versions of one thing share its place
    order = sorted(places)
    if moved.position not in order:
        return
    here = order.index(moved.position)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return
    for position, rows in ((order[there], places[order[here]]), (order[here], places[order[there]])):
        for row in rows:
            row.position = position
    _note(session, actor, "check_item.order", moved, now)
    session.commit()


def take_over(
    session: Session,
    actor: Actor,
    proposals: tuple[Proposal, ...],
    *,
    today: dt.date,
    now: dt.datetime,
) -> int:
    """Put what the regulation proposes and the list lacks on the list from today on, and commit.

    Returns
    -------
    int
        How many things are new.
    """
    one_at_a_time(session, actor.department_id)
    wanted = missing_proposals(check_list(session, actor.department_id, today), proposals)
    first = _next_position(session, actor)
    for place, proposal in enumerate(wanted):
        row = CheckItem(
            department_id=actor.department_id,
            code=proposal.code,
            label=proposal.words.zh,
            label_en=proposal.words.en,
            kind=proposal.kind,
            unit=proposal.unit,
            rules=",".join(proposal.rules),
            required=proposal.required,
            position=first + place,
            valid_from=today,
            made_by_id=actor.user_id,
            made_at=now,
        )
        session.add(row)
        session.flush()
        _note(session, actor, "check_item.take_over", row, now)
    session.commit()
    return len(wanted)


def missing_proposals(found: CheckList, proposals: tuple[Proposal, ...]) -> list[Proposal]:
    """Return those proposals that the list has neither by code nor by name."""
    known = {row.code for row in found.items} | {row.label for row in found.items}
    return [each for each in proposals if each.code not in known and each.words.zh not in known]


def _against(
    session: Session,
    actor: Actor,
    details: CheckDetails,
    *,
    today: dt.date,
    least: dt.date,
    changed: CheckItem | None = None,
) -> list[Refusal]:
    reasons = []
    if details.valid_from < least:
        reasons.append(Refusal(code="check_item_past", field="valid_from", limit=least.isoformat()))
    same = [
        row
        for row in check_list(session, actor.department_id, today).items
        if row.label == details.label
        and (row.valid_until is None or row.valid_until > details.valid_from)
        and (changed is None or row.id != changed.id)
    ]
    if same:
        reasons.append(Refusal(code="check_item_known", field="label", measured=details.label))
    return reasons


def _row(actor: Actor, details: CheckDetails, *, position: int, now: dt.datetime) -> CheckItem:
    return CheckItem(
        department_id=actor.department_id,
        label=details.label,
        label_en=details.label_en,
        kind=details.kind,
        expected=details.expected,
        unit=details.unit,
        required=details.required,
        position=position,
        valid_from=details.valid_from,
        made_by_id=actor.user_id,
        made_at=now,
    )


def _next_position(session: Session, actor: Actor) -> int:
    highest = session.scalar(
        select(func.max(CheckItem.position)).where(CheckItem.department_id == actor.department_id)
    )
    return 0 if highest is None else highest + 1


def _end(session: Session, row: CheckItem, until: dt.date) -> bool:
    """End a version once; False, and all rolled back, where somebody else has."""
    result = session.execute(
        update(CheckItem)
        .where(CheckItem.id == row.id, CheckItem.valid_until.is_(None))
        .values(valid_until=until)
        .execution_options(synchronize_session=False)
    )
    if isinstance(result, CursorResult) and result.rowcount == 1:
        session.refresh(row)
        return True
    session.rollback()
    return False


def _note(session: Session, actor: Actor, action: str, row: CheckItem, now: dt.datetime) -> None:
    audit.note(
        session,
        action=action,
        object_type="check_item",
        object_id=row.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={
            "label": row.label,
            "kind": row.kind.value,
            "expected": row.expected,
            "valid_from": row.valid_from.isoformat(),
            "valid_until": None if row.valid_until is None else row.valid_until.isoformat(),
        },
    )
