"""Leave over HTTP, doubled and raced; odd forms; what others may see; words for everything."""

from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.web.browsing import Visitor, logged_in
from tests.web.leave.bench import ANN, BEN, DAN, NOW, Bench, december, stored_bench
from tests.web.storage.centre import all_at_once
from web.accounts.tables import User
from web.database import Database
from web.leave import deciding
from web.leave.effecting import Cover
from web.leave.steps import LeaveAnswer
from web.leave.tables import LeaveConsent, LeaveRequest
from web.notices.sending import send
from web.notices.words import MAKERS
from web.rosters.tables import RosterVersion

FREE = "00104"


@pytest.fixture
def bench(database: Database) -> Bench:
    return stored_bench(database, further=[FREE])


def visiting(app: Flask, bench: Bench, user_id: int) -> Visitor:
    with bench.database.write() as session:
        found = logged_in(app, session, session.get_one(User, user_id))
        session.commit()
    return found


FORM = {"kind": "sick", "first": "2026-12-08", "last": "", "reason": "发烧", "token": "one"}


def test_a_double_click_is_one_request(app: Flask, bench: Bench) -> None:
    ann = visiting(app, bench, bench.desk.office.users[ANN])
    answers = [ann.post("/leave", data=FORM) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    with bench.database.read() as session:
        assert session.scalar(select(func.count(LeaveRequest.id))) == 1


def test_of_several_who_approve_at_once_one_does(bench: Bench) -> None:
    asked, together = bench.ask(8), Barrier(4)
    covers = {december(8): Cover(stand_in=FREE)}

    def approve() -> bool:
        together.wait()
        return bench.act(deciding.approve, bench.desk.leader, asked, covers=covers).done

    assert sorted(all_at_once([approve] * 4)) == [False, False, False, True]
    with bench.database.read() as session:
        assert session.scalar(select(func.count(LeaveConsent.id))) == 1
        assert session.scalar(select(func.count(RosterVersion.id))) == 2


def test_a_double_click_at_the_same_instant_is_one_request(bench: Bench) -> None:
    together = Barrier(4)

    def click() -> bool:
        together.wait()
        return bench.ask(8, token="once").done

    assert all_at_once([click] * 4) == [True] * 4
    with bench.database.read() as session:
        assert session.scalar(select(func.count(LeaveRequest.id))) == 1


def test_withdrawing_beside_approving_ends_in_one_of_them(bench: Bench) -> None:
    for day in (8, 12, 16):
        asked, together = bench.ask(day), Barrier(2)
        covers = {december(day): Cover(reason="够人")}

        def approve(seen: LeaveAnswer = asked, at: Barrier = together, covers: object = covers) -> bool:
            at.wait()
            return bench.act(deciding.approve, bench.desk.leader, seen, covers=covers).done

        def withdraw(seen: LeaveAnswer = asked, at: Barrier = together) -> bool:
            at.wait()
            return bench.act(deciding.withdraw, bench.actor(ANN), seen).done

        assert sorted(all_at_once([approve, withdraw])) == [False, True]


def test_approved_over_http_with_a_cover_or_left_open_with_a_reason(app: Flask, bench: Bench) -> None:
    asked = bench.ask(8, 10)
    first = bench.act(deciding.approve, bench.desk.leader, asked)
    who = visiting(app, bench, bench.desk.office.supervisor.user_id)
    shown = who.get(f"/leave/{asked.leave_id}").text
    assert "cover-2026-12-08" in shown
    assert "cover-2026-12-09" not in shown
    form = {"seen": str(first.lock_version), "cover-2026-12-08": FREE, "cover-2026-12-10": "open"}
    refused = who.post(f"/leave/{asked.leave_id}/approve", data=form)
    assert refused.status_code == 422
    assert "12月10日 周四：写明为什么空着。" in refused.text
    stale = who.post(f"/leave/{asked.leave_id}/approve", data=form | {"seen": "0"})
    assert stale.status_code == 409
    done = who.post(f"/leave/{asked.leave_id}/approve", data=form | {"why-2026-12-10": "话务少"})
    assert done.status_code == 302
    page = who.get(f"/leave/{asked.leave_id}").text
    assert "空着：话务少" in page
    assert "员工00104顶班" in page


def test_whoever_decides_sees_who_else_is_away_and_what_was_taken(app: Flask, bench: Bench) -> None:
    bench.approve(bench.ask(8, who=DAN), {december(8): Cover(reason="够人")})
    bench.approve(bench.ask(12), {december(12): Cover(reason="够人")})
    bench.ask(8, who=BEN)
    asked = bench.ask(8)
    page = visiting(app, bench, bench.desk.office.users["00101"]).get(f"/leave/{asked.leave_id}").text
    cells = page.split('<td class="num">')[1:4]
    assert [cell[0] for cell in cells] == ["1", "1", "1"]
    assert "事假 1 天" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"first": "never"}, "写明起止日期。"),
        ({"first": "2026-12-08", "last": "2026-12-01"}, "最后一天"),
        ({"kind": "holiday"}, "选好请假种类"),
        ({"reason": "很" * 501}, "最多 500"),
        ({"kind": "marriage"}, "本部门没有“婚假”这种假"),
    ],
)
def test_odd_forms_come_back_with_what_was_written(
    app: Flask, bench: Bench, form: dict[str, str], said: str
) -> None:
    ann = visiting(app, bench, bench.desk.office.users[ANN])
    answer = ann.post("/leave", data=FORM | form)
    assert answer.status_code == 422
    assert said in answer.text
    assert (form.get("reason") or "发烧") in answer.text


def test_a_colleague_sees_neither_the_leave_nor_its_reason(app: Flask, bench: Bench) -> None:
    asked = bench.approve(bench.ask(8, kind="sick"), {december(8): Cover(stand_in=FREE)})
    free = visiting(app, bench, bench.desk.office.users[FREE])
    assert free.get(f"/leave/{asked.leave_id}").status_code == 404
    notices = free.get("/notices").text
    assert "由你替员工00102顶班" in notices
    assert "病假" not in notices
    assert "家里有事" not in notices


def test_a_late_one_and_a_gap_in_the_source_are_said_to_whoever_decides(app: Flask, bench: Bench) -> None:
    five = bench.ask(14, 18)
    for role in ("leader", "supervisor"):
        five = bench.act(deciding.approve, bench.chain[role], five)
    head = visiting(app, bench, bench.desk.office.head.user_id)
    assert "原制度没有规定" in head.get(f"/leave/{five.leave_id}").text
    assert "等你审批" in head.get("/notices").text


def test_every_notice_of_leave_has_words(app: Flask, bench: Bench) -> None:
    facts = {
        "leave": 1,
        "person": "员工",
        "kind": "sick",
        "first": "2026-12-08",
        "last": "2026-12-09",
        "reason": "发烧",
        "expires": "2026-12-08T00:00:00+00:00",
        "due": "2026-12-10",
        "by": "组长",
        "back_on": "2026-12-09",
        "stand_in": "员工",
        "date": "2026-12-08",
    }
    kinds = sorted(kind for kind in MAKERS if kind.startswith("leave_"))
    assert len(kinds) == 17
    ann = bench.desk.office.users[ANN]
    with bench.database.write() as session:
        for kind in kinds:
            send(session, kind, {ann: facts}, key="1", now=NOW)
        session.commit()
    shown = visiting(app, bench, ann).get("/notices").text
    assert shown.count("病假") >= 10
    assert "由你替员工顶班" in shown
