"""What hits can be narrowed down to: teams, kinds of shift and people that the present person may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.people.tables import Person, ShiftKind, Team
from web.search.finding import Reach


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What can be chosen; an empty list is no choice at all."""

    teams: Sequence[Team]
    shifts: Sequence[ShiftKind]
    people: Sequence[Person]


def choices_of(session: Session, reach: Reach) -> Choices:
    """Return the choices: teams and people only for those who read beyond their own team."""
    widest = [actor for actor in (reach.handovers, reach.log) if actor is not None]
    is_wide = any(actor.scope == "department" for actor in widest)
    team_id = next((actor.team_id for actor in widest if actor.scope == "team"), None)
    people = select(Person).where(Person.department_id == reach.department_id, Person.active)
    if not is_wide:
        people = people.where(Person.team_id == (team_id or 0))
    teams = select(Team).where(Team.department_id == reach.department_id).order_by(Team.position, Team.id)
    shifts = (
        select(ShiftKind)
        .where(ShiftKind.department_id == reach.department_id)
        .order_by(ShiftKind.start_minute, ShiftKind.id)
    )
    return Choices(
        teams=session.scalars(teams).all() if is_wide else (),
        shifts=session.scalars(shifts).all(),
        people=session.scalars(people.order_by(Person.employee_number)).all(),
    )
