"""Own shifts in force: the next one, who leads it, and what is handed over at its end."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from roster.handovers.life import OVER, HandoverState
from web.handovers.tables import Handover, HandoverContainer, could_be_made
from web.my.breaks import Pause, own_breaks
from web.my.publication import published_version
from web.people.tables import Department, Person, RoleInTeam, ShiftKind, Team
from web.rosters.tables import AssignmentInForce

STAYS: Final = dt.timedelta(days=1)
"""How long a handover that is not made stays here after its shift; then it is found in the list of all."""
MOST_TOGETHER: Final = 100


@dataclass(frozen=True, kw_only=True)
class OwnShift:
    """One shift in force; instants are aware UTC, `date` the local date on which it starts."""

    date: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    code: str
    start_minute: int
    end_minute: int
    paid_minutes: int
    pause: Pause | None
    team: str
    leaders: tuple[str, ...]
    """Names of those who lead it, one's own team's before others; empty when nobody does."""
    is_led_by_self: bool

    def is_on(self, now: dt.datetime) -> bool:
        """Tell whether it has begun."""
        return self.starts_at <= now


@dataclass(frozen=True, kw_only=True)
class OwnHandover:
    """A handover that is still to be made. `is_outgoing` is False where the person receives.

    Attributes
    ----------
    id
        Of the handover, of several to receive the first.
    starts_at, at
        Of the shift that is handed over: when it begins, and when it ends.
    other
        Name of who receives, or of who hands over; None while nobody is planned to receive.
    count
        How many people hand over to the person at that moment; 1 for an outgoing one.
    """

    id: int
    is_outgoing: bool
    date: dt.date
    code: str
    starts_at: dt.datetime
    at: dt.datetime
    other: str | None
    count: int
    state: HandoverState


def next_shift(session: Session, person: Person, now: dt.datetime) -> OwnShift | None:
    """Return the shift that a person is on now, or else the next one; None when none is in force."""
    found = session.execute(
        select(AssignmentInForce, ShiftKind)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(AssignmentInForce.person_id == person.id, AssignmentInForce.ends_at > now)
        .order_by(AssignmentInForce.starts_at)
        .limit(1)
    ).first()
    if found is None:
        return None
    shift, kind = found
    leaders = _leaders(session, person, shift)
    department = session.get_one(Department, person.department_id)
    version = published_version(session, department.id, shift.date.replace(day=1))
    return OwnShift(
        date=shift.date,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        code=kind.code,
        start_minute=kind.start_minute,
        end_minute=kind.end_minute,
        paid_minutes=kind.paid_minutes,
        pause=None if version is None else own_breaks(session, department, person, version).get(shift.date),
        team=session.get_one(Team, person.team_id).name,
        leaders=tuple(name for person_id, name in leaders if person_id != person.id),
        is_led_by_self=any(person_id == person.id for person_id, _ in leaders),
    )


def _leaders(session: Session, person: Person, shift: AssignmentInForce) -> list[tuple[int, str]]:
    """Return who leads the shift: the own team's leaders on it, else those of other teams."""
    rows = session.execute(
        select(Person.id, Person.name, Person.team_id)
        .join(AssignmentInForce, AssignmentInForce.person_id == Person.id)
        .where(
            AssignmentInForce.roster_id == shift.roster_id,
            AssignmentInForce.date == shift.date,
            AssignmentInForce.shift_kind_id == shift.shift_kind_id,
            Person.role_in_team == RoleInTeam.LEADER,
        )
        .order_by(Person.employee_number)
    ).all()
    own = [(person_id, name) for person_id, name, team_id in rows if team_id == person.team_id]
    return own or [(person_id, name) for person_id, name, _team_id in rows]


def next_handovers(session: Session, person_id: int, now: dt.datetime) -> tuple[OwnHandover, ...]:
    """Return the next handover that a person gives and the next that a person takes, the earlier first.

    One of a shift that has ended stays for a day, until both have signed.
    """
    gives = _open(session, Handover.outgoing_id == person_id, now)
    receiving = func.coalesce(Handover.receiver_id, Handover.planned_receiver_id)
    takes = _open(session, receiving == person_id, now)
    found = [_own(gives[:1], is_outgoing=True), _own(takes, is_outgoing=False)]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.at))


def _open(session: Session, whose: ColumnElement[bool], now: dt.datetime) -> Sequence[Handover]:
    """Return the handovers that are not over, those of the earliest shift first."""
    return session.scalars(
        select(Handover)
        .join(Handover.container)
        .join(Handover.outgoing)
        .options(
            contains_eager(Handover.outgoing),
            contains_eager(Handover.container).joinedload(HandoverContainer.shift_kind),
            joinedload(Handover.receiver),
            joinedload(Handover.planned_receiver),
        )
        .where(
            whose,
            Handover.state.not_in(tuple(OVER)),
            HandoverContainer.ends_at > now - STAYS,
            or_(HandoverContainer.ends_at > now, could_be_made()),
        )
        .order_by(HandoverContainer.ends_at, Person.employee_number)
        .limit(MOST_TOGETHER)
    ).all()


def _own(rows: Sequence[Handover], *, is_outgoing: bool) -> OwnHandover | None:
    if not rows:
        return None
    first, shift = rows[0], rows[0].container
    receiver = first.receiver or first.planned_receiver
    other = receiver if is_outgoing else first.outgoing
    return OwnHandover(
        id=first.id,
        is_outgoing=is_outgoing,
        date=shift.date,
        code=shift.shift_kind.code,
        starts_at=shift.starts_at,
        at=shift.ends_at,
        other=None if other is None else other.name,
        count=sum(row.container.ends_at == shift.ends_at for row in rows),
        state=first.state,
    )
