"""The reading side of a handover over HTTP: every act by whom it is for, and by nobody else."""

import dataclasses
import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from roster.handovers.life import HandoverState as State
from tests.web.browsing import Visitor, know_passwords, logged_in, visit_as
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NED, NIA, Evening, at, stored_evening
from tests.web.swaps.desk import PASSWORD
from web.accounts import passwords
from web.accounts.tables import User
from web.config import Config
from web.database import Database
from web.handovers.act_tables import HandoverHold, HandoverQuestion, HandoverReading
from web.handovers.amendment_tables import HandoverAmendment
from web.handovers.content_tables import HandoverCheck

Visit = Callable[[str], Visitor]
BOSS = "09001"


@pytest.fixture
def config(config: Config) -> Config:
    """The clock stands in the window of the middle shift."""
    shift = at(22, 40) - dt.datetime.now(tz=dt.UTC)
    return dataclasses.replace(config, today=DAY, clock_shift=shift)


@pytest.fixture
def evening(database: Database) -> Evening:
    """S0g with two things to look at; everybody's password is known."""
    found = stored_evening(database, overrides={"handover.checklist": ["desk", "communication"]})
    know_passwords(database, PASSWORD)
    return found


@pytest.fixture
def visit(app: Flask, evening: Evening) -> Visit:
    """Return a person's browser."""

    def visiting(number: str) -> Visitor:
        office = evening.office
        user_id = office.supervisor.user_id if number == BOSS else office.users[number]
        return visit_as(app, evening.database, user_id)

    return visiting


def post(who: Visitor, handover: int, act: str, evening: Evening, **fields: object) -> int:
    """Send a form as the page of the handover as it stands would, and return the status."""
    data = {"seen": evening.row(handover).lock_version, "version": evening.row(handover).version, **fields}
    return who.post(f"/handovers/{handover}/{act}", data=data).status_code


def checks(evening: Evening, handover: int) -> list[int]:
    with evening.database.read() as session:
        rows = session.scalars(
            select(HandoverCheck.id)
            .where(HandoverCheck.container_id == evening.row(handover).container_id)
            .order_by(HandoverCheck.position)
        )
        return list(rows)


def one(evening: Evening, table: type[HandoverQuestion | HandoverReading | HandoverHold]) -> int:
    with evening.database.read() as session:
        return session.scalars(select(table.id).order_by(table.id.desc())).first() or 0


def test_a_handover_goes_its_way_on_the_pages(evening: Evening, visit: Visit) -> None:
    """Important and urgent: said back and confirmed, asked and cleared, counted, signed by both."""
    handover = evening.submitted(now=at(22, 35), important="1", urgent="1")
    lea, nia, ann = visit(LEA), visit(NIA), visit(ANN)
    page = lea.get(f"/handovers/{handover}").text
    assert all(words in page for words in ("记录出错", "记录不完全", "记录遗漏", "存放出错"))
    assert post(nia, handover, "receive", evening) == 422, "not passed yet"
    assert post(lea, handover, "pass", evening, password=PASSWORD) == 302
    assert post(ann, handover, "receive", evening) == 422, "nobody receives their own"
    assert post(nia, handover, "receive", evening) == 302
    assert post(nia, handover, "items/1/read", evening) == 422, "it is to be said back"
    assert post(nia, handover, "items/1/read", evening, said_back="0:30 问进展") == 302
    reading = one(evening, HandoverReading)
    assert post(nia, handover, f"readings/{reading}/confirm", evening) == 422
    assert post(ann, handover, f"readings/{reading}/confirm", evening) == 302
    assert post(ann, handover, f"readings/{reading}/confirm", evening) == 302, "twice changes nothing"
    assert post(nia, handover, "questions", evening, item="1", question="谁回电？") == 302
    question = one(evening, HandoverQuestion)
    assert "谁回电？" in ann.get(f"/handovers/{handover}").text
    assert post(nia, handover, f"questions/{question}/answer", evening, answer="我") == 422
    assert post(ann, handover, f"questions/{question}/answer", evening, answer="梁慧") == 302
    assert post(ann, handover, f"questions/{question}/answer", evening, answer="又") == 422
    assert post(ann, handover, f"questions/{question}/clear", evening) == 422
    assert post(nia, handover, f"questions/{question}/clear", evening) == 302
    for check in checks(evening, handover):
        assert post(nia, handover, f"checks/{check}/verify", evening, seen=1) == 422, "not marked yet"
        assert post(ann, handover, f"checks/{check}", evening, mark="normal", seen=1) == 302
        assert post(ann, handover, f"checks/{check}/verify", evening, seen=2) == 422
        assert post(nia, handover, f"checks/{check}/verify", evening, seen=1) == 409, "changed meanwhile"
        assert post(nia, handover, f"checks/{check}/verify", evening, seen=2) == 302
    assert evening.state(handover) is State.CHECKED
    assert post(nia, handover, "sign-in", evening, password=PASSWORD) == 422, "outgoing signs first"
    assert post(nia, handover, "sign-out", evening, password=PASSWORD) == 422
    assert post(ann, handover, "sign-out", evening, password=PASSWORD) == 302
    assert post(nia, handover, "sign-in", evening, password=PASSWORD) == 302
    assert evening.state(handover) is State.COMPLETE
    page = nia.get(f"/handovers/{handover}").text
    assert re.search(r"责任已于 22:\d\d:\d\d 转给 员工00201", page)
    paper = ann.get(f"/handovers/{handover}/print").text
    assert all(words in paper for words in ("支付接口超时", "CS00102", "CS00201", "谁回电？", "打印"))


