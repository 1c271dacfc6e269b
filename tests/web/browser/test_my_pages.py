"""A person's own pages on the phone: the next shift, the answer to a publication, the calendar link."""

import datetime as dt
import urllib.request
from urllib.error import HTTPError

import pytest
from playwright.sync_api import expect

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.my.months import later, publish_at, with_cells
from tests.web.rosters.office import Office, legal_month, stored_office
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database

pytestmark = pytest.mark.browser

FOURTH = dt.date(2026, 12, 4)


@pytest.fixture
def office(live_server: Site, database: Database) -> Office:
    """A department with December published twice; the second time one of 00102's days changed."""
    found = stored_office(database)
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        for user_id in (found.users["00102"], found.users["00101"], found.supervisor.user_id):
            session.get_one(User, user_id).password = hashed
        session.commit()
    publish_at(found, legal_month(), later(0))
    publish_at(found, with_cells({("00102", FOURTH): "M"}), later(1))
    return found


def test_an_agent_sees_the_next_shift_and_answers(
    live_server: Site, office: Office, open_page: PageOpener
) -> None:
    page = open_page(live_server.url, phone=True)
    log_in(page, "CS00102", at="/")
    expect(page.get_by_text("下一班 · 12月1日 周二")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text("8 天后")
    expect(page.get_by_text("当班组长：员工00101")).to_be_visible()
    news = page.locator(".news")
    expect(news).to_contain_text("你的班表变了 1 天")
    expect(news.locator("del")).to_have_text("早班")
    looks_right(page)
    page.get_by_text("有困难").click()
    page.get_by_label("有什么困难").fill("4 日晚上有考试")
    looks_right(page)
    with new_page(page):
        page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("status")).to_contain_text("已记下")
    expect(page.locator(".news")).to_have_count(0)
    page.goto("/my?month=2026-12")
    expect(page.get_by_text("4 日晚上有考试")).to_be_visible()
    looks_right(page)


def test_got_it_takes_one_touch(live_server: Site, office: Office, open_page: PageOpener) -> None:
    page = open_page(live_server.url, phone=True, locale="en")
    log_in(page, "CS00102", at="/")
    button = page.get_by_role("button", name="Got it")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    with new_page(page):
        button.click()
    expect(page.get_by_role("status")).to_contain_text("Noted")
    expect(button).to_have_count(0)
    looks_right(page)


def test_a_calendar_link_is_made_and_revoked(
    live_server: Site, office: Office, open_page: PageOpener
) -> None:
    page = open_page(live_server.url, phone=True)
    log_in(page, "CS00102", at="/")
    with new_page(page):
        page.get_by_role("link", name="订阅到日历").click()
    with new_page(page):
        page.get_by_role("button", name="生成链接").click()
    address = page.get_by_label("日历地址").input_value()
    assert address.startswith(live_server.url + "/calendar/")
    looks_right(page)
    with urllib.request.urlopen(address) as answer:  # as a calendar program does, without a log-in
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.read().count(b"BEGIN:VEVENT") == 23
    with new_page(page):
        page.get_by_role("button", name="撤销链接").click()
    expect(page.get_by_role("status")).to_contain_text("链接已撤销")
    looks_right(page)
    with pytest.raises(HTTPError, match="404"):
        urllib.request.urlopen(address)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "390"])
def test_first_pages_and_notices_fit_and_can_be_used_by_everybody(
    live_server: Site, office: Office, open_page: PageOpener, locale: str, phone: bool
) -> None:
    for number in ("CS00102", "CS00101", "CS09001"):
        page = open_page(live_server.url, phone=phone, locale=locale)
        log_in(page, number, at="/")
        looks_right(page)
        page.goto("/notices")
        looks_right(page)
        if number != "CS09001":
            page.goto("/my?month=2026-12")
            looks_right(page)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_planners_page_follows_the_day(live_server: Site, office: Office, open_page: PageOpener) -> None:
    november = dt.date(2026, 11, 1)
    publish_at(office, legal_month(november), later(0), month=november)
    page = open_page(live_server.url)
    log_in(page, "CS09001", at="/")
    expect(page.locator("#today-chart svg")).to_be_visible()
    expect(page.locator(".board-side")).to_contain_text("6 人中 0 人已知晓")
    with page.expect_response("**/today/live") as refreshed:
        page.evaluate("document.querySelector('[data-live]').dispatchEvent(new Event('visible-again'))")
    assert refreshed.value.status == 200
    expect(page.locator("#board-time")).to_have_count(1)
    expect(page.locator("#today-chart svg")).to_be_visible()
    looks_right(page)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_month_prints_on_one_small_sheet(
    live_server: Site, office: Office, open_page: PageOpener
) -> None:
    page = open_page(live_server.url)
    log_in(page, "CS00102", at="/")
    page.goto("/my?month=2026-12")
    page.emulate_media(media="print")
    expect(page.locator("#month-name")).to_be_visible()
    expect(page.locator(".own-legend")).to_be_visible()
    for hidden in ("header.top", ".next-shift", ".ledger", ".news"):
        expect(page.locator(hidden)).not_to_be_visible()
    sheet = page.pdf(prefer_css_page_size=True)
    assert sheet.count(b"/Type /Page\n") == 1
