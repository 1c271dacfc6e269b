"""The page of posts and needs per shift, as a browser without scripts uses it."""

import re

from sqlalchemy import select

from tests.web.admin.test_rules_pages import row_of, stored
from tests.web.browsing import Visitor
from web.database import Database
from web.people.tables import Skill

PAGE = "/setup/rules/needs"
Form = dict[str, str | list[str]]
FROM: Form = {"valid_from": "2026-12-01"}


def skill_of(database: Database) -> int:
    with database.read() as session:
        return session.scalars(select(Skill.id).where(Skill.name == "投诉")).one()


def test_posts_and_needs_are_added_changed_and_taken_out(who: Visitor, database: Database) -> None:
    skill = skill_of(database)
    page = who.get("/setup/rules").text
    assert "还没有。点“修改”写明" in row_of(page, "要求技能的岗位")
    assert "已记录，尚未用于排班" in row_of(page, "岗位技能")
    form: Form = FROM | {
        "posts-0-skill": str(skill),
        "posts-0-people": "１",  # as a Chinese keyboard may type it
        "posts-0-kinds": ["E", "N"],
        "posts-1-skill": str(skill),
        "posts-1-people": "2",
        "posts-1-from": "9:00",
        "posts-1-to": "18:00",
        "posts-1-weekdays": ["1", "5"],
        "shift_needs-1-kind": "N",  # the first row stays empty
        "shift_needs-1-people": "3",
    }
    assert who.post(PAGE, data=form).headers["Location"] == "/setup/rules?version=2"
    assert stored(database).rules == {
        "posts": [
            {"skill": skill, "people": 1, "kinds": ["E", "N"], "weekdays": []},
            {"skill": skill, "people": 2, "kinds": [], "from": 540, "to": 1080, "weekdays": [1, 5]},
        ],
        "shift_needs": [{"kind": "N", "people": 3, "weekdays": []}],
    }
    page = who.get("/setup/rules?version=2").text
    assert "从 2026年12月1日 周二 起：要求技能的岗位：投诉：1 人，早班、夜班，每天" in page
    assert "投诉：2 人，9:00–18:00，周一、周五 部门设定" in re.sub(" +", " ", row_of(page, "要求技能的岗位"))
    assert "夜班：3 人，每天" in row_of(page, "每个班次要的人数")
    assert "已记录，尚未用于排班" not in page
    assert "必须" in row_of(page, "岗位技能")
    assert "部门设了岗位" in row_of(page, "岗位技能")
    assert "部门设定" not in row_of(who.get("/setup/rules?version=1").text, "要求技能的岗位")
    form |= {
        "posts-0-remove": "1",
        "posts-1-people": "4",
        "shift_needs-0-kind": "N",
        "shift_needs-0-people": "3",
    }
    form |= {"shift_needs-1-kind": "", "shift_needs-1-people": ""}
    assert who.post(PAGE, data=form).headers["Location"] == "/setup/rules?version=3"
    assert [post["people"] for post in stored(database).rules["posts"]] == [4]
    assert who.post(PAGE, data=FROM).headers["Location"] == "/setup/rules?version=4"
    assert stored(database).rules == {}


def test_the_form_opens_with_what_is_stored_and_sent_again_changes_nothing(
    who: Visitor, database: Database
) -> None:
    skill = str(skill_of(database))
    post: Form = {
        "posts-0-skill": skill,
        "posts-0-people": "2",
        "posts-0-from": "9:00",
        "posts-0-to": "18:00",
    }
    need: Form = {"shift_needs-0-kind": "N", "shift_needs-0-people": "3", "shift_needs-0-weekdays": "7"}
    assert who.post(PAGE, data=FROM | post | need).headers["Location"] == "/setup/rules?version=2"
    page = who.get(PAGE).text
    assert f'<option value="{skill}" selected>投诉</option>' in page
    assert '<option value="N" selected>' in page
    for name in ("posts-0-people", "posts-0-from", "posts-0-to", "shift_needs-0-people"):
        assert f'name="{name}" value="{(post | need)[name]}"' in page, name
    assert 'name="shift_needs-0-weekdays" value="7" checked' in page
    assert 'name="posts-0-remove"' in page
    assert 'name="posts-1-remove"' not in page
    assert who.post(PAGE, data=FROM | post | need).headers["Location"] == "/setup/rules?version=2"
    assert who.post("/setup/rules/people", data=FROM).headers["Location"] == "/setup/rules?version=2"


def test_a_refused_form_names_the_row_and_keeps_what_was_typed(who: Visitor, database: Database) -> None:
    form: Form = {
        "valid_from": "soon",
        "posts-0-skill": str(skill_of(database)),
        "posts-0-people": "1",
        "posts-0-kinds": "E",
        "posts-0-remove": "1",
        "posts-1-skill": "999",
        "posts-1-people": "viel",
        "posts-1-from": "18:00",
        "posts-1-to": "9:00",
        "posts-2-skill": str(skill_of(database)),
        "posts-2-people": "1",
        "shift_needs-0-people": "3",
    }
    refused = who.post(PAGE, data=form)
    assert refused.status_code == 422
    for sentence in (
        "要求技能的岗位 1：部门没有这种技能。",
        "要求技能的岗位 1：viel 不合适。写一个数字。",
        "要求技能的岗位 1：结束要晚于开始；跨零点的时间分成两个岗位写，前一个到 24:00。",
        "要求技能的岗位 2：选班次，或者写从几点到几点。",
        "每个班次要的人数 1：这里没有填。填好再保存。",
    ):
        assert sentence in refused.text, sentence
    assert 'name="posts-0-people" value="viel"' in refused.text
    assert stored(database).number == 1


def test_a_department_without_skills_is_led_to_them(who: Visitor, database: Database) -> None:
    assert "部门还没有技能" not in who.get(PAGE).text
    with database.write() as session:
        for skill in session.scalars(select(Skill)):
            skill.active = False
        session.commit()
    assert "部门还没有技能" in who.get(PAGE).text
