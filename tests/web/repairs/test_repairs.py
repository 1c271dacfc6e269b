"""Somebody is reported absent: what is offered, what becomes of it, and what is refused."""

import datetime as dt
import re
from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import select

from roster.repair import CellChange
from roster.rules import judge
from tests.web.repairs.busy_office import MONDAY, publish_busy_month
from tests.web.rosters.desks import as_role, sit_down
from tests.web.rosters.office import NOW, Office, stored_office
from tests.web.rosters.test_own_needs import skilled
from web.database import Database
from web.errors import NotFound
from web.people.tables import DayOff, Department
from web.records.tables import AuditEvent
from web.repairs import service
from web.repairs.found import Ask, Found
from web.repairs.service import Absence
from web.rosters.loading import load_problem, load_roster
from web.rosters.tables import RosterVersion, VersionState


@pytest.fixture
def office(database: Database) -> Office:
    return stored_office(database)


def absence(office: Office, number: str, first: dt.date = MONDAY, last: dt.date | None = None) -> Absence:
    return Absence(person_id=office.people[number], first=first, last=last or first)


def query(office: Office, number: str, day: dt.date = MONDAY) -> Mapping[str, str]:
    return {"person": str(office.people[number]), "first": day.isoformat(), "last": day.isoformat()}


def hidden(html: str, place: int) -> dict[str, list[str]]:
    """The hidden fields of one of the offered ways."""
    forms = [form for form in re.findall(r"<form.*?</form>", html, re.DOTALL) if 'name="seen"' in form]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', forms[place]):
        found.setdefault(name, []).append(value)
    return found


def test_who_is_ill_is_replaced_by_the_way_that_the_supervisor_takes(app: Flask, office: Office) -> None:
    version = publish_busy_month(office)
    supervisor = sit_down(app, office, office.supervisor.user_id)
    address = f"/rosters/versions/{version}/repair"
    assert "有人缺勤…" in supervisor.get(f"/rosters/versions/{version}").text
    page = supervisor.get(address, query_string=query(office, "00102")).text
    # one of the second team's two agents comes early, or the morning stays short
    assert page.count("请 1 人调整") == 2
    assert page.count("请 0 人调整") == 1
    assert page.count("中班改为早班") == 2
    assert page.count("与缺勤之前相同") == 2
    assert "已证明：没有更小的调整" in page

    fields = hidden(page, 1)
    assert fields["change"] == [f"00203|{MONDAY}|M|E"]
    answer = supervisor.post(address, data={k: v for k, v in fields.items() if k != "csrf_token"})
    with office.database.read() as session:
        made = session.scalars(select(RosterVersion).order_by(RosterVersion.id.desc())).first()
        assert made is not None
        assert answer.headers["Location"] == f"/rosters/versions/{made.id}"
        assert (made.state, made.based_on_id) == (VersionState.DRAFT, version)
        shifts = load_roster(session, made)
        assert shifts.kind("00102", MONDAY) is None
        assert shifts.kind("00203", MONDAY) == "E"
        assert len(shifts) == len(load_roster(session, session.get_one(RosterVersion, version))) - 1
        problem = load_problem(
            session, session.get_one(Department, office.department), made.roster.month, version=made
        )
        assert judge(problem, shifts).hard == ()
        days_off = session.execute(select(DayOff.person_id, DayOff.date)).all()
        assert days_off == [(office.people["00102"], MONDAY)]
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "roster.repair")).one()
        assert event.object_id == str(made.id)
        assert event.detail["person"] == "00102"
    page = supervisor.get(f"/rosters/versions/{made.id}").text
    assert "缺勤已登记" in page
    assert "因工号 00102 缺勤而调整" in page


def test_only_who_has_the_skill_of_the_post_is_asked_to_take_it(app: Flask, office: Office) -> None:
    skill = skilled(office, "00102", "00202")
    form = {"valid_from": "2026-12-01", "posts-0-skill": str(skill), "posts-0-people": "1"}
    form |= {"posts-0-weekdays": str(MONDAY.isoweekday())}
    admin = as_role(app, office, "admin")
    assert admin.post("/setup/rules/needs", data=form | {"posts-0-kinds": ["E"]}).status_code == 302
    version = publish_busy_month(office)
    supervisor = sit_down(app, office, office.supervisor.user_id)
    page = supervisor.get(f"/rosters/versions/{version}/repair", query_string=query(office, "00102")).text
    assert page.count("请 1 人调整") == 1
    assert "请 0 人调整" not in page  # the post must not stay empty
    assert hidden(page, 0)["change"] == [f"00202|{MONDAY}|M|E"]


