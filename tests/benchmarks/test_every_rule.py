"""The month with every rule on: none is missing, and each has something to look at."""

import random
from dataclasses import fields

from benchmarks.every_rule import every_rule_month
from roster.precheck import plainly_impossible
from roster.problem import Problem, Roster, RuleSettings
from roster.rules import RULES, judge

ALWAYS_ON = {"employment", "kind_allowed", "day_off", "locked", "overlap", "training_day"}
ONLY_WHERE_NO_BREAK_FITS = {"meal_break"}
"""Its kinds have room for theirs; who is on break then shows as shortage."""
SHARES_OFF = (0.0, 0.3, 0.8, 0.95)


def careless_roster(problem: Problem, seed: int, share_off: float) -> Roster:
    """Cells by chance."""
    rng = random.Random(seed)
    codes = [kind.code for kind in problem.kinds]
    return Roster(
        ((person.id, problem.date_of(day)), rng.choice(codes))
        for person in problem.people
        for day in range(problem.days)
        if rng.random() >= share_off
    )


def test_every_rule_of_the_settings_is_on() -> None:
    names = {field.name for field in fields(RuleSettings) if "Limit" in str(field.type)}
    assert set(every_rule_month(32).rules.limits()) == names


def test_each_rule_is_broken_by_some_careless_roster() -> None:
    problem = every_rule_month(32)
    rosters = [Roster(), *(careless_roster(problem, seed, share) for seed, share in enumerate(SHARES_OFF))]
    # everybody in reserve every day, everybody at night
    rosters += [Roster(dict.fromkeys(rosters[1], code)) for code in ("R", "N")]
    broken = {found.code for roster in rosters for found in judge(problem, roster).violations}
    assert {rule.code for rule in RULES} - broken - ALWAYS_ON - ONLY_WHERE_NO_BREAK_FITS == set()


def test_nothing_makes_the_months_plainly_impossible() -> None:
    assert [plainly_impossible(every_rule_month(count)) for count in (60, 300)] == [(), ()]
