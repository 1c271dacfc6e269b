"""What a department may set instead of its preset, and what it is told when that does not fit."""

import doctest
import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import JsonValue

from roster.settings import hard, soft
from web.planning.settings import MEAL_BREAK_WEIGHT, rule_settings, shift_kinds
from web.policy import Provenance, kinds, load_preset, problems, validate_overrides, values
from web.policy.kinds import AgentCapacity, ApproverRole, ShiftTime
from web.policy.parameters import BY_KEY, PARAMETERS
from web.policy.schema import EffectivePolicy
from web.policy.terms import arrival, base, handover, leave, service, surge
from web.policy.values import PolicyValues, key_of
from web.policy.vocabulary import worded
from web.policy.words import words_for


def effective(overrides: dict[str, JsonValue], preset: str = "S0g") -> EffectivePolicy:
    return load_preset(preset).effective(overrides)


def codes(overrides: dict[str, JsonValue], preset: str = "S0g") -> list[tuple[str, str, str]]:
    return [(p.code, p.key, p.part) for p in validate_overrides(overrides, preset=preset)]


def test_an_override_replaces_the_stated_value_and_is_marked() -> None:
    policy = effective({"work.days": {"days": ["mon", "tue"]}})
    assert policy.values.work_days.open_weekdays == frozenset({0, 1})
    assert policy.provenance["work.days"] is Provenance.OVERRIDE
    assert policy.provenance["shift.times"] is Provenance.STATED


def test_an_answer_to_a_blank_ends_the_question() -> None:
    asked = ("reserve.normal_staff", "forecast.agent_capacity", "swap.notice_days")
    assert load_preset("S4f").effective().questions() == asked
    policy = effective(
        {"forecast.agent_capacity": {"calls_per_hour": 18.5, "measured_on": "2026-03-01"}}, "S4f"
    )
    assert policy.questions() == ("reserve.normal_staff", "swap.notice_days")
    assert policy.values.forecast_agent_capacity == AgentCapacity(
        calls_per_hour=18.5, measured_on=date(2026, 3, 1)
    )


def test_none_switches_a_rule_off_by_decision_not_by_default() -> None:
    policy = effective({"hours.avg_week_max": None}, "S4f")
    assert policy.values.avg_week_max_minutes is None
    assert policy.provenance["hours.avg_week_max"] is Provenance.OVERRIDE
    assert not policy.binds("hours.avg_week_max")


def test_a_limit_binds_where_it_is_stated_or_set_and_only_proposes_by_default() -> None:
    """A-10: the forty hours refuse under S4f and warn under S0e."""
    assert effective({}, "S4f").binds("hours.avg_week_max")
    assert not effective({}, "S0e").binds("hours.avg_week_max")
    assert effective({"hours.avg_week_max": 44}, "S0e").binds("hours.avg_week_max")
    assert not effective({}, "S4f").binds("reserve.normal_staff")


def test_the_break_is_hard_where_stated_soft_where_proposed_and_off_where_there_is_none() -> None:
    assert rule_settings(effective({}, "S0e"), ()).meal_break == hard()
    assert rule_settings(effective({}), ()).meal_break == soft(weight=MEAL_BREAK_WEIGHT)
    assert rule_settings(effective({"break.minutes": 0}), ()).meal_break is None
    assert rule_settings(effective({"break.minutes": None}), ()).meal_break is None


def test_the_hour_at_noon_of_s0e_begins_from_eleven_to_twelve() -> None:
    policy = effective({}, "S0e")
    (day,) = shift_kinds(policy.values.shift_times)
    assert (day.start_minute, day.break_minutes, day.break_earliest, day.break_latest) == (540, 60, 120, 180)
    assert words_for("shift.times", policy.values).en == "Day 9:00–18:00 (60 min break, from 11:00–12:00)"


def test_a_window_after_midnight_counts_from_the_start_of_the_night() -> None:
    night = ShiftTime(
        code="N", family="N", start="23:00", end="08:00", paid_minutes=510, break_minutes=30,
        break_from="23:30", break_to="02:00", name_zh="夜班", name_en="Night",
    )  # fmt: skip
    assert (night.break_earliest, night.break_latest) == (30, 180)


def test_the_meal_of_a_continuous_shift_is_on_record() -> None:
    policy = effective({"break.on_continuous_shift": "outside_service_area"})
    assert words_for("break.on_continuous_shift", policy.values).en == "meal outside the service area"
    assert not BY_KEY["break.on_continuous_shift"].is_applied


