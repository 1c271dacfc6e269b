"""How many of today's calls were answered (接通率), against the department's target (R-1.13)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy import stats
from sqlalchemy import select
from sqlalchemy.orm import Session

from web.calls.tables import CallSlot
from web.forecasts.history import midnight
from web.forecasts.service import targets_from
from web.forecasts.tables import Requirement
from web.people.tables import Department

SURE = 0.01
"""A rate that far under the target comes by chance on fewer than one day in a hundred."""
FEWEST_OFFERED = 30.0
"""Fewer calls tell no rate worth a notice."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Calls of a slot, or of the day so far, of which it is recorded whether they were answered.

    Attributes
    ----------
    abandoned
        Who hung up while waiting; None where no file says so.
    """

    offered: float = 0.0
    answered: float = 0.0
    abandoned: float | None = None

    @property
    def rate(self) -> float | None:
        """Share of the offered calls that was answered; None where nobody called."""
        return self.answered / self.offered if self.offered > 0 else None


@dataclass(frozen=True, kw_only=True)
class AnsweredToday:
    """The answer rate of today so far.

    Attributes
    ----------
    target
        Least share that is to be answered, None where the department has set none.
    slots
        By their start, those that have ended and of which it is recorded.
    unknown
        Calls of today of which it is not recorded whether they were answered.
    """

    target: float | None
    slots: Mapping[dt.datetime, Answered]
    unknown: float

    @property
    def so_far(self) -> Answered:
        """All slots together."""
        return _together(list(self.slots.values()))

    @property
    def abandoned_share(self) -> float | None:
        """Share of the offered calls whose caller hung up; None where it is not recorded."""
        found = self.so_far
        return found.abandoned / found.offered if found.abandoned is not None and found.offered else None

    @property
    def under(self) -> bool:
        """Whether the rate is under the target by more than chance."""
        found = self.so_far
        if self.target is None or found.offered < FEWEST_OFFERED:
            return False
        return float(stats.binom.cdf(round(found.answered), round(found.offered), self.target)) < SURE


def rate_target(requirement: Requirement, department: Department) -> float | None:
    """Return the least answer rate: that of the need, else the department's own; the text names none."""
    return targets_from(requirement.settings).min_answer_rate or department.min_answer_rate


def read_answered(
    session: Session, department: Department, *, now: dt.datetime, minutes: int, target: float | None
) -> AnsweredToday | None:
    """Return what is recorded of today's calls; None where none of them says whether it was answered.

    Parameters
    ----------
    now
        Local time, naive: slots that have not ended do not count.
    minutes
        Length of the slots that are told; shorter ones are summed.
    """
    start = midnight(now.date())
    rows = session.execute(
        select(CallSlot.ds, CallSlot.slot_minutes, CallSlot.offered, CallSlot.answered, CallSlot.abandoned)
        .where(CallSlot.department_id == department.id, CallSlot.ds >= start, CallSlot.ds < now)
        .order_by(CallSlot.ds)
    ).all()
    parts: dict[dt.datetime, list[Answered]] = {}
    unknown = 0.0
    for ds, length, offered, answered, abandoned in rows:
        if ds + dt.timedelta(minutes=length) > now:
            continue
        if answered is None:
            unknown += offered
            continue
        slot = start + (ds - start) // dt.timedelta(minutes=minutes) * dt.timedelta(minutes=minutes)
        found = Answered(offered=offered, answered=answered, abandoned=abandoned)
        parts.setdefault(slot, []).append(found)
    if not parts:
        return None
    slots = {slot: _together(of_slot) for slot, of_slot in parts.items()}
    return AnsweredToday(target=target, slots=slots, unknown=unknown)


def _together(parts: Sequence[Answered]) -> Answered:
    known = [part.abandoned for part in parts if part.abandoned is not None]
    return Answered(
        offered=sum(part.offered for part in parts),
        answered=sum(part.answered for part in parts),
        abandoned=sum(known) if len(known) == len(parts) else None,
    )
