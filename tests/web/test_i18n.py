import datetime as dt
from pathlib import Path

import pytest
from flask import Flask, g, render_template_string
from flask_babel import force_locale

from web import i18n
from web.shift_marks import shift_mark, shift_name

DAY = dt.date(2026, 10, 9)
INSTANT = dt.datetime(2026, 10, 9, 14, 45, 12, tzinfo=dt.UTC)


@pytest.fixture
def site() -> Flask:
    """A site that knows its languages and nothing else: no database is asked."""
    made = Flask("web")
    made.config["SESSION_COOKIE_SECURE"] = False
    i18n.install(made)
    return made


@pytest.mark.parametrize(
    ("function", "chinese", "english"),
    [
        (i18n.day, "10月9日", "9 Oct"),
        (i18n.weekday, "周五", "Fri"),
        (i18n.weekday_letter, "五", "Fr"),
        (i18n.day_weekday, "10月9日 周五", "Fri 9 Oct"),
        (i18n.full_date, "2026年10月9日 周五", "Fri 9 Oct 2026"),
        (i18n.month, "2026年10月", "October 2026"),
    ],
)
def test_dates_are_written_as_each_language_does(
    site: Flask, function: type, chinese: str, english: str
) -> None:
    with site.test_request_context():
        assert function(DAY) == chinese
        with force_locale("en"):
            assert function(DAY) == english


def test_the_next_day_is_said_in_words(site: Flask) -> None:
    with site.test_request_context():
        assert i18n.clock_range(480, 930) == "8:00–15:30"
        assert i18n.clock_range(1380, 1920) == "23:00–次日 8:00"
        assert i18n.clock(1440) == "次日 0:00"
        with force_locale("en"):
            assert i18n.clock_range(1380, 1920) == "23:00–8:00 next day"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (i18n.number(12460), "12,460"),
        (i18n.number(-1.25, 1), "−1.2"),
        (i18n.number(-0.04, 1), "0.0"),
        (i18n.signed(2), "+2"),
        (i18n.signed(0), "0"),
        (i18n.signed(-1), "−1"),
        (i18n.signed(0.04, 1), "0.0"),
        (i18n.percent(0.045), "4.5%"),
        (i18n.percent(0.8), "80%"),
        (i18n.percent(1), "100%"),
        (i18n.hours(450), "7.5 h"),
        (i18n.hours(465), "7.75 h"),
        (i18n.hours(2400), "40 h"),
        (i18n.hours(6000), "100 h"),
        (i18n.hours(0), "0 h"),
        (i18n.hours(2400, 1), "40.0 h"),
        (i18n.hours(-450), "−7.5 h"),
        (i18n.countdown(282), "4:42"),
        (i18n.countdown(3882), "1:04:42"),
        (i18n.countdown(-60), "−1:00"),
    ],
)
def test_numbers_have_the_typographic_minus_and_no_idle_zeros(text: str, wanted: str) -> None:
    assert text == wanted


def test_an_instant_is_shown_on_the_departments_clock(site: Flask) -> None:
    with site.test_request_context():
        assert i18n.time_seconds(INSTANT) == "22:45:12"
        assert i18n.day_time(INSTANT) == "10月9日 22:45"
        g.time_zone = "Europe/London"
        assert i18n.time(INSTANT) == "15:45"
        assert i18n.time(dt.datetime.fromisoformat("2026-10-09T08:05")) == "8:05"


def test_shift_kinds_have_a_character_in_chinese_and_a_letter_in_english(site: Flask) -> None:
    with site.test_request_context():
        assert [shift_mark(code) for code in ("E", "M", "N", "D", "R", "T", "O", "L")] == list(
            "早中夜日备训加假"
        )
        assert shift_mark("E2") == "早2"
        assert (shift_name("N"), shift_name("")) == ("夜班", "休息")
        with force_locale("en"):
            assert (shift_mark("E2"), shift_name("E2"), shift_name("")) == ("E2", "early shift 2", "day off")


def test_counted_texts_are_chinese_whatever_the_number(site: Flask) -> None:
    with site.test_request_context():
        page = "{{ ngettext('%(num)s unread notice', '%(num)s unread notices', n) }}"
        assert [render_template_string(page, n=n) for n in (1, 3)] == ["1 条未读通知", "3 条未读通知"]


def test_a_filter_of_a_constant_speaks_the_language_of_each_reader(site: Flask) -> None:
    page = site.jinja_env.from_string("{{ 1920 | clock }}")
    with site.test_request_context():
        assert page.render() == "次日 8:00"
    with site.test_request_context(headers={"Accept-Language": "en"}):
        assert page.render() == "8:00 next day"


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({}, "zh_Hans_CN"),
        ({"Accept-Language": "en-GB,en;q=0.9"}, "en"),
        ({"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}, "zh_Hans_CN"),
        ({"Accept-Language": "fr"}, "zh_Hans_CN"),
        ({"Accept-Language": "en", "Cookie": "lunban_language=zh_Hans_CN"}, "zh_Hans_CN"),
        ({"Cookie": "lunban_language=en"}, "en"),
        ({"Cookie": "lunban_language=xx"}, "zh_Hans_CN"),
    ],
)
def test_the_choice_goes_before_the_browser_and_chinese_is_the_rest(
    site: Flask, headers: dict[str, str], wanted: str
) -> None:
    with site.test_request_context(headers=headers):
        assert i18n.select_locale() == wanted


def test_outside_a_request_texts_are_chinese(site: Flask) -> None:
    with site.app_context():
        assert i18n.day_weekday(DAY) == "10月9日 周五"


@pytest.mark.parametrize(
    ("back", "location"),
    [("/rosters?month=2026-10", "/rosters?month=2026-10"), ("//elsewhere.example/", "/"), ("", "/")],
)
def test_switching_keeps_the_language_and_goes_back_to_a_page_of_this_site(
    site: Flask, back: str, location: str
) -> None:
    client = site.test_client()
    answer = client.post("/language", data={"language": "en", "next": back})
    assert (answer.status_code, answer.location) == (302, location)
    cookie = client.get_cookie("lunban_language")
    assert cookie is not None
    assert (cookie.value, cookie.http_only, cookie.same_site) == ("en", True, "Lax")


def test_an_unknown_language_is_not_kept(site: Flask) -> None:
    client = site.test_client()
    client.post("/language", data={"language": "<script>", "next": "/"})
    assert client.get_cookie("lunban_language") is None


def test_only_folders_with_a_compiled_catalogue_are_named(tmp_path: Path) -> None:
    for feature in ("translations", "calls/translations", "rosters/translations"):
        (tmp_path / feature / "zh_Hans_CN" / "LC_MESSAGES").mkdir(parents=True)
    for feature in ("translations", "rosters/translations"):
        (tmp_path / feature / "zh_Hans_CN" / "LC_MESSAGES" / "messages.mo").touch()
    assert i18n.translation_directories(tmp_path) == [
        str(tmp_path / "translations"),
        str(tmp_path / "rosters" / "translations"),
    ]
