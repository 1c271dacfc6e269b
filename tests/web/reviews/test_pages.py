"""The pages of the review, of reopening and of inspections over HTTP."""

import dataclasses
import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from roster.handovers.life import HandoverState as State
from tests.web.browsing import Visitor, know_passwords, visit_as
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NIA, Evening, at, stored_evening
from tests.web.swaps.desk import PASSWORD
from web.config import Config
from web.database import Database
from web.inspections.tables import FindingState, InspectionFinding

Visit = Callable[[str], Visitor]
BOSS = "09001"
DATE = DAY.isoformat()
NEXT = DAY + dt.timedelta(days=1)


@pytest.fixture
def config(config: Config) -> Config:
    """The clock stands at 9:40 of the day after."""
    shift = at(9, 40, day=NEXT) - dt.datetime.now(tz=dt.UTC)
    return dataclasses.replace(config, today=NEXT, clock_shift=shift)


@pytest.fixture
def evening(database: Database) -> Evening:
    """S0g with a time of inspection; everybody's password is known."""
    time = {"before": "09:30", "during_handover": True, "at_random": True}
    contents = ["environment", "handover"]
    found = stored_evening(database, overrides={"inspection.time": time, "inspection.contents": contents})
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


def sign(who: Visitor, page: str, *, password: str = PASSWORD) -> int:
    """Send the form of the day as the page has it, and return the status."""
    records = re.findall(r'name="record" value="([\d:]+)"', page)
    data = {"record": records, "entries_to": "0", "password": password}
    return who.post(f"/reviews/{DATE}/sign", data=data).status_code


def test_the_leader_reads_each_record_and_signs_for_all_by_one_password(
    evening: Evening, visit: Visit
) -> None:
    complete = evening.complete(now=at(22, 40))
    waiting = evening.submitted(DAN, now=at(22, 40))
    lea = visit(LEA)
    assert f'id="review-{DATE}"' in lea.get("/").text
    assert DATE in lea.get("/reviews").text
    day = lea.get(f"/reviews/{DATE}").text
    assert f'id="record-{complete}"' in day
    assert "支付接口超时" not in day
    opened = lea.post(f"/reviews/{DATE}/read/{complete}")
    assert opened.status_code == 302
    day = lea.get(opened.location).text
    assert "支付接口超时" in day
    assert sign(lea, day, password="wrong") == 422
    assert evening.state(complete) is State.COMPLETE
    assert sign(lea, day) == 302
    assert (evening.state(complete), evening.state(waiting)) == (State.REVIEWED, State.SUBMITTED)
    assert sign(lea, day) == 409
    shown = lea.get(f"/handovers/{complete}").text
    assert "审阅" in shown


def test_who_is_not_to_review_is_told_who_does(evening: Evening, visit: Visit) -> None:
    handover = evening.complete(now=at(22, 40))
    assert visit(ANN).get(f"/reviews/{DATE}").status_code == 403
    assert visit(NIA).post(f"/reviews/{DATE}/read/{handover}").status_code == 302  # she received it
    assert sign(visit(NIA), f'name="record" value="{handover}:1"') in (404, 409, 422)
    for no_day in ("2026-13-01", "yesterday", "0001-01-01", "9999-12-31"):
        assert visit(LEA).get(f"/reviews/{no_day}").status_code == 404


def test_the_supervisor_reopens_by_password_and_the_outgoing_person_writes(
    evening: Evening, visit: Visit
) -> None:
    handover = evening.complete(now=at(22, 40))
    boss = visit(BOSS)
    assert f"/handovers/{handover}/reopen" in boss.get(f"/handovers/{handover}").text
    assert f"/handovers/{handover}/reopen" not in visit(LEA).get(f"/handovers/{handover}").text
    data = {"seen": evening.row(handover).lock_version, "reason": "投诉没有写", "evidence": "录音"}
    wrong = boss.post(f"/handovers/{handover}/reopen", data={**data, "password": "wrong"})
    assert wrong.status_code == 422
    assert "录音" in wrong.text
    assert visit(LEA).post(f"/handovers/{handover}/reopen", data=data).status_code == 403
    done = boss.post(f"/handovers/{handover}/reopen", data={**data, "password": PASSWORD})
    assert done.status_code == 302
    assert evening.state(handover) is State.REOPENED
    writing = visit(ANN).get(f"/handovers/{handover}").text
    assert "已重新打开：投诉没有写" in writing
    assert f"/handovers/{handover}/submit" in writing
    assert "重新打开" in visit(ANN).get("/notices").text


def test_the_missing_morning_check_is_on_the_first_page_until_it_is_entered(
    evening: Evening, visit: Visit
) -> None:
    boss = visit(BOSS)
    assert 'id="morning-missing"' in boss.get("/").text
    assert 'id="morning-missing"' not in visit(LEA).get("/").text
    assert "缺晨检" in boss.get("/inspections").text
    form = boss.get("/inspections/new").text
    assert re.findall(r'name="verdict-(\w+)" value="wrong"', form) == ["environment", "handover"]
    data = {
        "kind": "morning",
        "token": "t1",
        "verdict-environment": "wrong",
        "verdict-handover": "right",
        "environment-what": "前台杂物未清",
        "environment-cause": "未按时整理",
        "environment-measure": "每两小时整理",
        "environment-responsible": str(evening.office.people[ANN]),
    }
    refused = boss.post("/inspections", data=data)
    assert refused.status_code == 422
    assert 'href="#environment-due"' in refused.text
    assert "前台杂物未清" in refused.text
    stored = boss.post("/inspections", data={**data, "environment-due": NEXT.isoformat()})
    assert stored.status_code == 302
    assert "前台杂物未清" in boss.get(stored.location).text
    assert 'id="morning-missing"' not in boss.get("/").text
    with evening.database.read() as session:
        finding = session.scalars(select(InspectionFinding)).one()
    address = f"/findings/{finding.id}"
    ann = visit(ANN)
    assert "前台杂物未清" in ann.get(address).text
    assert visit(DAN).get(address).status_code == 404
    step = {"words": "已整理", "token": "t2"}
    assert ann.post(f"{address}/follow-up", data=step).status_code == 302
    assert ann.post(f"{address}/close", data=step).status_code == 403
    assert boss.post(f"{address}/close", data={**step, "seen": "1"}).status_code == 409
    assert boss.post(f"{address}/close", data={**step, "seen": "2"}).status_code == 302
    with evening.database.read() as session:
        assert session.scalars(select(InspectionFinding)).one().state is FindingState.CLOSED
