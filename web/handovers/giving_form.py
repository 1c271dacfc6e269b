"""What whoever gives an open matter to somebody else chooses among."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.life import EDITABLE
from web.accounts.actor import Actor
from web.errors import NotFound
from web.handovers.content_tables import HandoverMatter
from web.handovers.giving import matter_of, standing_in
from web.handovers.holders import has_left, next_shifts
from web.people.tables import Department, Person, Team


@dataclass(frozen=True, kw_only=True)
class GivingForm:
    """What whoever gives a matter chooses among.

    Parameters
    ----------
    people
        Everybody who works in the department but for the holder, by team and employee number.
    coming
        When the present or next shift of each begins; without those who have none.
    on_draft
        Whether it stands on a draft of the holder, which it leaves with what is written about it there.
    """

    matter: HandoverMatter
    people: Sequence[Person]
    coming: Mapping[int, dt.datetime]
    on_draft: bool


def giving_form(session: Session, actor: Actor, matter_id: int, *, now: dt.datetime) -> GivingForm | None:
    """Return what whoever gives a matter chooses among; None where it cannot be given by them."""
    try:
        matter = matter_of(session, actor.department_id, matter_id)
    except NotFound:
        return None
    if matter.closed_at is not None or not actor.reaches_person(matter.holder_id, matter.holder.team_id):
        return None
    today = now.astimezone(ZoneInfo(session.get_one(Department, actor.department_id).time_zone)).date()
    people = session.scalars(
        select(Person)
        .join(Team, Team.id == Person.team_id)
        .options(joinedload(Person.team))
        .where(Person.department_id == actor.department_id, Person.active, Person.id != matter.holder_id)
        .order_by(Team.position, Team.id, Person.employee_number)
    ).all()
    there = [person for person in people if not has_left(person, today=today)]
    return GivingForm(
        matter=matter,
        people=there,
        coming=next_shifts(session, [person.id for person in there], now=now),
        on_draft=standing_in(session, matter, EDITABLE) is not None,
    )
