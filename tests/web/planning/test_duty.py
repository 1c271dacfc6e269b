"""A duty in turn under S3c and S3d: one person every day, everybody's turn; breaks as short as stated."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from roster.ledger import Ledger
from roster.problem import Calendar, Demand, Person, Problem, Roster, ShiftKind, hard
from roster.rules import judge
from roster.solver import solve
from web.planning.duty import duty_kinds, duty_needs
from web.planning.settings import chosen_kinds, rule_settings, shift_kinds, with_closed_days
from web.policy import load_preset

JUNE, DAYS = date(2026, 6, 1), 30
POOL = (
    Person(id="1", role="leader"),
    Person(id="2"),
    Person(id="3", weekly_minutes=1200),
    Person(id="4", leave=frozenset({JUNE})),
)
"""Everybody is on the table, whatever the role and the contract."""


def month_of_duty(preset: str, people: tuple[Person, ...] = POOL) -> Problem:
    policy = load_preset(preset).effective()
    kinds = shift_kinds(policy.values.shift_times)
    calendar = with_closed_days(Calendar(), policy)
    return Problem(
        people=people,
        kinds=kinds,
        first_day=JUNE,
        days=DAYS,
        demand=Demand.none(JUNE, DAYS),
        shift_needs=duty_needs(policy, kinds, calendar, JUNE, DAYS),
        calendar=calendar,
        rules=rule_settings(policy, people, kinds),
    )


def duties(roster: Roster, person: str) -> int:
    return len(roster.of_person(person))


@pytest.mark.parametrize(("preset", "times"), [("S3c", (690, 810)), ("S3d", (710, 830))])
def test_somebody_is_on_lunch_duty_every_day_and_all_take_turns(preset: str, times: tuple[int, int]) -> None:
    """R-2.10, R-2.11, R-3.8."""
    problem = month_of_duty(preset)
    (kind,) = problem.kinds
    assert (kind.start_minute, kind.end_minute) == times
    roster = solve(problem, seconds=60).roster
    assert roster is not None
    assert judge(problem, roster).violations == ()
    assert sorted(day for _, day in roster) == list(problem.dates[-DAYS:])
    assert sorted(duties(roster, person.id) for person in POOL) == [7, 7, 8, 8]


def test_who_had_fewer_turns_in_earlier_months_comes_first() -> None:
    earlier = (Ledger(turns=9), Ledger(turns=9), Ledger(turns=9), Ledger(turns=3))
    people = tuple(replace(person, carried=own) for person, own in zip(POOL, earlier, strict=True))
    problem = month_of_duty("S3c", people)
    roster = solve(problem, seconds=60).roster
    assert roster is not None
    assert [duties(roster, person.id) for person in people] == [6, 6, 6, 12]


def test_a_day_without_its_duty_person_is_refused_and_a_turn_out_of_order_is_not() -> None:
    problem = month_of_duty("S3c")
    in_turn = Roster(((POOL[1 - day % 2].id, JUNE + timedelta(days=day)), "D") for day in range(DAYS))
    assert judge(problem, in_turn).hard == ()
    assert "turn_fairness" in judge(problem, in_turn).cost_by_rule
    (found,) = judge(problem, in_turn.with_cell("2", JUNE, None)).hard
    assert (found.code, found.dates) == ("shift_shortage", (JUNE,))


@pytest.mark.parametrize(
    ("break_earliest", "is_duty"), [(None, False), (120, False), (269, False), (270, True), (60, True)]
)
def test_an_ordinary_day_is_the_duty_where_its_break_lies_outside(
    break_earliest: int | None, is_duty: bool
) -> None:
    policy = load_preset("S3c").effective()
    ordinary = ShiftKind(
        code="E", family="E", start_minute=540, end_minute=1080, paid_minutes=480, break_minutes=60,
        break_earliest=break_earliest, break_latest=break_earliest,
    )  # fmt: skip
    short = ShiftKind(code="M", family="M", start_minute=700, end_minute=810, paid_minutes=110)
    reserve = ShiftKind(code="R", family="R", start_minute=540, end_minute=1080, paid_minutes=480)
    by_hand = ShiftKind(
        code="N", family="N", start_minute=540, end_minute=1080, paid_minutes=480, assignable=False
    )
    found = duty_kinds(policy, (ordinary, short, reserve, by_hand))
    assert found == (frozenset({"E"}) if is_duty else frozenset())
    assert duty_kinds(load_preset("S0g").effective(), (replace(by_hand, assignable=True),)) == frozenset()


def test_a_meal_of_more_than_half_an_hour_is_refused_under_s3b() -> None:
    """R-3.5; S0e has an hour, and where nobody says anything nothing is refused."""
    desk = ShiftKind(
        code="E", family="E", start_minute=480, end_minute=930, paid_minutes=420, break_minutes=30
    )
    longer = replace(desk, code="M", break_minutes=31)
    problem = Problem(
        people=POOL[1:2],
        kinds=(desk, longer),
        first_day=JUNE,
        days=2,
        demand=Demand.none(JUNE, 2),
        rules=rule_settings(load_preset("S3b").effective(), POOL[1:2]),
    )
    assert judge(problem, Roster({("2", JUNE): "E"})).hard == ()
    (found,) = judge(problem, Roster({("2", JUNE): "M"})).hard
    assert (found.code, found.measured, found.limit) == ("longest_break", 31, 30)
    settings = {
        preset: rule_settings(load_preset(preset).effective(), ()).longest_break for preset in ("S0e", "S0g")
    }
    assert settings == {"S0e": hard(60), "S0g": None}
    # nor is anybody wanted on such a shift, as a leader would be
    assert [kind.assignable for kind in chosen_kinds(problem.kinds, problem.rules)] == [True, False]
    no_breaks = load_preset("S3b").effective({"break.minutes": 0})
    assert rule_settings(no_breaks, ()).longest_break is None
