"""Open matters in Chromium: readable on the phone, and given to somebody else from there."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NIA, Evening, stored_evening
from tests.web.handovers.test_matters import NOW, matter
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database
from web.people.tables import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]


@pytest.fixture
def site_environment(site_environment: dict[str, str]) -> dict[str, str]:
    """The server's clock stands at noon of the day."""
    shift = NOW - dt.datetime.now(tz=dt.UTC)
    return {
        **site_environment,
        "LUNBAN_TODAY": DAY.isoformat(),
        "LUNBAN_CLOCK_SHIFT": str(shift.total_seconds()),
    }


@pytest.fixture
def shop(live_server: Site, database: Database) -> Evening:
    """Matters of several ages, one of them with somebody who has left; the leader can log in."""
    found = stored_evening(database)
    hour = dt.timedelta(hours=1)
    told = "王女士来电要求全额退款，已转财务核对，财务答复今日 18:00 前给出结果，客户同意等候"
    matter(found, "王女士重复扣费投诉", ANN, days=9, important=True, urgent=True,
           category="after_hours_complaints", promised_at=NOW - hour, last_progress=told)  # fmt: skip
    matter(found, "支付接口 21:40 起超时", NIA, days=1.5, important=True, promised_at=NOW + hour)
    matter(found, "三号机位耳麦无声，已报修" * 6, DAN, days=45, urgent=True, last_progress="等待配件")
    matter(found, "门禁卡补办", ANN, days=0.4)
    with found.database.write() as session:
        session.get_one(Person, found.office.people[ANN]).active = False
        session.get_one(User, found.office.users[LEA]).password = passwords.hash_password(PASSWORD)
        session.commit()
    return found


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_matter_of_somebody_who_has_left_is_given_away_on_the_phone(
    live_server: Site, shop: Evening, open_page: PageOpener, locale: str
) -> None:
    page = open_page(live_server.url, phone=True, locale=locale)
    log_in(page, f"CS{LEA}", at="/handovers/matters")
    looks_right(page)
    first = page.locator(".matter").first
    expect(first).to_contain_text("王女士重复扣费投诉")
    with new_page(page):
        first.locator("a", has=page.locator("use[href$='#arrows-exchange']")).click()
    looks_right(page)
    page.select_option("#give-person", str(shop.office.people[DAN]))
    page.fill("#give-reason", "安已离职")
    with new_page(page):
        page.click("#give button[type=submit]")
    looks_right(page)
    expect(first).to_contain_text("员工00103")
    expect(first).to_contain_text("安已离职")
    expect(page.locator("#given")).to_contain_text("王女士重复扣费投诉")
