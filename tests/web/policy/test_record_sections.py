"""The sections of a handover record, regulation by regulation (area 8)."""

import pytest

from web.policy.preset_file import parse_preset, preset_ids
from web.policy.schema import load_preset, policy_from
from web.policy.sections import record_sections

# in the order of the text; Chinese name and rule
NAMED = {
    "S0a": [
        ("前一班次工作完成情况", "R-8.1"), ("当前工作进展情况", "R-8.1"), ("需要特别关注的事项", "R-8.1"),
        ("需要传达的信息和文件", "R-8.1"), ("现场设备的状态和使用情况", "R-8.1"),
    ],
    "S0b": [("客户问题", "R-8.2"), ("重要事项", "R-8.2"), ("工作进度", "R-8.2"), ("工作交接", "R-8.2")],
    "S0c": [
        ("基本信息", "R-8.4"), ("工作状态", "R-8.4"), ("异常情况", "R-8.4"), ("知识库信息", "R-8.4"),
        ("个人工作总结", "R-8.4"),
    ],
    "S0d": [
        ("未完成的工作", "R-8.10"), ("上级的指示、命令", "R-8.9"), ("公共区域维修情况", "R-8.10"),
        ("重大问题", "R-8.8"),
    ],
    "S0g": [("本班工作内容", "R-8.11"), ("重大紧急事件", "R-8.11")],
    "S0h": [("设备状况", "R-8.13"), ("未解决的问题", "R-8.13"), ("人员调班情况", "R-8.13")],
    "S0i": [("本班工作进行情况", "R-8.14"), ("下班后的投诉和服务要求", "R-8.15")],
    "S3a": [("遗留问题", "R-8.16"), ("待跟进事项", "R-8.16"), ("物品清点", "R-9.43"), ("前台环境", "R-9.43")],
    "S3c": [("中午值班未完成的事项", "R-8.17")],
    "S3d": [("中午值班未完成的事项", "R-8.17")],
    "S3e": [("值班情况", "R-8.18"), ("机器运行情况", "R-8.18"), ("未处理的问题", "R-8.18")],
    "S3f": [("值班情况", "R-8.18"), ("设备运行情况", "R-8.18"), ("未处理的问题", "R-8.18")],
    "S3g": [("值班情况", "R-8.18"), ("设备运行情况", "R-8.18"), ("未处理的问题", "R-8.18")],
    "S4e": [("值班情况", "R-8.24"), ("来访业主的投诉及建议", "R-8.24"), ("回访情况", "R-8.24")],
}  # fmt: skip


@pytest.mark.parametrize("preset", NAMED)
def test_a_department_gets_exactly_the_sections_of_its_regulation(preset: str) -> None:
    sections = record_sections(load_preset(preset).effective())
    assert [(section.words.zh, section.rules[0]) for section in sections] == NAMED[preset]
    assert all(section.words.en and section.quote for section in sections)
    # S0g asks for the work of the shift, not for one item of each kind; the others list what a record holds
    assert {section.required for section in sections} == {preset != "S0g"}


@pytest.mark.parametrize("preset", sorted(set(preset_ids()) - set(NAMED)))
def test_a_regulation_that_names_no_sections_demands_none(preset: str) -> None:
    policy = load_preset(preset)
    assert policy.content.sections == ()
    assert not any(section.required for section in record_sections(policy.effective()))


@pytest.mark.parametrize("preset", preset_ids())
def test_at_most_forty_characters_are_quoted_of_each_rule(preset: str) -> None:
    content = load_preset(preset).content
    for parts in (content.sections, content.checks, content.log_kinds):
        quotes: dict[str, set[str]] = {}
        for part in parts:
            for rule in part.rules:
                quotes.setdefault(rule, set()).add(part.quote)
        assert all(sum(map(len, found)) <= 40 for found in quotes.values())


def test_a_department_chooses_its_own_sections_and_keeps_what_its_regulation_says_of_them() -> None:
    policy = load_preset("S0c").effective({"handover.categories": ["swaps", "abnormal"]})
    swaps, abnormal = record_sections(policy)
    assert (swaps.code, swaps.words.zh, swaps.required, swaps.quote) == ("swaps", "人员调班情况", False, "")
    assert (abnormal.words.zh, abnormal.required, abnormal.rules) == ("异常情况", True, ("R-8.4",))


def test_a_preset_whose_sections_are_not_its_categories_is_refused() -> None:
    text = """id="S9z"
title_zh="空"
title_en="empty"
[stated."handover.categories"]
value = ["work"]
rules = ["R-8.11"]
quote = "x"
"""
    with pytest.raises(ValueError, match="its sections are not"):
        policy_from(parse_preset(text))
