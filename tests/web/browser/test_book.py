"""G-40 in Chromium: the book goes to security on the phone, is refused once, comes back item by item."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from roster.handovers.life import HandoverState as State
from roster.handovers.occasions import Direction
from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.book.desk import ANN, DAN, QIN, WEDNESDAY, Desk, at, stored_desk
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.browsing import know_passwords
from web.database import Database
from web.duty_log.tables import DutyEntry
from web.handovers.content_tables import HandoverMatter

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True),
]
NOW = at(8, 1, day=WEDNESDAY)


@pytest.fixture
def site_environment(site_environment: dict[str, str]) -> dict[str, str]:
    """The server's clock stands on Wednesday morning."""
    shift = NOW - dt.datetime.now(tz=dt.UTC)
    return {
        **site_environment,
        "LUNBAN_TODAY": WEDNESDAY.isoformat(),
        "LUNBAN_CLOCK_SHIFT": str(shift.total_seconds()),
    }


@pytest.fixture
def desk(live_server: Site, database: Database) -> Desk:
    """The book of the evening was taken over; in the night the desk wrote three entries."""
    found = stored_desk(database)
    know_passwords(database, PASSWORD)
    evening = found.given(ANN, Direction.TO_DESK, now=at(18))
    found.taken(QIN, evening, now=at(18, 5))
    found.log(
        QIN, "十二楼漏水，住户要求回电", now=at(23, 40), caller="王先生", phone="13812345678",
        important=True, urgent=True, handling="已关总阀，工程部七点到",
    )  # fmt: skip
    found.log(QIN, "空调太吵，三楼", now=at(6, 10, day=WEDNESDAY))
    return found


def sign(page: Page, button: str, password: str) -> None:
    page.fill(f"#password-{password}", PASSWORD)
    with new_page(page):
        page.get_by_role("button", name=button).click()


@pytest.mark.parametrize(("locale", "phone"), [("zh-CN", True), ("en", False)])
def test_the_night_comes_back_item_by_item(
    live_server: Site, desk: Desk, open_page: PageOpener, locale: str, *, phone: bool
) -> None:
    give, take, refuse, back = {
        "zh-CN": ("交出并签名", "签名接班", "拒绝接班", "退回修改"),
        "en": ("Hand over and sign", "Sign and take over", "Refuse the handover", "Send back to be mended"),
    }[locale]
    qin = open_page(live_server.url, phone=phone, locale=locale)
    log_in(qin, QIN, at="/book")
    looks_right(qin)
    if qin.locator("form[action$='/book/open'] button").count():
        with new_page(qin):
            qin.locator("form[action$='/book/open'] button").click()
        qin.goto("/book")
    qin.locator(".card a[href^='/book/']").first.click()
    expect(qin.locator(".read-item")).to_have_count(2)
    expect(qin.locator("body")).not_to_contain_text("13812345678")
    looks_right(qin)
    sign(qin, give, "give")
    book = desk.book(Direction.FROM_DESK)
    assert desk.state(book) is State.READY

    dan = open_page(live_server.url, phone=phone, locale=locale)
    log_in(dan, f"CS{DAN}", at=f"/book/{book}")
    expect(dan.locator(".read-item").first).to_contain_text("十二楼漏水")
    looks_right(dan)
    dan.fill("#refuse-reason", "没写哪一户")
    with new_page(dan):
        dan.get_by_role("button", name=refuse).click()
    assert desk.state(book) is State.REFUSED

    boss = open_page(live_server.url, phone=phone, locale=locale)
    supervisor = desk.office.supervisor.employee_number
    log_in(boss, supervisor, at=f"/book/{book}")
    expect(boss.locator(".note.danger").first).to_contain_text("没写哪一户")
    looks_right(boss)
    boss.fill("#decide-reason", "补上门牌")
    with new_page(boss):
        boss.get_by_role("button", name=back).click()
    qin.goto(f"/book/{book}")
    qin.fill("#note", "漏水的是 1203 室")
    sign(qin, give, "give")

    dan.goto(f"/book/{book}")
    for _ in desk.items(book):
        with new_page(dan):
            dan.locator(".read-item form button").first.click()
    looks_right(dan)
    sign(dan, take, "take")
    looks_right(dan)
    assert desk.state(book) is State.COMPLETE
    with desk.database.read() as session:
        held = session.scalars(select(HandoverMatter.holder_id)).all()
        entries = session.scalars(select(DutyEntry.id)).all()
    assert held == [desk.office.people[DAN]] * len(entries)
