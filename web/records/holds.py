"""Legal holds: records that somebody needs longer than the policy keeps them, placed and lifted by name."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.errors import NotFound
from web.people.turns import one_at_a_time
from web.records.chain import Signer
from web.records.expiry import HOLD_LIFTED, HOLD_PLACED
from web.records.store import Entry, append
from web.records.tables import LegalHold, LegalHoldLift, Record


@dataclass(frozen=True, kw_only=True)
class Hold:
    """What is held: a subject (``swap:12``), all of a kind (``swap:``) or all (empty), on some days."""

    subject: str
    first_day: dt.date | None
    last_day: dt.date | None

    def covers(self, subject: str, day: dt.date) -> bool:
        """Tell whether a record on `subject`, made on that day of the department, is held."""
        if self.first_day is not None and day < self.first_day:
            return False
        if self.last_day is not None and day > self.last_day:
            return False
        if not self.subject:
            return True
        return subject == self.subject or (self.subject.endswith(":") and subject.startswith(self.subject))


@dataclass(frozen=True, kw_only=True)
class HoldShown:
    """A hold with the records that placed and lifted it."""

    row: LegalHold
    placed: Record
    lifted: Record | None


def place_hold(
    session: Session, department_id: int, hold: Hold, *, reason: str, signer: Signer, now: dt.datetime
) -> LegalHold:
    """Hold records from now on, by a signed record; the caller commits."""
    content = {
        "subject": hold.subject,
        "first_day": None if hold.first_day is None else hold.first_day.isoformat(),
        "last_day": None if hold.last_day is None else hold.last_day.isoformat(),
        "reason": reason,
    }
    entry = Entry(kind=HOLD_PLACED, subject="hold", meaning="hold", content=content)
    record = append(session, department_id, entry, signer=signer, now=now)
    row = LegalHold(
        department_id=department_id,
        subject=hold.subject,
        first_day=hold.first_day,
        last_day=hold.last_day,
        reason=reason,
        record_id=record.id,
    )
    session.add(row)
    session.flush()
    return row


def lift_hold(
    session: Session, department_id: int, hold_id: int, *, reason: str, signer: Signer, now: dt.datetime
) -> None:
    """End a hold, by a signed record; the caller commits.

    Raises
    ------
    NotFound
        When the department has no such hold, or it is lifted already.
    """
    one_at_a_time(session, department_id)
    row = session.get(LegalHold, hold_id)
    if row is None or row.department_id != department_id or session.get(LegalHoldLift, hold_id) is not None:
        raise NotFound
    entry = Entry(kind=HOLD_LIFTED, subject=f"hold:{hold_id}", meaning="lift", content={"reason": reason})
    record = append(session, department_id, entry, signer=signer, now=now)
    session.add(LegalHoldLift(id=hold_id, record_id=record.id))
    session.flush()


def holds_in_force(session: Session, department_id: int) -> list[Hold]:
    """Return what is held at present."""
    return [
        Hold(subject=shown.row.subject, first_day=shown.row.first_day, last_day=shown.row.last_day)
        for shown in list_holds(session, department_id)
        if shown.lifted is None
    ]


def list_holds(session: Session, department_id: int) -> Sequence[HoldShown]:
    """Return all holds of a department, lifted ones included, the oldest first."""
    rows = session.scalars(
        select(LegalHold).where(LegalHold.department_id == department_id).order_by(LegalHold.id)
    ).all()
    return [
        HoldShown(row=row, placed=session.get_one(Record, row.record_id), lifted=_lifted(session, row.id))
        for row in rows
    ]


def _lifted(session: Session, hold_id: int) -> Record | None:
    found = session.get(LegalHoldLift, hold_id)
    return None if found is None else session.get_one(Record, found.record_id)
