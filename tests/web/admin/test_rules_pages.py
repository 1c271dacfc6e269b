"""The pages of the roster rules, as a browser without scripts uses them."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browsing import Visitor, logged_in
from tests.web.setup_world import account, visiting
from web.database import Database
from web.people.tables import Department
from web.policy.rule_catalogue import DETAIL_SPECS, NEEDS, RULE_SPECS, Group, names_of
from web.policy.tables import PolicyVersion


def stored(database: Database) -> PolicyVersion:
    with database.read() as session:
        return session.scalars(select(PolicyVersion).order_by(PolicyVersion.number.desc())).first()  # type: ignore[return-value]  # there is one


def row_of(page: str, name: str) -> str:
    found = re.search(rf'<tr><th scope="row">{re.escape(name)}</th>.*?</tr>', page, re.DOTALL)
    assert found is not None, name
    return re.sub(r"<[^>]+>|\s+", " ", found[0])


def test_every_rule_is_shown_with_its_source(who: Visitor) -> None:
    page = who.get("/setup/rules").text
    assert page.count('<th scope="row">') == len(RULE_SPECS) + len(DETAIL_SPECS) + len(NEEDS)
    assert "最多 40 小时" in row_of(page, "周均工时")
    assert "条文写明" in row_of(page, "周均工时")
    assert "S4f R-3.1" in row_of(page, "周均工时")
    assert "劳动法" in row_of(page, "每日加班")
    assert "产品建议" in row_of(page, "连续夜班")
    assert "关" in row_of(page, "物理台席")
    assert "At most 40 h a week on average" in who.get("/setup/rules", headers={"Accept-Language": "en"}).text


def test_without_a_policy_the_page_leads_to_it(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    assert "还没有制度" in who.get("/setup/rules").text
    assert who.get("/setup/rules/hours").headers["Location"] == "/setup/policy/new"
    assert who.post("/setup/rules/hours", data={}).headers["Location"] == "/setup/policy/new"


@pytest.mark.parametrize("group", list(Group))
def test_a_form_sent_as_it_was_opened_changes_nothing(who: Visitor, database: Database, group: Group) -> None:
    page = who.get(f"/setup/rules/{group.value}").text
    for name in names_of(group):
        assert f'<fieldset id="{name}"' in page
    form: dict[str, str | list[str]] = {"valid_from": "2026-12-01"}
    answer = who.post(f"/setup/rules/{group.value}", data=form)
    assert answer.headers["Location"] == "/setup/rules?version=1"
    assert "没有改动" in who.get("/setup/rules").text
    assert stored(database).number == 1


def test_unknown_parts_are_not_found(who: Visitor) -> None:
    assert who.get("/setup/rules/secrets").status_code == 404
    assert who.post("/setup/rules/secrets", data={}).status_code == 404


def test_own_rules_are_stored_shown_with_their_day_and_taken_back(who: Visitor, database: Database) -> None:
    form: dict[str, str | list[str]] = {
        "valid_from": "2026-12-01",
        "rest_between-mode": "soft",
        "rest_between-value": "１０.5",  # as a Chinese keyboard may type it
        "rest_between-weight": "40",
        "working_run-mode": "off",
        "kinds_in_month-mode": "soft",
        "kinds_in_month-weight": "3",
        "most_of_kind-mode": "own",
        "most_of_kind-N": "8",
        "forbidden_successions-mode": "own",
        "forbidden_successions-N": ["E", "M"],
    }
    answer = who.post("/setup/rules/rest", data=form)
    assert answer.headers["Location"] == "/setup/rules?version=2"
    assert stored(database).rules == {
        "rest_between": {"hard": False, "value": 630, "weight": 40},
        "working_run": None,
        "kinds_in_month": {"hard": False, "weight": 3},
        "most_of_kind": {"N": 8},
        "forbidden_successions": [["N", "E"], ["N", "M"]],
    }
    page = who.get("/setup/rules?version=2").text
    assert (
        "从 2026年12月1日 周二 起：班次间休息：尽量：两个班次之间至少隔 10.5 小时，违反时每对相接的班次计 40"
        in page
    )
    assert "部门设定 2026年12月1日 周二 起" in re.sub(" +", " ", row_of(page, "班次间休息"))
    assert "夜班 → 早班、夜班 → 中班" in page
    assert "部门设定" not in who.get("/setup/rules?version=1").text
    form = {"valid_from": "2026-12-01", "rest_between-mode": "preset", "working_run-mode": "off"}
    assert who.post("/setup/rules/rest", data=form).status_code == 302
    assert stored(database).rules == {"working_run": None}


def test_the_form_opens_with_what_is_stored(who: Visitor) -> None:
    form: dict[str, str | list[str]] = {
        "valid_from": "2026-12-01",
        "night_window-mode": "own",
        "night_window-from": "21:00",
        "night_window-to": "6:30",
        "night_run-mode": "soft",
        "night_run-value": "2",
        "night_run-weight": "15",
    }
    assert who.post("/setup/rules/nights", data=form).status_code == 302
    page = who.get("/setup/rules/nights").text
    for name, value in form.items():
        if not name.endswith("mode") and name != "valid_from":
            assert re.search(rf'name="{name}" value="{value}"', page), name
    assert re.search(r'name="night_run-mode" value="soft" checked', page)
    assert re.search(r'name="night_window-mode" value="own" checked', page)
    assert re.search(r'name="night_rest-mode" value="preset" checked', page)


def test_a_refused_form_names_every_field_and_keeps_what_was_typed(who: Visitor, database: Database) -> None:
    form: dict[str, str | list[str]] = {
        "valid_from": "2026-11-01",
        "overtime_day-mode": "hard",
        "overtime_day-value": "4",
        "overtime_month-mode": "off",
        "contract_min-mode": "soft",
        "contract_min-value": "viel",
        "contract_min-weight": "",
        "normal_day_minutes-mode": "own",
        "normal_day_minutes": "9",
    }
    refused = who.post("/setup/rules/hours", data=form)
    page = refused.text
    assert refused.status_code == 422
    for sentence in (
        "每日加班：4 超过劳动法规定：最多 3。",
        "每月加班：这条规则由劳动法规定：不能改成尽量，也不能关掉。",
        "不足合同工时：viel 不合适。写一个数字。",
        "不足合同工时，代价：这里没有填。填好再保存。",
        "正常工作日（小时）：9 超过劳动法规定：最多 8。",
        "生效日期：制度只能从今天或以后生效，已经决定的不变。",
    ):
        assert sentence in page, sentence
    for name, value in form.items():
        if not name.endswith("mode") and value:
            assert f'value="{value}"' in page, name
    assert stored(database).number == 1
    assert who.post("/setup/rules/hours", data={"valid_from": "soon"}).status_code == 422


def test_the_policy_says_what_the_rules_set_otherwise(who: Visitor) -> None:
    assert "排班规则另有设定" not in who.get("/setup/policy").text
    form = {"valid_from": "2026-12-01", "average_week-mode": "hard", "average_week-value": "38"}
    assert who.post("/setup/rules/hours", data=form).status_code == 302
    assert "排班规则另有设定：周均工时" in who.get("/setup/policy?version=2").text
    assert "排班规则另有设定" not in who.get("/setup/policy?version=1").text


def test_the_supervisor_reads_the_rules_and_changes_none(app: Flask, database: Database) -> None:
    visiting(app, database)
    with database.write() as session:
        department = session.scalars(select(Department)).one()
        supervisor = logged_in(app, session, account(session, department, "supervisor", "90002"))
        session.commit()
    assert supervisor.get("/setup/rules").status_code == 200
    assert "/setup/rules/hours" not in supervisor.get("/setup/rules").text
    assert supervisor.get("/setup/rules/hours").status_code == 403
    assert supervisor.post("/setup/rules/hours", data={}).status_code == 403
