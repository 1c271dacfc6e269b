"""The search in Chromium, on the phone: two Chinese letters, marked; narrowed down; a customer's number."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.handovers.evening import ANN, DAY, LEA, Evening, at, stored_evening
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database
from web.duty_log.entered import Entered
from web.duty_log.tables import EntryKind
from web.duty_log.writing import write

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
NOW = at(22, 40)


@pytest.fixture
def site_environment(site_environment: dict[str, str]) -> dict[str, str]:
    """The server's clock stands in the window."""
    shift = NOW - dt.datetime.now(tz=dt.UTC)
    return {
        **site_environment,
        "LUNBAN_TODAY": DAY.isoformat(),
        "LUNBAN_CLOCK_SHIFT": str(shift.total_seconds()),
    }


@pytest.fixture
def shop(live_server: Site, database: Database) -> Evening:
    """A submitted handover and an entry of the log; the leader can log in."""
    found = stored_evening(database)
    with database.write() as session:
        user = session.get_one(User, found.office.users[LEA])
        user.password = passwords.hash_password(PASSWORD)
        session.commit()
    found.submitted(now=NOW, detail="三楼漏水，客户 13812345678 要求退款", important="1")
    entered = Entered(kind=EntryKind.COMPLAINT, body="四楼漏水，已报修", urgent=True, token="1")
    assert found.do(write, ANN, entered, secret_key="only-for-tests", now=NOW).done
    return found


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_what_people_wrote_is_found_on_the_phone(
    live_server: Site, shop: Evening, open_page: PageOpener, locale: str
) -> None:
    page = open_page(live_server.url, phone=True, locale=locale)
    log_in(page, f"CS{LEA}", at="/search")
    looks_right(page)
    page.fill("#find-q", "漏水")
    with new_page(page):
        page.press("#find-q", "Enter")
    expect(page.locator(".hits > li")).to_have_count(2)
    expect(page.locator(".hits mark")).to_have_text(["漏水", "漏水"])
    looks_right(page)
    page.locator(".find-more summary").click()
    page.locator("input[name=important]").check()
    with new_page(page):
        page.press("#find-q", "Enter")
    expect(page.locator(".hits > li")).to_have_count(1)
    looks_right(page)
    with new_page(page):
        page.locator(".hits a").click()
    expect(page.locator("body")).to_contain_text("三楼漏水")
    page.goto("/search?q=13812345678")
    assert "1234" not in page.url
    expect(page.locator(".note.warn")).to_be_visible()
    expect(page.locator(".hits")).to_have_count(0)
