"""Leave in Chromium under S0h: asked for on the phone, approved with a cover; what may not be says why."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PageOpener, looks_right
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.leave.bench import ANN, DAN, Bench, december, stored_bench
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
FREE = "00104"


@pytest.fixture
def bench(live_server: Site, database: Database) -> Bench:
    """The office under S0h with its December in force, and somebody free in Ann's team."""
    found = stored_bench(database, further=[FREE])
    hashed = passwords.hash_password(PASSWORD)
    office = found.desk.office
    with database.write() as session:
        for user_id in (*(office.users[number] for number in (ANN, DAN, "00101")), office.supervisor.user_id):
            session.get_one(User, user_id).password = hashed
        session.commit()
    return found


def fill(page: Page, kind: str, first: str, reason: str) -> None:
    page.locator("select[name=kind]").select_option(kind)
    page.locator("input[name=first]").fill(first)
    page.locator("textarea[name=reason]").fill(reason)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_asked_for_on_the_phone_approved_with_a_cover_and_the_roster_changes(
    live_server: Site, bench: Bench, open_page: PageOpener, locale: str
) -> None:
    words = {
        "zh-CN": ("请假", "批准", "已批准，会通知本人。", "2026-12-08：", "员工00104顶班"),
        "en": ("Ask for leave", "Approve", "Approved. The person is told.", "say who stands in", "stands in"),
    }[locale]
    ann = open_page(live_server.url, phone=True, locale=locale)
    log_in(ann, f"CS{ANN}", at="/leave")
    looks_right(ann)
    ann.goto("/leave/new")
    looks_right(ann)
    fill(ann, "personal", "2026-12-08", "家里有事")
    ann.locator("form[action='/leave']").get_by_role("button", name=words[0]).click()
    expect(ann.get_by_role("status")).to_be_visible()
    looks_right(ann)
    leader = open_page(live_server.url, locale=locale)
    log_in(leader, "CS00101", at="/leave")
    leader.locator(".swap-line").first.click()
    looks_right(leader)
    assert bench.roster().kind(ANN, december(8)) == "E"
    leader.locator("select[name='cover-2026-12-08']").select_option(FREE)
    leader.get_by_role("button", name=words[1], exact=True).click()
    expect(leader.get_by_role("status")).to_contain_text(words[2])
    expect(leader.locator("main")).to_contain_text(words[4])
    looks_right(leader)
    roster = bench.roster()
    assert (roster.kind(ANN, december(8)), roster.kind(FREE, december(8))) == (None, "E")
    ann.goto("/my?month=2026-12")
    expect(ann.locator("li.d.changed")).to_have_count(1)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_no_leave_on_a_swapped_shift_and_the_page_says_why(
    live_server: Site, bench: Bench, open_page: PageOpener, page_complaints: list[str], locale: str
) -> None:
    bench.desk.effective(bench.desk.exchange(8))
    said = {
        "zh-CN": "调班或还班的班次不得请假，否则按旷工处理 员工00102 12月8日 周二",
        "en": "no leave on this shift, else absence without leave 员工00102 Tue 8 Dec",
    }[locale]
    page = open_page(live_server.url, phone=True, locale=locale)
    log_in(page, f"CS{ANN}", at="/leave/new")
    fill(page, "personal", "2026-12-08", "家里有事")
    page.locator("form[action='/leave'] button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.locator("textarea[name=reason]")).to_have_value("家里有事")
    looks_right(page)
    assert any("422" in complaint for complaint in page_complaints)
    page_complaints.clear()


def test_a_stand_in_who_breaks_a_rule_stands_apart_with_it(
    live_server: Site, bench: Bench, open_page: PageOpener
) -> None:
    """Dan's middle shift of the eighth ends at 23:00; Cai begins early on the ninth."""
    bench.ask(8, 9, who=DAN)
    page = open_page(live_server.url)
    log_in(page, "CS00101", at="/leave")
    page.locator(".swap-line").first.click()
    page.get_by_role("button", name="批准", exact=True).click()
    supervisor = open_page(live_server.url)
    log_in(supervisor, "CS09001", at="/leave")
    supervisor.locator(".swap-line").first.click()
    supervisor.locator("main details summary").click()
    expect(supervisor.locator("main details")).to_contain_text("员工00203: 两班之间休息 9 小时，至少 11 小时")
    looks_right(supervisor)
