"""Whether somebody may go: only when relief and handover allow it (R-6.8, R-6.9, R-7.9)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.attendance.events import Whereabouts, minute_of
from roster.handovers.life import OVER, PASSED, HandoverState
from roster.overtime.origins import Origin
from web.attendance.loading import Standing, standing
from web.attendance.tables import ClockRelease
from web.attendance.terms import policies, release_gate
from web.handovers.act_tables import HandoverSignature, Side
from web.handovers.tables import Handover, HandoverContainer
from web.people.tables import Person, Team
from web.policy.vocabulary.handover import ReleaseGate
from web.rosters.tables import AssignmentInForce

CHECKED = PASSED - {HandoverState.READY, HandoverState.RECEIVING}
"""States after the receiver's check."""

NEEDS_RELIEF = frozenset({ReleaseGate.RELIEF_PRESENT, ReleaseGate.RELIEF_PRESENT_AND_CHECKED})
"""Under any other gate a relief who is late keeps nobody, so that nobody is paid for it (R-6.8)."""


USED_WITHIN = dt.timedelta(days=7)
"""A department in which nobody has begun a handover for so long keeps none here."""


class Hold(StrEnum):
    """What holds somebody."""

    RELIEF_MISSING = "relief_missing"
    CHECK_MISSING = "check_missing"
    RECORD_NOT_PASSED = "record_not_passed"
    NOT_SIGNED = "not_signed"
    """Passed: who leaves before the receiver has read signs first."""
    MATTERS_OPEN = "matters_open"
    NOT_RECEIVED = "not_received"
    """The receiver has not signed, or not so that it is valid (R-9.23, R-9.24)."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known when somebody wants to go; None is "cannot be known", and holds nobody.

    Parameters
    ----------
    gate
        P-23; None where the regulation names none.
    relief
        Name of who takes over without a pause; None where nobody is to.
    relief_here
        Whether that person has clocked in.
    passed, signed, checked, finished, complete
        Whether the leader has passed the record, the outgoing person has signed it, the relief has finished
        the check, the matters are finished, both have signed: None while handovers are not kept here.
    released
        Whether a leader has let the person go.
    """

    gate: ReleaseGate | None
    relief: str | None = None
    relief_here: bool = False
    passed: bool | None = None
    signed: bool | None = None
    checked: bool | None = None
    finished: bool | None = None
    complete: bool | None = None
    released: bool = False


def holds(known: Known) -> tuple[Hold, ...]:
    """Return what holds somebody; empty when the person may go.

    What a relief has to do holds nobody where no relief follows: it would last until the next morning.
    """
    if known.gate is None or known.released:
        return ()
    found = []
    follows = known.relief is not None
    if known.gate in NEEDS_RELIEF and follows and not known.relief_here:
        found.append(Hold.RELIEF_MISSING)
    if known.gate is ReleaseGate.RELIEF_PRESENT_AND_CHECKED and follows and known.checked is False:
        found.append(Hold.CHECK_MISSING)
    if known.gate is ReleaseGate.LEADER_PASSED and known.passed is False:
        found.append(Hold.RECORD_NOT_PASSED)
    if known.gate is ReleaseGate.LEADER_PASSED and known.passed and known.signed is False:
        found.append(Hold.NOT_SIGNED)
    if known.gate is ReleaseGate.MATTERS_FINISHED and known.finished is False:
        found.append(Hold.MATTERS_OPEN)
    if known.gate is ReleaseGate.RECEIVER_SIGNED and follows and known.complete is False:
        found.append(Hold.NOT_RECEIVED)
    return tuple(found)


