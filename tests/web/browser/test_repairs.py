"""A sick call on a published roster, from the telephone to the draft."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.repairs.busy_office import MONDAY, publish_busy_month
from tests.web.rosters.office import NOW, stored_office
from web.accounts import service
from web.accounts.tables import User
from web.database import Database

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)]

NUMBER = "00777"
PATIENCE_MS = 90_000
"""A process is started, which takes its time on a busy machine."""


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_ways_appear_beside_each_other_and_one_becomes_a_draft(
    live_server: Site, open_page: PageOpener, database: Database, phone: bool
) -> None:
    office = stored_office(database)
    version = publish_busy_month(office)
    with database.write() as session:
        made = service.create_user(
            session, by=None, department_id=office.department, employee_number=NUMBER, name="郭静",
            roles=["supervisor"], password=PASSWORD, now=NOW,
        )  # fmt: skip
        assert isinstance(made, User)
    page = open_page(live_server.url, phone=phone)
    log_in(page, NUMBER)
    page.goto(f"/rosters/versions/{version}")
    with new_page(page):
        page.get_by_role("link", name="有人缺勤…").click()
    page.select_option("#person", str(office.people["00102"]))
    page.fill("#first", MONDAY.isoformat())
    page.fill("#last", MONDAY.isoformat())
    page.get_by_role("button", name="查找顶班方案").click()
    expect(page.get_by_text("正在查找")).to_be_visible()
    ways = page.locator("#ways section.card")
    expect(ways).to_have_count(3, timeout=PATIENCE_MS)
    expect(ways.first).to_contain_text("中班改为早班")
    looks_right(page)
    with new_page(page):
        ways.first.get_by_role("button", name="生成草稿").click()
    expect(page.get_by_text("缺勤已登记")).to_be_visible()
