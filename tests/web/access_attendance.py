"""Attendance for the walk through the access matrix."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.attendance.events import ClockAct
from tests.web.access_own import MONTH, published
from tests.web.access_world import NOW, Level, Owner, Sample, of_department, of_person
from web.accounts.sessions import new_token
from web.attendance.clocking import store_event
from web.attendance.tables import ClockCorrection, ClockEventRow, ClockSource, PostLeaving
from web.imports.service import pack
from web.imports.tables import ImportDraft, ImportKind
from web.people.tables import ShiftFamily, ShiftKind
from web.rosters.tables import Assignment, AssignmentInForce, RosterVersion


def own_event(session: Session, owner: Owner) -> Mapping[str, object]:
    """The owner, who has clocked in."""
    store_event(
        session,
        owner.department.id,
        owner.person.id,
        ClockAct.IN,
        NOW - dt.timedelta(minutes=5),
        source=ClockSource.WEB,
        by_id=owner.user.id,
        now=NOW,
    )
    event = session.scalars(
        select(ClockEventRow.id).where(ClockEventRow.person_id == owner.person.id)
    ).first()
    return {
        "person": owner.person.id,
        "act": "away",
        "note": "打印",
        "strikes": event,
        "reason": "漏打",
        "token": new_token(),
        "date": "2026-11-21",
        "time": "08:00",
    }


def own_leaving(session: Session, owner: Owner) -> Mapping[str, object]:
    """The owner asks to leave the post."""
    kind = session.get_one(ShiftKind, running_shift(session, owner)["kind"])
    row = PostLeaving(
        department_id=owner.department.id,
        person_id=owner.person.id,
        date=NOW.date(),
        shift_kind_id=kind.id,
        minutes=10,
        reason="打印",
        approver="supervisor",
        token=new_token(),
        created_by_id=owner.user.id,
        created_at=NOW,
        changed_at=NOW,
        expires_at=NOW + dt.timedelta(days=3),
    )
    session.add(row)
    session.flush()
    return {"leaving_id": row.id, "seen": 1, "verdict": "refuse", "answer": "人手不够"}


def own_correction(session: Session, owner: Owner) -> Mapping[str, object]:
    """A correction that concerns the owner."""
    row = ClockCorrection(
        department_id=owner.department.id,
        person_id=owner.person.id,
        act=ClockAct.OUT,
        at=NOW - dt.timedelta(hours=1),
        reason="漏打",
        token=new_token(),
        created_by_id=owner.user.id,
        created_at=NOW,
        changed_at=NOW,
        due_at=NOW + dt.timedelta(days=3),
    )
    session.add(row)
    session.flush()
    return {"correction_id": row.id, "seen": 1, "verdict": "approve"}


def clock_file(session: Session, owner: Owner) -> Mapping[str, object]:
    """A file of the owner's department that waits to be taken."""
    draft = ImportDraft(
        department_id=owner.department.id,
        kind=ImportKind.CLOCK,
        file_name="clock.csv",
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


def running_shift(session: Session, owner: Owner) -> Mapping[str, object]:
    """A shift of the owner that is running, so that it stands on the board."""
    code = f"D{owner.person.id}"
    known = session.scalar(
        select(ShiftKind.id).where(ShiftKind.department_id == owner.department.id, ShiftKind.code == code)
    )
    if known is not None:  # another sample has put the owner on it
        return _shift(owner, known)
    version = session.get_one(RosterVersion, published(session, owner)["version_id"])
    kind = ShiftKind(
        department_id=owner.department.id,
        code=code,
        family=ShiftFamily.DAY,
        name="日班",
        start_minute=480,
        end_minute=1080,
        paid_minutes=600,
    )
    session.add(kind)
    session.flush()
    times = {
        "person_id": owner.person.id,
        "date": NOW.date(),
        "shift_kind_id": kind.id,
        "starts_at": NOW - dt.timedelta(hours=4),
        "ends_at": NOW + dt.timedelta(hours=6),
    }
    assignment = Assignment(roster_version_id=version.id, **times)
    session.add(assignment)
    session.flush()
    session.add(AssignmentInForce(assignment_id=assignment.id, roster_id=version.roster_id, **times))
    session.flush()
    return _shift(owner, kind.id)


def _shift(owner: Owner, kind_id: int) -> Mapping[str, object]:
    return {
        "team": owner.team.id,
        "kind": kind_id,
        "date": NOW.date().isoformat(),
        f"mark-{owner.person.id}": "present",
    }


ATTENDANCE_SAMPLES: dict[str, Sample] = {
    "attendance.clock_act": of_person(own_event),
    "attendance.ask_correction": of_person(own_event),
    "attendance.ask_away": Sample(level=Level.NOBODY, build=own_event),
    "attendance.decide_away": of_person(own_leaving),
    "attendance.withdraw_away": of_person(own_leaving),
    "attendance.decide_correction": of_person(own_correction),
    "attendance.release": of_person(own_event),
    "attendance.roll_call": of_person(running_shift),
    "attendance.publish_register": Sample(
        level=Level.NOBODY, build=lambda _session, _owner: {"month": f"{MONTH:%Y-%m}"}
    ),
    "attendance.import_review": of_department(clock_file),
    "attendance.import_take": of_department(clock_file),
}