def held_minutes(ends_at: dt.datetime, free_at: dt.datetime | None, left_at: dt.datetime) -> int:
    """Return the minutes after the end of a shift for which somebody was held.

    Parameters
    ----------
    free_at
        When the relief came, the leader passed the record or let the person go, the receiver signed; None
        where nothing held anybody.
    """
    if free_at is None:
        return 0
    return max(0, min(minute_of(free_at), minute_of(left_at)) - minute_of(ends_at))


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What is known of one person at one moment, and when what held the person fell away."""

    known: Known
    free_at: dt.datetime | None

    @property
    def holds(self) -> tuple[Hold, ...]:
        """What still holds the person."""
        return holds(self.known)

    @property
    def origin(self) -> Origin:
        """As what the minutes are booked for which the person was held (R-6.8, R-6.9)."""
        return Origin.CHECK_HELD if self.known.gate is ReleaseGate.LEADER_PASSED else Origin.HELD_OVER


def read_gate(session: Session, department_id: int, found: Standing, *, now: dt.datetime) -> Gate:
    """Return what is known of the end of a person's duty."""
    shift = found.last
    if shift is None:
        return Gate(known=Known(gate=None), free_at=None)
    gate = release_gate(policies(session, department_id)(shift.date))
    row = session.scalars(select(Handover).where(Handover.assignment_id == shift.assignment_id)).first()
    kept = None if row is None or not _is_kept(session, department_id, row, shift.date) else row
    released = session.scalars(
        select(ClockRelease).where(
            ClockRelease.person_id == shift.person_id,
            ClockRelease.date == shift.date,
            ClockRelease.shift_kind_id == shift.shift_kind_id,
        )
    ).first()
    relief = None if row is None else _relief(session, row, shift)
    came = None if relief is None else standing(session, department_id, relief.id, now=now)
    is_here = came is not None and came.where in (Whereabouts.HERE, Whereabouts.AWAY)
    known = Known(
        gate=gate,
        relief=None if relief is None else relief.name,
        relief_here=is_here,
        passed=None if kept is None else kept.state in PASSED,
        signed=None if kept is None else kept.signed_out,
        checked=None if kept is None else kept.state in CHECKED,
        finished=None if kept is None else kept.state in PASSED,
        complete=None if kept is None else kept.state in OVER,
        released=released is not None,
    )
    free_at = released.at if released is not None else None
    if free_at is None and gate in NEEDS_RELIEF and came is not None and is_here:
        free_at = came.events[0].at
    if free_at is None and kept is not None and gate is ReleaseGate.LEADER_PASSED:
        free_at = _passed_at(session, kept, now)
    if free_at is None and kept is not None and gate is ReleaseGate.RECEIVER_SIGNED and relief is not None:
        free_at = kept.completed_at
    return Gate(known=known, free_at=free_at)


def _is_kept(session: Session, department_id: int, row: Handover, day: dt.date) -> bool:
    """Tell whether a handover is kept here: begun, or planned where others of these days were begun.

    Who has not begun to write in a department that hands over here is held like who has not finished.
    """
    if row.state is not HandoverState.PLANNED:
        return True
    begun = session.scalars(
        select(Handover.id)
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(Team, Team.id == HandoverContainer.team_id)
        .where(
            Team.department_id == department_id,
            HandoverContainer.date.between(day - USED_WITHIN, day),
            Handover.state != HandoverState.PLANNED,
        )
        .limit(1)
    ).first()
    return begun is not None


def _passed_at(session: Session, row: Handover, now: dt.datetime) -> dt.datetime | None:
    """Return when the leader passed the record last; None where nobody checks it, or has not yet."""
    return session.scalars(
        select(HandoverSignature.at)
        .where(
            HandoverSignature.handover_id == row.id,
            HandoverSignature.side == Side.LEADER,
            HandoverSignature.at <= now,
        )
        .order_by(HandoverSignature.at.desc())
        .limit(1)
    ).first()


def _relief(session: Session, row: Handover, shift: AssignmentInForce) -> Person | None:
    """Return who takes over without a pause; one who begins hours later relieves nobody.

    A stand-in relieves in place of the planned one, whatever shift the roster has for the stand-in.
    """
    if row.planned_receiver_id is None:
        return row.receiver
    follows = session.scalars(
        select(AssignmentInForce.id).where(
            AssignmentInForce.person_id.in_((row.planned_receiver_id, row.receiving_id)),
            AssignmentInForce.starts_at <= shift.ends_at,
            AssignmentInForce.ends_at > shift.ends_at,
        )
    ).first()
    return None if follows is None else row.receiver or row.planned_receiver
