import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

import web
from tests.web.browsing import Visitor, logged_in
from tests.web.my.months import later, publish_at, with_cells
from tests.web.rosters.office import NOW, Office, legal_month
from web.accounts.tables import User
from web.errors import NotFound
from web.notices import service
from web.notices.tables import Notice
from web.notices.words import MAKERS

MONTH = {"month": "2026-12-01", "version": 2, "version_id": 7}
KIND = re.compile(r'^[A-Z_]+ = "([a-z]+_[a-z_]+)"$|kind="([a-z_]+)"', re.MULTILINE)


def log_in(app: Flask, office: Office, number: str = "00102") -> Visitor:
    with office.database.write() as session:
        who = logged_in(app, session, session.get_one(User, office.users[number]))
        session.commit()
    return who


def tell(
    office: Office,
    number: str,
    count: int = 1,
    *,
    kind: str = "roster_published",
    payload: Mapping[str, object] | None = None,
) -> list[int]:
    with office.database.write() as session:
        rows = [
            Notice(
                user_id=office.users[number],
                kind=kind,
                payload={**MONTH, **(payload or {})},
                dedupe_key=f"{kind}-{number}-{n}",
                created_at=NOW + dt.timedelta(minutes=n),
            )
            for n in range(count)
        ]
        session.add_all(rows)
        session.commit()
        return [row.id for row in rows]


def test_pages_hold_thirty_and_the_newest_come_first(office: Office) -> None:
    ids = tell(office, "00102", 31)
    with office.database.read() as session:
        first = service.list_notices(session, office.users["00102"])
        last = service.list_notices(session, office.users["00102"], page=99)
        none = service.list_notices(session, office.users["00103"])
    assert [notice.id for notice in first.notices] == ids[:0:-1]
    assert (first.page, first.pages, first.unread) == (1, 2, 31)
    assert [notice.id for notice in last.notices] == ids[:1]
    assert (none.notices, none.pages, none.unread) == ((), 1, 0)


def test_the_first_reading_keeps_its_time(office: Office) -> None:
    (one,) = tell(office, "00102")
    for hours in (1, 2):
        with office.database.write() as session:
            service.read_notice(session, office.users["00102"], one, now=later(hours))
    with office.database.read() as session:
        assert session.get_one(Notice, one).read_at == later(1)
        assert service.unread_count(session, office.users["00102"]) == 0


def test_another_persons_notice_is_not_there(app: Flask, office: Office) -> None:
    (one,) = tell(office, "00102")
    with office.database.write() as session, pytest.raises(NotFound):
        service.read_notice(session, office.users["00103"], one, now=later(1))
    other = log_in(app, office, "00103")
    assert other.post(f"/notices/{one}").status_code == 404
    other.post("/notices")
    with office.database.read() as session:
        assert session.get_one(Notice, one).read_at is None


def test_opening_marks_as_read_and_leads_on(app: Flask, office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    publish_at(office, with_cells({("00102", dt.date(2026, 12, 4)): "M"}), later(2))
    who = log_in(app, office)
    page = who.get("/notices").text
    assert "你的班表变了 1 天" in page
    assert "12月4日 周五 早班 → 中班" in page
    assert "2026年12月班表已发布" in page
    assert "2 条未读" in page
    with office.database.read() as session:
        newest = session.scalars(
            select(Notice.id).where(Notice.user_id == office.users["00102"]).order_by(Notice.id.desc())
        ).first()
    assert who.post(f"/notices/{newest}").headers["Location"] == "/my?month=2026-12"
    assert "1 条未读" in who.get("/notices").text
    assert "已把 1 条通知标为已读" in who.post("/notices", follow_redirects=True).text
    assert "条未读" not in who.get("/notices").text


def test_a_kind_that_no_feature_knows_is_told_all_the_same(app: Flask, office: Office) -> None:
    tell(office, "00102", kind="something_new")
    assert "轮班有新消息" in log_in(app, office).get("/notices").text


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "9999999999"])
def test_a_page_that_is_none_is_the_nearest(app: Flask, office: Office, page: str) -> None:
    tell(office, "00102")
    assert log_in(app, office).get(f"/notices?page={page}").status_code == 200


def kinds_in_the_sources() -> set[str]:
    """Kinds of notices that the site writes: constants of telling modules, and kinds given in place."""
    found: set[str] = set()
    for file in Path(web.__file__).parent.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if "Notice(" in text or "from web.notices.sending import send" in text:
            found.update(one or other for one, other in KIND.findall(text))
    return found


def test_every_kind_that_the_site_writes_has_words() -> None:
    kinds = kinds_in_the_sources()
    assert {
        "roster_published",
        "roster_changed",
        "roster_submitted",
        "roster_returned",
        "roster_due",
        "solve_ended",
    } <= kinds
    assert kinds - MAKERS.keys() == set()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("kind", "payload", "words"),
    [
        ("roster_published", {}, ("2026年12月班表已发布", "The roster of December 2026 is published")),
        ("roster_submitted", {"role": "head"}, ("2026年12月班表等你审批", "waits for your approval")),
        ("roster_returned", {"reason": "缺员"}, ("2026年12月班表被退回", "was returned")),
        ("solve_ended", {"job": 3, "state": "done", "error": ""}, ("班表已生成", "is generated")),
        ("solve_ended", {"job": 3, "state": "done", "changed": True}, ("有变动", "was changed meanwhile")),
        ("solve_ended", {"job": 3, "state": "cancelled", "error": ""}, ("求解已停止", "was stopped")),
        ("solve_ended", {"job": 3, "state": "discarded", "error": ""}, ("求解已放弃", "was discarded")),
        ("solve_ended", {"job": 3, "state": "failed", "error": "x"}, ("没有排出班表", "gave no roster")),
        (
            "roster_changed",
            {"changes": [{"date": f"2026-12-0{n}", "old": "E", "new": None} for n in range(1, 6)]},
            ("你的班表变了 5 天", "Your roster changed on 5 days"),
        ),
    ],
)
def test_words_in_both_languages(
    app: Flask, office: Office, kind: str, payload: dict[str, object], words: tuple[str, str]
) -> None:
    tell(office, "00102", kind=kind, payload=payload)
    who = log_in(app, office)
    assert words[0] in who.get("/notices").text
    who.client.set_cookie("lunban_language", "en")
    page = who.get("/notices").text
    assert words[1] in page
    assert ("and 2 days more" in page) is (kind == "roster_changed")
