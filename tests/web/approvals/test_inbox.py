"""The inbox over HTTP: whose it is, what it shows, and how a decision is answered."""

import re
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import event

from roster.swaps.life import SwapState
from tests.web.browsing import Visitor
from tests.web.rosters.desks import as_role, sit_down
from tests.web.rosters.office import NOW
from tests.web.swaps.crowd import stored_crowd
from tests.web.swaps.desk import ANN, BEN, CAI, DAN, Desk, give, stored_desk
from web.database import Database, current_database
from web.rosters.lifecycle import submit
from web.swaps import deciding
from web.swaps.steps import SwapAnswer

SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def desk(database: Database) -> Desk:
    return stored_desk(database)


def agreed(desk: Desk, day: int = 8, one: str = ANN, two: str = BEN) -> SwapAnswer:
    """A swap that waits for the leader."""
    asked = desk.exchange(day, one, two)
    return desk.act(deciding.agree, desk.actor(two), asked)


def leader(app: Flask, desk: Desk, number: str = "00101") -> Visitor:
    return sit_down(app, desk.office, desk.office.users[number])


def form(swap: SwapAnswer, **further: object) -> dict[str, object]:
    return {"inbox": "", "next": "/approvals?item=swap-99", "seen": swap.lock_version, **further}


def keys(page: str) -> list[str]:
    return re.findall(r'class="inbox-line" id="item-([a-z]+-\d+)"', page)


@SQLITE
def test_only_those_who_approve_have_an_inbox(app: Flask, desk: Desk) -> None:
    swap = agreed(desk)
    for role in ("agent", "security_desk", "auditor", "admin"):
        assert as_role(app, desk.office, role).get("/approvals").status_code == 403
    for visitor in (leader(app, desk), leader(app, desk, "00201")):
        assert keys(visitor.get("/approvals").text) == [f"swap-{swap.swap_id}"]
    for actor in (desk.office.supervisor, desk.office.head):
        assert "没有待办" in sit_down(app, desk.office, actor.user_id).get("/approvals").text
    assert "没有待办" in as_role(app, desk.office, "hr").get("/approvals").text


@SQLITE
def test_a_leader_sees_no_roster_and_no_swap_of_another_team_or_of_their_own(app: Flask, desk: Desk) -> None:
    version = desk.office.draft()
    with desk.database.write() as session:
        assert submit(session, desk.office.supervisor, version, seen=1, now=NOW).done
    swap = desk.ask(give(9, CAI, "00201"))
    assert desk.act(deciding.agree, desk.actor("00201"), swap).done
    assert "没有待办" in leader(app, desk).get("/approvals").text
    assert "没有待办" in leader(app, desk, "00201").get("/approvals").text
    supervisor = sit_down(app, desk.office, desk.office.supervisor.user_id)
    assert keys(supervisor.get("/approvals").text) == [f"roster-{version}", f"swap-{swap.swap_id}"]


@SQLITE
@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_a_swap_shows_rules_coverage_hours_and_the_days_before_and_after(
    app: Flask, desk: Desk, language: str
) -> None:
    agreed(desk)
    visitor = leader(app, desk)
    visitor.client.set_cookie("lunban_language", language)
    page = visitor.get("/approvals").text
    said = {
        "zh_Hans_CN": (
            "员工00102 ↔ 员工00202",
            "12月8日 周二 早班 ↔ 中班",
            "覆盖不变",
            "最短休息",
            "家里有事",
        ),
        "en": ("员工00102 ↔ 员工00202", "Tue 8 Dec", "Coverage unchanged", "Shortest rest"),
    }[language]
    for words in said:
        assert words in page
    assert '<td class="on"><del>' in page
    assert 'class="cnt">1</span>' in page


def test_approving_leads_to_the_next_and_the_count_goes_down(app: Flask, desk: Desk) -> None:
    first, second = agreed(desk), agreed(desk, 12)
    visitor = leader(app, desk)
    page = visitor.get("/approvals").text
    assert keys(page) == [f"swap-{first.swap_id}", f"swap-{second.swap_id}"]
    assert 'class="cnt">2</span>' in page
    onward = f"/approvals?item=swap-{second.swap_id}"
    assert f'name="next" value="{onward}"' in page
    done = visitor.post(f"/swaps/{first.swap_id}/approve", data=form(first, next=onward))
    assert done.headers["Location"] == onward
    assert desk.state(first.swap_id) is SwapState.EFFECTIVE
    page = visitor.get(onward).text
    assert keys(page) == [f"swap-{second.swap_id}"]
    assert "已批准，双方会收到通知。" in page