def test_a_wrong_password_signs_nothing_and_counts_for_the_lockout(evening: Evening, visit: Visit) -> None:
    handover = evening.submitted(now=at(22, 35))
    lea = visit(LEA)
    for _ in range(10):
        assert post(lea, handover, "pass", evening, password="wrong") == 422
    assert post(lea, handover, "pass", evening) == 422
    assert post(lea, handover, "pass", evening, password=PASSWORD) == 422, "locked out by ten failures"
    assert evening.state(handover) is State.SUBMITTED


def test_a_second_click_and_a_stale_page_are_409(evening: Evening, visit: Visit) -> None:
    handover = evening.submitted(now=at(22, 35))
    lea, nia = visit(LEA), visit(NIA)
    seen = evening.row(handover).lock_version
    form = {"seen": seen, "password": PASSWORD}
    assert lea.post(f"/handovers/{handover}/pass", data=form).status_code == 302
    again = lea.post(f"/handovers/{handover}/pass", data=form)
    assert again.status_code == 409
    assert "没有执行" in again.text
    post(nia, handover, "receive", evening)
    stale = nia.post(f"/handovers/{handover}/items/1/read", data={"version": "9"})
    assert stale.status_code == 409
    assert post(nia, handover, "items/1/read", evening) == 302
    assert post(nia, handover, "items/1/read", evening) == 302, "ticking twice changes nothing"


def test_returned_with_a_defect_recalled_and_the_first_version_kept(evening: Evening, visit: Visit) -> None:
    handover = evening.submitted(now=at(22, 35))
    lea, ann, dan = visit(LEA), visit(ANN), visit(DAN)
    assert post(lea, handover, "return", evening, reason="缺结果") == 422
    assert post(dan, handover, "return", evening, reason="缺", defects="wrong") == 403
    kept = lea.post(
        f"/handovers/{handover}/return",
        data={"seen": evening.row(handover).lock_version, "reason": "结果没写完", "defects": "unknown"},
    )
    assert (kept.status_code, "结果没写完</textarea>" in kept.text) == (422, True)
    assert post(lea, handover, "return", evening, reason="缺结果", defects="incomplete") == 302
    assert "缺结果" in ann.get(f"/handovers/{handover}").text
    assert post(ann, handover, "submit", evening) == 302
    assert post(lea, handover, "pass", evening, password=PASSWORD) == 302
    assert post(ann, handover, "recall", evening, reason="再改") == 403
    assert post(lea, handover, "recall", evening) == 422
    assert post(lea, handover, "recall", evening, reason="再改") == 302
    assert evening.state(handover) is State.RETURNED
    assert "支付接口超时" in lea.get(f"/handovers/{handover}/versions/1").text
    assert lea.get(f"/handovers/{handover}/versions/3").status_code == 404
    assert dan.get(f"/handovers/{handover}/versions/1").status_code == 404
    assert lea.get(f"/handovers/{handover}").status_code == 200


@pytest.mark.parametrize(("decision", "state"), [("send_back", State.RETURNED), ("order", State.CHECKED)])
def test_refused_and_decided_by_the_superior(
    evening: Evening, visit: Visit, decision: str, state: State
) -> None:
    handover = evening.receiving(now=at(22, 38))
    nia, boss, lea = visit(NIA), visit(BOSS), visit(LEA)
    assert post(nia, handover, "refuse", evening) == 422
    assert post(lea, handover, "refuse", evening, reason="不行") == 422
    assert post(nia, handover, "refuse", evening, reason="清点不符") == 302
    page = boss.get(f"/handovers/{handover}").text
    assert "清点不符" in page
    assert post(lea, handover, "decide", evening, decision=decision, reason="好") == 422
    assert post(boss, handover, "decide", evening, decision=decision) == 422
    assert post(boss, handover, "decide", evening, decision=decision, reason="已核实") == 302
    assert evening.state(handover) is state
    assert nia.get(f"/handovers/{handover}").status_code == 200


