"""A swap in Chromium under S0h: asked for, agreed to, approved; on a holiday by the superior as well."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PageOpener, looks_right
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.swaps.desk import ANN, BEN, CAI, DAN, Desk, december, stored_desk
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus
from web.swaps import deciding

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]


@pytest.fixture
def desk(live_server: Site, database: Database) -> Desk:
    """The office under S0h with its December in force; the eighth is a holiday."""
    found = stored_desk(database)
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        users = [found.office.users[number] for number in (ANN, BEN, CAI, "00101")]
        for user_id in (*users, found.office.supervisor.user_id):
            session.get_one(User, user_id).password = hashed
        session.add(
            CalendarDay(
                department_id=found.office.department,
                date=december(8),
                kind=CalendarDayKind.STATUTORY_HOLIDAY,
                name="元旦",
                status=CalendarDayStatus.OFFICIAL,
            )
        )
        session.commit()
    return found


def decide(page: Page, who: str, button: str) -> None:
    """Log in, open the swap that waits, and say yes."""
    log_in(page, who, at="/swaps")
    page.locator(".swap-line").first.click()
    looks_right(page)
    page.get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_asked_agreed_approved_and_on_a_holiday_by_the_superior_too(
    live_server: Site, desk: Desk, open_page: PageOpener, locale: str
) -> None:
    words = {
        "zh-CN": ("问 员工00202 是否同意", "同意", "批准", "已批准，双方会收到通知。", "已生效"),
        "en": ("Ask 员工00202 to agree", "Agree", "Approve", "Approved. Both sides are told.", "In effect"),
    }[locale]
    ann = open_page(live_server.url, phone=True, locale=locale)
    log_in(ann, f"CS{ANN}", at="/swaps/new")
    looks_right(ann)
    ann.goto("/swaps/new?date=2026-12-08")
    looks_right(ann)
    ann.locator("tr", has_text="员工00202").get_by_role("link").click()
    ann.locator("textarea[name=reason]").fill("家里有事")
    looks_right(ann)
    ann.get_by_role("button", name=words[0]).click()
    expect(ann.get_by_role("status")).to_be_visible()
    looks_right(ann)
    ben = open_page(live_server.url, phone=True, locale=locale)
    decide(ben, f"CS{BEN}", words[1])
    leader = open_page(live_server.url, locale=locale)
    decide(leader, "CS00101", words[2])
    expect(leader.get_by_role("status")).to_contain_text(words[3])
    assert desk.roster().kind(ANN, december(8)) == "E"
    superior = open_page(live_server.url, locale=locale)
    decide(superior, "CS09001", words[2])
    expect(superior.locator(".head .tag").first).to_contain_text(words[4])
    looks_right(superior)
    assert (desk.roster().kind(ANN, december(8)), desk.roster().kind(BEN, december(8))) == ("M", "E")
    for page in (ann, ben):
        page.goto("/my?month=2026-12")
        expect(page.locator("li.d.changed")).to_have_count(1)
        page.goto("/swaps")
        looks_right(page)


def test_who_may_not_take_a_shift_is_grey_with_the_reason(
    live_server: Site, desk: Desk, open_page: PageOpener
) -> None:
    """Dan's middle shift of the eighth ends at 23:00, nine hours before Cai's early one."""
    page = open_page(live_server.url)
    log_in(page, f"CS{CAI}", at="/swaps/new")
    page.goto("/swaps/new?date=2026-12-09")
    row = page.locator("tr", has_text=f"员工{DAN}")
    expect(row).to_have_class("not-allowed")
    expect(row).to_contain_text("不可以")
    expect(row).to_contain_text("两班之间休息 9 小时，至少 11 小时")
    expect(row.get_by_role("link")).to_have_count(0)
    looks_right(page)


def test_a_stale_approval_is_refused_and_says_what_changed(
    live_server: Site, desk: Desk, open_page: PageOpener, page_complaints: list[str]
) -> None:
    agreed = desk.act(deciding.agree, desk.actor(BEN), desk.exchange(10))
    page = open_page(live_server.url)
    log_in(page, "CS00101", at=f"/swaps/{agreed.swap_id}")
    desk.effective(desk.exchange(10, "00101", BEN), approver=desk.office.supervisor)
    page.get_by_role("button", name="批准", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("没有执行：")
    expect(alert).to_contain_text("员工00202 12月10日 周四刚被改过：现在是早班，原来是中班。")
    looks_right(page)
    assert any("409" in complaint for complaint in page_complaints)
    page_complaints.clear()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_shift_is_offered_and_taken_on_the_phone(
    live_server: Site, desk: Desk, open_page: PageOpener, page_complaints: list[str], locale: str
) -> None:
    words = {
        "zh-CN": ("发布这个班", "接这个班", "已接。批准后会通知你，此前班表不变。", "已有人先接"),
        "en": (
            "Offer the shift",
            "Take this shift",
            "Taken. You are told when it is approved; until then the roster stays as it is.",
            "Somebody was faster",
        ),
    }[locale]
    ann = open_page(live_server.url, phone=True, locale=locale)
    log_in(ann, f"CS{ANN}", at="/swaps/new")
    ann.goto("/swaps/new?date=2026-12-12")
    ann.locator("form[action$='/swaps/offers'] textarea[name=reason]").fill("家里有事")
    looks_right(ann)
    ann.get_by_role("button", name=words[0]).click()
    expect(ann.get_by_role("status")).to_be_visible()
    looks_right(ann)
    late = open_page(live_server.url, locale=locale)
    log_in(late, f"CS{BEN}", at="/swaps")
    late.locator(".swap-line").first.click()
    cai = open_page(live_server.url, phone=True, locale=locale)
    log_in(cai, f"CS{CAI}", at="/swaps")
    looks_right(cai)
    cai.locator(".swap-line").first.click()
    looks_right(cai)
    cai.get_by_role("button", name=words[1]).click()
    expect(cai.get_by_role("status")).to_contain_text(words[2])
    late.get_by_role("button", name=words[1]).click()
    expect(late.get_by_role("alert")).to_contain_text(words[3])
    looks_right(late)
    assert any("409" in complaint for complaint in page_complaints)
    page_complaints.clear()
