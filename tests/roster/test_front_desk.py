"""What the texts on duty ask of a month: hours that count, a desk that is never empty, shifts made longer."""

from dataclasses import replace

import pytest

from roster.break_times import break_times
from roster.hours import hours
from roster.problem import Family, Person, Problem, RuleSettings, ShiftKind, SkillNeed, hard, soft
from roster.rules import judge
from roster.solver import solve
from tests.roster.small import ALL_OFF, DAY, day, month, only, rows

FIRST = ShiftKind(
    code="E", family="E", start_minute=540, end_minute=1020, paid_minutes=450,
    break_minutes=30, break_earliest=120, break_latest=240,
)  # fmt: skip
"""9:00-17:00; the meal of half an hour begins from 11:00 to 13:00."""
SECOND = replace(FIRST, code="M", family="M", start_minute=660, end_minute=1140, break_earliest=0)
"""11:00-19:00; the meal begins from 11:00 to 15:00."""
AT_THE_DESK = {(0, hour): 1 for hour in range(9, 19)}
NEVER_EMPTY = replace(only("shortage", hard()), meal_break=hard())

ADVISER = Person(id="adviser", skills=frozenset({"membership"}))
CLERKS = Person(id="1"), Person(id="2")


def desk(rules: RuleSettings = NEVER_EMPTY, second: ShiftKind = SECOND) -> Problem:
    """A day at a desk that somebody must be at from 9:00 to 19:00."""
    return month(people=CLERKS, days=1, kinds=(FIRST, second), need=AT_THE_DESK, rules=rules)


def test_the_second_shift_is_at_the_desk_while_the_first_eats() -> None:
    """R-2.16."""
    problem = desk()
    both = solve(problem, seconds=60)
    assert both.status == "optimal"
    assert both.roster is not None
    meals = break_times(problem, both.roster)
    assert len({minute // 60 for minute in meals.values()}) == 2
    alone = judge(problem, rows({"1": "E"}))
    assert {violation.code for violation in alone.hard} == {"shortage"}


def test_two_shifts_that_eat_at_the_same_time_leave_the_desk_empty() -> None:
    """R-2.16: the second must cover, so a meal at the first one's own time is refused."""
    both_at_noon = replace(SECOND, break_earliest=60, break_latest=60)
    problem = replace(
        desk(second=both_at_noon),
        kinds=(replace(FIRST, break_earliest=180, break_latest=180), both_at_noon),
    )
    (found,) = judge(problem, rows({"1": "E", "2": "M"})).hard
    assert (found.code, found.details["from_minute"]) == ("shortage", 720)
    assert solve(problem, seconds=60).status == "infeasible"


def test_a_desk_without_an_adviser_on_duty_is_refused_however_many_are_there() -> None:
    """R-2.23."""
    kinds = (FIRST, SECOND)
    shifts_of_the_role = tuple(SkillNeed(date=day(0), skill="membership", kind=kind.code) for kind in kinds)
    problem = month(
        people=(ADVISER, replace(ADVISER, id="other"), *CLERKS),
        days=1,
        kinds=kinds,
        rules=only("skills_per_post", hard()),
        skill_needs=shifts_of_the_role,
    )
    assert judge(problem, rows({"adviser": "E", "other": "M"})).violations == ()
    found = judge(problem, rows({"adviser": "E", "1": "M", "2": "M"})).hard
    assert [(violation.code, violation.details["kind"]) for violation in found] == [("skills_per_post", "M")]
    outcome = solve(problem, seconds=60)
    assert outcome.roster is not None
    assert {outcome.roster.kind(name, day(0)) for name in ("adviser", "other")} == {"E", "M"}
    assert solve(replace(problem, people=(ADVISER, *CLERKS)), seconds=60).status == "infeasible"


@pytest.mark.parametrize("family", ["E", "M", "D", "R", "O"])
def test_duty_counts_exactly_as_ordinary_work(family: Family) -> None:
    """R-3.9: whatever a duty is called, its days, its hours and the rest before it are those of any shift."""
    rules = RuleSettings(leader_present=None, overtime_day=hard(0), overtime_month=hard(0))
    ordinary = replace(DAY, end_minute=1200, paid_minutes=600)
    duty = replace(ordinary, family=family)
    # eight days in a row, after one that ends eight hours before
    before = ShiftKind(code="X", family="O", start_minute=1000, end_minute=1500, paid_minutes=480)
    problems = [
        month(days=9, kinds=(kind, before), rules=rules, history=rows({"1": "X"}, -1))
        for kind in (ordinary, duty)
    ]
    worked = rows({"1": "DDDDDDDD."})
    as_work, as_duty = (judge(problem, worked).of_person("1") for problem in problems)
    assert as_duty == as_work
    assert {violation.code for violation in as_duty} >= {
        "average_week", "contract_max", "overtime_day", "overtime_month", "rest_between", "weekly_days_off",
        "working_run",
    }  # fmt: skip
    found = [hours(problem, worked, problem.people[0]) for problem in problems]
    assert found[0] == found[1]
    assert found[0].minutes == 8 * 600


def test_a_longer_shift_gains_a_seat_as_far_as_there_are_seats() -> None:
    """R-2.19: what a surge calls for is a longer kind in place of the usual one; the ceiling stays."""
    longer = replace(DAY, code="D2", end_minute=1200, paid_minutes=600)
    need = {(0, hour): 2 for hour in (18, 19)}
    rules = replace(ALL_OFF, shortage=soft(weight=1), seats=hard(2))
    late = replace(DAY, code="M", family="M", start_minute=960, end_minute=1200, paid_minutes=240)
    problem = month(
        people=(*CLERKS, Person(id="3")), days=1, kinds=(DAY, longer, late), need=need, rules=rules
    )
    usual = rows({"1": "D", "3": "M"})
    assert judge(problem, usual).cost == 2
    gained = judge(problem, usual.with_cell("1", day(0), "D2"))
    assert (gained.cost, gained.hard_count) == (0, 0)
    beyond = usual.with_cell("1", day(0), "D2").with_cell("2", day(0), "D2")
    assert {violation.code for violation in judge(problem, beyond).hard} == {"seats"}
