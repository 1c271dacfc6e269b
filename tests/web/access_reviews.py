"""The daily review and inspections for the walk through the access matrix."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from roster.inspections import Found, InspectionKind
from tests.web.access_handovers import own_handover
from tests.web.access_world import NOW, Level, Owner, Sample, of_person, of_team
from web.accounts.actor import actor_of
from web.accounts.sessions import new_token
from web.accounts.tables import User
from web.handovers.tables import Handover
from web.inspections.tables import Inspection, InspectionFinding
from web.inspections.writing import Entered, FoundBy, write

DUE = dt.date(2027, 1, 1)


def day_of_handover(session: Session, owner: Owner) -> Mapping[str, object]:
    """A submitted handover of the owner, and the day to which it belongs."""
    found = own_handover(session, owner)
    row = session.get_one(Handover, found["handover_id"])
    return {"handover_id": row.id, "day": row.container.date.isoformat()}


def inspected(session: Session, owner: Owner) -> Mapping[str, object]:
    """An inspection of the owner's team with a finding for the owner, entered by another."""
    found = Found(what="台面杂乱", cause="未整理", measure="整理", due_on=DUE)
    entered = Entered(
        kind=InspectionKind.SPOT,
        team_id=owner.team.id,
        findings=(FoundBy(found=found, responsible_id=owner.person.id),),
        token=new_token(),
    )
    by = actor_of(session.get_one(User, owner.user.id), "department")
    written = write(session, by, entered, now=NOW)
    assert written.done, written.reasons
    row = session.get_one(Inspection, written.inspection_id)
    finding = session.query(InspectionFinding).filter_by(inspection_id=row.id).one()
    return {
        "inspection_id": row.id,
        "finding_id": finding.id,
        "words": "已整理",
        "seen": 1,
        "token": new_token(),
        "other-what": "灯不亮",
        "other-cause": "灯管老化",
        "other-measure": "换灯管",
        "other-due": DUE.isoformat(),
    }


REVIEW_SAMPLES: dict[str, Sample] = {
    "reviews.day": Sample(level=Level.NOBODY, build=lambda _session, _owner: {"day": "2026-11-22"}),
    "reviews.sign": Sample(level=Level.NOBODY, build=lambda _session, _owner: {"day": "2026-11-22"}),
    "reviews.read": of_person(day_of_handover),
    "inspections.show": of_team(inspected),
    "inspections.add_finding": of_team(inspected),
    "inspections.finding": of_person(inspected),
    "inspections.follow_up": of_person(inspected),
    "inspections.close": of_person(inspected),
}
