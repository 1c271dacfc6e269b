"""The pages about what goes outside: one's own channels, those of the department, the outbox."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browsing import Visitor
from tests.web.rosters.desks import as_role, sit_down
from tests.web.rosters.office import Office
from web.notices.tables import MessageState, NoticeChannel, OutboxMessage, QuietHours
from web.records.tables import AuditEvent

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
TOKEN = "0a1b2c3d4e5f" * 5


def ann(app: Flask, office: Office, number: str = "00102") -> Visitor:
    return sit_down(app, office, office.users[number])


def add(visitor: Visitor, page: str = "/me/notices", **further: str) -> int:
    values = {"kind": "dingtalk", "address": TOKEN, "locale": "en", "label": "我的钉钉", **further}
    return visitor.post(page, data=values).status_code


def only_channel(office: Office) -> NoticeChannel:
    with office.database.read() as session:
        return session.scalars(select(NoticeChannel)).one()


def test_a_channel_is_added_tested_and_removed_and_its_secret_never_shown(app: Flask, office: Office) -> None:
    visitor = ann(app, office)
    assert "站外通知" in visitor.get("/me").text
    assert add(visitor) == 302
    page = visitor.get("/me/notices").text
    assert "我的钉钉" in page
    assert "…4e5f" in page
    assert TOKEN not in page
    channel = only_channel(office)
    for _ in range(2):
        visitor.post(f"/me/notices/{channel.id}/test")
    with office.database.read() as session:
        message = session.scalars(select(OutboxMessage)).one()
        audited = session.scalars(select(AuditEvent.detail).where(AuditEvent.object_type == "notice_channel"))
        assert all(TOKEN not in str(detail) for detail in audited)
    assert (message.kind, message.state) == ("channel_test", MessageState.WAITING)
    visitor.post(f"/me/notices/{channel.id}/remove")
    assert "我的钉钉" not in visitor.get("/me/notices").text
    assert only_channel(office).sealed == ""
    assert visitor.post(f"/me/notices/{channel.id}/test").status_code == 404


def test_others_channels_are_not_there(app: Flask, office: Office) -> None:
    assert add(ann(app, office)) == 302
    channel = only_channel(office).id
    for visitor, page in (
        (ann(app, office, "00103"), "/me/notices"),
        (as_role(app, office, "admin"), "/setup/notices"),
    ):
        assert visitor.post(f"{page}/{channel}/remove").status_code == 404
        assert visitor.post(f"{page}/{channel}/test").status_code == 404
    assert only_channel(office).removed_at is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"address": ""}, "这里没有填。填好再保存。"),
        ({"kind": "webhook", "address": "https://host.example/"}, "选"),
        ({"kind": "email", "address": "ann@example.com"}, "还不能发邮件"),
        ({"kind": "feishu", "address": "x"}, "这不是飞书机器人"),
        ({"kind": "pigeon"}, "选"),
    ],
)
def test_what_is_wrong_is_said_and_the_secret_not_sent_back(
    app: Flask, office: Office, values: dict[str, str], words: str
) -> None:
    visitor = ann(app, office)
    answer = visitor.post(
        "/me/notices", data={"kind": "dingtalk", "address": TOKEN, "locale": "en", **values}
    )
    assert answer.status_code == 422
    assert TOKEN not in answer.text
    assert words in answer.text
    with office.database.read() as session:
        assert session.scalars(select(NoticeChannel)).all() == []


def test_five_channels_are_enough(app: Flask, office: Office) -> None:
    visitor = ann(app, office)
    assert [add(visitor) for _ in range(6)] == [302] * 5 + [422]


def test_quiet_hours_are_chosen(app: Flask, office: Office) -> None:
    visitor, admin = ann(app, office), as_role(app, office, "admin")
    usual = {"quiet": "hours", "start": "22:00", "end": "8:00"}
    assert admin.post("/setup/notices/quiet", data=usual).status_code == 302
    assert "同部门：22:00–8:00" in visitor.get("/me/notices").text
    own = {"quiet": "hours", "start": "23:30", "end": "6:00"}
    assert visitor.post("/me/notices/quiet", data=own).status_code == 302
    assert 'value="23:30"' in visitor.get("/me/notices").text
    for wrong in ({"start": "8"}, {"end": "23:30"}, {"quiet": "never"}):
        assert visitor.post("/me/notices/quiet", data={**own, **wrong}).status_code == 422
    assert visitor.post("/me/notices/quiet", data={"quiet": "default"}).status_code == 302
    with office.database.read() as session:
        (row,) = session.scalars(select(QuietHours)).all()
    assert (row.user_id, row.start_minute, row.end_minute) == (None, 1320, 480)


def test_the_administrator_sees_what_waits_and_what_was_given_up(app: Flask, office: Office) -> None:
    admin = as_role(app, office, "admin")
    assert "/setup/notices" in admin.get("/setup").text
    server = "mailtos://user:secret-word@mail.example?from=lunban@example.com"
    assert add(admin, "/setup/notices", kind="mail_server", address=server) == 302
    assert add(admin, "/setup/notices", kind="email", address="group@example.com", label="全组") == 302
    with office.database.read() as session:
        group = session.scalars(select(NoticeChannel).where(NoticeChannel.label == "全组")).one()
    admin.post(f"/setup/notices/{group.id}/test")
    page = admin.get("/setup/notices").text
    assert "mail.example" in page
    assert "secret-word" not in page
    with office.database.write() as session:
        message = session.scalars(select(OutboxMessage)).one()
        message.state, message.error, message.attempts = MessageState.FAILED, "http_403", 7
        session.commit()
    page = admin.get("/setup/notices").text
    assert "对方拒绝接收（状态 403）。" in page
    assert "试了 7 次" in page
    admin.client.set_cookie("lunban_language", "en")
    assert "The other side refused it (status 403)." in admin.get("/setup/notices").text
    admin.post("/setup/notices/again")
    with office.database.read() as session:
        assert session.scalars(select(OutboxMessage.state)).one() is MessageState.WAITING


@pytest.mark.parametrize("role", ["agent", "leader", "supervisor", "head", "hr", "auditor"])
def test_the_set_up_is_the_administrators(app: Flask, office: Office, role: str) -> None:
    assert as_role(app, office, role).get("/setup/notices").status_code == 403
