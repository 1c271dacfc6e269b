"""The department's check list: versions from a date, shifts that have begun, what regulations propose."""

import datetime as dt

import pytest
from sqlalchemy import select

from roster.handovers.content import unanswered
from tests.web.handovers.evening import ANN, DAN, DAY, NIA, Evening, at, stored_evening
from web.accounts.actor import Actor
from web.database import Database
from web.handovers import check_list, counting, drafts
from web.handovers.check_list import CheckDetails
from web.handovers.check_proposals import proposals
from web.handovers.content_tables import CheckItem, HandoverCheck
from web.policy.preset_parts import CheckKind
from web.policy.schema import load_preset

NOW = at(9)
NEXT = DAY + dt.timedelta(days=2)


def details(label: str = "备用钥匙", **further: object) -> CheckDetails:
    facts = {"label_en": "", "kind": CheckKind.COUNT, "expected": 4, "unit": "把", "required": True}
    return CheckDetails(label=label, **{**facts, "valid_from": DAY, **further})  # type: ignore[arg-type]


def boss(evening: Evening) -> Actor:
    return evening.actor(NIA)


def put(evening: Evening, label: str = "备用钥匙", **further: object) -> CheckItem:
    assert (
        evening.do(check_list.add_check, boss(evening), details(label, **further), today=DAY, now=NOW) == []
    )
    with evening.database.read() as session:
        return session.scalars(select(CheckItem).where(CheckItem.label == label)).one()


def checks_of_day(evening: Evening, handover: int) -> dict[str, HandoverCheck]:
    with evening.database.read() as session:
        container = evening.row(handover).container_id
        rows = session.scalars(select(HandoverCheck).where(HandoverCheck.container_id == container))
        return {row.label: row for row in rows}


def test_a_change_counts_from_its_date_and_a_begun_shift_keeps_what_it_had(evening: Evening) -> None:
    keys = put(evening)
    first = evening.begin(ANN, now=at(16))
    change = details(expected=5, valid_from=DAY)
    assert evening.do(check_list.change_check, boss(evening), keys.id, change, today=DAY, now=NOW) == []
    evening.begin(DAN, now=at(17))
    assert checks_of_day(evening, first)["备用钥匙"].expected == 4
    night = evening.begin(NIA, now=at(23))
    assert checks_of_day(evening, night)["备用钥匙"].expected == 5
    with evening.database.read() as session:
        rows = session.scalars(select(CheckItem).order_by(CheckItem.id)).all()
        assert [(row.expected, row.valid_until, row.replaces_id) for row in rows] == [
            (4, DAY, None),
            (5, None, keys.id),
        ]


def test_a_change_to_come_and_a_retirement_hold_on_their_dates_alone(evening: Evening) -> None:
    keys = put(evening)
    evening.do(
        check_list.change_check,
        boss(evening),
        keys.id,
        details(expected=6, valid_from=NEXT),
        today=DAY,
        now=NOW,
    )
    with evening.database.read() as session:
        department = evening.office.department
        newest = session.scalars(select(CheckItem).where(CheckItem.replaces_id == keys.id)).one()
        assert [each.expected for each in drafts.items_on(session, department, DAY)] == [4]
        assert [each.expected for each in drafts.items_on(session, department, NEXT)] == [6]
    end = NEXT + dt.timedelta(days=3)
    assert evening.do(check_list.retire_check, boss(evening), newest.id, end, today=DAY, now=NOW) == []
    with evening.database.read() as session:
        assert drafts.items_on(session, evening.office.department, end) == []
    again = evening.do(check_list.retire_check, boss(evening), newest.id, end, today=DAY, now=NOW)
    assert [each.code for each in again] == ["check_item_ended"]


def test_nothing_is_changed_backwards_and_no_name_stands_twice(evening: Evening) -> None:
    keys = put(evening)
    yesterday = details("保险柜", valid_from=DAY - dt.timedelta(days=1))
    for act, args, code in (
        (check_list.add_check, (details(),), "check_item_known"),
        (check_list.add_check, (yesterday,), "check_item_past"),
        (check_list.change_check, (keys.id, yesterday), "check_item_past"),
        (check_list.retire_check, (keys.id, DAY - dt.timedelta(days=1)), "check_item_past"),
    ):
        found = evening.do(act, boss(evening), *args, today=DAY, now=NOW)
        assert [each.code for each in found] == [code]


