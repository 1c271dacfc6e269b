"""Balances entry by entry: entered by HR, by file, shown to who asks, who decides, and HR."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from roster.leave.asking import LeaveKind
from tests.web.browsing import Visitor
from tests.web.imports.files import xlsx
from tests.web.leave.bench import ANN, BEN, NOW, OPEN, Bench, december
from tests.web.leave.test_http import visiting
from web.accounts.actor import Actor
from web.errors import NotFound
from web.leave import balances, deciding
from web.leave.balance_tables import EntryKind, LeaveEntry
from web.records.tables import AuditEvent
from web.refusal import Refusal

PERSONAL = LeaveKind.PERSONAL


def enter(bench: Bench, *, actor: Actor | None = None, who: str = ANN, **further: object) -> list[Refusal]:
    whole: dict[str, object] = {
        "kind": "personal",
        "year": 2026,
        "entry": EntryKind.GRANT,
        "half_days": 10,
        "token": f"{further}",
    }
    with bench.database.write() as session:
        new = balances.NewEntry(**(whole | further))  # type: ignore[arg-type]
        return balances.enter(session, actor or bench.hr, bench.desk.office.people[who], new, now=NOW)


def codes(reasons: list[Refusal]) -> list[str]:
    return [reason.code for reason in reasons]


def left(bench: Bench, who: str = ANN) -> tuple[int, int, int]:
    with bench.database.read() as session:
        found = balances.balance_of(session, bench.desk.office.people[who])[PERSONAL, 2026]
        return found.granted, found.taken, found.pending


def test_entries_are_added_never_overwritten_and_a_form_sent_twice_is_one(bench: Bench) -> None:
    for _ in range(2):
        assert enter(bench) == []
    assert enter(bench, entry=EntryKind.CORRECTION, half_days=-3, reason="入职晚") == []
    assert left(bench) == (7, 0, 0)
    with bench.database.read() as session:
        rows = session.scalars(select(LeaveEntry).order_by(LeaveEntry.id)).all()
        assert [(row.entry, row.half_days, row.reason) for row in rows] == [
            (EntryKind.GRANT, 10, ""),
            (EntryKind.CORRECTION, -3, "入职晚"),
        ]
        noted = session.scalars(select(AuditEvent.action).where(AuditEvent.object_type == "leave_entry"))
        assert list(noted) == ["leave_entry.grant", "leave_entry.correction"]


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ({"kind": "sick"}, ["leave_no_entitlement"]),
        ({"kind": "marriage", "year": None}, ["leave_no_entitlement", "leave_year"]),
        ({"half_days": None}, ["leave_entry_days"]),
        ({"half_days": -2}, ["leave_entry_days", "leave_granted_below_zero"]),
        ({"half_days": 733}, ["leave_entry_days"]),
        ({"entry": EntryKind.CORRECTION}, ["leave_reason_missing"]),
        ({"entry": EntryKind.CORRECTION, "half_days": -1, "reason": "x"}, ["leave_granted_below_zero"]),
        ({"token": ""}, ["leave_malformed"]),
    ],
)
def test_what_cannot_be_entered_is_refused_with_every_reason(
    bench: Bench, odd: dict[str, Any], said: list[str]
) -> None:
    assert codes(enter(bench, **odd)) == said
    with bench.database.read() as session:
        assert session.scalar(select(func.count(LeaveEntry.id))) == 0


def test_nobody_enters_for_people_beyond_reach(bench: Bench) -> None:
    with pytest.raises(NotFound):
        enter(bench, actor=bench.actor(BEN))


def test_taken_and_asked_for_follow_the_life_of_the_leave(bench: Bench) -> None:
    enter(bench)
    bench.approve(bench.ask(8), {december(8): OPEN})
    bench.ask(12)
    assert left(bench) == (10, 2, 2)
    asked = bench.ask(16)
    bench.act(deciding.withdraw, bench.actor(ANN), asked)
    assert left(bench) == (10, 2, 2)


def test_beyond_the_balance_it_is_asked_for_all_the_same_and_the_approver_is_told(
    app: Flask, bench: Bench
) -> None:
    enter(bench, half_days=3)
    bench.approve(bench.ask(8), {december(8): OPEN})
    asked = bench.ask(12)
    assert asked.done
    leader = visiting(app, bench, bench.desk.leader.user_id)
    for address in (f"/leave/{asked.leave_id}", "/approvals"):
        page = leader.get(address).text
        assert "超出余额：申请 1 天，2026年可用 0.5 天；不因此禁止" in page
    assert "2026年剩 0.5 天／共 1.5 天" in page


def test_who_asks_sees_what_is_left_before_asking(app: Flask, bench: Bench) -> None:
    ann = visiting(app, bench, bench.desk.office.users[ANN])
    assert "没有登记额度" in ann.get("/leave/new").text
    enter(bench)
    page = ann.get("/leave/new").text
    assert '<td class="num"><strong>5</strong></td>' in page
    assert "没有登记额度" not in page


def hr_of(app: Flask, bench: Bench) -> Visitor:
    return visiting(app, bench, bench.hr.user_id)


def test_hr_sees_a_table_and_a_person_only_their_own(app: Flask, bench: Bench) -> None:
    enter(bench)
    person = bench.desk.office.people[ANN]
    hr = hr_of(app, bench)
    assert "剩 5／共 5" in hr.get("/leave/balances?year=2026").text
    assert "本年度还没有登记额度" in hr.get("/leave/balances?year=2030").text
    form = {"kind": "personal", "year": "2026", "entry": "correction", "days": "-0.5", "token": "t"}
    refused = hr.post(f"/leave/balances/{person}", data=form)
    assert (refused.status_code, "写明原因" in refused.text) == (422, True)
    assert hr.post(f"/leave/balances/{person}", data=form | {"reason": "算错"}).status_code == 302
    ann = visiting(app, bench, bench.desk.office.users[ANN])
    page = ann.get(f"/leave/balances/{person}").text
    assert "-0.5" in page
    assert "新登记" not in page
    assert ann.post(f"/leave/balances/{person}", data=form).status_code == 403
    ben = visiting(app, bench, bench.desk.office.users[BEN])
    assert ben.get(f"/leave/balances/{person}").status_code == 404
    assert ben.get("/leave/balances").status_code == 403


def taken_in(hr: Visitor, data: bytes, name: str) -> str:
    held = hr.post("/leave/balances/import", data={"file": (io.BytesIO(data), name)})
    review = held.headers["Location"]
    shown = hr.get(review).text
    done = hr.post(review, data={"rows": "good"})
    assert done.status_code == 302
    return shown


def test_a_file_states_what_was_granted_in_all_and_the_difference_becomes_an_entry(
    app: Flask, bench: Bench
) -> None:
    hr = hr_of(app, bench)
    first = f"工号,种类,年度,天数\n{ANN},事假,2026,5\n{BEN},personal,2026,3.5\n"
    assert "事假" in taken_in(hr, first.encode(), "1.csv")
    assert (left(bench), left(bench, BEN)) == ((10, 0, 0), (7, 0, 0))
    lines: list[list[str | float]] = [[ANN, "personal", 2026, 4], [BEN, "personal", 2026, 3.5]]
    again = xlsx(lines, header=("employee_number", "kind", "year", "days"))
    taken_in(hr, again, "2.xlsx")
    assert (left(bench), left(bench, BEN)) == ((8, 0, 0), (7, 0, 0))
    with bench.database.read() as session:
        rows = session.scalars(select(LeaveEntry).order_by(LeaveEntry.id)).all()
        assert [(row.entry, row.half_days) for row in rows] == [
            (EntryKind.GRANT, 10),
            (EntryKind.GRANT, 7),
            (EntryKind.CORRECTION, -2),
        ]
        assert rows[-1].reason == "2.xlsx"


def test_every_fault_of_a_file_is_shown_by_row(app: Flask, bench: Bench) -> None:
    rows = [f"{ANN},病假,2026,5", f"{ANN},事假,26,5", f"{ANN},事假,2026,0.3", "99999,事假,2026,1"]
    text = "\n".join(["工号,种类,年度,天数", *rows, f"{ANN},事假,2027,1", f"{ANN},事假,2027,1"])
    held = hr_of(app, bench).post(
        "/leave/balances/import", data={"file": (io.BytesIO(text.encode()), "x.csv")}
    )
    page = hr_of(app, bench).get(held.headers["Location"]).text
    for said in ("病假没有额度", "26不是四位数", "0.3不是整天或半天", "99999", "已在第 6 行"):
        assert said in page
