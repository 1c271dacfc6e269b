"""Who could receive in place of another: people of the next shift first, then everybody else."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from web.handovers.steps import Opened
from web.people.tables import Person
from web.rosters.tables import AssignmentInForce


@dataclass(frozen=True, kw_only=True)
class StandIns:
    """People by name who can be appointed.

    Parameters
    ----------
    next_shift
        Rostered beyond the end of the outgoing shift, and begun by then.
    """

    next_shift: tuple[Person, ...]
    others: tuple[Person, ...]


def stand_ins(session: Session, opened: Opened) -> StandIns:
    """Return who could be appointed to receive: active people of the department, never who hands over."""
    end = opened.container.ends_at
    people = session.scalars(
        select(Person)
        .options(joinedload(Person.team))
        .where(
            Person.department_id == opened.department.id,
            Person.active,
            Person.id != opened.row.outgoing_id,
        )
        .order_by(Person.employee_number)
    ).all()
    following = set(
        session.scalars(
            select(AssignmentInForce.person_id).where(
                AssignmentInForce.person_id.in_([person.id for person in people]),
                AssignmentInForce.starts_at <= end,
                AssignmentInForce.ends_at > end,
            )
        )
    )
    return StandIns(
        next_shift=tuple(person for person in people if person.id in following),
        others=tuple(person for person in people if person.id not in following),
    )
