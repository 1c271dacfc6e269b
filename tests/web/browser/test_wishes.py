"""Wishes in Chromium: an agent taps a day on the phone, the supervisor watches, closes and reopens."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.rosters.office import Office, stored_office
from tests.web.wishes.people import agent, opened
from web.accounts import passwords
from web.accounts.tables import User
from web.clock import utc_now
from web.config import Config
from web.database import Database
from web.notices.tables import Notice
from web.people.tables import DayOff
from web.rosters.tables import RoundState, Wish, WishRound
from web.wishes.stating import state_wish

pytestmark = pytest.mark.browser

NINTH, TENTH = dt.date(2026, 12, 9), dt.date(2026, 12, 10)


@pytest.fixture
def office(live_server: Site, database: Database, config: Config) -> Office:
    """An office with an open round of two wishes each; 00102 has the tenth off already."""
    found = stored_office(database)
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        for user_id in (found.users["00102"], found.supervisor.user_id):
            session.get_one(User, user_id).password = hashed
        session.add(DayOff(person_id=found.people["00102"], date=TENTH, recorded_at=utc_now(config)))
        session.commit()
    opened(found)
    return found


def save(page: Page, name: str) -> None:
    """Send the sheet; the calendar comes back as a new page."""
    with new_page(page):
        page.get_by_role("dialog").get_by_role("button", name=name, exact=True).tap()


def stored_wishes(office: Office) -> list[tuple[dt.date, bool, str]]:
    """Return date, whether it is a day off, and note of every wish."""
    with office.database.read() as session:
        found = session.scalars(select(Wish).order_by(Wish.date))
        return [(wish.date, wish.shift_kind_id is None, wish.note) for wish in found]


def test_an_agent_taps_a_day_and_wishes_it_off(
    live_server: Site, office: Office, open_page: PageOpener
) -> None:
    page = open_page(live_server.url, phone=True)
    log_in(page, "CS00102", at="/wishes")
    expect(page.get_by_text("已填 0 / 2 个愿望")).to_be_visible()
    expect(page.get_by_text("截止 11月24日 18:00").first).to_be_visible()
    expect(page.locator(f"[data-wish-day='{TENTH}']")).to_have_count(0)
    looks_right(page)
    page.get_by_role("button", name="12月9日 周三").tap()
    sheet = page.get_by_role("dialog", name="12月9日 周三")
    expect(sheet.get_by_text("还剩 2 个")).to_be_visible()
    looks_right(page)
    sheet.get_by_text("休息").tap()
    sheet.get_by_label("给主管的说明").fill("孩子开学")
    save(page, "保存")
    expect(page.get_by_role("status")).to_contain_text("已保存：12月9日 周三。 还剩 1 个愿望。")
    expect(page.get_by_text("已填 1 / 2 个愿望")).to_be_visible()
    expect(page.locator(".own-wishes")).to_contain_text("孩子开学")
    looks_right(page)
    assert stored_wishes(office) == [(NINTH, True, "孩子开学")]


def test_a_wish_is_changed_taken_back_and_the_quota_shown(
    live_server: Site, office: Office, open_page: PageOpener
) -> None:
    page = open_page(live_server.url, phone=True, locale="en")
    log_in(page, "CS00102", at="/wishes")
    sheet = page.locator("#wish-sheet")
    for day, choice in ((9, "early shift"), (11, "night shift")):
        page.locator(f"[data-wish-day='2026-12-{day:02}']").tap()
        sheet.get_by_text(choice).tap()
        save(page, "Save")
    expect(page.get_by_role("status")).to_contain_text("All wishes are used.")
    page.locator("[data-wish-day='2026-12-12']").tap()
    expect(sheet.get_by_text("All wishes are used.")).to_be_visible()
    expect(sheet.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    looks_right(page)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.locator("[data-wish-day='2026-12-11']").tap()
    expect(sheet.get_by_role("radio", name="night shift")).to_be_checked()
    sheet.get_by_text("no wish").tap()
    save(page, "Save")
    expect(page.get_by_role("status")).to_contain_text("Taken back: Fri 11 Dec. 1 wish left.")
    with new_page(page):
        page.get_by_role("button", name="Take back: Wed 9 Dec").tap()
    with new_page(page):
        page.get_by_role("button", name="I have no wishes this month").tap()
    expect(page.get_by_role("status")).to_contain_text("Noted: no wishes this month.")
    looks_right(page)
    assert stored_wishes(office) == []


def test_the_keyboard_states_a_wish(live_server: Site, office: Office, open_page: PageOpener) -> None:
    page = open_page(live_server.url)
    log_in(page, "CS00102", at="/wishes")
    page.locator(f"[data-wish-day='{NINTH}']").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "sheet-title"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    with new_page(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已保存：12月9日 周三。")
    assert stored_wishes(office) == [(NINTH, True, "")]


def test_the_supervisor_watches_reminds_closes_and_reopens(
    live_server: Site, office: Office, config: Config, open_page: PageOpener
) -> None:
    with office.database.write() as session:
        round_id = session.scalars(select(WishRound.id)).one()
        now = utc_now(config)
        assert state_wish(session, agent(office), round_id, NINTH, kind_id=None, now=now) == ()
    page = open_page(live_server.url)
    log_in(page, "CS09001", at="/wishes")
    with new_page(page):
        page.get_by_role("link", name="2026年12月").click()
    expect(page.get_by_text("1 / 6")).to_be_visible()
    expect(page.get_by_text("最多人想休：12月9日 周三 (1)。")).to_be_visible()
    looks_right(page)
    with new_page(page):
        page.get_by_role("button", name="提醒 5 人").click()
    expect(page.get_by_role("status")).to_contain_text("已提醒 5 人。")
    with new_page(page):
        page.get_by_role("button", name="现在截止").click()
    expect(page.get_by_role("status")).to_contain_text("已截止。")
    page.get_by_label("截止时间").fill("2026-11-25T12:00")
    with new_page(page):
        page.get_by_role("button", name="重新开放").click()
    expect(page.get_by_role("status")).to_contain_text("已重新开放。")
    with office.database.read() as session:
        assert session.get_one(WishRound, round_id).state is RoundState.OPEN
        reminded = session.scalars(select(Notice).where(Notice.kind == "wish_round_reminder")).all()
        assert len(reminded) == 5


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "390"])
def test_pages_fit_and_can_be_used_by_everybody(
    live_server: Site, office: Office, open_page: PageOpener, locale: str, phone: bool
) -> None:
    own = open_page(live_server.url, phone=phone, locale=locale)
    log_in(own, "CS00102", at="/wishes")
    looks_right(own)
    page = open_page(live_server.url, phone=phone, locale=locale)
    log_in(page, "CS09001", at="/wishes")
    looks_right(page)
    with new_page(page):
        page.locator("tbody a").first.click()
    expect(page).to_have_url(re.compile("/wishes/rounds/[0-9]+$"))
    looks_right(page)
    with new_page(page):
        page.locator("form[action$='/close'] button").click()
    expect(page.locator("form[action$='/reopen']")).to_have_count(1)
    looks_right(page)
    own.reload()
    looks_right(own)
