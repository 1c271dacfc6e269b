"""The page of busy and slack months and days."""

from flask import Flask

from tests.web.browsing import logged_in
from tests.web.forecasts.centre import add_history, department_of, stored_user
from tests.web.forecasts.test_known_events import LATER, OFFER, enter
from web.database import Database


def test_the_volume_is_shown_by_year_month_and_day(app: Flask, database: Database) -> None:
    with database.write() as session:
        user = stored_user(session, "leader")
        who = logged_in(app, session, user)
        session.commit()
        assert "还没有来电数据" in who.get("/forecast/volume").text
        add_history(session, department_of(session, user), days=60)
        session.commit()
        page = who.get("/forecast/volume").text
        for part in ("2026年11月", "按月", "按几号", "周一", "按年", "平常"):
            assert part in page
        assert "忙闲" in who.get("/forecast").text
        who.post("/language", data={"language": "en", "next": "/"})
        page = who.get("/forecast/volume").text
        assert "By day of the month" in page
        assert "Monday" in page


def test_the_volume_names_events_and_what_they_brought(app: Flask, database: Database) -> None:
    with database.write() as session:
        user = stored_user(session)
        who = logged_in(app, session, user)
        add_history(session, department_of(session, user), days=60)
        enter(session, user, OFFER)
        enter(session, user, LATER)
        page = who.get("/forecast/volume").text
        assert "营销活动 · 双十一 (11月2日 – 11月4日)" in page
        assert "按事件" in page
        assert "营销活动 · 双十一, 2026年11月2日" in page
        assert "账单寄送, 2027年" not in page  # nothing is recorded of it yet
        who.post("/language", data={"language": "en", "next": "/"})
        page = who.get("/forecast/volume").text
        assert "By event" in page
        assert "campaign · 双十一" in page
