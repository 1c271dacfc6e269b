"""Leave in Chromium under S0h: asked for on the phone, approved with a cover; what may not be says why."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PageOpener, looks_right
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.leave.bench import ANN, DAN, NOW, Bench, december, stored_bench
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database
from web.leave.balances import NewEntry, enter

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
FREE = "00104"
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 400 + b"\xff\xd9"


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


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_certificate_is_photographed_on_the_phone_and_the_leader_decides_with_it(
    live_server: Site, bench: Bench, open_page: PageOpener, locale: str
) -> None:
    """Both at 390 pixels: the file is handed in while asking, opened as a download, the leave approved."""
    ask, open_words, approve = {
        "zh-CN": ("请假", "下载查看", "批准"),
        "en": ("Ask for leave", "Open as a download", "Approve"),
    }[locale]
    ann = open_page(live_server.url, phone=True, locale=locale)
    log_in(ann, f"CS{ANN}", at="/leave/new")
    fill(ann, "sick", "2026-12-08", "发烧")
    ann.locator("input[name=file]").set_input_files(
        {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": JPEG}
    )
    ann.locator("form[action='/leave']").get_by_role("button", name=ask).click()
    expect(ann.get_by_role("status")).to_be_visible()
    expect(ann.locator("main")).to_contain_text("JPEG, 1 KB")
    expect(ann.get_by_role("button", name=open_words)).to_have_count(0)
    looks_right(ann)
    leader = open_page(live_server.url, phone=True, locale=locale)
    log_in(leader, "CS00101", at="/leave")
    leader.locator(".swap-line").first.click()
    with leader.expect_download() as sent:
        leader.get_by_role("button", name=open_words).click()
    assert sent.value.path().read_bytes() == JPEG
    assert sent.value.suggested_filename.endswith(".jpg")
    leader.reload()
    looks_right(leader)
    leader.locator("select[name='cover-2026-12-08']").select_option(FREE)
    leader.get_by_role("button", name=approve, exact=True).click()
    expect(leader.get_by_role("status")).to_be_visible()
    assert bench.roster().kind(FREE, december(8)) == "E"
    ann.reload()
    looks_right(ann)
    ann.goto("/leave/new")
    looks_right(ann)


def test_balances_look_right_for_hr_on_either_screen(
    live_server: Site, bench: Bench, database: Database, open_page: PageOpener
) -> None:
    ann = bench.desk.office.people[ANN]
    with database.write() as session:
        session.get_one(User, bench.hr.user_id).password = passwords.hash_password(PASSWORD)
        for token, entry, half_days, reason in (("1", "grant", 11, ""), ("2", "correction", -2, "入职晚")):
            new = NewEntry(
                kind="personal", year=2026, entry=entry, half_days=half_days, reason=reason, token=token
            )
            assert enter(session, bench.hr, ann, new, now=NOW) == []
    for phone in (True, False):
        page = open_page(live_server.url, phone=phone)
        log_in(page, "CS09003", at="/leave/balances")
        expect(page.locator("main")).to_contain_text("剩 4.5／共 4.5")
        looks_right(page)
        page.goto(f"/leave/balances/{ann}")
        looks_right(page)
