"""Channels and quiet hours, of oneself and of the department; every change is in the audit trail."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import CursorResult, Select, func, select, update
from sqlalchemy.orm import Session, joinedload

from web.accounts.actor import Actor
from web.errors import NotFound
from web.notices import outbox
from web.notices.addresses import OF_GROUPS, PERSONAL, read_address
from web.notices.kinds import TEST
from web.notices.quiet import Quiet
from web.notices.sealing import seal
from web.notices.tables import ChannelKind, MessageState, NoticeChannel, OutboxMessage, QuietHours
from web.records import audit
from web.refusal import Refusal

MOST_CHANNELS = 5
"""Of one person, or of a department's groups."""
LONGEST_LABEL = 40
MOST_LINES = 20
"""Failed messages that the page of the outbox names."""


@dataclass(frozen=True, kw_only=True)
class NewChannel:
    """What somebody enters; `signing` is the secret of a robot that wants its messages signed."""

    kind: ChannelKind
    label: str
    address: str
    locale: str
    signing: str = ""


@dataclass(frozen=True, kw_only=True)
class OutboxState:
    """The outbox of a department: how many messages are in which state, and the last that were given up.

    Parameters
    ----------
    oldest
        Since when the oldest message waits that is due; None when none is.
    tries
        Messages that failed at least once and are tried again, the next one first.
    """

    waiting: int
    sent: int
    failed: int
    oldest: dt.datetime | None
    given_up: tuple[OutboxMessage, ...]
    tries: tuple[OutboxMessage, ...]


def channels_of(session: Session, department_id: int, user_id: int | None) -> Sequence[NoticeChannel]:
    """Return the channels of a person, or of the department's groups; the mail server is not one of them."""
    return session.scalars(
        _present(department_id, user_id).where(NoticeChannel.kind != ChannelKind.MAIL_SERVER)
    ).all()


def mail_server_of(session: Session, department_id: int) -> NoticeChannel | None:
    """Return the department's mail server, the one set up last."""
    return session.scalars(
        _present(department_id, None)
        .where(NoticeChannel.kind == ChannelKind.MAIL_SERVER)
        .order_by(None)
        .order_by(NoticeChannel.id.desc())
        .limit(1)
    ).one_or_none()


def add_channel(
    session: Session,
    actor: Actor,
    new: NewChannel,
    *,
    personal: bool,
    secret_key: str,
    now: dt.datetime,
) -> list[Refusal]:
    """Add a channel of oneself, or of the department, and commit.

    Returns
    -------
    list of Refusal
        ``not_a_choice``, ``channel_…`` (the address is none of its kind), ``too_many_channels``,
        ``no_mail_server``.
    """
    owner = actor.user_id if personal else None
    allowed = PERSONAL if personal else (*OF_GROUPS, ChannelKind.MAIL_SERVER)
    if new.kind not in allowed:
        return [Refusal(code="not_a_choice", field="kind")]
    address = read_address(new.kind, new.address, new.signing)
    if isinstance(address, Refusal):
        return [address]
    present = channels_of(session, actor.department_id, owner)
    if len(present) >= MOST_CHANNELS:
        return [Refusal(code="too_many_channels", field="kind", limit=MOST_CHANNELS)]
    if new.kind is ChannelKind.EMAIL and mail_server_of(session, actor.department_id) is None:
        return [Refusal(code="no_mail_server", field="kind")]
    before = mail_server_of(session, actor.department_id) if new.kind is ChannelKind.MAIL_SERVER else None
    if before is not None:
        _remove(session, actor, before, now)
    channel = NoticeChannel(
        department_id=actor.department_id,
        user_id=owner,
        kind=new.kind,
        label=new.label[:LONGEST_LABEL],
        sealed=seal(address.url, secret_key),
        hint=address.hint,
        locale=new.locale,
        created_by_id=actor.user_id,
        created_at=now,
    )
    session.add(channel)
    session.flush()
    _note(session, actor, "add", channel, now)
    session.commit()
    return []


def remove_channel(
    session: Session, actor: Actor, channel_id: int, *, personal: bool, now: dt.datetime
) -> None:
    """Remove a channel and its secret, and commit; what waits for it is not sent any more.

    Raises
    ------
    NotFound
        When it is not the actor's own, or not the department's.
    """
    _remove(session, actor, _channel(session, actor, channel_id, personal=personal), now)
    session.commit()


def send_test(session: Session, actor: Actor, channel_id: int, *, personal: bool, now: dt.datetime) -> None:
    """Put a test message into the outbox, at most one a minute for a channel, and commit.

    Raises
    ------
    NotFound
        As `remove_channel`.
    """
    channel = _channel(session, actor, channel_id, personal=personal)
    outbox.add(session, channel, TEST, {}, key=f"{TEST}-{now:%Y%m%dT%H%M}", now=now)
    session.commit()


