"""What of inspections waits now: the morning's, checks of the machine room, findings past their day."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.inspections import InspectionKind, is_machine_check_due, is_morning_missing
from web.accounts.actor import Actor
from web.handovers.steps import SUPERIORS
from web.inspections.reach import findings_in_reach
from web.inspections.tables import FindingState, Inspection, InspectionFinding
from web.inspections.terms import InspectionTerms, inspection_terms
from web.people.tables import Person
from web.rosters.tables import AssignmentInForce, Roster


@dataclass(frozen=True, kw_only=True)
class InspectionsWaiting:
    """What somebody is shown.

    Parameters
    ----------
    morning_missing
        The morning's inspection was not entered before its time; for superiors.
    machine_due
        Checks of the machine room that are yet to be made.
    open, overdue
        Findings within reach.
    """

    terms: InspectionTerms
    morning_missing: bool
    machine_due: tuple[InspectionKind, ...]
    open: int
    overdue: int


def waiting(session: Session, actor: Actor, *, now: dt.datetime) -> InspectionsWaiting:
    """Return what waits for somebody who inspects."""
    terms = inspection_terms(session, actor.department_id, now)
    today = terms.today(now)
    findings = (
        select(func.count())
        .select_from(InspectionFinding)
        .join(Inspection, Inspection.id == InspectionFinding.inspection_id)
        .outerjoin(Person, Person.id == InspectionFinding.responsible_id)
        .where(
            InspectionFinding.department_id == actor.department_id,
            InspectionFinding.state == FindingState.OPEN,
            findings_in_reach(actor),
        )
    )
    return InspectionsWaiting(
        terms=terms,
        morning_missing=bool(actor.roles & SUPERIORS)
        and morning_is_missing(session, actor.department_id, terms, now=now),
        machine_due=_machine_due(session, actor.department_id, terms, now=now),
        open=session.scalar(findings) or 0,
        overdue=session.scalar(findings.where(InspectionFinding.due_on < today)) or 0,
    )


def morning_is_missing(
    session: Session, department_id: int, terms: InspectionTerms, *, now: dt.datetime
) -> bool:
    """Tell whether the time of P-46 is over today and no morning inspection was entered (G-32)."""
    if terms.before is None:
        return False
    made = session.scalar(
        select(func.count()).where(
            Inspection.department_id == department_id,
            Inspection.date == terms.today(now),
            Inspection.kind == InspectionKind.MORNING,
        )
    )
    return is_morning_missing(minute=terms.minute(now), before=terms.before, made=bool(made))


def _machine_due(
    session: Session, department_id: int, terms: InspectionTerms, *, now: dt.datetime
) -> tuple[InspectionKind, ...]:
    if not terms.machine:
        return ()
    rows = session.execute(
        select(Inspection.kind, func.max(Inspection.date), func.max(Inspection.at))
        .where(Inspection.department_id == department_id, Inspection.kind.in_(terms.machine))
        .group_by(Inspection.kind)
    )
    last = {kind: (date, at) for kind, date, at in rows}
    since = session.scalar(
        select(func.max(AssignmentInForce.starts_at))
        .join(Roster, Roster.id == AssignmentInForce.roster_id)
        .where(
            Roster.department_id == department_id,
            AssignmentInForce.starts_at <= now,
            AssignmentInForce.ends_at > now,
        )
    )
    found = []
    for kind in terms.machine:
        date, at = last.get(kind, (None, None))
        since_shift = since is None or (at is not None and at >= since)
        if is_machine_check_due(kind, last_on=date, today=terms.today(now), since_shift=since_shift):
            found.append(kind)
    return tuple(found)
