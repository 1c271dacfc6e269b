"""A night shift under S0g in Chromium, from the first word to both signatures, returned and refused once."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from roster.handovers.life import HandoverState as State
from roster.problem import Roster as Shifts
from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.handovers.evening import DAY, LEA, NED, NIA, Evening, at
from tests.web.rosters.office import NUMBERS, stored_office
from tests.web.swaps.desk import every_day
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
MORNING = DAY + dt.timedelta(days=1)
SUPERVISOR = "09001"
WORDS = {
    "zh-CN": {
        "return": "退回并说明", "pass": "无缺陷，通过并签名", "receive": "开始接班", "ask": "提问",
        "refuse": "拒绝接班", "back": "退回修改", "read": "读完了，没有疑问", "out": "签名交班",
        "in": "签名接班", "done": "责任已于",
    },
    "en": {
        "return": "Return with a reason", "pass": "No defect: pass and sign", "receive": "Begin to receive",
        "ask": "Ask a question", "refuse": "Refuse the handover", "back": "Send back to be mended",
        "read": "Read, no question", "out": "Sign the handover",
        "in": "Sign and take over", "done": "Responsibility passed",
    },
}  # fmt: skip


@pytest.fixture
def site_environment(site_environment: dict[str, str]) -> dict[str, str]:
    """The server's clock stands in the window of the night: 7:30 to 7:50 of the next day."""
    shift = at(7, 35, day=MORNING) - dt.datetime.now(tz=dt.UTC)
    return {
        **site_environment,
        "LUNBAN_TODAY": MORNING.isoformat(),
        "LUNBAN_CLOCK_SHIFT": str(shift.total_seconds()),
    }


@pytest.fixture
def night(live_server: Site, database: Database) -> Evening:
    """The second team has the night, the first comes early in the morning; four of them can log in."""
    office = stored_office(
        database, overrides={**every_day(), "handover.item_fields": ["cause", "course", "result"]}
    )
    office.published(
        Shifts(
            [((number, DAY), "N") for number in NUMBERS if number > "002"]
            + [((number, MORNING), "E") for number in NUMBERS if number < "002"]
        )
    )
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        for user in session.query(User).filter(User.employee_number.in_(f"CS{n}" for n in (NED, NIA, LEA))):
            user.password = hashed
        session.query(User).filter(User.employee_number == f"CS{SUPERVISOR}").one().password = hashed
        session.commit()
    return Evening(office=office)


def press(page: Page, name: str, *, within: str = "main") -> None:
    """Press the first button of that name, which leads to another page."""
    with new_page(page):
        page.locator(within).get_by_role("button", name=name, exact=True).first.click()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_night_returned_refused_and_signed(
    live_server: Site, night: Evening, open_page: PageOpener, locale: str, phone: bool
) -> None:
    words, handover = WORDS[locale], night.handover(NED)
    address = f"/handovers/{handover}"

    def enter(number: str) -> Page:
        page = open_page(live_server.url, phone=phone, locale=locale)
        log_in(page, f"CS{number}", at=address)
        return page

    def again(page: Page) -> None:
        page.goto(address)
        looks_right(page)

    ned = enter(NED)
    with new_page(ned):
        ned.locator("main form button.p").click()
    with new_page(ned):
        ned.locator("#add button").click()
    item = ned.locator("form.item")
    item.locator("[name=title]").fill("3 号柜员机吞卡")
    item.locator("[name=important]").check()
    item.locator("[name=category]").select_option("major_incidents")
    for field, text in (("cause", "读卡器卡死"), ("course", "2:10 报修"), ("result", "9:00 前来人")):
        item.locator(f"[name={field}]").fill(text)
    item.locator("[name=disposition][value=incoming]").check()
    expect(ned.locator("#saved")).to_have_class("s t-ok")
    with new_page(ned):
        ned.locator("#submit button").click()
    assert night.state(handover) is State.SUBMITTED

    nia = enter(NIA)
    looks_right(nia)
    nia.locator("input[name=defects]").first.check()
    nia.fill("#return-reason", "没有写报修单号")
    press(nia, words["return"])
    assert night.state(handover) is State.RETURNED
    again(ned)
    expect(ned.locator("main")).to_contain_text("没有写报修单号")
    ned.locator("form.item [name=course]").fill("2:10 报修，单号 B-4471")
    expect(ned.locator("#saved")).to_have_class("s t-ok")
    with new_page(ned):
        ned.locator("#submit button").click()
    again(nia)
    nia.fill("#password-pass", PASSWORD)
    press(nia, words["pass"])

    lea = enter(LEA)
    looks_right(lea)
    press(lea, words["receive"])
    lea.locator("#item-1 summary").first.click()
    lea.fill("#ask-1-", "客户的卡在哪里？")
    press(lea, words["ask"], within="#item-1 .ask-form")
    lea.fill("#refuse-reason", "卡在哪里没有人知道")
    press(lea, words["refuse"])
    assert night.state(handover) is State.REFUSED
    looks_right(lea)
    again(ned)
    expect(ned.locator("main")).to_contain_text("卡在哪里没有人知道")

    supervisor = enter(SUPERVISOR)
    looks_right(supervisor)
    supervisor.fill("#decide-reason", "写明卡的去处再交")
    press(supervisor, words["back"])

    again(ned)
    expect(ned.locator("main")).to_contain_text("写明卡的去处再交")
    ned.locator("form.item [name=result]").fill("卡在保险柜 2 号袋；9:00 前来人")
    expect(ned.locator("#saved")).to_have_class("s t-ok")
    with new_page(ned):
        ned.locator("#submit button").click()
    again(nia)
    nia.fill("#password-pass", PASSWORD)
    press(nia, words["pass"])

    again(lea)
    press(lea, words["receive"])
    expect(lea.locator("#item-1")).to_contain_text("保险柜 2 号袋")
    lea.locator("#item-1").get_by_role("button", name=words["read"]).click()
    expect(lea.locator("#item-1 .item-acts .tag.ok")).to_be_visible()
    again(ned)
    ned.fill("#password-out", PASSWORD)
    press(ned, words["out"])
    again(lea)
    lea.fill("#password-in", PASSWORD)
    press(lea, words["in"])
    expect(lea.locator("#signing")).to_contain_text(words["done"])
    looks_right(lea)
    assert night.state(handover) is State.COMPLETE
