"""Kinds of entries that a regulation asks for besides: patrol, meters, visitors, letters, memos."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask

from tests.web.attendance.shop import ANN, DAY, at
from tests.web.duty_log.log import NOON, corrected, entries_of, visiting, written
from tests.web.duty_log.test_writing import shift_of_day
from tests.web.swaps.desk import Desk
from web.duty_log.feed import entries_for_handover
from web.duty_log.letters import letters_due
from web.duty_log.tables import EntryKind
from web.duty_log.terms import IN_EVERY_LOG, log_terms
from web.policy.preset_file import preset_ids
from web.policy.schema import load_preset
from web.policy.tables import PolicyVersion

OFFERED = {
    "S0f": ["memo"],
    "S3b": ["letter"],
    "S3e": ["running", "patrol", "visitor"],
    "S3f": ["patrol", "visitor"],
    "S3g": ["running", "meter", "patrol", "visitor"],
    "S4e": ["revisit"],
    "S4f": ["visitor", "patrol"],
}


def under(shop: Desk, preset: str, **overrides: object) -> None:
    """Put another regulation in force."""
    with shop.database.write() as session:
        session.add(
            PolicyVersion(
                department_id=shop.office.department,
                number=9,
                preset=preset,
                overrides=overrides,
                valid_from=DAY - dt.timedelta(days=1),
                made_at=NOON,
            )
        )
        session.commit()


@pytest.mark.parametrize("preset", preset_ids())
def test_a_log_offers_what_its_regulation_asks_for(preset: str) -> None:
    found = [each.kind for each in load_preset(preset).content.log_kinds]
    assert found == OFFERED.get(preset, [])
    assert {EntryKind(kind) for kind in found}.isdisjoint(IN_EVERY_LOG)


def test_only_offered_kinds_are_taken(shop: Desk) -> None:
    refused = written(shop, ANN, "一切正常", kind=EntryKind.PATROL, about="二楼机房")
    assert [(each.code, each.field) for each in refused.reasons] == [("not_a_choice", "kind")]
    under(shop, "S3f")
    assert written(shop, ANN, "一切正常", kind=EntryKind.PATROL, about="二楼机房").done
    with shop.database.read() as session:
        kinds = log_terms(session, shop.office.department, NOON).kinds
    assert kinds == (*IN_EVERY_LOG, EntryKind.PATROL, EntryKind.VISITOR)


@pytest.mark.parametrize(
    ("kind", "fields", "codes"),
    [
        (EntryKind.PATROL, {}, ["duty_about_missing"]),
        (EntryKind.RUNNING, {}, ["duty_about_missing"]),
        (EntryKind.METER, {"about": "电表"}, ["duty_reading_missing"]),
        (EntryKind.METER, {"about": "电表", "reading": "13812345678"}, ["duty_reading_missing"]),
        (EntryKind.VISITOR, {"about": "供电局 2 人"}, ["duty_approver_missing"]),
    ],
)
def test_each_kind_asks_for_what_it_needs(
    shop: Desk, kind: EntryKind, fields: dict[str, Any], codes: list[str]
) -> None:
    under(shop, "S3g")
    assert [each.code for each in written(shop, ANN, "记录", kind=kind, **fields).reasons] == codes


def test_a_meter_and_a_visitor_are_stored_searched_and_handed_over(shop: Desk) -> None:
    under(shop, "S3g")
    written(
        shop,
        ANN,
        "比上月多",
        kind=EntryKind.METER,
        about="总电表",
        reading="10234.5",
        unit="度",
        important=True,
    )
    written(shop, ANN, "检修", kind=EntryKind.VISITOR, about="供电局 电话13812345678", instructed_by="李主管")
    meter, visitor = entries_of(shop)
    assert (meter.about, meter.reading, meter.unit) == ("总电表", "10234.5", "度")
    assert "10234.5" in meter.searched
    assert "13812345678" not in visitor.about + visitor.searched
    assert visitor.instructed_by == "李主管"
    with shop.database.read() as session:
        (handed,) = entries_for_handover(session, shift_of_day(shop, ANN).assignment_id)
    assert handed.body == "总电表 · 10234.5 度 · 比上月多"


def test_a_letter_is_kept_for_the_days_that_were_answered_and_then_named(shop: Desk) -> None:
    under(shop, "S3b", **{"letters.retention": 30})
    made = written(shop, ANN, "挂号信", kind=EntryKind.LETTER, about="王敏")
    (letter,) = entries_of(shop)
    assert letter.keep_until == DAY + dt.timedelta(days=30)
    with shop.database.read() as session:
        actor = shop.actor(ANN)
        after = letter.keep_until + dt.timedelta(days=1)
        assert letters_due(session, actor, letter.keep_until) == []
        assert [each.id for each in letters_due(session, actor, after)] == [letter.id]
    done = {"kind": EntryKind.LETTER, "about": "王敏", "handling": "已销毁"}
    assert corrected(shop, shop.actor(ANN), made, "挂号信", now=at("13:00"), **done).done
    with shop.database.read() as session:
        assert letters_due(session, actor, after) == []


def test_without_an_answer_no_letter_is_due(shop: Desk) -> None:
    """The text leaves the number of days blank: the rule is off."""
    under(shop, "S3b")
    written(shop, ANN, "挂号信", kind=EntryKind.LETTER, about="王敏")
    assert [entry.keep_until for entry in entries_of(shop)] == [None]


def test_the_form_offers_the_kinds_of_the_regulation(app: Flask, shop: Desk) -> None:
    under(shop, "S0f")
    with_memo = visiting(app, shop, ANN).get("/duty-log").text
    assert 'value="memo"' in with_memo
    assert '<input type="radio" name="kind" value="visitor"' not in with_memo
