"""What the time makes due of handovers: remind, escalate, hold who has no relief over; each once."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from roster.handovers.life import EDITABLE, HandoverAct, HandoverState, Hold
from roster.handovers.terms import Gate
from web.attendance.presence import is_on_post
from web.handovers.act_tables import HandoverHold
from web.handovers.overview import AT_THE_RECEIVER
from web.handovers.steps import Opened, opened_of, sign, take
from web.handovers.tables import Handover, HandoverContainer, could_be_made
from web.handovers.telling import (
    HELD,
    OVERDUE,
    TO_PREPARE,
    accounts,
    outgoing,
    tell_heads,
    tell_leaders,
    tell_once,
    tell_outgoing,
    tell_superiors,
)
from web.people.turns import one_at_a_time
from web.rosters.tables import AssignmentInForce

LOOK_BACK = dt.timedelta(days=7)
"""A handover that is not complete so long after its shift is escalated no more; it stays in the lists."""
GRACE = dt.timedelta(minutes=15)
"""Our number: so long after the end of the shift an open handover goes to the superior."""
TO_MEND = dt.timedelta(hours=24)
"""Our number: so long somebody has for the next version of a reopened record before it is overdue."""
TO_THE_HEAD = dt.timedelta(hours=1)
"""Our number: so long after the end of the shift it goes on to the head of department."""
WITHOUT_RELIEF = frozenset({Gate.RELIEF_PRESENT, Gate.RELIEF_PRESENT_AND_CHECKED, Gate.RECEIVER_SIGNED})
"""Gates under which nobody leaves before the relief has come (P-23)."""
UNSUBMITTED = (HandoverState.PLANNED, *EDITABLE)


def handovers_due(session: Session, now: dt.datetime) -> int:
    """Take every step that is due at `now`, and commit each; return how many steps and notices are new."""
    count = 0
    for handover_id in _ids(session, now):
        opened = opened_of(session, handover_id)
        if opened is None:
            continue
        count += _prepare(session, opened, now) + _overdue(session, opened, now)
        count += _hold_over(session, opened, now)
        session.commit()
    return count


def _ids(session: Session, now: dt.datetime) -> Iterable[int]:
    """Those of shifts that end soon or have ended lately and are not handed over, the first one first."""
    open_states: ColumnElement[bool] = Handover.state.in_(
        (*UNSUBMITTED, HandoverState.SUBMITTED, *AT_THE_RECEIVER, HandoverState.REFUSED)
    )
    soon = now + dt.timedelta(hours=2)
    rows = session.scalars(
        select(Handover.id)
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .where(
            open_states,
            HandoverContainer.ends_at <= soon,
            # a record that was reopened lately may be of a shift long ago
            or_(
                HandoverContainer.ends_at >= now - LOOK_BACK,
                and_(Handover.version > 0, Handover.changed_at > now - LOOK_BACK),
            ),
            could_be_made(),
        )
        .order_by(HandoverContainer.ends_at, Handover.id)
    )
    return list(rows)


def _prepare(session: Session, opened: Opened, now: dt.datetime) -> int:
    """At the start of the preparation (P-18, P-20) who hands over is reminded, if nothing is submitted."""
    if opened.row.state not in UNSUBMITTED:
        return 0
    begins, _ = _times(opened)
    if not begins <= now < opened.container.ends_at + GRACE:
        return 0
    return tell_once(session, opened, TO_PREPARE, outgoing(session, opened), now=now)


def _overdue(session: Session, opened: Opened, now: dt.datetime) -> int:
    """After the window whoever is next is reminded; after the shift and our grace the superior is told."""
    _, until = _times(opened)
    row, told = opened.row, 0
    # the window of what came back is over; who was told of it a minute ago is not late yet
    waits = TO_MEND if row.state is HandoverState.REOPENED else GRACE if row.version > 1 else dt.timedelta()
    if now < (row.changed_at or now) + waits:
        return 0
    if now > until:
        if row.state in UNSUBMITTED:
            told += tell_once(session, opened, OVERDUE, outgoing(session, opened), now=now, step="write")
            told += tell_leaders(session, opened, OVERDUE, now=now, step="write")
        elif row.state is HandoverState.SUBMITTED:
            told += tell_leaders(session, opened, OVERDUE, now=now, step="check")
    if now > opened.container.ends_at + GRACE:
        if row.state in AT_THE_RECEIVER:
            told += tell_once(
                session, opened, OVERDUE, accounts(session, row.receiving_id), now=now, step="receive"
            )
        told += tell_superiors(session, opened, OVERDUE, now=now, step=f"escalated_{row.state.value}")
    if now > opened.container.ends_at + TO_THE_HEAD:
        told += tell_heads(session, opened, OVERDUE, now=now, step="escalated_head")
    return told


def _hold_over(session: Session, opened: Opened, now: dt.datetime) -> int:
    """The shift is over and the relief not there: who hands over stays, and the superior knows (R-9.14)."""
    row, container = opened.row, opened.container
    is_bound = opened.policy.binds("handover.release_gate") and opened.terms.gate in WITHOUT_RELIEF
    waits = row.state is HandoverState.READY and Hold.HELD_OVER not in opened.life.holds
    if not (is_bound and waits and container.ends_at <= now) or _was_held_over(session, row.id):
        return 0
    receiver = row.receiving_id
    if receiver is None or not _follows(session, receiver, container.ends_at):
        return 0  # it would last until the next morning; the release gate holds nobody then either
    if is_on_post(session, opened.department.id, receiver, now=now):
        return 0
    one_at_a_time(session, opened.department.id)
    if not take(session, opened, HandoverAct.HOLD, now=now, hold=Hold.HELD_OVER):
        session.rollback()
        return 0
    session.add(
        HandoverHold(handover_id=row.id, kind=Hold.HELD_OVER, code="", reason="", since=now, by_id=None)
    )
    sign(session, None, opened, HandoverAct.HOLD, now=now, content={"hold": Hold.HELD_OVER.value})
    tell_superiors(session, opened, HELD, now=now, hold=Hold.HELD_OVER.value)
    tell_outgoing(session, opened, HELD, now=now, hold=Hold.HELD_OVER.value)
    return 1


def _follows(session: Session, person_id: int, ends_at: dt.datetime) -> bool:
    """Whether somebody's shift takes over without a pause; a desk of another department may do so instead."""
    shift = select(AssignmentInForce.id).where(
        AssignmentInForce.person_id == person_id,
        AssignmentInForce.starts_at <= ends_at,
        AssignmentInForce.ends_at > ends_at,
    )
    return session.scalars(shift).first() is not None


def _was_held_over(session: Session, handover_id: int) -> bool:
    """Whether it was set already: what somebody has lifted with a reason is not set again every minute."""
    held = select(HandoverHold.id).where(
        HandoverHold.handover_id == handover_id, HandoverHold.kind == Hold.HELD_OVER
    )
    return session.scalars(held).first() is not None


def _times(opened: Opened) -> tuple[dt.datetime, dt.datetime]:
    """Return when the preparation begins and until when the record is to be submitted."""
    window, ends_at = opened.window, opened.container.ends_at
    prepare = ends_at - dt.timedelta(minutes=opened.terms.prepare_minutes)
    if window is None:
        return prepare, ends_at
    return min(window.since, prepare) if window.until >= ends_at else window.since, window.until
