"""A department's posts and needs per shift: what is taken, what is refused, and what a month asks for."""

from datetime import date

import pytest
from pydantic import JsonValue

from roster.calendar import Calendar
from roster.demand import ShiftNeed
from roster.posts import SkillNeed, check_posts
from roster.settings import hard, soft
from tests.roster.department import EARLY, MIDDLE, NIGHT
from web.planning.needs import needs_of
from web.planning.settings import rule_settings
from web.policy.own_rules import check_rules
from web.policy.schema import EffectivePolicy, load_preset

KINDS = ("E", "M", "N")
SKILLS = {1: "投诉", 2: "语音"}
MONDAY = date(2026, 11, 30)


def policy_of(rules: dict[str, JsonValue], preset: str = "S0g") -> EffectivePolicy:
    return load_preset(preset).effective(rules=rules)


def found(rules: dict[str, JsonValue]) -> set[tuple[str, str]]:
    return {(p.field, p.code) for p in check_rules(rules, codes=KINDS, skills=SKILLS)}


def post(time: dict[str, JsonValue] | None = None, **parts: JsonValue) -> dict[str, JsonValue]:
    return {"skill": 1, "people": 1, "kinds": ["E"], **parts, **(time or {})}


def test_every_problem_is_named_at_once_with_its_row() -> None:
    posts: list[JsonValue] = [
        post(),
        post(skill="", people=0),
        post(skill=3, kinds=["E", "X"], weekdays=[1, 1]),
        post(kinds=[], time={"from": "9 o'clock", "to": 1441}),
        post(kinds=[], time={"from": 540, "to": 540}),
        post(kinds=[], time={"from": 540}),
        post(kinds=[]),
        post(time={"from": 0}),
        post(skill=True, people="many", kinds=["E", "E"], weekdays=[8]),
    ]
    needs: list[JsonValue] = [{"kind": "", "people": -1}, {"kind": "X"}, {"kind": "E", "people": 1001}]
    assert found({"posts": posts, "shift_needs": needs}) == {
        ("posts-1-skill", "required"),
        ("posts-1-people", "rule.out_of_range"),
        ("posts-2-skill", "need.unknown_skill"),
        ("posts-2-kinds", "rule.unknown_kind"),
        ("posts-2-weekdays", "rule.repeated"),
        ("posts-3-from", "not_a_time"),
        ("posts-3-to", "not_a_time"),
        ("posts-4-to", "need.ends_before"),
        ("posts-5-to", "required"),
        ("posts-6-kinds", "need.when"),
        ("posts-7-kinds", "need.shift_or_time"),
        ("posts-8-skill", "need.unknown_skill"),
        ("posts-8-people", "rule.wrong_type"),
        ("posts-8-kinds", "rule.repeated"),
        ("posts-8-weekdays", "rule.wrong_type"),
        ("shift_needs-0-kind", "required"),
        ("shift_needs-0-people", "rule.out_of_range"),
        ("shift_needs-1-people", "required"),
        ("shift_needs-1-kind", "rule.unknown_kind"),
        ("shift_needs-2-people", "rule.out_of_range"),
    }


def test_what_is_no_list_of_posts_or_too_long_a_one_is_refused() -> None:
    assert found({"posts": []}) == {("posts", "need.nothing")}
    assert found({"posts": [post(colour="red")]}) == {("posts", "rule.wrong_type")}
    assert found({"shift_needs": [post()]}) == {("shift_needs", "rule.wrong_type")}
    assert found({"posts": [*[post()] * 60]}) == set()
    assert found({"posts": [*[post()] * 61]}) == {("posts", "need.too_many")}


def test_one_number_per_kind_and_weekday() -> None:
    needs: list[JsonValue] = [
        {"kind": "E", "people": 3, "weekdays": [1, 2]},
        {"kind": "E", "people": 2, "weekdays": [3]},
        {"kind": "N", "people": 1},
    ]
    assert found({"shift_needs": needs}) == set()
    assert found({"shift_needs": [*needs, {"kind": "N", "people": 1, "weekdays": [7]}]}) == {
        ("shift_needs-3-kind", "need.twice")
    }


@pytest.mark.parametrize(("skills", "problems"), [(6, set()), (7, {("posts", "need.skills_together")})])
def test_no_more_skills_at_one_time_than_the_engine_takes(
    skills: int, problems: set[tuple[str, str]]
) -> None:
    posts: list[JsonValue] = [
        post(skill=n, kinds=[], weekdays=[3], time={"from": 540 + n, "to": 600}) for n in range(skills)
    ]
    rules: dict[str, JsonValue] = {"posts": posts}
    assert {(p.field, p.code) for p in check_rules(rules)} == problems
    if not problems:
        names = {n: str(n) for n in range(skills)}
        made = needs_of(policy_of(rules), (EARLY,), Calendar(), (MONDAY, 7), names)
        check_posts(made.skill_needs, 60)
        assert len(made.skill_needs) == skills


def test_a_month_asks_on_open_days_and_for_kinds_in_use() -> None:
    policy = policy_of(
        {
            "posts": [
                post(kinds=["E", "D"], weekdays=[1, 2]),
                post(skill=2, people=2, kinds=[], weekdays=[2], time={"from": 540, "to": 1080}),
            ],
            "shift_needs": [{"kind": "M", "people": 3, "weekdays": [2]}, {"kind": "D", "people": 9}],
        }
    )
    made = needs_of(
        policy, (EARLY, MIDDLE, NIGHT), Calendar(closed_weekdays=frozenset({0})), (MONDAY, 7), SKILLS
    )
    tuesday = date(2026, 12, 1)
    assert made.skill_needs == (
        SkillNeed(date=tuesday, skill="投诉", kind="E"),
        SkillNeed(date=tuesday, skill="语音", people=2, from_minute=540, to_minute=1080),
    )
    assert made.shift_needs == (ShiftNeed(date=tuesday, kind="M", people=3),)


def test_posts_bind_unless_the_department_says_otherwise() -> None:
    posts: dict[str, JsonValue] = {"posts": [post()]}
    assert rule_settings(policy_of({}), ()).skills_per_post is None
    assert rule_settings(policy_of(posts), ()).skills_per_post == hard()
    own: dict[str, JsonValue] = {"hard": False, "value": 1, "weight": 9}
    assert rule_settings(policy_of(posts | {"skills_per_post": own}), ()).skills_per_post == soft(1, weight=9)
    assert rule_settings(policy_of(posts | {"skills_per_post": None}), ()).skills_per_post is None
