"""Leave for the walk through the access matrix."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from roster.leave.asking import Channel, LeaveKind
from roster.leave.life import LeaveState
from tests.web.access_own import MONTH, published
from tests.web.access_world import NOW, Owner, Sample, of_department, of_person
from web.accounts.sessions import new_token
from web.imports.service import pack
from web.imports.tables import ImportDraft, ImportKind
from web.leave.file_tables import FileKind, LeaveFile
from web.leave.tables import LeaveRequest
from web.rosters.tables import RosterVersion

DAY = MONTH.replace(day=27)


def own_leave(session: Session, owner: Owner) -> Mapping[str, object]:
    """A sick leave of the owner that waits for the team leader."""
    version = session.get_one(RosterVersion, published(session, owner)["version_id"])
    row = LeaveRequest(
        department_id=owner.department.id,
        person_id=owner.person.id,
        created_by_id=owner.user.id,
        channel=Channel.IN_PERSON,
        token=new_token(),
        kind=LeaveKind.SICK,
        first_day=DAY,
        last_day=DAY,
        reason="发烧",
        state=LeaveState.SUBMITTED,
        policy_version_id=version.policy_version_id,
        chain=["leader"],
        needs_proof=True,
        proof_due=DAY + dt.timedelta(days=1),
        expires_at=NOW + dt.timedelta(days=5),
        created_at=NOW,
        changed_at=NOW,
    )
    session.add(row)
    session.flush()
    return {"leave_id": row.id, "seen": 1, "reason": "缺人", "outcome": "absent"}


def own_days(session: Session, owner: Owner) -> Mapping[str, object]:
    """The owner, as the one who cannot come."""
    published(session, owner)
    return {"person": owner.person.id, "first": DAY.isoformat(), "kind": "sick", "reason": "发烧"}


def handed_in(session: Session, owner: Owner) -> Mapping[str, object]:
    """A file of the owner's certificate whose content was deleted meanwhile."""
    leave_id = own_leave(session, owner)["leave_id"]
    row = LeaveFile(
        leave_id=leave_id, kind=FileKind.PDF, size_bytes=9, added_by_id=owner.user.id, added_at=NOW
    )
    session.add(row)
    session.flush()
    return {"leave_id": leave_id, "file_id": row.id}


def own_balance(_session: Session, owner: Owner) -> Mapping[str, object]:
    """The owner, to whom days are granted."""
    return {
        "person_id": owner.person.id,
        "kind": "annual",
        "year": MONTH.year,
        "entry": "grant",
        "days": "5",
        "token": new_token(),
    }


def balance_draft(session: Session, owner: Owner) -> Mapping[str, object]:
    """A file of the owner's department that waits to be taken."""
    draft = ImportDraft(
        department_id=owner.department.id,
        kind=ImportKind.LEAVE,
        file_name="leave.csv",
        content_hash="0" * 64,
        rows=pack([]),
        good_rows=0,
        bad_rows=0,
        problems=[],
        notices=[],
        fingerprint="",
        made_by_id=owner.user.id,
        made_at=NOW,
        expires_at=NOW + dt.timedelta(days=1),
    )
    session.add(draft)
    session.flush()
    return {"draft_id": draft.id}


LEAVE_SAMPLES: dict[str, Sample] = {
    **{
        f"leave.{name}": of_person(own_leave)
        for name in (
            "show",
            "approve",
            "reject",
            "withdraw",
            "settle",
            "register_proof",
            "accept_proof",
            "refuse_proof",
            "add_file",
            "cut_short",
        )
    },
    "leave.open_file": of_person(handed_in),
    "leave.balance": of_person(own_balance),
    "leave.enter_balance": of_person(own_balance),
    "leave.balances_review": of_department(balance_draft),
    "leave.balances_take": of_department(balance_draft),
    "leave.new": of_person(own_days),
    "leave.ask": of_person(own_days),
}