def test_somebody_else_is_appointed_and_reads_anew(evening: Evening, visit: Visit) -> None:
    handover = evening.receiving(now=at(22, 38))
    ned, lea, nia = visit(NED), visit(LEA), visit(NIA)
    post(nia, handover, "items/1/read", evening)
    assert ned.get(f"/handovers/{handover}").status_code == 404
    people = evening.office.people
    page = lea.get(f"/handovers/{handover}").text
    assert page.index(f'<option value="{people[NED]}">') < page.index(f'<option value="{people[DAN]}">')
    assert post(lea, handover, "appoint", evening, person="x", reason="替班") == 422
    assert post(lea, handover, "appoint", evening, person=people[ANN], reason="替班") == 422
    assert post(lea, handover, "appoint", evening, person=people[NED], reason="替班") == 302
    assert post(nia, handover, "receive", evening) in {403, 404, 422}
    assert post(ned, handover, "receive", evening) == 302
    assert 'id="read-1"' in ned.get(f"/handovers/{handover}").text


def test_a_fault_stops_it_and_is_lifted(evening: Evening, visit: Visit) -> None:
    handover = evening.receiving(now=at(22, 38))
    nia, lea, ann, ned = visit(NIA), visit(LEA), visit(ANN), visit(NED)
    assert post(ned, handover, "hold", evening, kind="suspended", reason="断网") == 404
    for kind in ("", "held_over", "blocked", "blocked:FC99", "nonsense", "suspended:FC1"):
        assert post(nia, handover, "hold", evening, kind=kind, affects="1", reason="断网") == 422
    assert post(nia, handover, "hold", evening, kind="temporary", reason="断网") == 422, "a leader's"
    assert post(nia, handover, "hold", evening, kind="suspended", affects="1", reason="断网") == 302
    assert post(nia, handover, "items/1/read", evening) == 422
    page = ann.get(f"/handovers/{handover}").text
    assert "断网" in page
    hold = one(evening, HandoverHold)
    assert post(nia, handover, f"holds/{hold}/lift", evening, reason="好了") == 422
    assert post(lea, handover, f"holds/{hold}/lift", evening) == 422
    assert post(lea, handover, f"holds/{hold}/lift", evening, reason="好了") == 302
    assert post(lea, handover, f"holds/{hold}/lift", evening, reason="好了") == 422
    assert post(nia, handover, "items/1/read", evening) == 302


def test_several_are_passed_and_signed_by_one_password(evening: Evening, visit: Visit) -> None:
    mine = [evening.submitted(who, now=at(22, 35)) for who in (ANN, DAN)]
    lea, nia = visit(LEA), visit(NIA)

    def chosen(*, stale: bool = False) -> list[str]:
        return [f"{each}:{evening.row(each).lock_version - stale}" for each in mine]

    index = lea.get("/handovers").text
    assert all(f'value="{each}"' in index for each in chosen())
    assert lea.post("/handovers/pass", data={"record": chosen()}).status_code == 422, "no password"
    form = {"record": [chosen()[0], chosen(stale=True)[1], "x:y", ""], "password": PASSWORD}
    assert lea.post("/handovers/pass", data=form).status_code == 409
    assert [evening.state(each) for each in mine] == [State.READY, State.SUBMITTED]
    form = {"record": chosen()[1:], "password": PASSWORD}
    assert lea.post("/handovers/pass", data=form).status_code == 302
    for each in mine:
        post(nia, each, "receive", evening)
        post(nia, each, "items/1/read", evening)
    for check in checks(evening, mine[0]):
        post(lea, mine[0], f"checks/{check}", evening, mark="normal", seen=1)
        post(nia, mine[0], f"checks/{check}/verify", evening, seen=2)
    for who, each in zip((ANN, DAN), mine, strict=True):
        assert post(visit(who), each, "sign-out", evening, password=PASSWORD) == 302
    assert "另有 1 份" in nia.get(f"/handovers/{mine[0]}").text
    form = {"record": chosen(), "password": PASSWORD}
    assert nia.post("/handovers/sign-in", data=form).status_code == 302
    assert [evening.state(each) for each in mine] == [State.COMPLETE, State.COMPLETE]
    assert nia.post("/handovers/sign-in", data=form).status_code == 409