@SQLITE
def test_returning_needs_a_reason_and_stays_in_the_inbox(app: Flask, desk: Desk) -> None:
    swap = agreed(desk)
    visitor = leader(app, desk)
    refused = visitor.post(f"/swaps/{swap.swap_id}/reject", data=form(swap, reason="  "))
    assert refused.status_code == 422
    assert "写明" in refused.text
    assert keys(refused.text) == [f"swap-{swap.swap_id}"]
    done = visitor.post(f"/swaps/{swap.swap_id}/reject", data=form(swap, reason="缺投诉技能"))
    assert done.headers["Location"] == "/approvals?item=swap-99"
    assert desk.state(swap.swap_id) is SwapState.REJECTED


def test_a_stale_decision_is_409_in_the_inbox_with_what_changed(app: Flask, desk: Desk) -> None:
    swap = agreed(desk)
    visitor = leader(app, desk)
    stale = visitor.post(f"/swaps/{swap.swap_id}/approve", data=form(swap, seen=1))
    assert stale.status_code == 409
    assert keys(stale.text) == [f"swap-{swap.swap_id}"]
    assert "现在是“待批准”" in stale.text
    assert f'name="seen" value="{swap.lock_version}"' in stale.text
    assert desk.state(swap.swap_id) is SwapState.RULE_CHECKED
    assert visitor.post(f"/swaps/{swap.swap_id}/approve", data={"seen": 1}).status_code == 409


@SQLITE
def test_a_roster_that_moved_meanwhile_is_409_with_the_cell(app: Flask, desk: Desk) -> None:
    swap = agreed(desk)
    other = desk.exchange(8, DAN, ANN)
    desk.effective(other, by=ANN)
    refused = leader(app, desk).post(f"/swaps/{swap.swap_id}/approve", data=form(swap))
    assert refused.status_code == 409
    assert "员工00202" in refused.text
    assert "12月8日" in refused.text
    assert keys(refused.text) == [f"swap-{swap.swap_id}"]
    assert "不可以" in refused.text


@SQLITE
def test_what_somebody_else_decided_is_named_and_the_next_is_shown(app: Flask, desk: Desk) -> None:
    first, second = agreed(desk), agreed(desk, 12)
    assert desk.act(deciding.approve, desk.leader, first).done
    refused = leader(app, desk, "00201").post(f"/swaps/{first.swap_id}/approve", data=form(first))
    assert refused.status_code == 409
    assert keys(refused.text) == [f"swap-{second.swap_id}"]
    assert "已经不再等你" in refused.text


@SQLITE
def test_rosters_are_decided_in_the_inbox_too(app: Flask, desk: Desk) -> None:
    version = desk.office.draft()
    with desk.database.write() as session:
        act = submit(session, desk.office.supervisor, version, seen=1, now=NOW)
    visitor = sit_down(app, desk.office, desk.office.supervisor.user_id)
    page = visitor.get("/approvals").text
    for words in ("2026年12月 v", "每人工时", "前后对比", "与生效版本相差"):
        assert words in page
    mark = {"inbox": "", "next": "/approvals"}
    stale = visitor.post(f"/rosters/versions/{version}/approve", data={**mark, "seen": 1})
    assert (stale.status_code, keys(stale.text)) == (409, [f"roster-{version}"])
    done = visitor.post(f"/rosters/versions/{version}/approve", data={**mark, "seen": act.lock_version})
    assert done.headers["Location"] == "/approvals"
    assert "发布" in visitor.get("/approvals").text


@SQLITE
def test_a_part_is_the_detail_alone(app: Flask, desk: Desk) -> None:
    swap = agreed(desk)
    part = leader(app, desk).get(
        f"/approvals?item=swap-{swap.swap_id}", headers={"HX-Request": "true", "HX-Target": "inbox-detail"}
    )
    assert "<html" not in part.text
    assert f'data-key="swap-{swap.swap_id}"' in part.text


@SQLITE
def test_the_number_of_queries_does_not_grow_with_what_waits(app: Flask, database: Database) -> None:
    crowd = stored_crowd(database, leaders=1, pairs=3)
    visitor = sit_down(app, crowd.office, crowd.office.users["00410"])
    counts = []
    for days in ([2], [4, 6, 8, 10]):
        more_swaps(crowd, days)
        counts.append(queries(app, visitor))
    assert counts[0] == counts[1]


def more_swaps(crowd: Desk, days: Sequence[int]) -> None:
    """Let every pair ask and agree on each of the days."""
    people = sorted(number for number in crowd.office.people if number.startswith("003"))
    for day in days:
        for one, two in zip(people[::2], people[1::2], strict=True):
            swap = crowd.ask(give(day, one, two), give(day, two, one))
            assert crowd.act(deciding.agree, crowd.actor(two), swap).done


def queries(app: Flask, visitor: Visitor) -> int:
    """Return how many statements the page sends."""
    found: list[str] = []
    with app.app_context():
        engine = current_database().engine

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    page = visitor.get("/approvals")
    event.remove(engine, "before_cursor_execute", note)
    assert page.status_code == 200
    return len(found)
