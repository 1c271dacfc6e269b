import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale

from roster.rules import RULES
from roster.violation import Violation
from web import i18n
from web.refusal import Refusal
from web.wording import REFUSALS, SENTENCES, add_refusals, refusal_words, violation_words

FRIDAY = dt.date(2026, 10, 16)
SATURDAY = dt.date(2026, 10, 17)
WEEK = tuple(dt.date(2026, 10, 12) + dt.timedelta(days=n) for n in range(7))
SHORT_REST = Violation(
    code="rest_between", person="00123", dates=(FRIDAY, SATURDAY), measured=0, limit=660, unit="minutes",
    extra=(("first", "N"), ("second", "E")),
)  # fmt: skip
LONG_RUN = Violation(code="working_run", person="00123", dates=WEEK, measured=7, limit=6)


@pytest.fixture(autouse=True)
def speaking() -> Iterator[None]:
    """A request in Chinese."""
    site = Flask("web")
    site.config["SESSION_COOKIE_SECURE"] = False
    i18n.install(site)
    with site.test_request_context():
        yield


def test_every_rule_has_a_sentence() -> None:
    assert set(SENTENCES) == {rule.code for rule in RULES}


def test_a_short_rest_names_hours_limit_and_both_shifts() -> None:
    words = violation_words(SHORT_REST)
    assert words.level == "danger"
    assert words.sentence == "夜班后休息 0 小时，至少 11 小时"
    assert words.detail == "10月16日 夜班 → 10月17日 早班"
    with force_locale("en"):
        assert violation_words(SHORT_REST).sentence == "0 h rest after a night shift; at least 11 h"


def test_days_in_a_row_name_the_first_and_the_last() -> None:
    words = violation_words(LONG_RUN)
    assert (words.sentence, words.detail) == ("连续上班 7 天，最多 6 天", "10月12日–10月18日")
    with force_locale("en"):
        assert violation_words(LONG_RUN).sentence == "7 days in a row; at most 6"


def test_a_soft_rule_warns() -> None:
    wish = Violation(
        code="wish", person="00123", dates=(SATURDAY,), hard=False, cost=4, unit="wish",
        extra=(("wished", ""), ("kind", "E")),
    )  # fmt: skip
    words = violation_words(wish)
    assert (words.level, words.sentence) == ("warn", "愿望未满足：想要休息")
    assert words.detail == "10月17日 周六 早班"


def test_a_protected_period_does_not_say_why() -> None:
    words = violation_words(
        Violation(code="no_night", person="00123", dates=(FRIDAY,), measured=420, extra=(("kind", "N"),))
    )
    assert words.sentence == "不能安排到这个班次（原因不公开）"


def test_a_weekly_average_is_worked_out_from_the_month() -> None:
    words = violation_words(
        Violation(
            code="average_week", person="00123", measured=10890, limit=10629, unit="minutes",
            extra=(("weekly_limit", 2400), ("days", 31)),
        )
    )  # fmt: skip
    assert (words.sentence, words.detail) == ("周均工时 41.0 小时，最多 40 小时", "全月")


def test_a_shortage_names_the_time_and_how_many() -> None:
    words = violation_words(
        Violation(
            code="shortage", dates=(FRIDAY,), measured=9, unit="person_slots", hard=False, cost=9,
            extra=(("from_minute", 1140), ("to_minute", 1260), ("most", 4)),
        )
    )  # fmt: skip
    assert (words.sentence, words.detail) == ("19:00–21:00 最多缺 4 人", "10月16日 周五")


def test_the_reserve_of_a_special_day_names_what_is_held_and_what_is_needed() -> None:
    few = Violation(code="reserve", dates=(FRIDAY,), measured=4, limit=5, unit="people", extra=(("most", 7),))
    many = Violation(
        code="reserve_most", dates=(FRIDAY,), measured=8, limit=7, unit="people", hard=False, cost=10
    )
    bare = Violation(
        code="reserve_surplus", dates=(FRIDAY,), measured=0, limit=1, unit="people",
        extra=(("from_minute", 1140), ("to_minute", 1260)),
    )  # fmt: skip
    said = [violation_words(found) for found in (few, many, bare)]
    assert [words.sentence for words in said] == [
        "应急台席 4 个，需要 5–7 个",
        "应急台席 8 个，超过 7 个",
        "19:00–21:00 富余 0 人，至少 1 人",
    ]
    assert [words.level for words in said] == ["danger", "warn", "danger"]
    with force_locale("en"):
        assert violation_words(few).sentence == "Emergency seats: 4; 5–7 needed"
        assert violation_words(many).sentence == "Emergency seats: 8; over 7"


