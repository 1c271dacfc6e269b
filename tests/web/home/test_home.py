import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.access_world import new_world
from tests.web.browsing import Visitor, logged_in
from tests.web.my.months import department, later, publish_at, shanghai, with_cells
from tests.web.rosters.office import MONTH, NOW, Office, legal_month, stored_office
from tests.web.setup_world import visiting
from web import access
from web.access import ROLES
from web.accounts.tables import Role, User
from web.database import Database
from web.home.today import handovers_of, people_on, read_today
from web.home.waiting import next_due, open_answers, open_rounds, solving
from web.jobs.service import request_solve
from web.people.tables import Person
from web.rosters.answers import acknowledge
from web.rosters.lifecycle import return_version, submit
from web.rosters.overview import waiting_for
from web.rosters.tables import Answer, NoWish, VersionState, Wish, WishRound

NOVEMBER = dt.date(2026, 11, 1)
TODAY = dt.date(2026, 11, 22)
SUNDAY_CELLS = {("00102", TODAY): "E", ("00202", TODAY): "M", ("00102", dt.date(2026, 11, 20)): None}


def november(office: Office) -> int:
    """Publish this month, with two people on duty on the Sunday that is today."""
    cells = {**SUNDAY_CELLS, ("00202", dt.date(2026, 11, 20)): None}
    return publish_at(office, with_cells(cells, legal_month(NOVEMBER)), later(0), month=NOVEMBER)


def log_in(app: Flask, office: Office, user_id: int) -> Visitor:
    with office.database.write() as session:
        who = logged_in(app, session, session.get_one(User, user_id))
        session.commit()
    return who


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_first_page(app: Flask, database: Database, role: str) -> None:
    with database.write() as session:
        who = logged_in(app, session, new_world(session, role).actor)
        session.commit()
    assert who.get("/").status_code == 200
    allowed = access.may("home.live", [role])
    assert who.get("/today/live").status_code == (200 if allowed else 403)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_stands_without_a_rostered_person(app: Flask, office: Office, role: str) -> None:
    with office.database.write() as session:
        supervisor = session.get_one(User, office.supervisor.user_id)
        supervisor.roles = list(session.scalars(select(Role).where(Role.name == role)))
        session.commit()
    assert log_in(app, office, office.supervisor.user_id).get("/").status_code == 200


def test_the_administrator_is_led_to_the_next_open_step(app: Flask, database: Database) -> None:
    who = visiting(app, database, furnished=False)
    page = who.get("/").text
    assert "还有 9 步" in page
    assert "下一步：部门" in page
    assert 'class="btn p" href="/setup/department">确认设置' in page
    described = {"name": "华东", "time_zone": "Asia/Shanghai", "country": "CN", "week_start": "1"}
    assert who.post("/setup/department", data=described | {"weekend": ["6", "7"]}).status_code == 302
    page = who.get("/").text
    assert "下一步：班组和技能" in page
    assert 'class="btn p" href="/teams">' in page


