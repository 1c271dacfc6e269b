"""What the time makes due of inspections: a missing morning's one, findings past their day; each once."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.inspections.tables import FindingState, InspectionFinding
from web.inspections.telling import tell_morning_missing, tell_overdue
from web.inspections.terms import inspection_terms
from web.inspections.waiting import morning_is_missing
from web.people.tables import Department


def inspections_due(session: Session, now: dt.datetime) -> int:
    """Remind of everything that is due at `now`, and commit; return how many notices are new."""
    count = 0
    for department_id in session.scalars(select(Department.id).order_by(Department.id)).all():
        terms = inspection_terms(session, department_id, now)
        if terms.before is not None and morning_is_missing(session, department_id, terms, now=now):
            count += tell_morning_missing(
                session, department_id, date=terms.today(now), before=terms.before, now=now
            )
        overdue = session.scalars(
            select(InspectionFinding).where(
                InspectionFinding.department_id == department_id,
                InspectionFinding.state == FindingState.OPEN,
                InspectionFinding.due_on < terms.today(now),
            )
        )
        count += sum(tell_overdue(session, row, now=now) for row in overdue)
        session.commit()
    return count
