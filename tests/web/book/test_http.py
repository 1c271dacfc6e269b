"""The book over HTTP: both sides on their pages, in both languages."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask

from roster.handovers.life import HandoverState as State
from roster.handovers.occasions import Direction
from tests.web.book.desk import ANN, DAN, FAN, QIN, TUESDAY, Desk, at, stored_desk
from tests.web.browsing import Visitor, know_passwords, logged_in, visit_as
from tests.web.swaps.desk import PASSWORD
from web.accounts.tables import User
from web.config import Config
from web.database import Database

Visit = Callable[[str | int], Visitor]


@pytest.fixture
def config(config: Config) -> Config:
    """The clock stands at 17:50."""
    return dataclasses.replace(config, today=TUESDAY, clock_shift=at(17, 50) - dt.datetime.now(tz=dt.UTC))


@pytest.fixture
def desk(database: Database) -> Desk:
    """Everybody's password is known."""
    found = stored_desk(database)
    know_passwords(database, PASSWORD)
    return found


@pytest.fixture
def visit(app: Flask, desk: Desk) -> Visit:
    """Return a person's browser."""

    def visiting(who: str | int) -> Visitor:
        return visit_as(app, desk.database, desk.office.users[who] if isinstance(who, str) else who)

    return visiting


def post(who: Visitor, desk: Desk, book: int, act: str, **fields: object) -> int:
    data = {"seen": desk.row(book).lock_version, "version": desk.row(book).version, **fields}
    return who.post(f"/book/{book}/{act}", data=data).status_code


def test_the_book_goes_its_way_on_the_pages(desk: Desk, visit: Visit) -> None:
    desk.log(ANN, "催单两次", now=at(16))
    ann, qin = visit(ANN), visit(QIN)
    assert "打开到点的交接本" in ann.get("/book").text
    assert ann.post("/book/open").status_code == 302
    book = desk.book(Direction.TO_DESK)
    assert "催单两次" in ann.get(f"/book/{book}").text
    assert post(ann, desk, book, "give", password="wrong") == 422
    assert desk.state(book) is State.PREPARING
    assert post(ann, desk, book, "give", password=PASSWORD, note="钥匙") == 302
    assert "等你" in qin.get("/").text, "the desk's first page says so"
    page = qin.get(f"/book/{book}").text
    assert "催单两次" in page
    assert "钥匙" in page
    assert post(qin, desk, book, "take", password=PASSWORD) == 422
    assert post(qin, desk, book, "items/1/read") == 302
    assert post(qin, desk, book, "items/1/read") == 302, "twice changes nothing"
    assert post(qin, desk, book, "items/2/read") == 302
    assert post(qin, desk, book, "items/9/read") == 422
    assert post(qin, desk, book, "take", password=PASSWORD, seen=1) == 409
    assert post(qin, desk, book, "take", password=PASSWORD) == 302
    assert desk.state(book) is State.COMPLETE
    assert "账号00102" in qin.get(f"/book/{book}").text
    assert "保安S1" in ann.get(f"/book/{book}").text


def test_the_desk_keeps_the_night_in_the_duty_log(desk: Desk, visit: Visit) -> None:
    qin = visit(QIN)
    assert 'action="/duty-log/entries"' in qin.get("/duty-log").text
    written = {"kind": "complaint", "body": "漏水 13812345678", "token": "t1"}
    assert qin.post("/duty-log/entries", data=written).status_code == 302
    assert "138****5678" in qin.get("/duty-log").text


def test_a_superior_names_the_desks_manager(desk: Desk, visit: Visit) -> None:
    boss = visit(desk.office.supervisor.user_id)
    assert boss.post("/book/manager", data={"manager": desk.office.users[FAN]}).status_code == 302
    assert "保安S2" in boss.get("/book").text
    assert boss.post("/book/manager", data={"manager": desk.office.users[ANN]}).status_code == 422
    assert visit(DAN).post("/book/manager", data={"manager": "1"}).status_code == 403


def test_a_refusal_and_its_decision_on_the_pages(desk: Desk, visit: Visit) -> None:
    book = desk.given(ANN, Direction.TO_DESK, now=at(17, 50))
    qin, boss = visit(QIN), visit(desk.office.supervisor.user_id)
    assert post(qin, desk, book, "refuse", reason="") == 422
    assert post(qin, desk, book, "refuse", reason="没写楼层") == 302
    assert "没写楼层" in boss.get(f"/book/{book}").text
    assert post(boss, desk, book, "decide", decision="send_back", reason="补楼层") == 302
    assert "补楼层" in visit(ANN).get(f"/book/{book}").text
    assert desk.state(book) is State.RETURNED


def test_a_department_without_a_book_says_so(database: Database, app: Flask) -> None:
    desk = stored_desk(database, overrides={"handover.cross_department": None})
    with database.write() as session:
        ann = logged_in(app, session, session.get_one(User, desk.office.users[ANN]))
        session.commit()
    assert "没有与其他部门的交接" in ann.get("/book").text
    assert 'href="/book"' not in ann.get("/handovers").text
