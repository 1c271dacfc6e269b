"""The pages of setting up, as a browser without scripts uses them."""

import datetime as dt
import html
import re
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.setup_world import visiting
from web.accounts.tables import User
from web.database import Database
from web.forecasts.service import targets_of
from web.people.tables import Department, Person, Team
from web.policy.parameters import PARAMETERS
from web.policy.schema import load_preset
from web.policy.tables import PolicyVersion


def test_an_empty_system_lists_nine_steps_each_with_one_button(app: Flask, database: Database) -> None:
    page = visiting(app, database, furnished=False).get("/setup").get_data(as_text=True)
    todo = page[page.index('<ol class="todo">') : page.index("</ol>")]
    assert todo.count("<li>") == todo.count('class="btn sm') == 9
    assert "还有 9 步" in page


def test_the_step_of_the_calendar_leads_to_the_year_that_it_lacks(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    who.post("/setup/calendar/proposal", data={"year": "2027"})
    page = who.get("/setup").text
    assert "还没有 2026 年的日期" in page
    assert 'href="/setup/calendar?year=2026">采用建议' in page
    who.post("/setup/calendar/proposal", data={"year": "2026"})
    assert "/setup/calendar?year=" not in who.get("/setup").text


def test_who_may_only_read_gets_no_buttons_to_what_is_closed(app: Flask, database: Database) -> None:
    who = visiting(app, database, "hr")
    page = who.get("/setup").get_data(as_text=True)
    assert "/users" not in page
    assert "/calls/import" not in page
    assert "/people/import" in page
    assert who.post("/setup/department", data={"name": "x"}).status_code == 403


def test_the_department_is_described_and_the_step_done(app: Flask, database: Database) -> None:
    who = visiting(app, database, furnished=False)
    form = {
        "name": "华东",
        "time_zone": "Asia/Shanghai",
        "country": "cn",
        "week_start": "1",
        "weekend": ["5", "6"],
    }
    assert who.post("/setup/department", data=form).headers["Location"] == "/setup"
    with database.read() as session:
        department = session.scalars(select(Department)).one()
        assert (department.name, department.country, department.weekend) == ("华东", "CN", [5, 6])
    assert "还有 8 步" in who.get("/setup").get_data(as_text=True)


def test_targets_are_percent_on_the_page_and_shares_in_the_database(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    form = {"slot_minutes": "15", "service_level": "82.5", "service_level_seconds": "20", "shrinkage": "28",
            "aht_seconds": "200", "patience_seconds": "", "max_occupancy": "85"}  # fmt: skip
    assert who.post("/setup/targets", data=form).status_code == 302
    with database.read() as session:
        stored = session.scalars(select(Department)).one()
        assert (stored.service_level_share, stored.shrinkage, stored.max_occupancy) == (0.825, 0.28, 0.85)
    assert 'value="82.5"' in who.get("/setup/targets").get_data(as_text=True)
    refused = who.post("/setup/targets", data={**form, "service_level": "120", "slot_minutes": "7"})
    assert refused.status_code == 422
    assert "120 超出范围" in refused.get_data(as_text=True)


def test_the_calendar_takes_the_proposal_and_keeps_changes(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    assert who.post("/setup/calendar/proposal", data={"year": "2026"}).status_code == 302
    who.post(
        "/setup/calendar",
        data={"date": "2026-10-02", "kind": "makeup_working_day", "status": "official", "reason": "通知"},
    )
    page = who.get("/setup/calendar?year=2026").get_data(as_text=True)
    assert "没有要采用的" in page
    assert re.search(r"10月2日.*?调休上班日", page, re.DOTALL)
    assert "暂定" in who.get("/setup/calendar?year=2027").get_data(as_text=True)
    refused = who.post("/setup/calendar", data={"date": "2026-02-30", "kind": "x", "status": "official"})
    assert refused.status_code == 422


def test_a_policy_is_chosen_and_changed_by_a_new_version(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    assert who.get("/setup/policy/new").status_code == 200
    form: dict[str, str | list[str]] = {
        "preset": "S0g",
        "valid_from": "2026-01-01",
        "rest_days_off_per_week-mode": "own",
        "rest_days_off_per_week": "1",
        "hours_avg_week_max-mode": "off",
        "roster_chain-mode": "own",
        "roster_chain": ["supervisor", "head"],
        "work_days-mode": "own",
        "work_days": ["mon", "tue", "sat"],
        "work_days-per_person": "2",
    }
    assert who.post("/setup/policy/new", data=form).headers["Location"] == "/setup/policy?version=1"
    page = who.get("/setup/policy").get_data(as_text=True)
    assert "部门设定" in page
    assert "条文写明" in page
    assert "主管 → 经理" in page
    with database.read() as session:
        assert session.scalars(select(PolicyVersion.overrides)).one() == {
            "work.days": {"days": ["mon", "tue", "sat"], "per_person": 2},
            "rest.days_off_per_week": 1,
            "hours.avg_week_max": None,
            "roster.chain": ["supervisor", "head"],
        }


def test_shifts_without_hours_are_a_question_on_the_policys_page(app: Flask, database: Database) -> None:
    """R-2.14."""
    who = visiting(app, database)
    assert (
        who.post("/setup/policy/new", data={"preset": "S3e", "valid_from": "2026-01-01"}).status_code == 302
    )
    page = who.get("/setup/policy").text
    assert page.count("原文空白：请补充，补充前暂用我们的建议") == 1
    assert "值班(夜班)人員應處理好本班報修工作" in page


def test_settings_that_nothing_goes_by_yet_are_marked(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    form = {"preset": "S0f", "valid_from": "2026-01-01"}
    assert who.post("/setup/policy/new", data=form).status_code == 302
    policy = load_preset("S0f").effective()
    idle = [parameter.key for parameter in PARAMETERS if not parameter.is_applied]
    stated = [key for key in idle if policy.binds(key)]
    assert 0 < len(stated) < len(idle)
    for address in ("/setup/policy", "/setup/policy/new"):
        html = who.get(address).text
        assert html.count("已记录，尚未用于排班") == len(idle)
        # the mark warns where the regulation states the value, and only there
        assert len(re.findall(r'<span class="tag warn">(?:(?!</span>).)*已记录', html, re.DOTALL)) == len(
            stated
        )


def test_the_policy_of_s0e_warns_that_friday_is_closed(app: Flask, database: Database) -> None:
    """G-06."""
    who = visiting(app, database)
    form = {"preset": "S0e", "valid_from": "2026-01-01"}
    assert who.post("/setup/policy/new", data=form).status_code == 302
    for address in ("/setup/policy", "/setup/policy/new?preset=S0e"):
        assert "即周五不上班；可能是笔误，请核对开放日" in who.get(address).text


def test_a_policy_that_one_person_alone_passes_says_so(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    form: dict[str, str | list[str]] = {"preset": "S0g", "valid_from": "2026-01-01"}
    assert "缺少双人复核：只由主管审批" in who.get("/setup/policy/new").text
    assert who.post("/setup/policy/new", data=form).status_code == 302
    page = who.get("/setup/policy").text
    assert "缺少双人复核" in page
    assert "提交班表的人自己就能批准并发布" in page
    assert "在“班表审批顺序”里加上其他审批人，例如经理" in page
    assert 'href="/setup/policy/new#roster_chain">加上审批人' in page
    chain = {"roster_chain-mode": "own", "roster_chain": ["supervisor", "head"]}
    assert who.post("/setup/policy/new", data=form | chain | {"valid_from": "2026-12-01"}).status_code == 302
    assert "缺少双人复核" not in who.get("/setup/policy?version=2").text
    assert "缺少双人复核" not in who.get("/setup/policy/new").text
    assert "缺少双人复核" in who.get("/setup/policy?version=1").text


def test_a_refused_policy_keeps_what_was_typed(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    refused = who.post(
        "/setup/policy/new",
        data={
            "preset": "S0g",
            "valid_from": "2026-12-01",
            "roster_due_day-mode": "own",
            "roster_due_day": "31",
        },
    )
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'value="31"' in page
    assert "班表提交截止日：31 超出范围" in page


@pytest.mark.parametrize("typed", ["nan", "-inf", "Infinity", "1e999", "many"])
def test_what_is_no_number_is_refused_in_a_policy(app: Flask, database: Database, typed: str) -> None:
    who = visiting(app, database)
    fields = {"hours_avg_week_max": typed, "forecast_agent_capacity-calls": typed}
    modes = {"hours_avg_week_max-mode": "own", "forecast_agent_capacity-mode": "own"}
    form = {"preset": "S0g", "valid_from": "2026-12-01", **fields, **modes}
    refused = who.post("/setup/policy/new", data=form | {"forecast_agent_capacity-measured_on": "2026-10-01"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert page.count(f"{typed} 不合适。写一个整数。") == 2 * 2  # beside each field and in the summary
    assert page.count(f'value="{typed}"') == 2
    with database.read() as session:
        assert session.scalars(select(PolicyVersion)).all() == []


def test_accounts_are_made_locked_out_of_and_given_links(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    assert who.get("/users/new?person=1").status_code == 200
    form = {"employee_number": "00100", "name": "王敏", "person_id": "1", "roles": ["leader"]}
    answer = who.post("/users/new", data=form)
    address = answer.headers["Location"]
    assert "leader" in who.get(address).get_data(as_text=True)
    assert who.post("/users/new", data=form).status_code == 422
    assert who.post(f"{address}/roles", data={"roles": ["leader", "supervisor"]}).status_code == 302
    link = re.search(
        r'value="(http://[^"]*/reset/[^"]+)"', who.post(f"{address}/reset").get_data(as_text=True)
    )
    assert link is not None
    assert who.get(link[1].removeprefix("http://localhost")).status_code == 200
    assert "/reset/" not in who.get(address).get_data(as_text=True), "the link is shown once"
    assert who.post(f"{address}/active", data={"active": "0"}).status_code == 302
    with database.read() as session:
        user = session.scalars(select(User).where(User.employee_number == "00100")).one()
        assert not user.active
        assert user.role_names == frozenset({"leader", "supervisor"})


def test_accounts_for_several_people_are_made_and_their_list_shown_once(
    app: Flask, database: Database
) -> None:
    who = visiting(app, database)
    assert "排班人员里有 8 人没有账号" in who.get("/users").text
    page = who.get("/users/several").text
    assert page.count('name="person"') == 8
    with database.read() as session:
        second = session.scalars(select(Team).where(Team.name == "二组")).one()
        chosen = [person.id for person in session.scalars(select(Person).where(Person.team_id == second.id))]
    assert who.get(f"/users/several?team={second.id}").text.count('name="person"') == 4
    answer = who.post("/users/several", data={"person": [str(one) for one in chosen[:2]]})
    assert answer.headers["Cache-Control"] == "no-store"
    passwords = re.findall(r'<code class="start">([a-z2-9-]{17})</code>', answer.text)
    assert len(passwords) == 2
    file = re.search(r'href="data:text/csv;charset=utf-8,([^"]+)" download="初始密码.csv"', answer.text)
    assert file is not None
    lines = unquote(html.unescape(file[1])).splitlines()
    assert lines[0] == "\ufeff班组,工号,姓名,初始密码"
    assert lines[1] == f"二组,00104,郑嘉豪,{passwords[0]}"
    again = who.post("/users/several", data={"person": [str(one) for one in chosen[:2]]})
    assert again.status_code == 422, "loading the page anew shows nothing anew"
    assert passwords[0] not in again.text
    assert "至少选一个还没有账号的人" in again.text
    assert "排班人员里有 6 人没有账号" in who.get("/users").text


def test_nobody_changes_the_own_account(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    refused = who.post("/users/1/roles", data={"roles": ["agent"]})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.get_data(as_text=True)


def test_the_first_policy_may_begin_with_the_year(app: Flask, database: Database) -> None:
    page = visiting(app, database, furnished=False).get("/setup/policy/new").get_data(as_text=True)
    assert dt.date(2026, 1, 1).isoformat() in page


def test_further_targets_are_stored_with_the_department(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    form = {"slot_minutes": "30", "service_level": "80", "service_level_seconds": "20", "shrinkage": "30",
            "aht_seconds": "200", "patience_seconds": "120", "max_occupancy": "", "min_answer_rate": "97.5",
            "max_asa_seconds": "12", "seats": "40", "carry_over": "1", "hour_cost": "36.5"}  # fmt: skip
    assert who.post("/setup/targets", data=form).status_code == 302
    with database.read() as session:
        stored = session.scalars(select(Department)).one()
        assert (stored.min_answer_rate, stored.max_asa_seconds, stored.seats) == (0.975, 12, 40)
        assert (stored.carry_over, stored.hour_cost, stored.staffing_method) == (True, 36.5, "erlang")
        made = targets_of(stored)
        assert (made.min_answer_rate, made.max_asa_seconds, made.seats, made.carry_over) == (
            0.975,
            12,
            40,
            True,
        )
    html = who.get("/setup/targets").text
    assert 'value="97.5"' in html
    assert re.search(r'name="carry_over" value="1" checked', html)
    refused = who.post("/setup/targets", data={**form, "patience_seconds": "", "seats": "0"})
    assert refused.status_code == 422


def test_the_busy_hour_method_can_be_chosen_once_it_was_measured(app: Flask, database: Database) -> None:
    who = visiting(app, database)
    form = {"slot_minutes": "30", "service_level": "80", "service_level_seconds": "20", "shrinkage": "30",
            "aht_seconds": "200", "staffing_method": "busy_hour"}  # fmt: skip
    assert 'value="busy_hour"' not in who.get("/setup/targets").text
    assert "/setup/productivity" in who.get("/setup/targets").text
    refused = who.post("/setup/targets", data=form)
    assert refused.status_code == 422
    assert "忙时" in refused.text
    empty = who.get("/setup/productivity").text
    assert "还没有" in empty
    later = {"calls_per_hour": "18.5", "measured_on": "2026-11-23", "measured_by": "王敏"}
    assert who.post("/setup/productivity", data=later).status_code == 422
    measured = {**later, "measured_on": "2026-11-20", "remark": "三周周一上午"}
    assert who.post("/setup/productivity", data=measured).headers["Location"] == "/setup/productivity"
    shown = who.get("/setup/productivity").text
    assert "18.5" in shown
    assert "三周周一上午" in shown
    assert 'value="busy_hour"' in who.get("/setup/targets").text
    assert who.post("/setup/targets", data=form).status_code == 302