def test_where_nothing_legal_closes_the_hole_it_is_said_why(app: Flask, office: Office) -> None:
    version = publish_busy_month(office)
    supervisor = sit_down(app, office, office.supervisor.user_id)
    page = supervisor.get(
        f"/rosters/versions/{version}/repair",
        query_string=query(office, "00101", MONDAY + dt.timedelta(days=2)),
    ).text
    # the other leader was in the middle the evening before, and is needed there
    assert "没有合规的办法补上这个缺口" in page
    assert "为什么没有人能直接顶班" in page
    assert "班次间休息：3 人" in page
    assert "本来就上这个班：2 人" in page


def test_a_leader_reports_and_asks_the_own_team_only(app: Flask, office: Office) -> None:
    version = publish_busy_month(office)
    leader = sit_down(app, office, office.users["00101"])
    address = f"/rosters/versions/{version}/repair"
    page = leader.get(address).text
    assert "00103" in page
    assert "00203" not in page
    assert leader.get(address, query_string=query(office, "00203")).status_code == 404
    page = leader.get(address, query_string=query(office, "00102")).text
    # everybody of the team is at work that morning
    assert page.count("请 0 人调整") == 1
    assert "请 1 人调整" not in page


def test_a_leader_cannot_take_a_change_of_another_team(office: Office) -> None:
    version = publish_busy_month(office)
    change = CellChange(date=MONDAY, person="00203", before="M", after="E")
    with office.database.write() as session, pytest.raises(NotFound):
        service.take(session, office.leader, version, absence(office, "00102"), [change], seen=4, now=NOW)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (MONDAY, MONDAY - dt.timedelta(days=1), "end_before_start"),
        (MONDAY + dt.timedelta(days=40), MONDAY + dt.timedelta(days=41), "absence_outside_month"),
    ],
)
def test_dates_that_make_no_absence_of_the_month_are_refused(
    office: Office, first: dt.date, last: dt.date, code: str
) -> None:
    version = publish_busy_month(office)
    with office.database.read() as session:
        found = service.read_ask(
            session, office.supervisor, version, absence(office, "00102", first, last), today=first, now=NOW
        )
    assert isinstance(found, list)
    assert [refusal.code for refusal in found] == [code]


def test_only_a_version_in_force_as_it_was_seen_is_repaired(app: Flask, office: Office) -> None:
    draft = office.draft()
    supervisor = sit_down(app, office, office.supervisor.user_id)
    answer = supervisor.get(f"/rosters/versions/{draft}/repair", query_string=query(office, "00102"))
    assert answer.status_code == 422
    assert "只有已发布的版本可以调整" in answer.text
    version = publish_busy_month(office)
    with office.database.write() as session:
        found = service.take(
            session, office.supervisor, version, absence(office, "00102"), [], seen=1, now=NOW
        )
        assert isinstance(found, list)
        assert [refusal.code for refusal in found] == ["stale_version"]
        assert session.scalars(select(DayOff)).all() == []


def test_today_is_over_once_the_absent_person_has_begun(office: Office) -> None:
    version = publish_busy_month(office)

    def ask_at(hour: int, number: str) -> Ask:
        # 9:00 in Shanghai is 1:00 in UTC
        now = dt.datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, tzinfo=dt.UTC)
        with office.database.read() as session:
            found = service.read_ask(
                session, office.supervisor, version, absence(office, number), today=MONDAY, now=now
            )
        assert isinstance(found, Ask)
        return found

    early, begun = ask_at(1, "00202"), ask_at(1, "00102")
    assert early.first_change == MONDAY
    assert {number for number, _ in early.begun} == {"00101", "00102", "00103"}
    assert begun.first_change == MONDAY + dt.timedelta(days=1)
    assert Ask.from_json(early.to_json()) == early


def test_an_answer_survives_the_way_between_the_processes(office: Office) -> None:
    found = Found(options=(), is_partial=False, cost_published=3, seconds=0.5, holes=())
    assert Found.from_json(found.to_json()) == found
