"""Late minutes as charts: what is drawn, and who sees whom."""

from flask import Flask

from tests.web.attendance.shop import ANN, DAN, LEADER, at, stored
from tests.web.attendance.test_pages import visiting
from tests.web.rosters.office import MONTH
from tests.web.swaps.desk import Desk
from web.attendance.charts import late_by_day, late_by_person
from web.attendance.register import Register, read_register
from web.people.tables import Department


def register_of(shop: Desk, number: str | None = None) -> Register:
    with shop.database.read() as session:
        department = session.get_one(Department, shop.office.department)
        actor = shop.office.supervisor if number is None else shop.actor(number)
        return read_register(session, actor, department, MONTH, now=at("23:59"))


def test_each_lateness_is_a_dot_and_each_person_a_bar(app: Flask, shop: Desk) -> None:
    stored(shop, ANN, "in 8:20", "out 15:20")
    stored(shop, DAN, "in 8:05", "out 15:36")
    stored(shop, LEADER, "in 7:50", "out 15:36")
    with app.test_request_context():
        days = late_by_day(register_of(shop))
        people = late_by_person(register_of(shop))
        own = register_of(shop, DAN)
        assert late_by_person(own) is None
        alone = late_by_day(own)
    assert days is not None
    assert [(dot[0], dot[1]) for dot in days.data["dots"]] == [(7, 20), (7, 5)]
    assert days.data["sums"][7] == 25
    assert len(days.data["labels"]) == 31
    assert people is not None
    assert (people.data["late"], people.data["early"], people.data["limit"]) == ([20, 5], [10, 0], 60)
    assert len(people.rows) == 2
    assert alone is not None
    assert [dot[1] for dot in alone.data["dots"]] == [5], "nobody sees the lateness of others"


def test_where_nobody_was_late_there_is_no_chart(app: Flask, shop: Desk) -> None:
    stored(shop, ANN, "in 7:50", "out 15:36")
    with app.test_request_context():
        assert late_by_day(register_of(shop)) is None
        assert late_by_person(register_of(shop)) is None
    page = visiting(app, shop, None).get("/attendance/register?month=2026-12")
    assert "late-days-chart" not in page.text
