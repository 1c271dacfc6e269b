"""Log-in, wrong password, own password and log-out, clicked through."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.databases import Urls
from tests.support.site import Site
from tests.web.accounts.staff import PASSWORD, account
from web.database import Database

pytestmark = pytest.mark.browser
NEW_PASSWORD = "an entirely new sentence"


@pytest.mark.parametrize("phone", [False, True])
def test_an_agent_logs_in_changes_the_password_and_leaves(
    live_server: Site,
    database_urls: Urls,
    open_page: PageOpener,
    page_complaints: list[str],
    phone: bool,
) -> None:
    database = Database(database_urls.app)
    with database.write() as session:
        account(session)
    database.close()
    page = open_page(live_server.url, phone=phone)
    page.goto("/me/password")
    fill_in(page, "not the password")
    expect(page.get_by_role("alert")).to_contain_text("没有登录")
    looks_right(page)
    page_complaints.clear()  # the browser reports the refusal itself (422)
    fill_in(page, PASSWORD)
    expect(page).to_have_url(re.compile("/me/password$"))
    looks_right(page)
    page.get_by_label("旧密码").fill(PASSWORD)
    page.get_by_label(re.compile("^新密码")).fill(NEW_PASSWORD)
    page.get_by_label("再输一次新密码").fill(NEW_PASSWORD)
    with new_page(page):
        page.get_by_role("button", name="改密码").click()
    expect(page.get_by_role("status")).to_contain_text("密码已改")
    looks_right(page)
    with new_page(page):
        page.get_by_role("main").get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(re.compile("/login$"))
    page.goto("/me")
    expect(page).to_have_url(re.compile("/login[?]next=/me$"))


def fill_in(page: Page, password: str) -> None:
    page.get_by_label("工号").fill("00123")
    page.get_by_label(re.compile("^密码")).fill(password)
    with new_page(page):
        page.get_by_role("button", name="登录").click()
