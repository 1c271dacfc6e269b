"""The outbox: notices become messages of channels, which any number of senders take up, each by a lease.

At least once: a message whose sender dies between sending and confirming is sent again under the same id when
the lease ends. Never again once it is confirmed: `SENT` is left by nothing.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, joinedload

from web.accounts.tables import User
from web.database import Database, JsonObject
from web.notices.kinds import TOLD_TO_GROUPS, TYPED, is_urgent
from web.notices.quiet import Quiet, held_until
from web.notices.tables import ChannelKind, MessageState, Notice, NoticeChannel, OutboxMessage, QuietHours
from web.people.tables import Department

LEASE = dt.timedelta(minutes=2)
"""Longer than any attempt may take (`web.notices.transport`)."""
BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 30, 120, 360))
"""Waits between attempts; after the last of them a message is given up."""
MOST_ATTEMPTS = len(BACK_OFF) + 1
MOST_NOTICES = 200
"""Notices taken up in one transaction."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A message that a sender holds: `attempt` tells a later owner from an earlier one."""

    message_id: int
    attempt: int


def has_new(session: Session) -> bool:
    """Tell whether there is a notice that has not been taken up."""
    return session.scalar(select(Notice.id).where(Notice.outside_at.is_(None)).limit(1)) is not None


def take_up(session: Session, now: dt.datetime) -> int:
    """Make messages of the notices that have none yet, each once per channel, and commit.

    Returns
    -------
    int
        How many notices were taken up; call again while there are any.
    """
    notices = session.execute(
        select(Notice, User.department_id, User.active)
        .join(User, User.id == Notice.user_id)
        .where(Notice.outside_at.is_(None))
        .order_by(Notice.id)
        .limit(MOST_NOTICES)
    ).all()
    if not notices:
        return 0
    departments = {department for _, department, _ in notices}
    own, groups = _channels(session, departments)
    rows: list[JsonObject] = []
    for notice, department, active in notices:
        mine = own.get(notice.user_id, []) if active else []
        rows += [_row(notice, channel, notice.dedupe_key, now) for channel in mine]
        if notice.kind in TOLD_TO_GROUPS:
            occasion = notice.dedupe_key.removesuffix(f"-{notice.user_id}")
            rows += [_row(notice, channel, occasion, now) for channel in groups.get(department, [])]
    _insert(session, rows)
    ids = [notice.id for notice, _, _ in notices]
    session.execute(
        update(Notice)
        .where(Notice.id.in_(ids), Notice.outside_at.is_(None))
        .values(outside_at=now)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return len(notices)


def add(
    session: Session, channel: NoticeChannel, kind: str, payload: JsonObject, *, key: str, now: dt.datetime
) -> None:
    """Add one message for one channel, once for its key; the caller commits."""
    _insert(session, [_values(channel, kind, payload, f"{key}@{channel.id}", now)])


def take_next(database: Database, now: dt.datetime) -> Taken | None:
    """Take a message that is due, or one whose sender is gone; None when there is none.

    What its channel's quiet hours hold back is put off instead.
    """
    with database.read() as session:
        found = session.execute(
            select(OutboxMessage.id, OutboxMessage.attempts)
            .where(_due(now))
            .order_by(OutboxMessage.not_before, OutboxMessage.id)
            .limit(50)
        ).all()
    for message_id, attempts in found:
        with database.write() as session:
            taken = _take(session, message_id, attempts, now)
        if taken:
            return Taken(message_id=message_id, attempt=attempts + 1)
    return None


def confirm(database: Database, taken: Taken, now: dt.datetime) -> bool:
    """Note that a message has arrived; False when another sender holds it by now."""
    return _end(database, taken, now, state=MessageState.SENT, error="")


def failed(database: Database, taken: Taken, error: str, now: dt.datetime, *, for_good: bool = False) -> bool:
    """Put a message back for a later attempt, or give it up: after `MOST_ATTEMPTS`, or `for_good`."""
    if for_good or taken.attempt >= MOST_ATTEMPTS:
        return _end(database, taken, now, state=MessageState.FAILED, error=error)
    later = now + BACK_OFF[taken.attempt - 1]
    return _end(database, taken, now, state=MessageState.WAITING, error=error, not_before=later)


def quiet_of(session: Session, department_id: int, user_id: int | None) -> Quiet | None:
    """Return a person's quiet hours, the department's where the person has set none; None without any."""
    rows = session.scalars(
        select(QuietHours).where(
            QuietHours.department_id == department_id,
            or_(QuietHours.user_id.is_(None), QuietHours.user_id == user_id),
        )
    ).all()
    own = next((row for row in rows if row.user_id is not None), None)
    row = own or next(iter(rows), None)
    if row is None or row.start_minute is None or row.end_minute is None:
        return None
    return Quiet(start_minute=row.start_minute, end_minute=row.end_minute)


def _channels(
    session: Session, departments: Iterable[int]
) -> tuple[dict[int, list[NoticeChannel]], dict[int, list[NoticeChannel]]]:
    """Return the channels by person, and those of groups by department."""
    own: dict[int, list[NoticeChannel]] = {}
    groups: dict[int, list[NoticeChannel]] = {}
    for channel in session.scalars(
        select(NoticeChannel).where(
            NoticeChannel.department_id.in_(departments),
            NoticeChannel.removed_at.is_(None),
            NoticeChannel.kind != ChannelKind.MAIL_SERVER,
        )
    ):
        if channel.user_id is None:
            groups.setdefault(channel.department_id, []).append(channel)
        else:
            own.setdefault(channel.user_id, []).append(channel)
    return own, groups


def _row(notice: Notice, channel: NoticeChannel, occasion: str, now: dt.datetime) -> JsonObject:
    return _values(channel, notice.kind, notice.payload, f"{occasion}@{channel.id}", now)


def _values(channel: NoticeChannel, kind: str, payload: JsonObject, key: str, now: dt.datetime) -> JsonObject:
    """Return a row; of what somebody wrote only that there was something, as it does not go outside."""
    payload = {name: "…" if name in TYPED and said else said for name, said in payload.items()}
    return {
        "key": key,
        "channel_id": channel.id,
        "kind": kind,
        "payload": payload,
        "state": MessageState.WAITING,
        "not_before": now,
        "attempts": 0,
        "error": "",
        "created_at": now,
        "changed_at": now,
    }


def _insert(session: Session, rows: list[JsonObject]) -> None:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for row in {str(row["key"]): row for row in rows}.values():
        session.execute(
            insert(OutboxMessage).values(row).on_conflict_do_nothing(index_elements=[OutboxMessage.key])
        )


def _due(now: dt.datetime) -> ColumnElement[bool]:
    waits = and_(OutboxMessage.state == MessageState.WAITING, OutboxMessage.not_before <= now)
    deserted = and_(OutboxMessage.state == MessageState.SENDING, OutboxMessage.lease_until <= now)
    return or_(waits, deserted)


def _take(session: Session, message_id: int, attempts: int, now: dt.datetime) -> bool:
    """Take one message if it is still as it was read, and commit; of several senders one succeeds."""
    message = session.get_one(OutboxMessage, message_id, options=[joinedload(OutboxMessage.channel)])
    until = None if is_urgent(message.kind) else _quiet_until(session, message.channel, now)
    taken = until is None and attempts < MOST_ATTEMPTS
    values: JsonObject
    if attempts >= MOST_ATTEMPTS:  # every sender that took it died over it
        values = {"state": MessageState.FAILED, "error": "sender_died", "changed_at": now}
    elif until is not None:
        values = {"state": MessageState.WAITING, "not_before": until, "changed_at": now}
    else:
        values = {
            "state": MessageState.SENDING,
            "lease_until": now + LEASE,
            "attempts": attempts + 1,
            "changed_at": now,
        }
    result = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.attempts == attempts, _due(now))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return taken and _rows(result) == 1


def _quiet_until(session: Session, channel: NoticeChannel, now: dt.datetime) -> dt.datetime | None:
    zone = session.get_one(Department, channel.department_id).time_zone
    return held_until(now, zone, quiet_of(session, channel.department_id, channel.user_id))


def _end(database: Database, taken: Taken, now: dt.datetime, **values: object) -> bool:
    with database.write() as session:
        result = session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.id == taken.message_id,
                OutboxMessage.attempts == taken.attempt,
                OutboxMessage.state == MessageState.SENDING,
            )
            .values(lease_until=None, changed_at=now, **values)
            .execution_options(synchronize_session=False)
        )
        session.commit()
    return _rows(result) == 1


def _rows(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
