"""Lists of overtime: what waits for somebody's word, what somebody has, what may be taken."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from roster.overtime.life import OPEN, OvertimeState
from web.accounts.actor import Actor
from web.overtime.deciding import CONFIRMERS
from web.overtime.tables import OfferState, OvertimeEntry, OvertimeOffer, OvertimeReply
from web.overtime.terms import APPROVER
from web.people.tables import Person, ShiftKind, Skill, Team

MOST = 100
"""Lines that a list shows."""
MOST_READ = 1000
"""Rows of the past that are looked at for it."""


def asked_of(session: Session, actor: Actor) -> list[OvertimeEntry]:
    """Return ordered overtime that waits for the actor's own consent, what expires first on top."""
    if actor.person_id is None:
        return []
    return _rows(
        session,
        actor,
        OvertimeEntry.person_id == actor.person_id,
        OvertimeEntry.state == OvertimeState.ASKED,
    )


def to_approve(session: Session, actor: Actor) -> list[OvertimeEntry]:
    """Return forms that wait for the actor's approval, what expires first on top."""
    if APPROVER not in actor.roles:
        return []
    return _of_others(session, actor, OvertimeEntry.state == OvertimeState.REQUESTED)


def to_confirm(session: Session, actor: Actor) -> list[OvertimeEntry]:
    """Return what was worked and waits for somebody to confirm its minutes, the oldest on top."""
    if not CONFIRMERS & actor.roles:
        return []
    return _of_others(session, actor, OvertimeEntry.state == OvertimeState.WORKED)


def own(session: Session, actor: Actor) -> list[OvertimeEntry]:
    """Return the actor's own overtime, what is open first, then the newest."""
    if actor.person_id is None:
        return []
    rows = _rows(session, actor, OvertimeEntry.person_id == actor.person_id, newest=MOST_READ)
    return sorted(rows, key=lambda row: (row.state not in OPEN, -row.starts_at.timestamp()))[:MOST]


def in_reach(session: Session, actor: Actor) -> list[OvertimeEntry]:
    """Return the overtime of the people whom the actor oversees, the newest first."""
    return list(reversed(_of_others(session, actor, newest=MOST_READ)))[:MOST]


def offers_to_take(session: Session, actor: Actor, now: dt.datetime) -> list[OvertimeOffer]:
    """Return open offers that the actor has not answered, what ends first on top."""
    if actor.person_id is None:
        return []
    answered = select(OvertimeReply.offer_id).where(OvertimeReply.person_id == actor.person_id)
    return _offers(
        session,
        actor,
        OvertimeOffer.state == OfferState.OPEN,
        OvertimeOffer.deadline > now,
        OvertimeOffer.id.not_in(answered),
    )


def offers_made(session: Session, actor: Actor) -> list[OvertimeOffer]:
    """Return the department's offers, open ones first, then the newest."""
    found = _offers(session, actor)
    return sorted(found, key=lambda offer: (offer.state is not OfferState.OPEN, -offer.id))[:MOST]


def people_to_order(session: Session, actor: Actor) -> Sequence[Person]:
    """Return who can be asked to work overtime, by team and number."""
    rows = session.scalars(
        select(Person)
        .join(Person.team)
        .options(joinedload(Person.team))
        .where(Person.department_id == actor.department_id, Person.active)
        .order_by(Team.position, Team.id, Person.employee_number)
    )
    return [person for person in rows if actor.reaches_person(person.id, person.team_id)]


def kinds_to_offer(session: Session, actor: Actor) -> Sequence[ShiftKind]:
    """Return the shift kinds that can be offered as a whole."""
    return session.scalars(
        select(ShiftKind)
        .where(
            ShiftKind.department_id == actor.department_id,
            ShiftKind.active,
            ShiftKind.family.not_in(("L", "T")),
        )
        .order_by(ShiftKind.start_minute, ShiftKind.code)
    ).all()


def skills_to_ask(session: Session, actor: Actor) -> Sequence[Skill]:
    """Return the skills that an offer can ask for."""
    return session.scalars(
        select(Skill).where(Skill.department_id == actor.department_id, Skill.active).order_by(Skill.name)
    ).all()


def replies(session: Session, offer_id: int) -> dict[int, bool]:
    """Return who has answered an offer, and whether they take it."""
    rows = session.execute(
        select(OvertimeReply.person_id, OvertimeReply.takes).where(OvertimeReply.offer_id == offer_id)
    )
    return dict(rows.all())


def _of_others(
    session: Session, actor: Actor, *which: ColumnElement[bool], newest: int | None = None
) -> list[OvertimeEntry]:
    return [
        row
        for row in _rows(session, actor, *which, newest=newest)
        if row.person_id != actor.person_id and actor.reaches_team(row.person.team_id)
    ]


def _rows(
    session: Session, actor: Actor, *which: ColumnElement[bool], newest: int | None = None
) -> list[OvertimeEntry]:
    """Return the rows in the order of their begin; of many only the newest, where so many are enough."""
    rows = session.scalars(
        select(OvertimeEntry)
        .options(joinedload(OvertimeEntry.person), joinedload(OvertimeEntry.shift_kind))
        .where(OvertimeEntry.department_id == actor.department_id, *which)
        .order_by(OvertimeEntry.starts_at.desc(), OvertimeEntry.id.desc())
        .limit(newest)
    )
    return list(reversed(rows.all()))


def _offers(session: Session, actor: Actor, *which: ColumnElement[bool]) -> list[OvertimeOffer]:
    rows = session.scalars(
        select(OvertimeOffer)
        .options(joinedload(OvertimeOffer.shift_kind), joinedload(OvertimeOffer.skill))
        .where(OvertimeOffer.department_id == actor.department_id, *which)
        .order_by(OvertimeOffer.deadline, OvertimeOffer.id)
    )
    return list(rows)