def send_again(session: Session, actor: Actor, *, now: dt.datetime) -> int:
    """Let what the department's outbox has given up be tried anew, and commit; return how many."""
    mine = select(NoticeChannel.id).where(
        NoticeChannel.department_id == actor.department_id, NoticeChannel.removed_at.is_(None)
    )
    result = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == MessageState.FAILED, OutboxMessage.channel_id.in_(mine))
        .values(state=MessageState.WAITING, attempts=0, not_before=now, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return result.rowcount if isinstance(result, CursorResult) else 0


def set_quiet(
    session: Session, actor: Actor, quiet: Quiet | None, *, personal: bool, now: dt.datetime, own: bool = True
) -> None:
    """Store quiet hours, of oneself or the department's default, and commit.

    Parameters
    ----------
    quiet
        None: no quiet hours.
    own
        False takes the person's own hours away: the department's hold again.
    """
    owner = actor.user_id if personal else None
    row = session.scalars(
        select(QuietHours).where(
            QuietHours.department_id == actor.department_id,
            QuietHours.user_id.is_(None) if owner is None else QuietHours.user_id == owner,
        )
    ).one_or_none()
    if not own:
        if row is not None:
            session.delete(row)
    else:
        row = row or QuietHours(department_id=actor.department_id, user_id=owner)
        row.start_minute = None if quiet is None else quiet.start_minute
        row.end_minute = None if quiet is None else quiet.end_minute
        session.add(row)
    audit.note(
        session,
        action="quiet_hours.set",
        object_type="quiet_hours",
        object_id=owner or actor.department_id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={"personal": personal},
    )
    session.commit()


def has_own_quiet(session: Session, user_id: int) -> bool:
    """Tell whether a person has set quiet hours, or none, of their own."""
    return session.scalar(select(QuietHours.id).where(QuietHours.user_id == user_id)) is not None


def outbox_state(session: Session, department_id: int) -> OutboxState:
    """Return the state of a department's outbox."""
    mine = OutboxMessage.channel_id.in_(
        select(NoticeChannel.id).where(NoticeChannel.department_id == department_id)
    )
    counts = dict(
        session.execute(
            select(OutboxMessage.state, func.count()).where(mine).group_by(OutboxMessage.state)
        ).all()
    )
    waits = OutboxMessage.state.in_((MessageState.WAITING, MessageState.SENDING))
    oldest = session.scalar(select(func.min(OutboxMessage.created_at)).where(mine, waits))
    given_up = session.scalars(
        select(OutboxMessage)
        .where(mine, OutboxMessage.state == MessageState.FAILED)
        .options(joinedload(OutboxMessage.channel))
        .order_by(OutboxMessage.id.desc())
        .limit(MOST_LINES)
    )
    tries = session.scalars(
        select(OutboxMessage)
        .where(mine, waits, OutboxMessage.error != "")
        .options(joinedload(OutboxMessage.channel))
        .order_by(OutboxMessage.not_before)
        .limit(MOST_LINES)
    )
    return OutboxState(
        waiting=counts.get(MessageState.WAITING, 0) + counts.get(MessageState.SENDING, 0),
        sent=counts.get(MessageState.SENT, 0),
        failed=counts.get(MessageState.FAILED, 0),
        oldest=oldest,
        given_up=tuple(given_up),
        tries=tuple(tries),
    )


def _present(department_id: int, user_id: int | None) -> Select[NoticeChannel]:
    owner = NoticeChannel.user_id.is_(None) if user_id is None else NoticeChannel.user_id == user_id
    return (
        select(NoticeChannel)
        .where(NoticeChannel.department_id == department_id, owner, NoticeChannel.removed_at.is_(None))
        .order_by(NoticeChannel.id)
    )


def _channel(session: Session, actor: Actor, channel_id: int, *, personal: bool) -> NoticeChannel:
    found = session.get(NoticeChannel, channel_id)
    owner = actor.user_id if personal else None
    if found is None or found.removed_at is not None:
        raise NotFound(f"no channel {channel_id}")
    if found.department_id != actor.department_id or found.user_id != owner:
        raise NotFound(f"no channel {channel_id} within reach")
    return found


def _remove(session: Session, actor: Actor, channel: NoticeChannel, now: dt.datetime) -> None:
    channel.removed_at = now
    channel.sealed = ""
    _note(session, actor, "remove", channel, now)


def _note(session: Session, actor: Actor, act: str, channel: NoticeChannel, now: dt.datetime) -> None:
    audit.note(
        session,
        action=f"notice_channel.{act}",
        object_type="notice_channel",
        object_id=channel.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={"kind": channel.kind.value, "personal": channel.user_id is not None},
    )
