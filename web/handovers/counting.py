"""The joint count: the outgoing side marks and counts, the incoming side looks as well (R-10.1 to R-10.8)."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from roster.handovers.content import Mark
from roster.handovers.life import FROM, OVER, HandoverAct
from web.accounts.actor import Actor
from web.answer import Reason
from web.errors import NotFound
from web.fields import Fields
from web.handovers.content_tables import HandoverCheck
from web.handovers.receiving import READING, settle_siblings
from web.handovers.steps import Opened, Part, open_handover, opened_of, sign, take
from web.handovers.tables import Handover
from web.refusal import Refusal
from web.said import faults, kept

MOST_PIECES = 100_000


def mark_check(
    session: Session,
    actor: Actor,
    handover_id: int,
    check_id: int,
    fields: Mapping[str, str],
    *,
    seen: int,
    now: dt.datetime,
) -> tuple[Reason, ...]:
    """Say how one thing was found, and commit; what the other side had verified is to be looked at again.

    Several people mark one list: where somebody has marked meanwhile, nothing is written (``check_changed``).

    Parameters
    ----------
    handover_id
        Of the actor: anybody who hands over at the end of that team's shift may mark, and the leader.
    fields
        ``mark`` (``normal``, ``abnormal`` or empty), ``counted`` where it is counted, ``note``.
    seen
        The check's `lock_version` that the page had.
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    check = _check(session, opened, check_id)
    reasons: list[Reason] = []
    if not opened.parts & {Part.OUTGOING, Part.CHECKER}:
        reasons.append(Refusal(code="not_your_part", limit=Part.OUTGOING.value))
    if _is_over(session, opened):
        reasons.append(Refusal(code="handover_frozen", measured=opened.row.state.value))
    note = kept(fields.get("note", ""))
    reasons += faults(note, needed=False, field="note")
    read = Fields(fields)
    counted = (
        None if check.expected is None else read.whole("counted", least=0, most=MOST_PIECES, required=False)
    )
    mark = fields.get("mark", "")
    if mark not in {*Mark, ""}:
        read.refuse("mark", "not_a_choice")
    reasons += read.refusals
    if reasons:
        session.rollback()
        return tuple(reasons)
    if seen != check.lock_version:  # what was sent may be no number of the column
        session.rollback()
        return (Refusal(code="check_changed", field="check"),)
    found = {"mark": Mark(mark) if mark else None, "counted": counted, "note": note}
    result = session.execute(
        update(HandoverCheck)
        .where(HandoverCheck.id == check_id, HandoverCheck.lock_version == seen)
        .values(lock_version=seen + 1, marked_by_id=actor.person_id, marked_at=now, **found)
        .values(verified_by_id=None, verified_at=None)
        .execution_options(synchronize_session=False)
    )
    if not (isinstance(result, CursorResult) and result.rowcount == 1):
        session.rollback()
        return (Refusal(code="check_changed", field="check"),)
    session.refresh(check)
    _doubt_anew(session, actor, opened, check, now=now)
    session.commit()
    return ()


def check_of(session: Session, actor: Actor, handover_id: int, check_id: int) -> HandoverCheck:
    """Return one thing of the count as it stands now.

    Raises
    ------
    NotFound
        When it is not on the count of a handover within the actor's reach.
    """
    return _check(session, open_handover(session, actor, handover_id), check_id)


def verify_check(
    session: Session, actor: Actor, handover_id: int, check_id: int, *, seen: int, now: dt.datetime
) -> tuple[Reason, ...]:
    """Say that one has looked as well, and commit; refused where the mark has changed meanwhile."""
    opened = open_handover(session, actor, handover_id, lock=True)
    check = _check(session, opened, check_id)
    reasons: list[Reason] = []
    if Part.RECEIVER not in opened.parts:
        reasons.append(Refusal(code="not_your_part", limit=Part.RECEIVER.value))
    if opened.row.state not in READING:
        reasons.append(Refusal(code="wrong_handover_state", measured=opened.row.state.value))
    if check.mark is None:
        reasons.append(Refusal(code="check_unmarked", field="check"))
    if reasons:
        session.rollback()
        return tuple(reasons)
    if seen != check.lock_version:  # what was sent may be no number of the column
        session.rollback()
        return (Refusal(code="check_changed", field="check"),)
    result = session.execute(
        update(HandoverCheck)
        .where(HandoverCheck.id == check_id, HandoverCheck.lock_version == seen)
        .values(verified_by_id=actor.person_id, verified_at=now)
        .execution_options(synchronize_session=False)
    )
    if not (isinstance(result, CursorResult) and result.rowcount == 1):
        session.rollback()
        return (Refusal(code="check_changed", field="check"),)
    session.expire_all()
    settle_siblings(session, actor, opened, now=now)
    session.commit()
    return ()


def _doubt_anew(
    session: Session, actor: Actor, opened: Opened, check: HandoverCheck, *, now: dt.datetime
) -> None:
    """Put the mark on record; what was ready to be signed with the count as it stood is read once more."""
    content = {"label": check.label, "counted": check.counted, "note": check.note}
    content |= {"mark": None if check.mark is None else check.mark.value}
    sign(session, actor, opened, "count", now=now, content=content)
    rows = session.scalars(
        select(Handover.id).where(
            Handover.container_id == opened.container.id,
            Handover.state.in_(tuple(FROM[HandoverAct.DOUBT])),
        )
    )
    for handover_id in list(rows):
        sibling = opened_of(session, handover_id)
        if sibling is not None and sibling.life.allows(HandoverAct.DOUBT):
            take(session, sibling, HandoverAct.DOUBT, now=now)
            sign(session, actor, sibling, HandoverAct.DOUBT, now=now, content={"label": check.label})


def _is_over(session: Session, opened: Opened) -> bool:
    """Whether a handover of the shift is complete already: then the count has been signed."""
    found = session.scalars(
        select(Handover.id).where(
            Handover.container_id == opened.container.id, Handover.state.in_(tuple(OVER))
        )
    ).first()
    return found is not None


def _check(session: Session, opened: Opened, check_id: int) -> HandoverCheck:
    check = session.get(HandoverCheck, check_id, populate_existing=True)
    if check is None or check.container_id != opened.container.id:
        raise NotFound(f"no check {check_id} on handover {opened.row.id}")
    return check
