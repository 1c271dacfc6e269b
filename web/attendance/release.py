"""Whether somebody may go: only when relief and handover allow it (R-6.8, R-6.9, R-7.9)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.attendance.events import Whereabouts, minute_of
from roster.handovers.life import PASSED, HandoverState
from web.attendance.loading import Standing, standing
from web.attendance.tables import ClockRelease
from web.attendance.terms import policies, release_gate
from web.handovers.tables import Handover
from web.people.tables import Person
from web.policy.vocabulary.handover import ReleaseGate
from web.rosters.tables import AssignmentInForce

CHECKED = PASSED - {HandoverState.READY, HandoverState.RECEIVING}
"""States after the receiver's check."""

NEEDS_RELIEF = frozenset({ReleaseGate.RELIEF_PRESENT, ReleaseGate.RELIEF_PRESENT_AND_CHECKED})
"""Under any other gate a relief who is late keeps nobody, so that nobody is paid for it (R-6.8)."""


class Hold(StrEnum):
    """What holds somebody."""

    RELIEF_MISSING = "relief_missing"
    CHECK_MISSING = "check_missing"
    RECORD_NOT_PASSED = "record_not_passed"
    MATTERS_OPEN = "matters_open"


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
    passed, checked, finished
        Whether the leader has passed the record, the relief has finished the check, the matters are
        finished: None while the handover is not kept in the system.
    released
        Whether a leader has let the person go.
    """

    gate: ReleaseGate | None
    relief: str | None = None
    relief_here: bool = False
    passed: bool | None = None
    checked: bool | None = None
    finished: bool | None = None
    released: bool = False


def holds(known: Known) -> tuple[Hold, ...]:
    """Return what holds somebody; empty when the person may go."""
    if known.gate is None or known.released:
        return ()
    found = []
    if known.gate in NEEDS_RELIEF and known.relief is not None and not known.relief_here:
        found.append(Hold.RELIEF_MISSING)
    if known.gate is ReleaseGate.RELIEF_PRESENT_AND_CHECKED and known.checked is False:
        found.append(Hold.CHECK_MISSING)
    if known.gate is ReleaseGate.LEADER_PASSED and known.passed is False:
        found.append(Hold.RECORD_NOT_PASSED)
    if known.gate is ReleaseGate.MATTERS_FINISHED and known.finished is False:
        found.append(Hold.MATTERS_OPEN)
    return tuple(found)


def held_minutes(ends_at: dt.datetime, free_at: dt.datetime | None, left_at: dt.datetime) -> int:
    """Return the minutes after the end of a shift for which somebody was held.

    Parameters
    ----------
    free_at
        When the relief came, or the leader let the person go; None where nothing held anybody.
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


def read_gate(session: Session, department_id: int, found: Standing, *, now: dt.datetime) -> Gate:
    """Return what is known of the end of a person's duty."""
    shift = found.last
    if shift is None:
        return Gate(known=Known(gate=None), free_at=None)
    gate = release_gate(policies(session, department_id)(shift.date))
    row = session.scalars(select(Handover).where(Handover.assignment_id == shift.assignment_id)).first()
    begun = None if row is None or row.state is HandoverState.PLANNED else row.state
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
        passed=None if begun is None else begun in PASSED,
        checked=None if begun is None else begun in CHECKED,
        finished=None if begun is None else begun in PASSED,
        released=released is not None,
    )
    free_at = released.at if released is not None else None
    if free_at is None and gate in NEEDS_RELIEF and came is not None and is_here:
        free_at = came.events[0].at
    return Gate(known=known, free_at=free_at)


def _relief(session: Session, row: Handover, shift: AssignmentInForce) -> Person | None:
    """Return who takes over without a pause; one who begins hours later relieves nobody."""
    if row.planned_receiver_id is None:
        return None
    follows = session.scalars(
        select(AssignmentInForce.id).where(
            AssignmentInForce.person_id == row.planned_receiver_id,
            AssignmentInForce.starts_at <= shift.ends_at,
            AssignmentInForce.ends_at > shift.ends_at,
        )
    ).first()
    return None if follows is None else row.planned_receiver
