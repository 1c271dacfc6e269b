"""The policy's pages: questions first, folded groups, finding a setting, all kinds of fields, comparing."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browsing import Visitor
from tests.web.setup_world import visiting
from web.admin.policy_editors import EDITORS, editor_of
from web.admin.policy_questions import what_is_off
from web.database import Database
from web.policy.parameters import BY_KEY
from web.policy.preset_file import preset_ids
from web.policy.schema import load_preset
from web.policy.tables import PolicyVersion

Form = dict[str, str | list[str]]


def chosen(app: Flask, database: Database, preset: str) -> Visitor:
    who = visiting(app, database)
    form = {"preset": preset, "valid_from": "2026-01-01"}
    assert who.post("/setup/policy/new", data=form).status_code == 302
    return who


def stored(database: Database) -> dict[str, object]:
    with database.read() as session:
        return dict(session.scalars(select(PolicyVersion.overrides)).one())


def test_questions_come_first_with_what_is_off_and_a_suggestion(app: Flask, database: Database) -> None:
    who = chosen(app, database, "S0h")
    for address in ("/setup/policy", "/setup/policy/new"):
        page = who.get(address).text
        assert page.index("条文留下的问题") < page.index("调班审批顺序")
        assert page.count("填写之前每月调班次数不限") >= 1
        assert page.count("填写之前，空缺时长的请假无人可以批准") >= 1
        assert "我们的建议：10 分钟。只有填写后才生效。" in page
        assert "3 项待回答" in page or address == "/setup/policy"
    page = who.get("/setup/policy").text
    assert "需提前____分钟到达工作岗位" in page
    assert 'href="/setup/policy/new#swap_max_per_month">填写' in page
    assert "A-15" in page


def test_a_suggestion_is_never_applied_by_itself(app: Flask, database: Database) -> None:
    chosen(app, database, "S0h")
    assert stored(database) == {}
    values = load_preset("S0h").effective().values
    assert values.arrive_early_min_incoming is None
    assert values.swap_max_per_month is None


def test_an_answer_takes_the_question_away(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    form: Form = {
        "preset": "S0h",
        "valid_from": "2026-01-01",
        "swap_max_per_month-mode": "own",
        "swap_max_per_month": "2",
        "arrive_early_min_incoming-mode": "own",
        "arrive_early_min_incoming-least": "5",
        "arrive_early_min_incoming-most": "10",
        "leave_tiers-mode": "own",
        "leave_tiers-0-up_to_days": "1",
        "leave_tiers-0-approver": "leader",
        "leave_tiers-1-up_to_days": "7",
        "leave_tiers-1-approver": "supervisor",
        "leave_tiers-2-up_to_days": "",
        "leave_tiers-2-approver": "hr",
        "leave_tiers-3-up_to_days": "",
        "leave_tiers-3-approver": "",
    }
    assert who.post("/setup/policy/new", data=form).status_code == 302
    assert stored(database) == {
        "swap.max_per_month": 2,
        "arrive.early_min_incoming": {"least": 5, "most": 10},
        "leave.tiers": [
            {"up_to_days": 1, "approver": "leader"},
            {"up_to_days": 7, "approver": "supervisor"},
            {"approver": "hr"},
        ],
    }
    page = who.get("/setup/policy").text
    assert "条文留下的问题" not in page
    assert "5–10 分钟" in page


def test_every_kind_of_field_is_read(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    form: Form = {
        "preset": "S4e",
        "valid_from": "2026-01-01",
        "swap_consecutive-mode": "own",
        "swap_consecutive": "no",
        "swap_approver-mode": "own",
        "swap_approver": ["leader", "head"],
        "swap_payback-mode": "own",
        "swap_payback": "next_duty_day",
        "handover_windows-mode": "own",
        "handover_windows-rule": "per_shift",
        "handover_windows-minutes": "",
        "handover_windows-windows-0-code": "E",
        "handover_windows-windows-0-start": "15:15",
        "handover_windows-windows-0-end": "15:30",
        "handover_windows-times": "",
        "handover_cross_department-mode": "own",
        "handover_cross_department-partner": "security_monitoring_room",
        "handover_cross_department-times": "08:00，18:00",
        "inspection_time-mode": "own",
        "inspection_time-before": "09:30",
        "inspection_time-at_random": "yes",
        "log_retention-mode": "off",
        "post_empty_fine-mode": "own",
        "post_empty_fine": "50",
    }
    assert who.post("/setup/policy/new", data=form).status_code == 302
    assert stored(database) == {
        "swap.consecutive": False,
        "swap.approver": ["leader", "head"],
        "swap.payback": "next_duty_day",
        "handover.windows": {
            "rule": "per_shift",
            "windows": [{"code": "E", "start": "15:15", "end": "15:30"}],
            "times": [],
        },
        "handover.cross_department": {
            "partner": "security_monitoring_room",
            "times": ["08:00", "18:00"],
            "workdays_only": False,
        },
        "inspection.time": {"before": "09:30", "during_handover": False, "at_random": True},
        "log.retention": None,
        "post.empty_fine": 50,
    }
    # what was stored stands in the form again
    page = who.get("/setup/policy/new").text
    assert 'name="handover_windows-windows-0-start" value="15:15"' in page
    assert 'name="handover_cross_department-times" value="08:00 18:00"' in page


def test_all_that_is_wrong_is_said_beside_its_field_with_its_place(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    form: Form = {
        "preset": "S0g",
        "valid_from": "2026-01-01",
        "leave_tiers-mode": "own",
        "leave_tiers-0-up_to_days": "0",
        "leave_tiers-0-approver": "leader",
        "leave_tiers-1-up_to_days": "many",
        "leave_tiers-1-approver": "hr",
        "log_retention-mode": "own",
        "log_retention-amount": "",
        "log_retention-unit": "years",
        "swap_grounds-mode": "own",
    }
    refused = who.post("/setup/policy/new", data=form)
    page = refused.text
    assert refused.status_code == 422
    assert page.count("第 1 行、至多天数：0 超出范围") == 2  # beside the field and in the summary
    assert page.count("第 2 行、至多天数：many 不合适") == 2
    assert page.count("数量：这里没有填全") == 2
    assert page.count("至少选一个") == 2
    assert 'value="many"' in page
    with database.read() as session:
        assert session.scalars(select(PolicyVersion)).all() == []


def test_groups_are_folded_and_a_setting_is_found_by_word_number_and_rule(
    app: Flask, database: Database
) -> None:
    who = chosen(app, database, "S0h")
    page = who.get("/setup/policy").text
    assert len(re.findall(r'<details class="fold"', page)) == 10
    for wanted, label in (
        ("P-53", "每人每月调班上限"),
        ("R-4.18", "节假日调班请假批准人"),
        ("调班登记表", "调班申请形式"),
    ):
        found = who.get("/setup/policy", query_string={"q": wanted}).text
        rows = re.findall(r'<th scope="row">([^<]+) <', found)
        assert label in rows
        assert len(rows) < 10
    assert "没有包含这些词的设置" in who.get("/setup/policy?q=zebra").text
    assert 'data-search="p-53 swap.max_per_month' in who.get("/setup/policy/new").text


@pytest.mark.parametrize("preset", preset_ids())
def test_the_form_of_every_preset_can_be_shown(app: Flask, database: Database, preset: str) -> None:
    who = visiting(app, database)
    page = unescape(who.get("/setup/policy/new", query_string={"preset": preset}).text)
    for notice in load_preset(preset).notices:
        assert notice.zh in page
    assert page.count("<fieldset id=") == len(EDITORS) == len(BY_KEY) - 1


def test_two_policies_are_compared_by_what_differs(app: Flask, database: Database) -> None:
    who = chosen(app, database, "S0h")
    page = who.get("/setup/policy/compare?left=S0h&right=S3g").text
    assert "调班登记表" in page
    assert "书面申请" in page
    assert "并填写调班登记表" in page
    assert "必須提前一天以書面形式向部門主管申請" in page
    assert "交接检查清单" in page
    assert "检查记号" not in page
    assert "数值相同，效力不同" in page


def test_a_preset_is_compared_with_the_own_version_and_versions_with_each_other(
    app: Flask, database: Database
) -> None:
    who = chosen(app, database, "S0g")
    assert "两份制度的各项设置相同" in who.get("/setup/policy/compare").text
    form = {
        "preset": "S0g",
        "valid_from": "2026-12-01",
        "swap_notice_days-mode": "own",
        "swap_notice_days": "3",
    }
    assert who.post("/setup/policy/new", data=form).status_code == 302
    for left in ("v1", "S0g"):
        page = who.get("/setup/policy/compare", query_string={"left": left, "right": "v2"}).text
        assert "1 处不同" in page
        assert "提前 1 天" in page
        assert "提前 3 天" in page
    assert "两份制度的各项设置相同" in who.get("/setup/policy/compare?left=nothing&right=v9").text


def test_a_regulation_whose_hours_have_no_end_asks_for_shift_kinds_first(
    app: Flask, database: Database
) -> None:
    """A-2: S3a begins at 8:00 and does not say until when."""
    who = visiting(app, database)
    form = {"preset": "S3a", "valid_from": "2026-01-01"}
    refused = who.post("/setup/policy/new", data=form)
    assert refused.status_code == 422
    assert refused.text.count("S3a 没有写明班次何时结束：请先建立部门的班次。") == 2
    kind: Form = {
        "code": "D",
        "family": "D",
        "name": "值班",
        "start": "08:00",
        "end": "20:00",
        "paid_minutes": "720",
        "break_minutes": "0",
    }
    assert who.post("/shift-kinds/new", data=kind).status_code == 302
    assert who.post("/setup/policy/new", data=form).status_code == 302
    assert "值班時間為8:00~**:00" in unescape(who.get("/setup/policy").text)


def test_every_gap_of_a_text_has_a_sentence_of_its_own(app: Flask) -> None:
    asked = {key for preset in preset_ids() for key in load_preset(preset).effective().questions()}
    with app.test_request_context():
        sentences = {key: what_is_off(key) for key in asked}
        assert len(asked) == 14
        assert len(set(sentences.values())) == len(asked)
        assert what_is_off("swap.form") not in sentences.values()


def test_a_value_of_a_type_that_nothing_edits_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="nothing edits"):
        editor_of(dict[str, int])
    with pytest.raises(TypeError, match="nothing edits"):
        editor_of(float)
