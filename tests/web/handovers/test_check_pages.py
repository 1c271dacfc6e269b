"""The page of the check list, and the sections on the page that writes."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browsing import Visitor, visit_as
from tests.web.handovers.evening import ANN, DAY, LEA, Evening, at, stored_evening
from web.config import Config
from web.database import Database
from web.handovers.content_tables import CheckItem

BOSS = "09001"
KEYS = {"label": "备用钥匙", "label_en": "Spare keys", "kind": "count", "expected": "4", "unit": "把"}
Visit = Callable[[str], Visitor]


@pytest.fixture
def config(config: Config) -> Config:
    shift = at(22, 40) - dt.datetime.now(tz=dt.UTC)
    return dataclasses.replace(config, today=DAY, clock_shift=shift)


@pytest.fixture
def evening(database: Database) -> Evening:
    return stored_evening(database, preset="S3a", overrides={"roster.chain": ["supervisor"]})


@pytest.fixture
def visit(app: Flask, evening: Evening) -> Visit:
    def visiting(number: str) -> Visitor:
        office = evening.office
        user_id = office.supervisor.user_id if number == BOSS else office.users[number]
        return visit_as(app, evening.database, user_id)

    return visiting


def items(evening: Evening) -> list[CheckItem]:
    with evening.database.read() as session:
        return list(session.scalars(select(CheckItem).order_by(CheckItem.id)))


def test_the_supervisor_takes_over_adds_changes_orders_and_retires(evening: Evening, visit: Visit) -> None:
    boss = visit(BOSS)
    assert "檢查前臺環境是否符合標準" in boss.get("/setup/checks").text
    assert boss.post("/setup/checks/proposals").status_code == 302
    assert [row.code for row in items(evening)] == ["environment", "goods", "communication"]
    form = {**KEYS, "required": "1", "valid_from": DAY.isoformat()}
    assert boss.post("/setup/checks", data=form).status_code == 302
    keys = items(evening)[-1]
    assert (keys.label_en, keys.expected, keys.unit, keys.code) == ("Spare keys", 4, "把", "")
    assert boss.post("/setup/checks", data=form).status_code == 422
    wrong = boss.post("/setup/checks", data={**form, "label": "", "expected": "x", "kind": "?"})
    assert wrong.status_code == 422
    assert len(items(evening)) == 4
    boss.post(f"/setup/checks/{keys.id}/move", data={"up": "1"})
    assert [row.label for row in sorted(items(evening), key=lambda row: row.position)][-2] == "备用钥匙"
    later = {**form, "expected": "5", "valid_from": (DAY + dt.timedelta(days=3)).isoformat()}
    assert boss.post(f"/setup/checks/{keys.id}", data=later).status_code == 302
    newest = items(evening)[-1]
    assert (newest.expected, newest.replaces_id) == (5, keys.id)
    assert boss.post(f"/setup/checks/{keys.id}", data=later).status_code == 422
    end = {"valid_from": (DAY + dt.timedelta(days=9)).isoformat()}
    assert boss.post(f"/setup/checks/{newest.id}/retire", data=end).status_code == 302
    page = boss.get("/setup/checks").text
    assert page.count("备用钥匙") >= 2
    assert "R-10.23" in page


def test_who_leads_a_team_sets_nothing_up(evening: Evening, visit: Visit) -> None:
    assert visit(LEA).get("/setup/checks").status_code == 403
    assert visit(ANN).post("/setup/checks/proposals").status_code == 403
    assert items(evening) == []


def test_a_section_is_said_to_be_empty_on_the_page(evening: Evening, visit: Visit) -> None:
    handover = evening.begin(now=at(22, 35))
    ann = visit(ANN)
    page = ann.get(f"/handovers/{handover}").text
    assert page.index("遗留问题") < page.index("待跟进事项") < page.index("物品清点") < page.index("前台环境")
    assert "本班遺留問題詳細告知" in page
    assert ann.post(f"/handovers/{handover}/sections/goods", data={"nothing": "1"}).status_code == 302
    assert evening.row(handover).empty_sections == "goods"
    assert ann.post(f"/handovers/{handover}/items", data={"category": "environment"}).status_code == 302
    missing = ann.get(f"/handovers/{handover}/missing").text
    assert "“遗留问题”没有事项" in missing
    assert "“物品清点”没有事项" not in missing
    assert ann.post(f"/handovers/{handover}/sections/nonsense").status_code == 422
