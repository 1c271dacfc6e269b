"""From a team without accounts to the first log-in with a start password, by clicks."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.setup_world import NOW, furnished_department
from web.accounts import service
from web.accounts.tables import User
from web.database import Database

pytestmark = pytest.mark.browser

ADMIN = "90001"
CHOSEN = "seven quiet paper boats"


@pytest.fixture
def site(live_server: Site, database: Database) -> Site:
    """A running site whose people have no accounts yet, and its administrator."""
    with database.write() as session:
        department = furnished_department(session)
        session.commit()
        made = service.create_user(
            session, by=None, department_id=department.id, employee_number=ADMIN, name="郭静",
            roles=["admin"], password=PASSWORD, now=NOW,
        )  # fmt: skip
        assert isinstance(made, User)
    return live_server


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "390"])
def test_a_team_gets_accounts_and_one_of_it_logs_in(
    site: Site, open_page: PageOpener, phone: bool, tmp_path: Path
) -> None:
    page = open_page(site.url, phone=phone)
    log_in(page, ADMIN, at="/users")
    with new_page(page):
        page.click("main a:has-text('去建账号')")
    looks_right(page)
    with new_page(page):
        page.select_option("#team", label="二组")
    boxes = page.locator("[name=person]")
    expect(boxes).to_have_count(4)
    page.uncheck("[data-tick-all]")
    assert [box.is_checked() for box in boxes.all()] == [False] * 4
    page.check("[data-tick-all]")
    boxes.nth(3).uncheck()
    with new_page(page):
        page.click("main form[method=post] button")
    expect(page.locator("code.start")).to_have_count(3)
    looks_right(page)
    with page.expect_download() as download:
        page.click("a[download]")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    password = page.locator("code.start").first.inner_text()
    assert f"00104,郑嘉豪,{password}" in file.read_text(encoding="utf-8-sig")

    own = open_page(site.url, phone=phone)
    own.goto("/login")
    own.fill("#employee_number", "00104")
    own.fill("#password", password)
    with new_page(own):
        own.click("button.btn.p")
    looks_right(own)
    expect(own.locator(".note")).to_contain_text("先设自己的密码")
    own.fill("#password", CHOSEN)
    own.fill("#repeated", CHOSEN)
    with new_page(own):
        own.click("button.btn.p")
    log_in(own, "00104", CHOSEN)