def test_hours_are_whole_minutes_for_the_engine() -> None:
    assert effective({"hours.avg_week_max": 37.5}).values.avg_week_max_minutes == 2250


def test_supervisor_submits_and_head_approves_by_override() -> None:
    assert effective({}).values.roster_chain == (ApproverRole.SUPERVISOR,)
    assert effective({"roster.chain": ["supervisor", "head"]}).values.roster_chain == (
        ApproverRole.SUPERVISOR,
        ApproverRole.HEAD,
    )


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"shift.colour": 1}, ("policy.unknown_key", "shift.colour", "")),
        ({"roster.due_day": "25"}, ("policy.wrong_type", "roster.due_day", "")),
        ({"roster.due_day": True}, ("policy.wrong_type", "roster.due_day", "")),
        ({"roster.due_day": 31}, ("policy.out_of_range", "roster.due_day", "")),
        ({"roster.due_day": 0}, ("policy.out_of_range", "roster.due_day", "")),
        ({"break.minutes": 7.5}, ("policy.wrong_type", "break.minutes", "")),
        ({"hours.avg_week_max": 37.3}, ("policy.not_a_step", "hours.avg_week_max", "")),
        ({"hours.avg_week_max": float("nan")}, ("policy.invalid", "hours.avg_week_max", "")),
        ({"shift.pattern": "four"}, ("policy.not_a_choice", "shift.pattern", "")),
        ({"shift.pattern": None}, ("policy.not_a_choice", "shift.pattern", "")),
        ({"roster.chain": []}, ("policy.empty", "roster.chain", "")),
        ({"roster.chain": ["boss"]}, ("policy.not_a_choice", "roster.chain", "0")),
        ({"roster.chain": ["head", "head"]}, ("policy.repeated", "roster.chain", "")),
        ({"work.days": {"days": ["mon", "mon"]}}, ("policy.repeated", "work.days", "")),
        ({"work.days": {"days": ["mon"], "per_person": 2}}, ("policy.more_days_than_open", "work.days", "")),
        ({"work.days": {"days": ["mon"], "open": 1}}, ("policy.unknown_part", "work.days", "open")),
        (
            {"reserve.holiday_seats": {"least": 7, "most": 5}},
            ("policy.range_reversed", "reserve.holiday_seats", ""),
        ),
        ({"reserve.holiday_seats": {"least": 7}}, ("policy.missing_part", "reserve.holiday_seats", "most")),
        ({"shift.auto_extend": ["X"]}, ("policy.unknown_shift", "shift.auto_extend", "")),
        (
            {"forecast.agent_capacity": {"calls_per_hour": 0, "measured_on": "2026-01-01"}},
            ("policy.out_of_range", "forecast.agent_capacity", "calls_per_hour"),
        ),
        (
            {"forecast.agent_capacity": {"calls_per_hour": 9, "measured_on": "1 May"}},
            ("policy.wrong_format", "forecast.agent_capacity", "measured_on"),
        ),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_key_and_code(
    overrides: dict[str, JsonValue], expected: tuple[str, str, str]
) -> None:
    assert codes(overrides) == [expected]


def shift(**changes: JsonValue) -> dict[str, JsonValue]:
    early: dict[str, JsonValue] = {
        "code": "E",
        "family": "E",
        "start": "08:00",
        "end": "16:00",
        "paid_minutes": 450,
        "break_minutes": 30,
        "name_zh": "早班",
        "name_en": "Early",
    }
    return early | changes


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([], ("policy.empty", "shift.times", "")),
        ([shift(start="8:00")], ("policy.wrong_format", "shift.times", "0.start")),
        ([shift(start="24:00", end="08:00")], ("policy.shift_starts_at_24", "shift.times", "0")),
        ([shift(end="25:00")], ("policy.wrong_format", "shift.times", "0.end")),
        ([shift(family="M")], ("policy.shift_code_family", "shift.times", "0")),
        ([shift(code="EE")], ("policy.wrong_format", "shift.times", "0.code")),
        ([shift(paid_minutes=481)], ("policy.shift_minutes", "shift.times", "0")),
        ([shift(break_from="11:00")], ("policy.shift_break", "shift.times", "0")),
        ([shift(break_from="07:30", break_to="11:00")], ("policy.shift_break", "shift.times", "0")),
        ([shift(break_from="12:00", break_to="15:31")], ("policy.shift_break", "shift.times", "0")),
        ([shift(), shift()], ("policy.repeated", "shift.times", "")),
    ],
)
def test_a_shift_that_cannot_be_is_refused(times: list[JsonValue], expected: tuple[str, str, str]) -> None:
    assert codes({"shift.times": times}) == [expected]


