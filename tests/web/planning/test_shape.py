"""What a policy makes of the month's shape: P-15, holidays, the published roster."""

from datetime import date

import pytest

from roster.problem import Limit, Person
from web.planning.settings import rule_settings
from web.planning.shape import BUSY_DAYS, BUSY_MORE, in_turn_busy
from web.policy import load_preset
from web.policy.preset_file import preset_ids
from web.policy.words import words_for

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def person(number: str, team: str = "一组", role: str = "agent") -> Person:
    return Person(id=number, team=team, role=role)  # type: ignore[arg-type]


def busy(people: list[Person], month: date) -> set[str]:
    return {found.id for found in in_turn_busy(people, month) if found.busy_start}


@pytest.mark.parametrize(("preset", "on"), [("S4f", True), ("S0g", False), ("S0e", False)])
def test_only_a_policy_with_a_peak_at_the_start_asks_for_a_busy_start(preset: str, on: bool) -> None:
    rules = rule_settings(load_preset(preset).effective(), ())
    expected = Limit(value=BUSY_MORE, hard=False, weight=8) if on else None
    assert (rules.month_shape, rules.month_shape_days) == (expected, BUSY_DAYS)


def test_a_department_may_choose_or_leave_the_busy_start() -> None:
    chosen = load_preset("S0g").effective({"forecast.month_pattern": "start_peak"})
    left = load_preset("S4f").effective({"forecast.month_pattern": "none"})
    assert rule_settings(chosen, ()).month_shape is not None
    assert rule_settings(left, ()).month_shape is None


def test_the_policy_page_says_what_a_busy_start_is_in_numbers() -> None:
    words = words_for("forecast.month_pattern", load_preset("S4f").effective().values)
    assert f"月初 {BUSY_DAYS} 天比月末 {BUSY_DAYS} 天至少多上 {BUSY_MORE} 天班" in words.zh
    assert (
        f"at least {BUSY_MORE} days more in the first {BUSY_DAYS} days than in the last {BUSY_DAYS}"
        in words.en
    )


def test_holidays_are_shared_out_and_changes_cost_under_every_policy_and_bind_nobody() -> None:
    for preset in preset_ids():
        rules = rule_settings(load_preset(preset).effective(), ())
        assert rules.holiday_fairness == Limit(value=1, hard=False, weight=10)
        assert rules.stability == Limit(hard=False, weight=15)


def test_half_of_each_team_starts_busy_and_the_other_half_next_month() -> None:
    people = [
        person(f"{n:05d}", team)
        for team, first in (("一组", 1), ("二组", 11))
        for n in range(first, first + 4)
    ]
    may, june = busy(people, MAY), busy(people, JUNE)
    assert may == {"00001", "00003", "00011", "00013"}
    assert may | june == {found.id for found in people}
    assert not may & june


def test_leaders_and_agents_of_a_team_take_turns_apart() -> None:
    people = [person("1", role="leader"), person("2"), person("3", role="leader"), person("4")]
    assert busy(people, MAY) == {"1", "2"}


def test_who_joins_with_a_higher_number_moves_nobody_else() -> None:
    people = [person("1"), person("2"), person("3")]
    assert busy([*people, person("4")], MAY) & {"1", "2", "3"} == busy(people, MAY)
