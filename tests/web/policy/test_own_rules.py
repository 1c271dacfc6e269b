"""A department's own rules: what is taken, what is refused and why, and what the law keeps."""

from dataclasses import fields

import pytest
from pydantic import JsonValue

from roster.settings import Limit, RuleSettings, hard, soft
from web.planning.settings import rule_settings
from web.policy.own_rules import RULE_PROBLEMS, check_rules, own_rules
from web.policy.rule_catalogue import (
    DETAIL_SPECS,
    NEEDS,
    RULE_SPECS,
    SET_ELSEWHERE,
    Group,
    RuleSpec,
    names_of,
)
from web.policy.schema import load_preset

KINDS = ("E", "M", "N")


def settings_of(rules: dict[str, JsonValue], preset: str = "S0g", **overrides: JsonValue) -> RuleSettings:
    keys = {name.replace("_", ".", 1): value for name, value in overrides.items()}
    return rule_settings(load_preset(preset).effective(keys, rules), ())


def found(rules: dict[str, JsonValue]) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in check_rules(rules, codes=KINDS)}


def test_every_setting_of_the_engine_can_be_set_somewhere() -> None:
    rules = {spec.name for spec in RULE_SPECS}
    details = {name for spec in DETAIL_SPECS for name in spec.of_engine}
    assert rules | details | SET_ELSEWHERE == {field.name for field in fields(RuleSettings)}
    assert rules == {field.name for field in fields(RuleSettings) if field.type == Limit | None}
    assert sorted(name for group in Group for name in names_of(group)) == sorted(
        [*rules, *NEEDS, *(spec.name for spec in DETAIL_SPECS)]
    )


@pytest.mark.parametrize("spec", RULE_SPECS, ids=lambda spec: spec.name)
def test_both_bounds_of_every_rule_are_taken_by_the_engine(spec: RuleSpec) -> None:
    for value in {spec.least, spec.most}:
        given: dict[str, JsonValue] = {"hard": True, "value": value}
        if spec.always_soft:
            given = {"hard": False, "value": value, "weight": 1}
        assert check_rules({spec.name: given}) == []
        limit = getattr(settings_of({spec.name: given}), spec.name)
        assert (limit.value, limit.hard) == (value, not spec.always_soft)


def test_own_rules_lie_over_the_regulation_and_nothing_else_changes() -> None:
    before = settings_of({})
    after = settings_of(
        {
            "seats": {"hard": True, "value": 40},
            "night_run": {"hard": False, "value": 2, "weight": 25},
            "shortest_days_off": None,
            "kinds_in_month": {"hard": True},
            "most_of_kind": {"N": 8, "E": 20},
            "forbidden_successions": [["N", "E"]],
            "leader_kinds": ["E", "N"],
            "night_window": [1260, 1830],
            "probation_in_team": True,
            "normal_day_minutes": 450,
        }
    )
    assert (after.seats, after.night_run, after.shortest_days_off) == (hard(40), soft(2, weight=25), None)
    assert after.most_of_kind == (("E", 20), ("N", 8))
    assert after.forbidden_successions == {("N", "E")}
    assert after.leader_kinds == frozenset({"E", "N"})
    assert (after.night_from, after.night_to, after.normal_day_minutes) == (1260, 1830, 450)
    assert after.probation_in_team
    assert after.weekly_days_off == before.weekly_days_off
    assert settings_of({}) == before