def test_all_problems_come_at_once() -> None:
    found = codes({"roster.due_day": 31, "shift.pattern": "four", "nothing": 1})
    assert {key for _, key, _ in found} == {"roster.due_day", "shift.pattern", "nothing"}


def test_removing_a_shift_that_extends_itself_is_noticed() -> None:
    times: list[JsonValue] = [shift()]
    assert codes({"shift.times": times}, "S0f") == [("policy.unknown_shift", "shift.auto_extend", "")]
    assert codes({"shift.times": times, "shift.auto_extend": []}, "S0f") == []


def test_problems_carry_the_value_and_the_limit() -> None:
    (problem,) = validate_overrides({"roster.due_day": 31}, preset="S0g")
    assert (problem.value, problem.limit) == ("31", "28")


def test_effective_refuses_what_was_not_checked() -> None:
    with pytest.raises(ValueError, match=r"S0g do not fit: policy.out_of_range roster\.due_day"):
        effective({"roster.due_day": 31})


def test_a_stored_snapshot_read_back_is_the_same_policy() -> None:
    first = effective({"hours.avg_week_max": 38}, "S4f")
    again = effective(first.snapshot(), "S4f")
    assert again.values == first.values


def test_parameters_and_fields_are_the_same_list() -> None:
    assert {parameter.field for parameter in PARAMETERS} == set(PolicyValues.model_fields)
    assert all(key_of(parameter.field) == parameter.key for parameter in PARAMETERS)
    numbers = {parameter.number for parameter in PARAMETERS}
    assert numbers == {"A-47", "D-1", *(f"P-{n:02d}" for n in range(1, 119))}
    assert len(PARAMETERS) == len(BY_KEY) == len(numbers)


def test_a_description_tells_why_a_value_is_there() -> None:
    rows = {row.key: row for row in effective({"roster.due_day": 20}).describe()}
    assert rows["shift.times"].provenance is Provenance.STATED
    assert rows["shift.times"].text_zh == "早班 8:00–15:30；中班 15:30–23:00；夜班 23:00–次日 8:00"
    assert rows["shift.times"].quote in "早班(8:00-15:30)、中班(15:30-23:00)、夜班(23:00-8:00)"
    assert (rows["roster.due_day"].text_zh, rows["roster.due_day"].text_en) == (
        "上月 20 日",
        "day 20 of the month before",
    )
    assert rows["roster.due_day"].provenance is Provenance.OVERRIDE
    assert rows["roster.due_day"].rules == BY_KEY["roster.due_day"].rules
    assert rows["forecast.agent_capacity"].text_en == "not set"


def test_words_follow_the_value() -> None:
    rows = {
        row.key: (row.text_zh, row.text_en)
        for row in effective(
            {
                "shift.auto_extend": ["N"],
                "reserve.holiday_seats": None,
                "reserve.normal_staff": 2,
                "forecast.special_days": [],
                "forecast.agent_capacity": {"calls_per_hour": 20, "measured_on": "2026-02-03"},
                "roster.chain": ["leader", "hr"],
            }
        ).describe()
    }
    assert rows["shift.auto_extend"] == ("夜班", "Night")
    assert rows["reserve.holiday_seats"] == ("未设定", "not set")
    assert rows["reserve.normal_staff"] == ("每班 2 人", "2 per shift")
    assert rows["forecast.special_days"] == ("无", "none")
    assert rows["forecast.agent_capacity"] == (
        "20 个/小时（2026-02-03 实测）",
        "20 per hour (measured 2026-02-03)",
    )
    assert rows["roster.chain"] == ("组长 → 人事", "team leader → HR")


def test_every_code_that_the_package_can_give_is_listed() -> None:
    """The pages make words from this list."""
    written = {
        code
        for module in (kinds, problems, values, base, arrival, leave, handover, service, surge)
        for code in re.findall(
            r'"(policy\.[a-z0-9_]+)"', Path(module.__file__ or "").read_text(encoding="utf-8")
        )
    }
    assert written == problems.PROBLEM_CODES


@pytest.mark.parametrize("module", [kinds, base, worded])
def test_examples_in_docstrings_run(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
