"""The outbox: at least once, once after a confirmation, held back in quiet hours, given up in the end."""

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.notices.sinks import Sink, mail_sink, web_sink
from tests.web.rosters.office import NOW, Office
from web.accounts.actor import Actor, actor_of
from web.accounts.tables import User
from web.config import Config
from web.notices import channels, outbox, sealing
from web.notices.channels import NewChannel
from web.notices.quiet import Quiet
from web.notices.sender import send_next, take_all_up
from web.notices.sending import send
from web.notices.tables import ChannelKind, MessageState, Notice, NoticeChannel, OutboxMessage

KEY = "only-for-tests"
ANN = "00102"
PUBLISHED = {"month": "2026-12-01", "version_id": 1, "version": 1}
LOW: dict[str, object] = {
    "day": "2026-11-22", "until": 600, "answered": 71, "offered": 100, "target": 0.85,
}  # fmt: skip
NIGHT = dt.datetime(2026, 11, 22, 15, 0, tzinfo=dt.UTC)
"""23:00 in Shanghai."""


@pytest.fixture
def web() -> Iterator[Sink]:
    with web_sink() as sink:
        yield sink


@pytest.fixture
def mail() -> Iterator[Sink]:
    with mail_sink() as sink:
        yield sink


def person(office: Office, number: str = ANN) -> Actor:
    with office.database.read() as session:
        return actor_of(session.get_one(User, office.users[number]), "own")


def add(
    office: Office, kind: ChannelKind, address: str, *, by: Actor | None = None, locale: str = "en"
) -> int:
    """Add a channel of a person, or of the department."""
    new = NewChannel(kind=kind, label="", address=address, locale=locale)
    with office.database.write() as session:
        actor = by or office.supervisor
        found = channels.add_channel(session, actor, new, personal=by is not None, secret_key=KEY, now=NOW)
        assert found == []
    with office.database.read() as session:
        return max(session.scalars(select(NoticeChannel.id)))


def group(office: Office, sink: Sink) -> int:
    return add(office, ChannelKind.WEBHOOK, f"http://127.0.0.1:{sink.port}/hook")


def tell(
    office: Office,
    *numbers: str,
    kind: str = "roster_published",
    payload: dict[str, object] | None = None,
    key: str = "1",
    now: dt.datetime = NOW,
) -> None:
    with office.database.write() as session:
        whole = {**PUBLISHED, **(payload or {})}
        send(session, kind, {office.users[number]: whole for number in numbers}, key=key, now=now)
        session.commit()


def run(app: Flask, office: Office, config: Config, now: dt.datetime = NOW) -> int:
    """Look once as the thread does; return how many messages were taken."""
    take_all_up(office.database, now)
    count = 0
    while send_next(app, office.database, config, now):
        count += 1
    return count


def messages(office: Office) -> list[OutboxMessage]:
    with office.database.read() as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_group_is_told_once_and_a_person_by_mail_with_the_id(
    app: Flask, office: Office, config: Config, web: Sink, mail: Sink
) -> None:
    group(office, web)
    add(office, ChannelKind.MAIL_SERVER, f"mailto://127.0.0.1:{mail.port}?from=lunban@example.com")
    add(office, ChannelKind.EMAIL, "ann@example.com", by=person(office), locale="zh_Hans_CN")
    tell(office, ANN, "00103", "00202")
    assert run(app, office, config) == 2
    assert run(app, office, config) == 0
    rows = messages(office)
    assert {row.state for row in rows} == {MessageState.SENT}
    by_kind = {row.channel_id: row for row in rows}
    ((reference, call),) = web.calls
    assert reference == str(by_kind[min(by_kind)].id)
    assert call["title"] == "The roster of December 2026 is published"
    (mailed,) = mail.mails
    assert mailed["Subject"] == "2026年12月班表已发布"
    assert mailed["To"] == "ann@example.com"
    assert mailed["X-Lunban-Message"] == str(by_kind[max(by_kind)].id)
    body = mailed.get_body(("plain", "html"))  # type: ignore[attr-defined]
    assert f"消息编号 {by_kind[max(by_kind)].id}" in body.get_content()


