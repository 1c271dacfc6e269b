"""Sections of a record: each has an item, or it is said expressly that there is nothing to report."""

from tests.web.handovers.evening import ANN, DAN, FULL, NIA, Evening, at, codes, stored_evening
from web.database import Database
from web.handovers import preparing, sections, submitting
from web.handovers.frozen import read_frozen
from web.handovers.sections import section_states
from web.handovers.steps import open_handover


def item(evening: Evening, handover: int, category: str) -> None:
    added = evening.do(preparing.add_item, ANN, handover, category=category, now=at(22))
    words = {**FULL, "category": category}
    evening.do(preparing.save_item, ANN, added.item_id, words, seen=added.lock_version, now=at(22))


def test_every_section_of_s0c_is_filled_or_said_to_be_empty(database: Database) -> None:
    evening = stored_evening(database, preset="S0c")
    handover = evening.begin(now=at(22))
    item(evening, handover, "abnormal")
    refused = evening.act(submitting.submit, ANN, handover, now=at(22, 55))
    assert codes(refused) == ["section_silent"] * 4
    assert [each.details["zh"] for each in refused.reasons] == [
        "基本信息",
        "工作状态",
        "知识库信息",
        "个人工作总结",
    ]
    for code in ("customer_matters", "work_in_progress", "knowledge_base", "personal_summary"):
        assert evening.do(sections.say_empty, ANN, handover, code, empty=True, now=at(22)) == ()
    item(evening, handover, "knowledge_base")
    assert evening.act(submitting.submit, ANN, handover, now=at(22, 55)).done
    with database.read() as session:
        frozen = read_frozen(session, handover, 1)
    assert frozen is not None
    assert [(each["zh"], each["nothing"]) for each in frozen.sections] == [
        ("基本信息", True),
        ("工作状态", True),
        ("异常情况", False),
        ("知识库信息", False),
        ("个人工作总结", True),
    ]


def test_what_was_said_is_taken_back_and_only_who_writes_says_it(database: Database) -> None:
    evening = stored_evening(database, preset="S0h")
    handover = evening.begin(now=at(22))
    for empty in (True, False):
        evening.do(sections.say_empty, ANN, handover, "swaps", empty=empty, now=at(22))
        with database.read() as session:
            states = section_states(open_handover(session, evening.actor(ANN), handover), ())
        assert [state.is_empty for state in states if state.section.code == "swaps"] == [empty]
    other = evening.do(sections.say_empty, ANN, handover, "work", empty=True, now=at(22))
    assert [each.code for each in other] == ["not_a_choice"]
    foreign = evening.do(sections.say_empty, NIA, handover, "swaps", empty=True, now=at(22))
    assert [each.code for each in foreign] == ["not_your_part"]


def test_nothing_to_report_of_the_whole_shift_is_said_of_every_section(database: Database) -> None:
    evening = stored_evening(database, preset="S0a")
    handover = evening.begin(DAN, now=at(22))
    silent = evening.act(submitting.submit, DAN, handover, now=at(22, 55))
    assert codes(silent) == ["handover_empty"]
    evening.do(preparing.say_nothing, DAN, handover, nothing=True, now=at(22))
    assert evening.act(submitting.submit, DAN, handover, now=at(22, 55)).done


def test_the_department_overrides_its_sections(database: Database) -> None:
    evening = stored_evening(
        database, preset="S0a", overrides={"handover.categories": ["swaps", "equipment"]}
    )
    handover = evening.begin(now=at(22))
    item(evening, handover, "swaps")
    refused = evening.act(submitting.submit, ANN, handover, now=at(22, 55))
    assert [each.details["section"] for each in refused.reasons] == ["equipment"]
