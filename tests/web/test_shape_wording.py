"""What a page says of busy starts, training, changes and holidays."""

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale

from roster.violation import Violation
from web import i18n
from web.wording import violation_words

FRIDAY = dt.date(2026, 10, 16)
APART = (("most", 7), ("least", 4), ("most_person", "00101"), ("least_person", "00102"))
CASES = (
    (
        Violation(
            code="month_shape", person="00101", measured=0, limit=2, hard=False, cost=2,
            extra=(("at_start", 5), ("at_end", 5), ("length", 7)),
        ),
        ("月初 7 天上班 5 天，月末 7 天上班 5 天，月初至少要多 2 天", "全月"),
        (
            "Working days in the first 7 days: 5, in the last: 5; at least 2 more at the start",
            "the whole month",
        ),
    ),
    (
        Violation(
            code="training_day", person="00101", dates=(FRIDAY,), measured=1, unit="shifts",
            extra=(("kind", "E"), ("training", "T")),
        ),
        ("当天培训为培训，实际排为早班", "10月16日 周五 早班"),
        ("Training that day is training, given is early shift", "Fri 16 Oct early shift"),
    ),
    (
        Violation(
            code="stability", person="00101", dates=(FRIDAY,), measured=1, unit="shifts", hard=False, cost=5,
            extra=(("kind", ""), ("published", "N")),
        ),
        ("已发布为夜班，现为休息", "10月16日 周五"),
        ("Published is night shift, given is day off", "Fri 16 Oct"),
    ),
    (
        Violation(
            code="holiday_fairness", measured=3, limit=1, unit="shifts", hard=False, cost=2,
            extra=(*APART, ("carried", 1)),
        ),
        ("法定节假日班最多与最少相差 3 次，最多差 1 次", "李想 7，周舟 4（含此前月份）"),
        (
            "Shifts on statutory holidays differ by 3 between like people; at most 1",
            "李想 7, 周舟 4, earlier months included",
        ),
    ),
    (
        Violation(
            code="turn_fairness", measured=3, limit=1, unit="shifts", hard=False, cost=2,
            extra=(*APART, ("carried", 1)),
        ),
        ("轮流值班次数最多与最少相差 3 次，最多差 1 次", "李想 7，周舟 4（含此前月份）"),
        (
            "Shifts of duty differ by 3 between those who take them in turn; at most 1",
            "李想 7, 周舟 4, earlier months included",
        ),
    ),
    (
        Violation(
            code="night_fairness", measured=3, limit=1, unit="nights", hard=False, cost=2,
            extra=(*APART, ("carried", 0)),
        ),
        ("夜班最多与最少相差 3 次，最多差 1 次", "李想 7，周舟 4"),
        ("Nights differ by 3 between like people; at most 1", "李想 7, 周舟 4"),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def speaking() -> Iterator[None]:
    """A request in Chinese."""
    site = Flask("web")
    site.config["SESSION_COOKIE_SECURE"] = False
    i18n.install(site)
    with site.test_request_context():
        yield


@pytest.mark.parametrize(
    ("violation", "chinese", "english"), CASES, ids=lambda case: getattr(case, "code", "")
)
def test_the_sentence_has_the_rule_and_its_numbers(
    violation: Violation, chinese: tuple[str, str], english: tuple[str, str]
) -> None:
    names = {"00101": "李想", "00102": "周舟"}
    words = violation_words(violation, names)
    assert (words.sentence, words.detail) == chinese
    with force_locale("en"):
        words = violation_words(violation, names)
        assert (words.sentence, words.detail) == english
