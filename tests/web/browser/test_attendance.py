"""Attendance in Chromium: held at the end of a shift, let go by the leader, clocked out; the register."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.attendance.shop import ANN, DAY, LEADER, RELIEF, events_of, stored, stored_shop
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.conftest import CLOCK_SHIFT
from tests.web.swaps.desk import Desk
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
AFTERNOON = CLOCK_SHIFT + dt.timedelta(hours=3, minutes=10)
"""15:40 of the day, ten minutes after the early shift."""


@pytest.fixture
def site_environment(site_environment: dict[str, str]) -> dict[str, str]:
    """The server's clock stands at the end of an early shift."""
    return {
        **site_environment,
        "LUNBAN_TODAY": DAY.isoformat(),
        "LUNBAN_CLOCK_SHIFT": str(AFTERNOON.total_seconds()),
    }


@pytest.fixture
def shop(live_server: Site, database: Database) -> Desk:
    """Ann and her leader are at work; who relieves them has not come."""
    found = stored_shop(database, overrides={"handover.release_gate": "relief_present"})
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        for user in (*(found.office.users[n] for n in (ANN, LEADER)), found.office.supervisor.user_id):
            session.get_one(User, user).password = hashed
        session.commit()
    stored(found, ANN, "in 8:20")
    stored(found, LEADER, "in 7:50", "out 15:36")
    stored(found, ANN, "in 7:50", "away 9:00", "back 9:25", "out 15:20", day=dt.date(2026, 12, 6))
    return found


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_held_let_go_and_clocked_out(
    live_server: Site,
    shop: Desk,
    open_page: PageOpener,
    page_complaints: list[str],
    locale: str,
) -> None:
    out, held, go, waits = {
        "zh-CN": ("下班打卡", "还不能离岗：", "放行", "接班人 员工00201 还没有打卡上班"),
        "en": (
            "Clock out",
            "You cannot go yet:",
            "Let go",
            "员工00201, who relieves you, has not clocked in yet",
        ),
    }[locale]
    ann = open_page(live_server.url, phone=True, locale=locale)
    log_in(ann, f"CS{ANN}", at="/")
    expect(ann.locator(".clock")).to_contain_text(held)
    looks_right(ann)
    with new_page(ann):
        ann.locator(".clock").get_by_role("button", name=out, exact=True).click()
    expect(ann.locator(".clock")).to_contain_text(waits)
    expect(ann.get_by_role("alert")).to_be_visible()
    looks_right(ann)
    assert any("409" in complaint for complaint in page_complaints)
    page_complaints.clear()

    leader = open_page(live_server.url, locale=locale)
    log_in(leader, f"CS{LEADER}", at="/attendance/board")
    looks_right(leader)
    row = leader.locator("#held li", has_text=f"员工{ANN}")
    row.locator("input[name=reason]").fill("家里急事")
    with new_page(leader):
        row.get_by_role("button", name=go).click()
    expect(leader.get_by_role("status")).to_be_visible()

    ann.goto("/attendance")
    expect(ann.locator(".clock")).not_to_contain_text(held)
    with new_page(ann):
        ann.locator(".clock").get_by_role("button", name=out, exact=True).click()
    expect(ann.get_by_role("status")).to_be_visible()
    looks_right(ann)
    assert [event.act.value for event in events_of(shop, ANN)][-1] == "out"


@pytest.mark.parametrize(("locale", "phone"), [("zh-CN", True), ("en", False)])
def test_the_pages_of_who_oversees(
    live_server: Site, shop: Desk, open_page: PageOpener, locale: str, phone: bool
) -> None:
    page = open_page(live_server.url, phone=phone, locale=locale)
    log_in(page, "CS09001", at="/attendance/board")
    expect(page.locator("tr", has_text=f"员工{RELIEF}")).to_be_visible()
    looks_right(page)
    for address in (
        f"/attendance/register?person={ANN}",
        "/attendance/register?month=2026-05",
        "/attendance/devices",
        "/attendance/import",
        "/attendance",
    ):
        page.goto(address)
        looks_right(page)
    page.goto("/attendance/devices")
    with new_page(page):
        page.locator("form button.p").click()
    expect(page.locator("#token")).to_be_visible()
    looks_right(page)
