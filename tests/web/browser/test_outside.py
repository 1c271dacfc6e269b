"""The pages about notices outside in Chromium: both languages, desktop and phone."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.rosters.office import Office, stored_office
from web.accounts import passwords
from web.accounts.tables import Role, User
from web.database import Database

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
TOKEN = "0a1b2c3d4e5f" * 5


@pytest.fixture
def office(live_server: Site, database: Database) -> Office:
    """The office, whose supervisor administers it as well."""
    found = stored_office(database)
    with database.write() as session:
        user = session.get_one(User, found.supervisor.user_id)
        user.password = passwords.hash_password(PASSWORD)
        user.roles.append(session.scalars(select(Role).where(Role.name == "admin")).one())
        session.commit()
    return found


@pytest.mark.parametrize("look", [(False, "zh-CN"), (True, "zh-CN"), (False, "en"), (True, "en")])
def test_channels_quiet_hours_and_the_outbox_look_right(
    live_server: Site,
    office: Office,
    open_page: PageOpener,
    page_complaints: list[str],
    look: tuple[bool, str],
) -> None:
    page = open_page(live_server.url, phone=look[0], locale=look[1])
    log_in(page, "CS09001", at="/me/notices")
    looks_right(page)
    page.locator("select[name=kind]").select_option("dingtalk")
    page.locator("#address").fill(TOKEN)
    with new_page(page):
        page.locator("form:has(#address) button[type=submit]").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator(".todo")).to_contain_text("…4e5f")
    looks_right(page)
    page.goto("/setup/notices")
    looks_right(page)
    page.locator("#address").fill("x")
    with new_page(page):
        page.locator("form:has(#address) button[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_focused()
    looks_right(page)
    page_complaints.clear()  # Chromium names the 422 in its console
    page.goto("/me")
    looks_right(page)