def test_things_change_places(evening: Evening) -> None:
    for label in ("甲", "乙", "丙"):
        put(evening, label)
    with evening.database.read() as session:
        last = session.scalars(select(CheckItem.id).where(CheckItem.label == "丙")).one()
    for _ in range(3):
        evening.do(check_list.move_check, boss(evening), last, up=True, today=DAY, now=NOW)
    with evening.database.read() as session:
        found = check_list.check_list(session, evening.office.department, DAY).items
        assert [each.label for each in found] == ["丙", "甲", "乙"]


def test_what_the_regulation_proposes_is_taken_over_once(database: Database) -> None:
    evening = stored_evening(database, preset="S3b")
    proposed = proposals(load_preset("S3b").effective())
    assert evening.do(check_list.take_over, boss(evening), proposed, today=DAY, now=NOW) == 7
    assert evening.do(check_list.take_over, boss(evening), proposed, today=DAY, now=NOW) == 0
    with evening.database.read() as session:
        rows = {row.code: row for row in session.scalars(select(CheckItem))}
    assert rows["cash_box"].unit == "元"
    assert rows["cleaned"].label == "前台打扫遍数（每天 2–3）"
    assert rows["cleaned"].rules == "R-10.16"


def test_a_meter_is_read_and_its_figure_is_wanted(database: Database) -> None:
    evening = stored_evening(database, preset="S3g")
    proposed = proposals(load_preset("S3g").effective())
    evening.do(check_list.take_over, boss(evening), proposed, today=DAY, now=NOW)
    handover = evening.begin(ANN, now=at(16))
    meter = checks_of_day(evening, handover)["电表读数"]
    assert (meter.is_counted, meter.expected, meter.unit, meter.rules) == (True, None, "度", "R-8.20")
    mark = {"mark": "normal"}
    evening.do(counting.mark_check, ANN, handover, meter.id, mark, seen=meter.lock_version, now=at(17))
    unread = drafts.core_check(checks_of_day(evening, handover)["电表读数"])
    assert [each.code for each in unanswered((unread,))] == ["check_count"]
    meter = checks_of_day(evening, handover)["电表读数"]
    figure = {**mark, "counted": "123456"}
    evening.do(counting.mark_check, ANN, handover, meter.id, figure, seen=meter.lock_version, now=at(17))
    read = drafts.core_check(checks_of_day(evening, handover)["电表读数"])
    assert (read.counted, read.differs, unanswered((read,))) == (123456, False, [])


PROPOSED = {
    "S0a": "equipment", "S0b": "documents", "S0d": "supplies communication documents show_flat_keys",
    "S0f": "chairs supplies", "S0h": "equipment", "S0i": "desk equipment",
    "S1a": "cleaning lights computers keyboards desk", "S3a": "environment goods communication",
    "S3b": "stamp safe cash_box spare_keys cleaned desk stock", "S3c": "environment", "S3d": "environment",
    "S3e": "tools keys instruments parameters machine_rooms",
    "S3f": "instruments tools parameters duty_room store",
    "S3g": "tools keys instruments parameters machine_rooms duty_room water electricity gas",
    "S4e": "owners_keys", "S4f": "each_shift daily monthly",
}  # fmt: skip
RULES = {
    "S0a": "R-10.20", "S0b": "R-8.22 R-18.10", "S0d": "R-10.1", "S0f": "R-10.14 R-10.19",
    "S0h": "R-10.20", "S0i": "R-10.3 R-10.4", "S1a": "R-10.11 R-10.12 R-10.13", "S3a": "R-10.5 R-10.23",
    "S3b": "R-10.15 R-10.16 R-10.18", "S3c": "R-10.17", "S3d": "R-10.17",
    "S3e": "R-10.6 R-10.7 R-10.8 R-10.9", "S3f": "R-10.7 R-10.8 R-10.9",
    "S3g": "R-10.6 R-10.7 R-10.8 R-10.9 R-8.20", "S4e": "R-10.22", "S4f": "R-10.21",
}  # fmt: skip


@pytest.mark.parametrize("preset", PROPOSED)
def test_each_regulation_proposes_what_its_text_names(preset: str) -> None:
    found = proposals(load_preset(preset).effective())
    assert [each.code for each in found] == PROPOSED[preset].split()
    assert {rule for each in found for rule in each.rules} == set(RULES[preset].split())
    assert all(each.quote and each.words.zh and each.words.en for each in found)


def test_the_policy_decides_of_the_machine_room_and_adds_its_own_list() -> None:
    policy = load_preset("S4f").effective(
        {"checks.machine_room": ["daily"], "handover.checklist": ["keys", "tools"]}
    )
    assert [each.code for each in proposals(policy)] == ["daily", "keys", "tools"]
    assert proposals(load_preset("S0g").effective()) == ()
