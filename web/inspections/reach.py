"""Which inspections and findings somebody reaches."""

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, joinedload

from web.accounts.actor import Actor
from web.errors import NotFound
from web.inspections.tables import Inspection, InspectionFinding
from web.people.tables import Person


def inspections_in_reach(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on inspections of the department: of the own team, of everybody, or one's own."""
    if actor.scope == "department":
        return true()
    own = [Inspection.by_id == actor.user_id]
    if actor.scope == "team" and actor.team_id is not None:
        own += [Inspection.team_id == actor.team_id]
    return or_(*own)


def findings_in_reach(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on findings joined with inspection, and outer joined with who sees to them."""
    if actor.scope == "department":
        return true()
    own = [InspectionFinding.responsible_id == (actor.person_id or 0)]
    if actor.scope == "team" and actor.team_id is not None:
        own += [inspections_in_reach(actor), Person.team_id == actor.team_id]
    return or_(*own)


def get_inspection(session: Session, actor: Actor, inspection_id: int) -> Inspection:
    """Return an inspection within reach.

    Raises
    ------
    NotFound
        When there is none, or it is out of reach, which looks the same.
    """
    found = session.scalars(
        select(Inspection)
        .options(joinedload(Inspection.team))
        .where(
            Inspection.id == inspection_id,
            Inspection.department_id == actor.department_id,
            inspections_in_reach(actor),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(f"no inspection {inspection_id} within reach")
    return found


def get_finding(session: Session, actor: Actor, finding_id: int) -> InspectionFinding:
    """Return a finding within reach, as the database has it now.

    Raises
    ------
    NotFound
        As `get_inspection`.
    """
    found = session.scalars(
        select(InspectionFinding)
        .join(Inspection, Inspection.id == InspectionFinding.inspection_id)
        .outerjoin(Person, Person.id == InspectionFinding.responsible_id)
        .options(joinedload(InspectionFinding.inspection), joinedload(InspectionFinding.responsible))
        .where(
            InspectionFinding.id == finding_id,
            InspectionFinding.department_id == actor.department_id,
            findings_in_reach(actor),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(f"no finding {finding_id} within reach")
    return found