def test_every_problem_is_named_at_once_with_its_field() -> None:
    assert found(
        {
            "no_such_rule": None,
            "seats": {"hard": True, "value": 0},
            "night_run": {"hard": False, "value": "many", "weight": 0},
            "working_run": {"hard": True},
            "wish": {"hard": True},
            "stability": {"hard": False, "weight": 10_001, "value": 0},
            "rest_between": True,
            "leader_kinds": ["E", "X"],
            "forbidden_successions": [["N", "E"], ["N", "E"]],
            "kinds_in_month": {"hard": True},
            "most_of_kind": {"N": 40, "Y": 1},
            "probation_in_team": 1,
            "month_shape_days": 15,
            "night_window": ["25:00", 1800],
        }
    ) == {
        ("no_such_rule", "rule.unknown"),
        ("seats-value", "rule.out_of_range"),
        ("night_run-value", "rule.wrong_type"),
        ("night_run-weight", "rule.out_of_range"),
        ("working_run-value", "required"),
        ("wish", "rule.always_soft"),
        ("stability-weight", "rule.out_of_range"),
        ("rest_between", "rule.wrong_type"),
        ("leader_kinds", "rule.unknown_kind"),
        ("forbidden_successions", "rule.repeated"),
        ("most_of_kind-N", "rule.out_of_range"),
        ("most_of_kind", "rule.unknown_kind"),
        ("probation_in_team", "rule.wrong_type"),
        ("month_shape_days", "rule.out_of_range"),
        ("night_window", "not_a_time"),
    }
    assert found({"leader_kinds": []}) == {("leader_kinds", "rule.nothing_chosen")}
    assert found({"most_of_kind": {"N": 8}}) == {("kinds_in_month", "rule.limits_idle")}


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ({"overtime_day": None}, ("overtime_day", "rule.law_holds")),
        ({"overtime_day": {"hard": True, "value": 181}}, ("overtime_day-value", "rule.beyond_law")),
        ({"overtime_day": {"hard": False, "value": 60, "weight": 9}}, ("overtime_day", "rule.law_holds")),
        ({"overtime_month": {"hard": True, "value": 2161}}, ("overtime_month-value", "rule.beyond_law")),
        ({"no_overtime": None}, ("no_overtime", "rule.law_holds")),
        ({"no_night": {"hard": False, "weight": 5}}, ("no_night", "rule.law_holds")),
        ({"normal_day_minutes": 481}, ("normal_day_minutes", "rule.beyond_law")),
        ({"night_window": [1380, 1800]}, ("night_window", "rule.night_too_short")),
        ({"night_window": [1320, 1740]}, ("night_window", "rule.night_too_short")),
    ],
)
def test_what_the_law_holds_cannot_be_weakened(rules: dict[str, JsonValue], problem: tuple[str, str]) -> None:
    assert found(rules) == {problem}
    with pytest.raises(ValueError, match=problem[1]):
        own_rules(rules)


def test_whoever_lets_months_go_above_the_contract_is_held_to_36_hours_of_overtime() -> None:
    assert settings_of({}).overtime_month is None
    above: list[JsonValue] = [None, {"hard": False, "value": 0, "weight": 4}, {"hard": True, "value": 600}]
    for loose in above:
        assert settings_of({"contract_max": loose}).overtime_month == hard(2160)
    own: dict[str, JsonValue] = {"contract_max": None, "overtime_month": {"hard": True, "value": 1200}}
    assert settings_of(own).overtime_month == hard(1200)


def test_own_rules_go_before_what_follows_from_a_longer_cycle() -> None:
    own: dict[str, JsonValue] = {"contract_max": {"hard": True, "value": 0}}
    assert settings_of({}, hours_avg_week_cycle="year").contract_max is None
    assert settings_of(own, hours_avg_week_cycle="year").contract_max == hard(0)


def test_the_average_week_that_people_see_is_the_departments_own() -> None:
    policy = load_preset("S4f")
    assert policy.effective().average_week_minutes == 2400
    assert policy.effective(rules={"average_week": None}).average_week_minutes is None
    own: dict[str, JsonValue] = {"average_week": {"hard": True, "value": 2280}}
    assert policy.effective(rules=own).average_week_minutes == 2280


@pytest.mark.parametrize(
    "bad", [[], {}, "x", 1.5, None, [["N"]], {"hard": 1}, {"hard": True, "more": 1}, [1]]
)
def test_whatever_is_stored_is_taken_or_refused_and_never_breaks(bad: JsonValue) -> None:
    names = [*NEEDS, *(spec.name for spec in RULE_SPECS), *(spec.name for spec in DETAIL_SPECS)]
    for name in names:
        problems = check_rules({name: bad}, codes=KINDS, skills={1})
        assert {problem.code for problem in problems} <= RULE_PROBLEMS
        if not problems:
            settings_of({name: bad})