def test_an_agent_sees_the_next_shift_first_and_nobody_elses(app: Flask, office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    page = log_in(app, office, office.users["00102"]).get("/").text
    order = [
        page.index(words)
        for words in ("2026年12月班表已发布", "下一班 · 12月1日 周二", "交给 员工00201", "2026年11月")
    ]
    assert order == sorted(order)
    assert "当班组长：员工00101" in page
    assert "员工00103" not in page
    assert "员工00202" not in page


def test_the_foremost_role_decides(app: Flask, office: Office) -> None:
    with office.database.write() as session:
        user = session.get_one(User, office.users["00101"])
        user.roles = list(session.scalars(select(Role).where(Role.name.in_(["agent", "supervisor"]))))
        session.commit()
    assert "今天在岗与需要" in log_in(app, office, office.users["00101"]).get("/").text


def test_a_leader_sees_the_own_team_today(app: Flask, office: Office) -> None:
    november(office)
    page = log_in(app, office, office.users["00101"]).get("/").text
    assert '<th scope="row">员工00102' in page
    assert '<th scope="row">员工00202' not in page
    assert "3 人中 0 人已知晓，3 人未回复" in page


def test_the_planners_page_has_the_day_and_refreshes_a_part_of_it(app: Flask, office: Office) -> None:
    november(office)
    who = log_in(app, office, office.supervisor.user_id)
    page = who.get("/").text
    for words in ("今天在岗与需要", "现在在岗 / 需要", "15:30 早班结束", "2026年12月班表", "还剩 3 天"):
        assert words in page
    part = who.get("/today/live", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert 'hx-swap-oob="true"' in part
    assert "6 人中 0 人已知晓" in part


def test_what_waits_for_the_head_is_named(app: Flask, office: Office) -> None:
    with office.database.write() as session:
        head = session.get_one(User, office.head.user_id)
        head.roles = list(session.scalars(select(Role).where(Role.name.in_(["head", "supervisor"]))))
        session.commit()
    version = office.draft()
    with office.database.write() as session:
        assert submit(session, office.supervisor, version, seen=1, now=NOW).done
    page = log_in(app, office, office.head.user_id).get("/").text
    assert "审批2026年12月班表" in page
    assert "v1，账号09001 提交" in page
    assert "已提交" in page


def test_a_returned_version_waits_for_the_supervisor(app: Flask, office: Office) -> None:
    chained = stored_office(office.database, code="B", overrides={"roster.chain": ["head"]})
    version = chained.draft()
    with office.database.write() as session:
        seen = submit(session, chained.supervisor, version, seen=1, now=NOW).lock_version
    supervisor = log_in(app, chained, chained.supervisor.user_id)
    assert "已退回" not in supervisor.get("/approvals").text
    with office.database.write() as session:
        assert return_version(session, chained.head, version, reason="4日缺组长", seen=seen, now=NOW).done
    page = supervisor.get("/").text
    assert "修改被退回的2026年12月班表，再提交" in page
    assert "v1，账号09002 退回：4日缺组长" in page
    approvals = supervisor.get("/approvals").text
    assert "修改后再提交" in approvals
    assert "账号09002 退回：4日缺组长" in approvals
    assert '<span class="cnt">1</span>' in approvals
    assert "退回" not in log_in(app, chained, chained.head.user_id).get("/approvals").text


def test_a_returned_version_waits_no_longer_when_a_later_one_is_handed_in(office: Office) -> None:
    returned, later_one = office.draft(), office.draft()
    with office.database.write() as session:
        seen = submit(session, office.supervisor, returned, seen=1, now=NOW).lock_version
    with office.database.write() as session:
        assert return_version(session, office.supervisor, returned, reason="x", seen=seen, now=NOW).done
    with office.database.read() as session:
        assert [one.version_id for one in waiting_for(session, office.supervisor)] == [returned]
    with office.database.write() as session:
        assert submit(session, office.supervisor, later_one, seen=1, now=NOW).done
    with office.database.read() as session:
        assert [one.version_id for one in waiting_for(session, office.supervisor)] == [later_one]


def test_the_day_counts_who_is_on_duty(office: Office) -> None:
    november(office)
    with office.database.read() as session:
        found = read_today(session, department(session, office), now=shanghai(11, 22, 16), today=TODAY)
        none = read_today(
            session, department(session, office), now=shanghai(1, 5, 16), today=dt.date(2027, 1, 5)
        )
    assert (found.on_duty, found.needed, found.short_slots, found.next_short) == (1, 0, 0, None)
    assert found.minute == 16 * 60
    assert (none.coverage, none.on_duty, none.calls, none.gaps, none.handovers) == (None, None, None, (), ())


def test_handovers_of_the_day_and_of_the_night_before(office: Office) -> None:
    cells = {**SUNDAY_CELLS, ("00202", dt.date(2026, 11, 20)): None, ("00203", dt.date(2026, 11, 21)): "N",
             ("00203", dt.date(2026, 11, 20)): None}  # fmt: skip
    publish_at(office, with_cells(cells, legal_month(NOVEMBER)), later(0), month=NOVEMBER)
    with office.database.read() as session:
        found = handovers_of(session, office.department, TODAY)
    assert [(one.code, one.at, one.teams, one.count, one.begun) for one in found] == [
        ("N", shanghai(11, 22, 8), 1, 1, 0),
        ("E", shanghai(11, 22, 15, 30), 1, 1, 0),
        ("M", shanghai(11, 22, 23), 1, 1, 0),
    ]
    assert [one.without_receiver for one in found] == [1, 1, 0]


def test_who_is_on_now_and_who_comes(office: Office) -> None:
    november(office)
    now = shanghai(11, 22, 12)
    with office.database.read() as session:
        everybody = people_on(session, office.department, TODAY, now=now)
        team = people_on(session, office.department, TODAY, now=now, team_id=office.teams[1])
    assert [(one.number, one.code, one.is_on(now)) for one in everybody] == [
        ("00102", "E", True),
        ("00202", "M", False),
    ]
    assert [one.number for one in team] == ["00202"]


def test_the_due_day_counts_down_and_then_up(office: Office) -> None:
    with office.database.read() as session:
        here = department(session, office)
        before = next_due(session, here, dt.date(2026, 11, 22))
        after = next_due(session, here, dt.date(2026, 11, 27))
    assert (before.month, before.day, before.days_left) == (MONTH, dt.date(2026, 11, 25), 3)
    assert (before.state, before.is_late, before.is_handed_in) == (None, False, False)
    assert (after.days_left, after.is_late) == (-2, True)


def test_handed_in_is_not_late_unless_it_was(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        assert submit(session, office.supervisor, version, seen=1, now=shanghai(11, 27, 9)).late
    with office.database.read() as session:
        found = next_due(session, department(session, office), dt.date(2026, 11, 28))
    assert (found.state, found.is_handed_in, found.is_late) == (VersionState.SUBMITTED, True, True)
    in_time = replace(found, was_late=False)
    assert not in_time.is_late


def test_a_newer_draft_does_not_hide_what_was_handed_in(office: Office) -> None:
    handed_in, newer = office.draft(), office.draft()
    with office.database.write() as session:
        submit(session, office.supervisor, handed_in, seen=1, now=shanghai(11, 22, 9))
    with office.database.read() as session:
        found = next_due(session, department(session, office), dt.date(2026, 11, 23))
    assert newer > handed_in
    assert (found.version_id, found.state) == (handed_in, VersionState.SUBMITTED)


def test_answers_are_counted_the_team_by_its_leader(office: Office) -> None:
    version = publish_at(office, legal_month(), later(0))
    with office.database.write() as session:
        person = replace(office.leader, user_id=office.users["00102"], person_id=office.people["00102"])
        acknowledge(session, person, version, answer=Answer.PROBLEM, words="4日考试", now=later(1))
        acknowledge(session, office.leader, version, answer=Answer.GOT_IT, now=later(1))
    with office.database.read() as session:
        (all_of,) = open_answers(session, office.supervisor, TODAY)
        (team,) = open_answers(session, office.leader, TODAY)
        later_on = open_answers(session, office.supervisor, dt.date(2027, 1, 1))
    assert (all_of.told, all_of.got_it, all_of.problems, all_of.silent) == (6, 1, 1, 4)
    assert (team.told, team.silent) == (3, 1)
    assert later_on == ()


def test_a_problem_is_not_lost_by_a_later_version(office: Office) -> None:
    first = publish_at(office, legal_month(), later(0))
    who = replace(office.leader, user_id=office.users["00102"], person_id=office.people["00102"])
    with office.database.write() as session:
        acknowledge(session, who, first, answer=Answer.PROBLEM, words="4日考试", now=later(1))
    second = publish_at(office, with_cells({("00103", dt.date(2026, 12, 4)): None}), later(2))
    with office.database.read() as session:
        old, new = open_answers(session, office.supervisor, TODAY)
        other_team = replace(office.leader, team_id=office.teams[1])
        (own,) = open_answers(session, other_team, TODAY)
    assert (old.version_id, old.number, old.problems, old.silent) == (first, 1, 1, 0)
    assert (new.version_id, new.told, new.problems) == (second, 1, 0)
    assert (own.version_id, own.told) == (second, 0)
    with office.database.write() as session:
        acknowledge(session, who, second, answer=Answer.GOT_IT, now=later(3))
    with office.database.read() as session:
        assert [one.version_id for one in open_answers(session, office.supervisor, TODAY)] == [second]


def test_open_rounds_and_solves_are_those_of_the_department(office: Office) -> None:
    with office.database.write() as session:
        wishes = WishRound(
            department_id=office.department,
            month=MONTH,
            opens_at=NOW - dt.timedelta(days=1),
            closes_at=later(24),
            quota=3,
            created_at=NOW,
        )
        session.add(wishes)
        session.flush()
        session.add_all(
            Wish(
                wish_round_id=wishes.id,
                person_id=office.people["00102"],
                date=dt.date(2026, 12, day),
                stated_at=NOW,
            )
            for day in (4, 5)
        )
        for number in ("00102", "00203"):
            session.add(NoWish(wish_round_id=wishes.id, person_id=office.people[number], stated_at=NOW))
        session.commit()
    with office.database.write() as session:
        request_solve(
            session, department_id=office.department, month=MONTH, parameters={}, requested_by=None, now=NOW
        )
    with office.database.read() as session:
        (found,) = open_rounds(session, office.department, NOW)
        (job,) = solving(session, office.department)
        assert open_rounds(session, office.department, NOW - dt.timedelta(days=2)) == ()
        assert solving(session, office.department + 1) == ()
    assert (found.answered, found.people) == (2, 6)
    assert (job.month, job.is_running) == (MONTH, False)
    version = office.draft()
    with office.database.write() as session:
        submit(session, office.supervisor, version, seen=1, now=later(1))
    with office.database.read() as session:
        assert open_rounds(session, office.department, later(2)) == ()


def test_hr_sees_whose_dates_come_and_the_desk_who_is_there(app: Flask, office: Office) -> None:
    november(office)
    with office.database.write() as session:
        session.get_one(Person, office.people["00103"]).leaves_on = TODAY + dt.timedelta(days=5)
        session.get_one(Person, office.people["00203"]).probation_until = TODAY + dt.timedelta(days=31)
        for user_id, role in ((office.supervisor.user_id, "hr"), (office.head.user_id, "security_desk")):
            user = session.get_one(User, user_id)
            user.roles = list(session.scalars(select(Role).where(Role.name == role)))
        session.commit()
    hr = log_in(app, office, office.supervisor.user_id).get("/").text
    assert "员工00103" in hr
    assert "11月27日 周五" in hr
    assert "员工00203" not in hr
    desk = log_in(app, office, office.head.user_id).get("/").text
    assert "按班表在岗" in desk
    assert "员工00103" not in desk
