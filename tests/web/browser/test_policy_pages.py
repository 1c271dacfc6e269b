"""The policy in Chromium: found by typing, answered through a link, read and compared on both widths."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.support.browser import PageOpener, accessibility_complaints, new_page, overflow
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.setup_world import NOW, TODAY, acting, furnished_department
from web.accounts import service
from web.accounts.tables import User
from web.admin import policy_versions
from web.database import Database
from web.policy.tables import PolicyVersion

pytestmark = pytest.mark.browser

NUMBER = "90001"


@pytest.fixture
def site(live_server: Site, database: Database) -> Site:
    """A running site whose department is under S0h, which leaves three questions."""
    with database.write() as session:
        department = furnished_department(session)
        session.commit()
        user = service.create_user(
            session, by=None, department_id=department.id, employee_number=NUMBER, name="郭静",
            roles=["admin"], password=PASSWORD, now=NOW,
        )  # fmt: skip
        assert isinstance(user, User)
        policy_versions.make_version(
            session, acting(user), preset="S0h", overrides={},
            valid_from=TODAY.replace(day=1), today=TODAY, now=NOW,
        )  # fmt: skip
    return live_server


def _look(page: Page, name: str) -> None:
    """Keep a picture when LUNBAN_PICTURES names a folder."""
    folder = os.environ.get("LUNBAN_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("locale", "phone"), [("zh-CN", True), ("zh-CN", False), ("en", True), ("en", False)]
)
def test_unfolded_pages_fit_and_can_be_used_by_everybody(
    site: Site, open_page: PageOpener, locale: str, phone: bool
) -> None:
    page = open_page(site.url, phone=phone, locale=locale)
    log_in(page, NUMBER)
    for address in ("/setup/policy", "/setup/policy/new", "/setup/policy/compare?left=S0h&right=S4f"):
        page.goto(address)
        page.evaluate("for (const fold of document.querySelectorAll('.fold')) fold.open = true")
        _look(page, f"{address.strip('/').split('?')[0].replace('/', '-')}-{locale}-{390 if phone else 1280}")
        complaints = accessibility_complaints(page) if locale == "zh-CN" else []
        assert (overflow(page), complaints) == (0, []), address


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_question_is_answered_from_its_link_and_a_setting_is_found_by_typing(
    site: Site, open_page: PageOpener, database: Database
) -> None:
    page = open_page(site.url)
    log_in(page, NUMBER)
    page.goto("/setup/policy")
    with new_page(page):
        page.locator("a[href$='#swap_max_per_month']").click()
    expect(page.locator("#swap_max_per_month")).to_be_in_viewport()
    page.locator("input[name='swap_max_per_month-mode'][value='own']").check()
    page.locator("input[name='swap_max_per_month']").fill("2")
    page.locator("#find").fill("病假 证明")
    expect(page.locator("#leave_medical_proof_from")).to_be_visible()
    expect(page.locator("#swap_max_per_month")).to_be_hidden()
    page.locator("#find").press("Enter")
    page.locator("#find").fill("nothing has this")
    expect(page.get_by_text("没有找到。")).to_be_visible()
    page.locator("#find").fill("")
    with new_page(page):
        page.get_by_role("button", name="保存").last.click()
    expect(page.get_by_text("2 项待回答")).to_have_count(0)
    with database.read() as session:
        latest = session.scalars(
            select(PolicyVersion.overrides).order_by(PolicyVersion.number.desc())
        ).first()
        assert latest == {"swap.max_per_month": 2}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_two_policies_are_chosen_for_comparing(site: Site, open_page: PageOpener) -> None:
    page = open_page(site.url)
    log_in(page, NUMBER)
    page.goto("/setup/policy")
    with new_page(page):
        page.get_by_role("link", name="比较").click()
    expect(page.get_by_text("两份制度的各项设置相同")).to_be_visible()
    with new_page(page):
        page.select_option("#right", "S3g")
    expect(page.get_by_text("书面申请")).to_be_visible()
