"""The pages of people, teams and shift kinds, as a browser without scripts uses them."""

import datetime as dt
import re

from flask import Flask
from sqlalchemy import func, select

from tests.web.setup_world import visiting
from web.database import Database
from web.people.tables import Person, ProtectedPeriod, ShiftKind, Team

FORM = {"employee_number": "00123", "name": "陈静", "team_id": "1", "role": "agent", "weekly_hours": "37.5"}


def test_a_new_person_is_stored_and_listed(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    assert who.get("/people/new").status_code == 200
    answer = who.post("/people/new", data={**FORM, "skill_ids": ["1", "2"], "hired_on": "2026-12-01"})
    assert answer.status_code == 302
    page = who.get("/people?q=00123").get_data(as_text=True)
    assert "陈静" in page
    assert "37.5 h" in page
    with database.read() as session:
        person = session.scalars(select(Person).where(Person.employee_number == "00123")).one()
        assert (person.hired_on, len(person.skills)) == (dt.date(2026, 12, 1), 2)


def test_a_refused_form_keeps_the_input_and_says_what_is_wrong_per_field(
    app: Flask, database: Database
) -> None:
    answer = visiting(app, database).post(
        "/people/new", data={**FORM, "weekly_hours": "forty", "leaves_on": "2020-02-30", "team_id": ""}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="forty"' in page
    assert 'value="00123"' in page
    for field in ("weekly_hours", "leaves_on", "team_id"):
        assert re.search(rf'id="{field}"[^>]*aria-describedby="[^"]*{field}-error"', page), field
        assert f'id="{field}-error"' in page
    assert "合同周工时：forty 不是数字。" in page
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 8


def test_a_double_click_makes_one_person(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    answers = [who.post("/people/new", data=FORM).status_code for _ in range(2)]
    assert answers == [302, 302]
    with database.read() as session:
        assert session.scalar(select(func.count()).where(Person.employee_number == "00123")) == 1


def test_a_form_without_its_token_is_refused(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    assert who.client.post("/people/new", data=FORM).status_code == 400


def test_the_list_filters_by_team_and_state(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    who.post("/people/1/active", data={"active": "0"})
    assert ">王敏</a>" not in who.get("/people").get_data(as_text=True)
    assert ">王敏</a>" in who.get("/people?inactive=1").get_data(as_text=True)
    second = who.get("/people?team=2").get_data(as_text=True)
    assert "郑嘉豪" in second
    assert "杨强" not in second


def test_an_auditor_reads_a_closed_form(app: Flask, database: Database) -> None:
    who = visiting(app, database, "auditor")
    page = who.get("/people/1").get_data(as_text=True)
    assert "<fieldset disabled>" in page
    assert "保存</button>" not in page
    assert who.post("/people/1", data=FORM).status_code == 403


def test_a_protected_period_is_stored_without_a_reason(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    bad = who.post("/people/1/protection", data={"first_day": "2026-12-01", "last_day": "2027-03-31"})
    assert bad.status_code == 422
    assert "选择保护的内容" in bad.get_data(as_text=True)
    who.post(
        "/people/1/protection", data={"first_day": "2026-12-01", "last_day": "2027-03-31", "no_night": "1"}
    )
    page = who.get("/people/1").get_data(as_text=True)
    assert "不上夜班" in page
    who.post("/people/1/protection/1/remove")
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ProtectedPeriod)) == 0


def test_days_off_are_given_and_taken_back(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    who.post("/people/1/days-off", data={"off_first_day": "2026-12-24", "off_last_day": "2026-12-25"})
    assert "12月24日" in who.get("/people/1").get_data(as_text=True)
    who.post("/people/1/days-off/1/remove")
    page = who.get("/people/1").get_data(as_text=True)
    assert "12月24日" not in page
    assert "12月25日" in page


def test_teams_are_added_renamed_and_refused_by_name(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    assert who.post("/teams", data={"name": "三组", "position": "3"}).status_code == 302
    assert who.post("/teams/1", data={"name": "甲组", "position": "0"}).status_code == 302
    refused = who.post("/teams/2", data={"name": "甲组", "position": "1"})
    assert refused.status_code == 422
    assert "甲组 已经有了" in refused.get_data(as_text=True)
    assert who.post("/teams/2/active", data={"active": "0"}).status_code == 422
    with database.read() as session:
        assert session.scalars(select(Team.name).order_by(Team.id)).all() == ["甲组", "二组", "三组"]


def test_a_shift_kind_over_midnight_ends_on_the_next_day(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    form = {"family": "N", "code": "N", "name": "夜班", "start": "23:00", "end": "8:00"}
    form |= {"paid_minutes": "540", "break_minutes": "0"}
    assert who.post("/shift-kinds/new", data=form).status_code == 302
    assert "23:00–次日 8:00" in who.get("/shift-kinds").get_data(as_text=True)
    with database.read() as session:
        assert session.scalars(select(ShiftKind.end_minute)).one() == 1920
    late = {**form, "code": "N2", "start": "16:00", "end": "24:00", "paid_minutes": "480"}
    assert who.post("/shift-kinds/new", data=late).status_code == 302
    meal = {**form, "code": "N3", "break_minutes": "30", "break_from": "2:00", "break_to": "4:30"}
    assert who.post("/shift-kinds/new", data=meal).status_code == 302
    with database.read() as session:
        kind = session.scalars(select(ShiftKind).where(ShiftKind.code == "N3")).one()
        assert (kind.break_earliest, kind.break_latest) == (180, 330)
        form_page = who.get(f"/shift-kinds/{kind.id}").get_data(as_text=True)
    assert 'value="02:00"' in form_page
    assert 'value="04:30"' in form_page
    assert "次日 2:00–次日 5:00" in who.get("/shift-kinds").get_data(as_text=True)
    long = who.post("/shift-kinds/new", data={**meal, "code": "N4", "break_minutes": "60"})
    assert long.status_code == 422
    assert "N3" in long.get_data(as_text=True)
    half = who.post("/shift-kinds/new", data={**meal, "code": "N4", "break_to": ""})
    assert half.status_code == 422
    wrong = who.post("/shift-kinds/new", data={**form, "start": "25:00", "paid_minutes": "x"})
    assert wrong.status_code == 422
    assert "25:00 不是时间" in wrong.get_data(as_text=True)
