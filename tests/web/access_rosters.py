"""Arguments of the roster pages for the walk through the access matrix."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.problem import Roster as Shifts
from tests.web.access_world import NOW, Owner, Sample, of_department, of_person, plain
from web.policy.tables import PolicyVersion
from web.rosters.drafts import Draft, store_draft

MONTH = dt.date(2026, 12, 1)
DAY = "2026-12-09"


def draft_of(session: Session, owner: Owner) -> int:
    """Store an empty draft of the owner's department and return its id."""
    department = owner.department
    policies = select(PolicyVersion.id).where(PolicyVersion.department_id == department.id)
    if session.scalars(policies).first() is None:
        policy = PolicyVersion(
            department_id=department.id, number=1, preset="S0g", overrides={},
            valid_from=dt.date(2026, 1, 1), made_at=NOW,
        )  # fmt: skip
        session.add(policy)
        session.flush()
    draft = Draft(month=MONTH, shifts=Shifts(), requirement_id=None)
    return store_draft(session, department, draft, made_by=None, now=NOW).id


def _version(session: Session, owner: Owner) -> Mapping[str, object]:
    return {"version_id": draft_of(session, owner), "seen": 1}


def _two(session: Session, owner: Owner) -> Mapping[str, object]:
    return {"old_id": draft_of(session, owner), "new_id": draft_of(session, owner)}


def _day(session: Session, owner: Owner) -> Mapping[str, object]:
    return {"version_id": draft_of(session, owner), "day": DAY}


def _confirm(session: Session, owner: Owner) -> Mapping[str, object]:
    return {"version_id": draft_of(session, owner), "act": "discard"}


def _cell(session: Session, owner: Owner) -> Mapping[str, object]:
    cell = {"person": owner.person.id, "day": DAY, "kind": "", "locked": "1"}
    return {"version_id": draft_of(session, owner), "seen": 1, **cell}


def _absence(session: Session, owner: Owner) -> Mapping[str, object]:
    absence = {"person": owner.person.id, "first": DAY, "last": DAY}
    return {"version_id": draft_of(session, owner), "seen": 1, **absence}


ROSTER_SAMPLES: dict[str, Sample] = {
    "simulation.show": of_department(_version),
    "simulation.live": of_department(_version),
    "simulation.start": of_department(_version),
    "simulation.stop": of_department(_version),
    "rosters.month": plain(month="2026-12"),
    "rosters.copy": plain(month="2026-12"),
    "rosters.day": of_department(_day),
    "rosters.confirm": of_department(_confirm),
    "rosters.compare": of_department(_two),
    **{
        f"rosters.{name}": of_department(_version)
        for name in (
            "version", "rows", "excel", "csv", "answers", "submit", "approve", "return_version",
            "withdraw", "discard", "publish", "new_draft",
        )
    },
    "repairs.show": of_person(_absence),
    "repairs.take": of_person(_absence),
    **{f"rosters.{name}": of_person(_cell) for name in ("panel", "effect", "edit", "lock")},
}  # fmt: skip