def test_who_was_not_face_to_face_signs_anew(app: Flask, database: Database, config: Config) -> None:
    found = stored_evening(
        database,
        overrides={"handover.face_to_face": "required_else_invalid", "handover.checklist": []},
    )
    handover = found.checked(now=at(22, 40))
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        users = {number: session.get_one(User, found.office.users[number]) for number in (ANN, NIA)}
        for user in users.values():
            user.password = hashed
        ann, nia = (logged_in(app, session, users[number]) for number in (ANN, NIA))
        session.commit()
    assert post(ann, handover, "sign-out", found, password=PASSWORD) == 302
    assert post(nia, handover, "sign-in", found, password=PASSWORD) == 302
    assert found.state(handover) is State.INVALID
    assert "当面" in nia.get(f"/handovers/{handover}").text
    assert post(nia, handover, "redo", found) == 302
    assert found.told(ANN)[-1] == "handover_redone"
    assert post(ann, handover, "sign-out", found, password=PASSWORD) == 302
    assert post(nia, handover, "sign-in", found, password=PASSWORD, met="1") == 302
    assert (found.state(handover), found.row(handover).face_to_face) == (State.COMPLETE, True)


def test_odd_input_never_breaks(evening: Evening, visit: Visit) -> None:
    handover = evening.receiving(now=at(22, 38))
    nia, lea = visit(NIA), visit(LEA)
    odd = ("", "-1", "9" * 30, "x", "\0", "é" * 600)
    for text in odd:
        for act, name in (
            ("items/1/read", "version"), ("questions", "question"), ("questions", "item"),
            ("questions", "check"), ("questions", "version"), ("receive", "seen"), ("sign-in", "seen"),
            ("refuse", "reason"), ("hold", "kind"), ("sign-in", "password"), ("items/77/read", "said_back"),
        ):  # fmt: skip
            fields = {"question": "?", "version": "1", "seen": "1", name: text}
            answer = nia.post(f"/handovers/{handover}/{act}", data=fields)
            assert answer.status_code in {302, 409, 422}, (act, name, text)
        for act, name in (("appoint", "person"), ("return", "defects"), ("decide", "decision")):
            answer = lea.post(f"/handovers/{handover}/{act}", data={"reason": "r", name: text})
            assert answer.status_code in {409, 422}, (act, name, text)
        for address in ("/handovers/pass", "/handovers/sign-in"):
            assert lea.post(address, data={"record": text, "password": text}).status_code == 422
        check = checks(evening, handover)[0]
        assert (
            nia.post(f"/handovers/{handover}/checks/{check}/verify", data={"seen": text}).status_code == 422
        )
    for address in (
        "checks/999999",
        "checks/999999/verify",
        "questions/999999/answer",
        "readings/999999/confirm",
    ):
        assert post(nia, handover, address, evening) == 404
    assert nia.get("/handovers/999999/print").status_code == 404


def test_an_amendment_stands_below_the_signatures_on_page_and_print(evening: Evening, visit: Visit) -> None:
    handover = evening.checked(now=at(22, 45))
    ann, nia = visit(ANN), visit(NIA)
    for check in checks(evening, handover):
        assert post(ann, handover, f"checks/{check}", evening, mark="normal", seen=1) == 302
        assert post(nia, handover, f"checks/{check}/verify", evening, seen=2) == 302
    assert post(ann, handover, "sign-out", evening, password=PASSWORD) == 302
    assert post(nia, handover, "sign-in", evening, password=PASSWORD) == 302
    words = {"text": "回电改为 0:40", "reason": "客户改期", "token": "t1"}
    assert post(ann, handover, "amendments", evening, password="wrong", **words) == 422
    assert post(ann, handover, "amendments", evening, password=PASSWORD, **words) == 302
    page = nia.get(f"/handovers/{handover}").text
    assert "回电改为 0:40" in page
    assert "我已知悉" in page
    with evening.database.read() as session:
        amendment = session.scalars(select(HandoverAmendment.id)).one()
    assert post(nia, handover, f"amendments/{amendment}/note", evening) == 302
    assert "我已知悉" not in nia.get(f"/handovers/{handover}").text
    printed = nia.get(f"/handovers/{handover}/print").text
    assert "回电改为 0:40" in printed
    assert "客户改期" in printed
    assert printed.index("接班方") < printed.index("回电改为 0:40")