def test_posts_probation_and_seats_name_shift_numbers_and_limit() -> None:
    by_kind = Violation(
        code="skills_per_post", dates=(FRIDAY,), measured=1, limit=2, unit="people",
        extra=(("kind", "E"), ("skills", "英语|投诉")),
    )  # fmt: skip
    beside = Violation(
        code="probation_pairing", dates=(FRIDAY,), measured=2, limit=1, unit="people",
        extra=(("kind", "N"), ("experienced", 1), ("team", "")),
    )  # fmt: skip
    sitting = Violation(
        code="seats", dates=(FRIDAY,), measured=21, limit=20, unit="people",
        extra=(("from_minute", 540), ("to_minute", 600)),
    )  # fmt: skip
    said = [violation_words(found) for found in (by_kind, beside, sitting)]
    assert [words.sentence for words in said] == [
        "早班具备英语或投诉技能 1 人，至少 2 人",
        "夜班见习 2 人，有经验 1 人，最多带 1 人",
        "9:00–10:00 最多 21 人当班，台席只有 20 个",
    ]
    assert {words.detail for words in said} == {"10月16日 周五"}


def test_fairness_names_people_where_their_names_are_known() -> None:
    uneven = Violation(
        code="night_fairness", measured=4, limit=2, unit="nights", hard=False, cost=2,
        extra=(("role", "agent"), ("most", 6), ("least", 2), ("most_person", "1"), ("least_person", "2")),
    )  # fmt: skip
    words = violation_words(uneven, {"1": "余楠", "2": "梁慧"})
    assert words.sentence == "夜班最多与最少相差 4 次，最多差 2 次"
    assert words.detail == "余楠 6，梁慧 2"
    assert violation_words(uneven).detail == "1 6，2 2"


def test_a_missing_skill_is_named() -> None:
    lacking = Violation(
        code="kind_allowed", person="1", dates=(FRIDAY,), measured=1, unit="shifts",
        extra=(("kind", "N"), ("missing_skills", "英语|投诉")),
    )  # fmt: skip
    assert violation_words(lacking).sentence == "缺少这个班次要的技能：英语、投诉"


def test_refusals_have_the_sentence_of_their_feature() -> None:
    add_refusals({"only_in_a_test": "Locked is %(locked)s, given is %(given)s"})
    try:
        refusal = Refusal(code="only_in_a_test", details={"locked": "早班", "given": "休息"})
        assert refusal_words(refusal) == "锁定的是早班，排的是休息"
        with pytest.raises(ValueError, match="only_in_a_test"):
            add_refusals({"only_in_a_test": "Another"})
    finally:
        del REFUSALS["only_in_a_test"]


def test_an_average_over_a_cycle_names_its_days_and_what_is_still_due() -> None:
    facts = (
        ("weekly_limit", 2400),
        ("days", 91),
        ("cycle_first", "2026-04-01"),
        ("cycle_last", "2026-06-30"),
    )
    at_end = Violation(
        code="average_week", person="1", measured=31590, limit=31200, unit="minutes",
        extra=(*facts, ("before", 20000), ("still_due", 0)),
    )  # fmt: skip
    early = Violation(
        code="average_week", person="1", measured=23450, limit=23075, unit="minutes",
        extra=(*facts, ("before", 23000), ("still_due", 8125)),
    )  # fmt: skip
    assert violation_words(at_end).sentence == "4月1日至6月30日周均工时 40.5 小时，最多 40 小时"
    assert violation_words(early).sentence == (
        "4月1日起已排 390.83 小时，目前最多 384.58 小时：到6月30日至少还要上班 135.42 小时"
    )
    with force_locale("en"):
        assert violation_words(early).sentence == (
            "390.83 h since 1 Apr; at most 384.58 h so far, as 135.42 h are still due by 30 Jun"
        )


@pytest.mark.parametrize(
    ("violation", "sentence"),
    [
        (
            Violation(code="overtime_day", person="1", measured=240, limit=180, extra=(("kind", "N"),)),
            "当日加班 4 小时，最多 3 小时",
        ),
        (
            Violation(code="overtime_month", person="1", measured=2400, limit=2160, extra=(("booked", 0),)),
            "当月加班 40 小时，最多 36 小时",
        ),
        (
            Violation(code="overtime_month", person="1", measured=2400, limit=2160, extra=(("booked", 300),)),
            "当月加班 40 小时（其中已登记 5 小时），最多 36 小时",
        ),
        (
            Violation(code="no_overtime", person="1", measured=60, extra=(("kind", "N"),)),
            "不能安排加班（原因不公开）",
        ),
        (
            Violation(code="no_overtime", person="1", measured=10800, limit=10620, unit="minutes"),
            "当月 180 小时，不加班最多 177 小时（原因不公开）",
        ),
        (
            Violation(code="labour_cost", person="1", measured=612350, unit="fen", hard=False, cost=612),
            "班次人工成本 6,123.50 元",
        ),
    ],
)
def test_hours_and_money_are_named_with_their_limits(violation: Violation, sentence: str) -> None:
    assert violation_words(violation).sentence == sentence
