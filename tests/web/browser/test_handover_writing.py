"""Writing a handover in Chromium: saved by itself, through a lost connection and a closed tab, submitted."""

import datetime as dt

import pytest
from playwright.sync_api import Page, Route, expect

from roster.handovers.life import HandoverState
from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.handovers.evening import ANN, DAY, LEA, NIA, Evening, at, stored_evening
from web.accounts import passwords
from web.accounts.tables import User
from web.database import Database

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
EVENING = dt.timedelta(hours=22, minutes=35)


@pytest.fixture
def site_environment(site_environment: dict[str, str]) -> dict[str, str]:
    """The server's clock stands in the window of the middle shift."""
    midnight = at(0)
    shift = midnight + EVENING - dt.datetime.now(tz=dt.UTC)
    return {
        **site_environment,
        "LUNBAN_TODAY": DAY.isoformat(),
        "LUNBAN_CLOCK_SHIFT": str(shift.total_seconds()),
    }


@pytest.fixture
def shop(live_server: Site, database: Database) -> Evening:
    """Ann can log in, and her leaders; of an item cause, course and result are written."""
    found = stored_evening(
        database,
        overrides={
            "handover.item_fields": ["cause", "course", "result"],
            "handover.checklist": ["desk", "communication"],
        },
    )
    hashed = passwords.hash_password(PASSWORD)
    with database.write() as session:
        for number in (ANN, LEA, NIA):
            session.get_one(User, found.office.users[number]).password = hashed
        session.commit()
    return found


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_class("s t-ok")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_written_saved_and_submitted(
    live_server: Site, shop: Evening, open_page: PageOpener, locale: str, phone: bool
) -> None:
    handover = shop.handover()
    ann = open_page(live_server.url, phone=phone, locale=locale)
    log_in(ann, f"CS{ANN}", at="/handovers")
    looks_right(ann)
    with new_page(ann):
        ann.locator(".vl a").first.click()
    looks_right(ann)
    with new_page(ann):
        ann.locator("main form button.p").click()
    looks_right(ann)
    with new_page(ann):
        ann.locator("#add button").click()
    item = ann.locator("form.item")
    item.locator("[name=title]").fill("支付接口 21:40 起超时")
    item.locator("[name=important]").check()
    item.locator("[name=cause]").fill("银行通道故障")
    item.locator("[name=course]").fill("21:52 报 IT；22:20 切备用通道")
    item.locator("[name=category]").select_option("major_incidents")
    item.locator("[name=disposition][value=incoming]").check()
    saved(ann)
    expect(ann.locator("#foot a")).to_have_count(1)
    looks_right(ann)
    ann.locator("#submit button").press("Enter")
    expect(item.locator("[name=result]")).to_be_focused()
    ann.keyboard.type("恢复约六成，预计 0:30")
    saved(ann)
    expect(ann.locator("#submit [aria-disabled]")).to_have_count(0)
    ann.locator(".count-row .yes").first.click()
    ann.locator(".count-row .no").last.click()
    ann.locator(".count-row .note-field").last.fill("少 1 副，在三号机位")
    saved(ann)
    looks_right(ann)
    with new_page(ann):
        ann.keyboard.press("Control+Enter")
    assert shop.state(handover) is HandoverState.SUBMITTED
    looks_right(ann)


def test_what_is_typed_survives_a_lost_connection_and_a_closed_tab(
    live_server: Site, shop: Evening, open_page: PageOpener, page_complaints: list[str]
) -> None:
    handover = shop.begin(now=at(22, 31))
    shop.write(handover, now=at(22, 31), disposition="")
    ann = open_page(live_server.url)
    log_in(ann, f"CS{ANN}", at=f"/handovers/{handover}")

    def cut(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    ann.route("**/handovers/items/*", cut)
    ann.locator("form.item [name=result]").fill("没有网络时写的")
    expect(ann.locator("#saved")).to_have_class("s t-danger")
    page_complaints.clear()  # the lost connection itself
    context = ann.context
    ann.close()
    again = context.new_page()
    again.goto(f"/handovers/{handover}")
    saved(again)
    again.reload()
    expect(again.locator("form.item [name=result]")).to_have_value("没有网络时写的")


def test_two_windows_never_overwrite_each_other(
    live_server: Site, shop: Evening, open_page: PageOpener
) -> None:
    handover = shop.begin(now=at(22, 31))
    shop.write(handover, now=at(22, 31))
    one = open_page(live_server.url)
    log_in(one, f"CS{ANN}", at=f"/handovers/{handover}")
    two = one.context.new_page()
    two.goto(f"/handovers/{handover}")
    one.locator("[name=result]").fill("第一个窗口")
    saved(one)
    two.locator("[name=result]").fill("第二个窗口")
    expect(two.locator(".both")).to_contain_text("第一个窗口")
    two.locator(".both button").first.click()
    saved(two)
    one.reload()
    expect(one.locator("[name=result]")).to_have_value("第二个窗口")