def test_what_was_told_before_there_was_a_channel_stays_inside(
    app: Flask, office: Office, config: Config, web: Sink
) -> None:
    tell(office, ANN)
    assert run(app, office, config) == 0
    group(office, web)
    assert run(app, office, config) == 0
    with office.database.read() as session:
        assert session.scalars(select(Notice.outside_at)).one() == NOW


def test_a_sender_that_died_after_sending_sends_again_with_the_same_id(
    app: Flask, office: Office, config: Config, web: Sink
) -> None:
    group(office, web)
    tell(office, ANN)
    take_all_up(office.database, NOW)
    first = outbox.take_next(office.database, NOW)
    assert first is not None
    assert outbox.take_next(office.database, NOW) is None  # it is held
    late = NOW + outbox.LEASE
    second = outbox.take_next(office.database, late)
    assert second is not None
    assert (second.message_id, second.attempt) == (first.message_id, 2)
    assert not outbox.confirm(office.database, first, late)  # the first one has lost it
    assert outbox.confirm(office.database, second, late)
    assert not outbox.failed(office.database, second, "not_accepted", late)
    for hours in (1, 24, 9999):
        assert outbox.take_next(office.database, NOW + dt.timedelta(hours=hours)) is None
    assert messages(office)[0].state is MessageState.SENT


def test_a_clock_that_is_set_back_neither_loses_nor_repeats(
    app: Flask, office: Office, config: Config, web: Sink
) -> None:
    group(office, web)
    tell(office, ANN)
    assert run(app, office, config) == 1
    back = NOW - dt.timedelta(hours=1)
    tell(office, ANN, key="2", now=back)
    assert run(app, office, config, back) == 1
    assert run(app, office, config) == 0
    assert len(web.calls) == 2


def test_of_several_senders_one_takes_a_message(office: Office, web: Sink) -> None:
    group(office, web)
    tell(office, ANN)
    for _ in range(3):
        take_all_up(office.database, NOW)
    assert len(messages(office)) == 1
    taken = [outbox.take_next(office.database, NOW) for _ in range(3)]
    assert [each is not None for each in taken] == [True, False, False]


def test_what_is_refused_is_tried_again_later_and_given_up_in_the_end(
    app: Flask, office: Office, config: Config, web: Sink
) -> None:
    group(office, web)
    tell(office, ANN)
    web.refuse = 2
    assert run(app, office, config) == 1
    (row,) = messages(office)
    assert (row.state, row.error, row.attempts) == (MessageState.WAITING, "http_503", 1)
    assert row.not_before > NOW
    assert run(app, office, config) == 0
    web.refuse = 99
    now = NOW
    for _ in range(outbox.MOST_ATTEMPTS):
        now += dt.timedelta(hours=12)
        run(app, office, config, now)
    (row,) = messages(office)
    assert (row.state, row.attempts) == (MessageState.FAILED, outbox.MOST_ATTEMPTS)
    with office.database.read() as session:
        state = channels.outbox_state(session, office.department)
    assert (state.waiting, state.sent, state.failed) == (0, 0, 1)
    web.refuse = 0
    with office.database.write() as session:
        assert channels.send_again(session, office.supervisor, now=now) == 1
    assert run(app, office, config, now) == 1
    assert messages(office)[0].state is MessageState.SENT


def test_senders_that_all_die_over_a_message_give_it_up(office: Office, web: Sink) -> None:
    group(office, web)
    tell(office, ANN)
    take_all_up(office.database, NOW)
    now = NOW
    for _ in range(outbox.MOST_ATTEMPTS):
        assert outbox.take_next(office.database, now) is not None
        now += outbox.LEASE
    assert outbox.take_next(office.database, now) is None
    assert (messages(office)[0].state, messages(office)[0].error) == (MessageState.FAILED, "sender_died")


