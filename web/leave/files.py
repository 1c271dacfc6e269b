"""Files of certificates: handed in, sealed, opened by HR and by who decides, each opening on record.

They are stored encrypted, bound to their leave; neither their name nor their content stands anywhere else.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.leave.life import WAITING
from web import sealing
from web.accounts.actor import Actor
from web.answer import Reason
from web.errors import NotFound
from web.files.content import kind_of
from web.leave.deciders import not_your_step
from web.leave.file_content import certificate_faults
from web.leave.file_tables import FileKind, LeaveFile, LeaveFileContent, LeaveFileOpening
from web.leave.loading import local_date
from web.leave.proving import OPEN
from web.leave.steps import LeaveAnswer, done, open_leave, refused, sign
from web.leave.tables import LeaveRequest
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.policy.tables import PolicyVersion
from web.records import audit
from web.refusal import Refusal
from web.rosters.loading import effective

ADDABLE = WAITING | OPEN
HANDLES = frozenset({"leader", "supervisor", "hr"})


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """One file as the page of its leave lists it; `is_kept` is False once its content was deleted."""

    file: LeaveFile
    is_kept: bool


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A file's content, or the reasons why it is not shown."""

    kind: FileKind | None = None
    data: bytes = b""
    reasons: tuple[Reason, ...] = ()


def may_add(row: LeaveRequest, actor: Actor) -> bool:
    """Tell whether the actor may hand in a file: the person, who asked on behalf, and who handles proof."""
    is_theirs = actor.person_id == row.person_id or actor.user_id == row.created_by_id
    return row.state in ADDABLE and (is_theirs or bool(actor.roles & HANDLES))


def may_open(row: LeaveRequest, actor: Actor) -> bool:
    """Tell whether the actor may see what a file shows: HR, and who decides on the leave or its proof now."""
    if actor.person_id == row.person_id:
        return False
    if "hr" in actor.roles:
        return True
    if row.state in WAITING:
        return not not_your_step(row, actor)
    return row.state in OPEN and "supervisor" in actor.roles


def add(
    session: Session, actor: Actor, leave_id: int, *, data: bytes | None, secret_key: str, now: dt.datetime
) -> LeaveAnswer:
    """Hand a file in, and commit.

    Raises
    ------
    NotFound
        When the leave is not within the actor's reach.
    """
    row, department = open_leave(session, actor, leave_id)
    one_at_a_time(session, department.id)
    if not may_add(row, actor):
        return refused(session, actor, leave_id, [Refusal(code="leave_file_not_now", field="file")])
    if data is None:
        return refused(session, actor, leave_id, [Refusal(code="file_missing", field="file")])
    reasons = certificate_faults(data, stored=len(files_of(session, leave_id)))
    if reasons:
        return refused(session, actor, leave_id, reasons)
    store_file(session, actor, row, data, secret_key=secret_key, now=now)
    session.commit()
    return done(row)


def store_file(
    session: Session, actor: Actor, row: LeaveRequest, data: bytes, *, secret_key: str, now: dt.datetime
) -> None:
    """Store a file that has been looked at (`certificate_faults`); the caller commits."""
    file = LeaveFile(
        leave_id=row.id,
        kind=FileKind(str(kind_of(data))),
        size_bytes=len(data),
        added_by_id=actor.user_id,
        added_at=now,
    )
    session.add(file)
    session.flush()
    sealed = sealing.seal(data, secret_key, purpose=_purpose(file))
    session.add(LeaveFileContent(id=file.id, sealed=sealed))
    sign(session, actor, row, "add_file", now=now, content={"file": file.id, "type": file.kind.value})


def files_of(session: Session, leave_id: int) -> Sequence[FileLine]:
    """Return the files of a leave, the oldest first, with who has opened them."""
    rows = session.execute(
        select(LeaveFile, LeaveFileContent.id)
        .outerjoin(LeaveFileContent, LeaveFileContent.id == LeaveFile.id)
        .options(
            joinedload(LeaveFile.added_by),
            selectinload(LeaveFile.openings).joinedload(LeaveFileOpening.user),
        )
        .where(LeaveFile.leave_id == leave_id)
        .order_by(LeaveFile.id)
    )
    return [FileLine(file=file, is_kept=content is not None) for file, content in rows]


def open_file(
    session: Session, actor: Actor, leave_id: int, file_id: int, *, secret_key: str, now: dt.datetime
) -> Opened:
    """Return a file's content once its opening is on record; commit.

    Refused are ``leave_file_closed`` (the actor neither is HR nor decides now), ``file_gone`` (deleted
    by policy) and ``file_unreadable`` (sealed with another key).

    Raises
    ------
    NotFound
        When leave or file is not within the actor's reach.
    """
    row, department = open_leave(session, actor, leave_id)
    file = session.scalar(select(LeaveFile).where(LeaveFile.id == file_id, LeaveFile.leave_id == row.id))
    if file is None:
        raise NotFound(f"no file {file_id} of leave {leave_id}")
    if not may_open(row, actor):
        return Opened(reasons=(Refusal(code="leave_file_closed"),))
    content = session.get(LeaveFileContent, file.id)
    if content is None:
        return Opened(reasons=(Refusal(code="file_gone"),))
    try:
        data = sealing.unseal(content.sealed, secret_key, purpose=_purpose(file))
    except sealing.UnreadableError:
        return Opened(reasons=(Refusal(code="file_unreadable"),))
    session.add(LeaveFileOpening(file_id=file.id, user_id=actor.user_id, at=now))
    audit.note(
        session,
        action="leave_file.open",
        object_type=LeaveFile.__tablename__,
        object_id=file.id,
        now=now,
        department_id=department.id,
        actor_id=actor.user_id,
    )
    session.commit()
    return Opened(kind=file.kind, data=data)


def forget_due(session: Session, now: dt.datetime) -> int:
    """Delete the content of every file whose time is over by the policy, and commit; return how many.

    The days count from the end of the leave. That the file was there, who opened it and that it was deleted
    stays on record.
    """
    rows = session.execute(
        select(LeaveFile.id, LeaveRequest, Department.time_zone)
        .join(LeaveFileContent, LeaveFileContent.id == LeaveFile.id)
        .join(LeaveRequest, LeaveRequest.id == LeaveFile.leave_id)
        .join(Department, Department.id == LeaveRequest.department_id)
        .order_by(LeaveFile.id)
    ).all()
    kept: dict[int, int] = {}
    count = 0
    for file_id, row, zone in rows:
        policy = row.policy_version_id
        if policy not in kept:
            values = effective(session.get_one(PolicyVersion, policy)).values
            kept[policy] = values.leave_certificate_days
        if row.until + dt.timedelta(days=kept[policy]) >= local_date(now, zone):
            continue
        one_at_a_time(session, row.department_id)
        gone = session.execute(delete(LeaveFileContent).where(LeaveFileContent.id == file_id))
        if gone.rowcount == 1:  # type: ignore[attr-defined] # a DELETE has one
            sign(session, None, row, "forget_file", now=now, content={"file": file_id})
            count += 1
        session.commit()
    return count


def _purpose(file: LeaveFile) -> bytes:
    """Bind the content to its own row: put under another one it does not open."""
    return f"lunban: certificate {file.id} of leave {file.leave_id}, 1".encode()
