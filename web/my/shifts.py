"""Own shifts in force: the next one, who leads it, and what is handed over at its end."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from roster.handovers.life import HandoverState
from web.handovers.tables import Handover, HandoverContainer
from web.my.breaks import Pause, own_breaks
from web.my.publication import published_version
from web.people.tables import Department, Person, RoleInTeam, ShiftKind, Team
from web.rosters.tables import AssignmentInForce


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
    """A handover that lies ahead. `is_outgoing` is False where the person receives.

    Attributes
    ----------
    other
        Name of who receives, or of who hands over; None while nobody is planned to receive.
    count
        How many people hand over to the person at that moment; 1 for an outgoing one.
    """

    is_outgoing: bool
    date: dt.date
    code: str
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
    """Return the next handover that a person gives and the next that a person takes, the earlier first."""
    found = [_outgoing(session, person_id, now), _incoming(session, person_id, now)]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.at))


def _outgoing(session: Session, person_id: int, now: dt.datetime) -> OwnHandover | None:
    receiver = aliased(Person)
    row = session.execute(
        select(
            Handover.state, HandoverContainer.date, HandoverContainer.ends_at, ShiftKind.code, receiver.name
        )
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(ShiftKind, ShiftKind.id == HandoverContainer.shift_kind_id)
        .outerjoin(receiver, receiver.id == Handover.planned_receiver_id)
        .where(Handover.outgoing_id == person_id, HandoverContainer.ends_at > now)
        .order_by(HandoverContainer.ends_at)
        .limit(1)
    ).first()
    if row is None:
        return None
    state, date, at, code, name = row
    return OwnHandover(is_outgoing=True, date=date, code=code, at=at, other=name, count=1, state=state)


def _incoming(session: Session, person_id: int, now: dt.datetime) -> OwnHandover | None:
    rows = session.execute(
        select(Handover.state, HandoverContainer.date, HandoverContainer.ends_at, ShiftKind.code, Person.name)
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(ShiftKind, ShiftKind.id == HandoverContainer.shift_kind_id)
        .join(Person, Person.id == Handover.outgoing_id)
        .where(Handover.planned_receiver_id == person_id, HandoverContainer.ends_at > now)
        .order_by(HandoverContainer.ends_at, Person.employee_number)
        .limit(100)
    ).all()
    if not rows:
        return None
    state, date, at, code, name = rows[0]
    together = sum(row.ends_at == at for row in rows)
    return OwnHandover(
        is_outgoing=False, date=date, code=code, at=at, other=name, count=together, state=state
    )