def test_quiet_hours_hold_back_what_can_wait_and_nothing_that_is_urgent(
    app: Flask, office: Office, config: Config, web: Sink
) -> None:
    group(office, web)
    quiet = Quiet(start_minute=22 * 60, end_minute=8 * 60)
    with office.database.write() as session:
        channels.set_quiet(session, office.supervisor, quiet, personal=False, now=NOW)
    tell(office, ANN, now=NIGHT)
    tell(office, ANN, kind="answer_rate_low", payload=LOW, now=NIGHT)
    run(app, office, config, NIGHT)
    assert len(web.calls) == 1
    waits = next(row for row in messages(office) if row.kind == "roster_published")
    morning = dt.datetime(2026, 11, 23, 0, 0, tzinfo=dt.UTC)
    assert (waits.state, waits.not_before, waits.attempts) == (MessageState.WAITING, morning, 0)
    run(app, office, config, morning - dt.timedelta(seconds=1))
    assert len(web.calls) == 1
    run(app, office, config, morning)
    assert len(web.calls) == 2


def test_own_quiet_hours_take_the_place_of_the_departments(office: Office) -> None:
    ann, day = person(office), Quiet(start_minute=60, end_minute=120)
    night = Quiet(start_minute=1320, end_minute=480)

    def held() -> Quiet | None:
        with office.database.read() as session:
            return outbox.quiet_of(session, office.department, ann.user_id)

    def choose(quiet: Quiet | None, **how: bool) -> None:
        with office.database.write() as session:
            actor = ann if how["personal"] else office.supervisor
            channels.set_quiet(session, actor, quiet, now=NOW, **how)

    assert held() is None
    choose(night, personal=False)
    assert held() == night
    choose(day, personal=True)
    assert held() == day
    choose(None, personal=True)
    assert held() is None
    choose(None, personal=True, own=False)
    assert held() == night


def test_what_somebody_typed_and_numbers_stay_inside(
    app: Flask, office: Office, config: Config, web: Sink
) -> None:
    actor = person(office)
    with office.database.write() as session:
        channel = NoticeChannel(
            department_id=office.department,
            user_id=actor.user_id,
            kind=ChannelKind.WEBHOOK,
            label="",
            sealed=sealing.seal(f"json://127.0.0.1:{web.port}/", KEY),
            hint="",
            locale="en",
            created_by_id=actor.user_id,
            created_at=NOW,
        )
        session.add(channel)
        session.commit()
    tell(office, ANN, kind="roster_returned", payload={"reason": "客户王女士 13800138000 投诉"})
    run(app, office, config)
    ((_, call),) = web.calls
    assert call["title"] == "The roster of December 2026 was returned"
    assert "王女士" not in str(call)
    assert "13800138000" not in str(call)


def test_a_removed_channel_and_an_unreadable_secret_are_not_tried_again(
    app: Flask, office: Office, config: Config, web: Sink
) -> None:
    gone, other = group(office, web), group(office, web)
    tell(office, ANN)
    take_all_up(office.database, NOW)
    with office.database.write() as session:
        channels.remove_channel(session, office.supervisor, gone, personal=False, now=NOW)
    with office.database.write() as session:
        session.get_one(NoticeChannel, other).sealed = sealing.seal("json://127.0.0.1/", "another key")
        session.commit()
    run(app, office, config)
    found = {row.channel_id: (row.state, row.error) for row in messages(office)}
    assert found == {
        gone: (MessageState.FAILED, "channel_removed"),
        other: (MessageState.FAILED, "secret_unreadable"),
    }
    with office.database.read() as session:
        assert session.get_one(NoticeChannel, gone).sealed == ""
    assert web.calls == []


def test_secrets_are_stored_encrypted(office: Office) -> None:
    token = "0a1b2c3d" * 8
    channel = add(office, ChannelKind.DINGTALK, token, by=person(office))
    with office.database.read() as session:
        row = session.get_one(NoticeChannel, channel)
    assert token not in f"{row.sealed} {row.hint} {row.label}"
    assert sealing.unseal(row.sealed, KEY) == f"dingtalk://{token}"
    with pytest.raises(sealing.UnreadableError):
        sealing.unseal(row.sealed[:-4] + "AAA=", KEY)
