"""The dates that a certificate states, registered with or without the certificate itself."""

import datetime as dt

from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.leave.file_content import certificate_faults
from web.leave.files import files_of, store_file
from web.leave.loading import certificates_of
from web.leave.proving import OPEN, not_open
from web.leave.steps import LeaveAnswer, done, open_leave, refused, sign, take
from web.leave.tables import LeaveProof
from web.people.turns import one_at_a_time
from web.refusal import Refusal

MOST_CERTIFICATES = 60
MOST_DAYS = 400


def register(
    session: Session,
    actor: Actor,
    leave_id: int,
    *,
    first: dt.date | None,
    last: dt.date | None,
    seen: int,
    now: dt.datetime,
    file: bytes | None = None,
    secret_key: str = "",
) -> LeaveAnswer:
    """Register the dates that a certificate states, and commit; the same dates twice are one.

    Parameters
    ----------
    file
        The certificate itself, where it is handed in; sealed with `secret_key`.

    Raises
    ------
    NotFound
        When the leave is not within the actor's reach.
    """
    row, department = open_leave(session, actor, leave_id)
    one_at_a_time(session, department.id)
    reasons = not_open(row, seen)
    if first is None or last is None:
        return refused(session, actor, leave_id, [*reasons, Refusal(code="leave_day_missing", field="first")])
    if last < first:
        reasons.append(Refusal(code="end_before_start", field="last"))
    elif (last - first).days >= MOST_DAYS or len(row.proofs) >= MOST_CERTIFICATES:
        reasons.append(
            Refusal(code="leave_too_long", field="last", measured=(last - first).days + 1, limit=MOST_DAYS)
        )
    if file is not None:
        reasons += certificate_faults(file, stored=len(files_of(session, row.id)))
    if reasons:
        return refused(session, actor, leave_id, reasons)
    if file is None and any((each.first, each.last) == (first, last) for each in certificates_of(row)):
        session.rollback()
        return done(open_leave(session, actor, leave_id)[0])
    if not take(session, row, seen=seen, states=OPEN, now=now):
        return refused(session, actor, leave_id, [])
    if not any((each.first, each.last) == (first, last) for each in certificates_of(row)):
        session.add(
            LeaveProof(
                leave_id=row.id,
                first_day=first,
                last_day=last,
                registered_by_id=actor.user_id,
                registered_at=now,
            )
        )
    dates = {"first": first.isoformat(), "last": last.isoformat()}
    sign(session, actor, row, "register_proof", now=now, content=dates)
    if file is not None:
        store_file(session, actor, row, file, secret_key=secret_key, now=now)
    session.commit()
    return done(row)
