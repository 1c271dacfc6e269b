"""The life of a version over HTTP: who may do what, what is said, what is refused and why."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.rosters.desks import add_people, as_role, sit_down
from tests.web.rosters.office import MONTH, NOW, Office, legal_month, stored_office
from web.accounts.tables import Role, User
from web.database import Database
from web.rosters.answers import acknowledge
from web.rosters.tables import Answer, RosterVersion, VersionState

DAY = dt.date(2026, 12, 9)


@pytest.fixture
def office(database: Database) -> Office:
    """The office, where the head approves what the supervisor submits."""
    return stored_office(database, overrides={"roster.chain": ["head"]})


def state(office: Office, version: int) -> VersionState:
    with office.database.read() as session:
        return session.get_one(RosterVersion, version).state


def published(app: Flask, office: Office) -> int:
    """Carry a draft to publication through the pages."""
    version = office.draft()
    address = f"/rosters/versions/{version}"
    supervisor = sit_down(app, office, office.supervisor.user_id)
    head = sit_down(app, office, office.head.user_id)
    supervisor.post(f"{address}/submit", data={"seen": 1})
    head.post(f"{address}/approve", data={"seen": 2})
    head.post(f"{address}/publish", data={"seen": 3})
    assert state(office, version) is VersionState.PUBLISHED
    return version


def test_from_draft_to_publication_with_who_and_when(app: Flask, office: Office) -> None:
    version = office.draft()
    address = f"/rosters/versions/{version}"
    supervisor = sit_down(app, office, office.supervisor.user_id)
    head = sit_down(app, office, office.head.user_id)
    assert "没有待办" in head.get("/approvals").text

    assert supervisor.post(f"{address}/submit", data={"seen": 1}).headers["Location"] == address
    page = supervisor.get(address).text
    assert "已提交，现在只读。下一步：经理批准。" in page
    assert "批准</button>" not in page
    waiting = head.get("/approvals").text
    assert "以经理身份批准或退回" in waiting
    assert '待我审批<span class="cnt">1</span>' in waiting

    head.post(f"{address}/approve", data={"seen": 2})
    page = head.get(address).text
    assert "已批准。下一步：发布；发布之前不生效。" in page
    confirm = head.get(f"{address}/confirm/publish").text
    assert "发布后这一版生效" in confirm
    assert state(office, version) is VersionState.APPROVED
    head.post(f"{address}/publish", data={"seen": 3})
    page = head.get(address).text
    assert "已发布。已通知 6 人" in page
    assert 'aria-label="这一版的步骤"' in page
    assert page.count('<li class="done">') == 4
    assert "账号09001" in page
    assert "账号09002" in page
    assert state(office, version) is VersionState.PUBLISHED


def test_before_publishing_it_is_said_whom_no_notice_reaches(app: Flask, office: Office) -> None:
    add_people(office.database, office, 7)
    with office.database.write() as session:
        session.get_one(User, office.users["00203"]).active = False
        session.commit()
    version = office.draft()
    address = f"/rosters/versions/{version}"
    supervisor = sit_down(app, office, office.supervisor.user_id)
    supervisor.post(f"{address}/submit", data={"seen": 1})
    assert "没有账号" not in supervisor.get(f"{address}/confirm/withdraw").text
    head = sit_down(app, office, office.head.user_id)
    head.post(f"{address}/approve", data={"seen": 2})
    page = head.get(f"{address}/confirm/publish").text
    assert "8 人没有账号，收不到发布通知。" in page
    assert "员工00203、增员0、增员1、增员2、增员3，另有 3 人。" in page
    assert "由管理员在“设置”“账号”“批量建账号”里建" in page
    with office.database.write() as session:
        both = session.get_one(User, office.head.user_id)
        both.roles = list(session.scalars(select(Role).where(Role.name.in_(["head", "admin"]))))
        session.commit()
    assert 'href="/users/several">去建账号' in head.get(f"{address}/confirm/publish").text


def test_a_draft_with_violations_is_refused_with_all_of_them_in_words(app: Flask, office: Office) -> None:
    shifts = legal_month().with_cell("00102", DAY, "N").with_cell("00203", DAY, "N")
    version = office.draft(shifts)
    supervisor = sit_down(app, office, office.supervisor.user_id)
    answer = supervisor.post(f"/rosters/versions/{version}/submit", data={"seen": 1})
    assert answer.status_code == 422
    assert "没有执行：草稿 v1" in answer.text
    assert "夜班后休息 0 小时，至少 11 小时" in answer.text
    assert "夜班后休息 7.5 小时，至少 11 小时" in answer.text
    assert "员工00102 12月9日 夜班 → 12月10日 早班" in answer.text
    assert state(office, version) is VersionState.DRAFT


def test_an_act_on_an_old_sight_says_who_was_faster(app: Flask, office: Office) -> None:
    version = office.draft()
    supervisor = sit_down(app, office, office.supervisor.user_id)
    supervisor.post(f"/rosters/versions/{version}/submit", data={"seen": 1})
    answer = supervisor.post(f"/rosters/versions/{version}/submit", data={"seen": 1})
    assert answer.status_code == 409
    assert "账号09001" in answer.text


def test_returned_with_a_reason_changed_and_submitted_again(app: Flask, office: Office) -> None:
    version = office.draft()
    address = f"/rosters/versions/{version}"
    supervisor = sit_down(app, office, office.supervisor.user_id)
    head = sit_down(app, office, office.head.user_id)
    supervisor.post(f"{address}/submit", data={"seen": 1})
    assert "原因" in head.get(f"{address}/confirm/return").text
    empty = head.post(f"{address}/return", data={"seen": 2, "reason": " "})
    assert (empty.status_code, "写明为什么退回" in empty.text) == (422, True)
    head.post(f"{address}/return", data={"seen": 2, "reason": "周末人太少"})
    assert "已退回：“周末人太少”" in supervisor.get(address).text
    again = supervisor.post(f"{address}/submit", data={"seen": 3})
    assert again.status_code == 302
    assert state(office, version) is VersionState.SUBMITTED


def test_withdrawn_and_discarded_versions_stay_readable(app: Flask, office: Office) -> None:
    supervisor = sit_down(app, office, office.supervisor.user_id)
    taken, thrown = office.draft(), office.draft()
    supervisor.post(f"/rosters/versions/{taken}/submit", data={"seen": 1})
    assert "撤回" in supervisor.get(f"/rosters/versions/{taken}/confirm/withdraw").text
    supervisor.post(f"/rosters/versions/{taken}/withdraw", data={"seen": 2})
    assert "草稿会被搁置" in supervisor.get(f"/rosters/versions/{thrown}/confirm/discard").text
    supervisor.post(f"/rosters/versions/{thrown}/discard", data={"seen": 1})
    for version in (taken, thrown):
        assert state(office, version) is VersionState.WITHDRAWN
        assert "这一版不再有效，仍可查看。" in supervisor.get(f"/rosters/versions/{version}").text
    assert "提交前已放弃" in supervisor.get(f"/rosters/versions/{thrown}").text


def test_what_is_not_possible_now_is_not_confirmed(app: Flask, office: Office) -> None:
    version = office.draft()
    supervisor = sit_down(app, office, office.supervisor.user_id)
    assert supervisor.get(f"/rosters/versions/{version}/confirm/publish").status_code == 302
    assert supervisor.get(f"/rosters/versions/{version}/confirm/burn").status_code == 404


def test_a_new_draft_from_a_version_and_from_last_month(app: Flask, office: Office) -> None:
    version = published(app, office)
    supervisor = sit_down(app, office, office.supervisor.user_id)
    answer = supervisor.post(f"/rosters/versions/{version}/draft")
    page = supervisor.get(answer.headers["Location"]).text
    assert "草稿 v2 已建好。" in page
    assert f"/rosters/versions/{version}/compare/" in page
    copied = supervisor.post("/rosters/2027-01/copy")
    page = supervisor.get(copied.headers["Location"]).text
    assert "草稿 v1 已建好。" in page
    assert "2027年1月" in page
    nothing = supervisor.post("/rosters/2026-06/copy")
    assert "上个月没有班表" in supervisor.get(nothing.headers["Location"]).text


def test_answers_to_a_publication_problems_first(app: Flask, office: Office) -> None:
    version = published(app, office)
    with office.database.write() as session:
        actor = office.leader
        assert acknowledge(session, actor, version, answer=Answer.PROBLEM, words="9 日要考试", now=NOW) == ()
    supervisor = sit_down(app, office, office.supervisor.user_id)
    page = supervisor.get(f"/rosters/versions/{version}/answers").text
    assert "9 日要考试" in page
    assert page.index("9 日要考试") < page.index("还没有答复</span>")
    assert "共通知 6 人" in page
    leader = sit_down(app, office, office.users["00101"])
    assert "员工00203" not in leader.get(f"/rosters/versions/{version}/answers").text


@pytest.mark.parametrize("act", ["submit", "withdraw", "discard", "draft"])
def test_the_head_does_not_do_the_supervisors_part(app: Flask, office: Office, act: str) -> None:
    version = office.draft()
    head = sit_down(app, office, office.head.user_id)
    assert head.post(f"/rosters/versions/{version}/{act}", data={"seen": 1}).status_code == 403


def test_hr_reads_and_approves_nothing(app: Flask, office: Office) -> None:
    version = office.draft(month=MONTH)
    hr = as_role(app, office, "hr")
    assert hr.get(f"/rosters/versions/{version}").status_code == 200
    assert hr.post(f"/rosters/versions/{version}/approve", data={"seen": 1}).status_code == 403
