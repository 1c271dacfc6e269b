"""The day read and signed, and an inspection entered, in Chromium at a desk and on the phone."""

import datetime as dt

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from roster.handovers.life import HandoverState
from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.handovers.evening import DAN, DAY, LEA, Evening, at, stored_evening
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database
from web.duty_log.entered import Entered
from web.duty_log.tables import EntryKind
from web.duty_log.writing import write
from web.inspections.tables import Inspection, InspectionFinding

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
BOSS = "09001"
NEXT = DAY + dt.timedelta(days=1)
CONTENTS = [
    "appearance", "duty_record", "environment", "service_skill", "handover", "customer_information",
    "customer_requests", "follow_ups", "paid_services", "other_tasks",
]  # fmt: skip
WORDS = {
    "zh-CN": {
        "first": "阅读第一份", "sign": "已阅，签名", "signed": "已审阅", "missing": "缺晨检",
        "rest": "其余均正常", "store": "保存检查", "late": "逾期", "close": "以此结果关闭",
        "reopen": "重新打开并签名", "reopened": "已重开",
    },
    "en": {
        "first": "Read the first one", "sign": "Read: sign for the day", "signed": "reviewed",
        "missing": "Morning check missing", "rest": "The rest is all right", "store": "Store the inspection",
        "late": "late", "close": "Close with this result", "reopen": "Reopen and sign",
        "reopened": "reopened",
    },
}  # fmt: skip


@pytest.fixture
def site_environment(site_environment: dict[str, str]) -> dict[str, str]:
    """The server's clock stands at 9:40 of the day after."""
    shift = at(9, 40, day=NEXT) - dt.datetime.now(tz=dt.UTC)
    return {
        **site_environment,
        "LUNBAN_TODAY": NEXT.isoformat(),
        "LUNBAN_CLOCK_SHIFT": str(shift.total_seconds()),
    }


@pytest.fixture
def shop(live_server: Site, database: Database) -> Evening:
    """One record is complete, one is not; the supervisor and the leader can log in."""
    found = stored_evening(
        database,
        overrides={
            "inspection.time": {"before": "09:30", "during_handover": True, "at_random": True},
            "inspection.contents": CONTENTS,
        },
    )
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        for number in (f"CS{LEA}", f"CS{BOSS}"):
            user = session.scalars(select(User).where(User.employee_number == number)).one()
            user.password = hashed
        session.commit()
    entered = Entered(kind=EntryKind.EVENT, body="前台停电十分钟", handling="已报工程", token="e1")
    assert found.do(write, LEA, entered, secret_key="k" * 32, now=at(17)).done
    return found


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_day_is_read_and_signed_and_then_reopened(
    live_server: Site, shop: Evening, open_page: PageOpener, locale: str, phone: bool
) -> None:
    words = WORDS[locale]
    complete = shop.complete(now=at(22, 40))
    shop.submitted(DAN, now=at(22, 40))
    page = open_page(live_server.url, phone=phone, locale=locale)
    log_in(page, f"CS{LEA}", at="/")
    looks_right(page)
    with new_page(page):
        page.locator(f"#review-{DAY.isoformat()}").click()
    looks_right(page)
    assert page.locator("#sign form[action$=sign]").count() == 1  # the duty log can be signed for already
    with new_page(page):
        page.locator(f"#record-{complete} button").click()
    expect(page.locator(f"#record-{complete} .review-open")).to_contain_text("支付接口超时")
    looks_right(page)
    page.fill("#password", PASSWORD)
    with new_page(page):
        page.get_by_role("button", name=words["sign"]).click()
    expect(page.locator(f"#record-{complete} .tag").first).to_contain_text(words["signed"])
    looks_right(page)
    assert shop.state(complete) is HandoverState.REVIEWED
    boss = open_page(live_server.url, phone=phone, locale=locale)
    log_in(boss, f"CS{BOSS}", at=f"/handovers/{complete}")
    boss.locator("summary", has_text=words["reopen"][:4]).last.click()
    boss.fill("#reopen-reason", "21:10 的投诉没有写")
    boss.fill("#reopen-evidence", "录音")
    boss.fill("#password-reopen", PASSWORD)
    looks_right(boss)
    with new_page(boss):
        boss.get_by_role("button", name=words["reopen"]).click()
    expect(boss.locator(".tag", has_text=words["reopened"]).first).to_be_visible()
    looks_right(boss)
    assert shop.state(complete) is HandoverState.REOPENED


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_missing_morning_check_is_entered_in_a_minute(
    live_server: Site, shop: Evening, open_page: PageOpener, locale: str, phone: bool
) -> None:
    words = WORDS[locale]
    page = open_page(live_server.url, phone=phone, locale=locale)
    log_in(page, f"CS{BOSS}", at="/")
    missing = page.locator("#morning-missing")
    expect(missing).to_contain_text(words["missing"])
    looks_right(page)
    with new_page(page):
        missing.click()
    assert page.locator(".look").count() == 10
    looks_right(page)
    expect(page.locator('input[name="kind"][value="morning"]')).to_be_checked()
    page.locator('input[name="verdict-environment"][value="wrong"]').check(force=True)
    page.get_by_role("button", name=words["rest"]).click()
    expect(page.locator("#environment-what")).to_be_visible()
    page.fill("#environment-what", "前台杂物未清")
    page.fill("#environment-cause", "未按时整理")
    page.fill("#environment-measure", "每两小时整理")
    page.fill("#environment-due", NEXT.isoformat())
    looks_right(page)
    with new_page(page):
        page.get_by_role("button", name=words["store"]).click()
    expect(page.locator(".tag", has_text=words["late"]).first).to_be_visible()
    looks_right(page)
    with shop.database.read() as session:
        row = session.scalars(select(Inspection)).one()
        assert [look["verdict"] for look in row.looks].count("right") == 9
        finding = session.scalars(select(InspectionFinding)).one()
    page.goto("/inspections")
    looks_right(page)
    page.goto(f"/findings/{finding.id}")
    looks_right(page)
    page.fill("#words", "已整理")
    with new_page(page):
        page.get_by_role("button", name=words["close"]).click()
    looks_right(page)
    page.goto("/reviews")
    looks_right(page)
